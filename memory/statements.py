"""The statements on what is known: users, topics, evidence, controls; each takes an open transaction."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, and_, bindparam, delete, exists, func, insert, or_, select, update

from . import weights as w
from .event_statements import EVENT, parts
from .records import Ms
from .replay import EvidenceRow, Stop
from .schema import controls, events, evidence, meta, topics, users
from .topics import TopicRow

STAMP = "embedder"
"""Under this key the ledger names the embedding model of its vectors."""

INDEXED = "index"
"""Under this key, which collection of the index was filled and up to which event."""


def stamp(connection: Connection) -> str:
    """Return which embedding model the ledger's vectors come from."""
    value: bytes = connection.execute(select(meta.c.value).where(meta.c.key == STAMP)).scalar_one()
    return value.decode()


def user_number(connection: Connection, name: str) -> int | None:
    """Return a user's number, if there is one of that name."""
    return connection.execute(select(users.c.id).where(users.c.name == name)).scalar()


def user_names(connection: Connection) -> list[str]:
    """Return the names of all users, in the order in which they came."""
    return list(connection.execute(select(users.c.name).order_by(users.c.id)).scalars())


def user_count(connection: Connection) -> int:
    """Return how many users there are."""
    return connection.execute(select(func.count()).select_from(users)).scalar_one()


def add_user(connection: Connection, name: str) -> int:
    """Add a user and return their number."""
    values = {"name": name, "revision": 0, "rebuilt": 0, "votes": w.no_votes().tobytes(), "voted_at": w.NEVER}
    return int(connection.execute(insert(users).values(values)).inserted_primary_key[0])  # type: ignore[index]


_STANDING = select(users.c.revision, users.c.rebuilt, users.c.votes, users.c.voted_at).where(
    users.c.id == bindparam("user")
)


def standing(connection: Connection, user: int) -> tuple[int, int, bytes, Ms]:
    """Return a user's revision, the one of the last rebuild, votes, and the time of the last vote."""
    revision, rebuilt, votes, voted_at = connection.execute(_STANDING, {"user": user}).one()
    return revision, rebuilt, votes, voted_at


_STAND = update(users).where(users.c.id == bindparam("user"))


def stand(connection: Connection, user: int, values: dict[str, Any]) -> None:
    """Store some of what `standing` returns, by name."""
    connection.execute(_STAND, {"user": user} | values)


def joined(connection: Connection) -> list[int]:
    """Return the numbers of those users who let their interests be counted in a cohort."""
    return list(
        connection.execute(select(users.c.id).where(users.c.joined_at.is_not(None)).order_by(users.c.id)).scalars()
    )


def joined_at(connection: Connection, user: int) -> Ms | None:
    """Return since when a user lets their interests be counted in a cohort, if they do."""
    return connection.execute(select(users.c.joined_at).where(users.c.id == user)).scalar()


def join(connection: Connection, user: int, at: Ms | None) -> None:
    """Let a user's interests be counted from a moment on, or no longer."""
    connection.execute(update(users).where(users.c.id == user).values(joined_at=at))


def topics_since(connection: Connection, user: int, revision: int) -> list[TopicRow]:
    """Return the topics that changed after a revision, oldest first."""
    found = select(topics).where(topics.c.user == user, topics.c.revision > revision).order_by(topics.c.id)
    return [_topic(row) for row in connection.execute(found)]


def _topic(row: Row[Any]) -> TopicRow:
    return TopicRow(
        id=row.id,
        label=row.label,
        vector=np.frombuffer(row.vector, np.float32),
        state=w.Accumulators.from_bytes(row.state),
        evidence=row.evidence,
        last_seen=row.last_seen,
        tentative=row.tentative,
        boost=row.boost,
        pinned=row.pinned,
        muted=row.muted,
        stopped_at=row.stopped_at,
        stopped_after=row.stopped_after,
        aliases=() if row.aliases == "[]" else tuple(json.loads(row.aliases)),
        forget_at=row.forget_at,
        prior=row.prior,
        prior_at=row.prior_at,
    )


def _named(topic: TopicRow) -> dict[str, Any]:
    aliases = json.dumps(topic.aliases, ensure_ascii=False)
    return {"label": topic.label, "vector": topic.vector.tobytes(), "aliases": aliases}


def _standing_of(topic: TopicRow) -> dict[str, Any]:
    return {
        "tentative": topic.tentative,
        "state": topic.state.to_bytes(),
        "evidence": topic.evidence,
        "last_seen": topic.last_seen,
        "boost": topic.boost,
        "pinned": topic.pinned,
        "muted": topic.muted,
        "stopped_at": topic.stopped_at,
        "stopped_after": topic.stopped_after,
        "forget_at": topic.forget_at,
        "prior": topic.prior,
        "prior_at": topic.prior_at,
    }


_ADD_TOPIC = insert(topics)
_SAVE_TOPIC = update(topics).where(topics.c.id == bindparam("number"))


def add_topic(connection: Connection, user: int, topic: TopicRow, revision: int) -> None:
    """Store a new topic and give it its number."""
    values = _named(topic) | _standing_of(topic) | {"user": user, "revision": revision}
    topic.id = int(connection.execute(_ADD_TOPIC, values).inserted_primary_key[0])  # type: ignore[index]


def save_topics(connection: Connection, changed: Sequence[TopicRow], revision: int) -> None:
    """Store where topics stand; their labels and vectors stay, which is most of a row."""
    if changed:
        values = [_standing_of(topic) | {"number": topic.id, "revision": revision} for topic in changed]
        connection.execute(_SAVE_TOPIC, values)


def rename_topic(connection: Connection, topic: TopicRow) -> None:
    """Store a topic's label, vector and aliases."""
    connection.execute(update(topics).where(topics.c.id == topic.id).values(_named(topic)))


def add_evidence(connection: Connection, pieces: Sequence[dict[str, Any]]) -> None:
    """Store pieces of evidence: dicts of topic, event, phrase, mass and at."""
    if pieces:
        connection.execute(insert(evidence), pieces)


def evidence_until(connection: Connection, user: int, at: Ms, only: Sequence[int] | None = None) -> list[EvidenceRow]:
    """Return a user's evidence up to a moment, of all topics or `only` some."""
    found = (
        select(evidence.c.topic, evidence.c.event, evidence.c.mass, evidence.c.at, evidence.c.stated)
        .join(topics, topics.c.id == evidence.c.topic)
        .where(topics.c.user == user, evidence.c.at <= at, evidence.c.mass != 0)
    )
    found = found if only is None else found.where(topics.c.id.in_(only))
    return [EvidenceRow(*row) for row in connection.execute(found)]


def evidence_of(connection: Connection, topic: TopicRow, most: int) -> list[Row[Any]]:
    """Return a topic's newest evidence that counts, with the events that it comes from."""
    after, event = topic.stopped_at if topic.stopped_at is not None else w.NEVER, topic.stopped_after
    found = (
        select(evidence.c.phrase, evidence.c.mass, evidence.c.at.label("given_at"), *EVENT)
        .join(events, events.c.seq == evidence.c.event)
        .where(evidence.c.topic == topic.id, evidence.c.mass != 0)
        .where(or_(evidence.c.at > after, and_(evidence.c.at == after, evidence.c.event > event)))
        .order_by(evidence.c.at.desc(), evidence.c.event.desc())
        .limit(most)
    )
    return list(connection.execute(found))


def add_control(connection: Connection, user: int, topic: int, action: str, value: str, at: Ms) -> None:
    """Store what the person decided."""
    values = {"user": user, "topic": topic, "action": action, "value": value, "at": at}
    connection.execute(insert(controls).values(values))


def controls_until(connection: Connection, user: int, at: Ms) -> list[Row[Any]]:
    """Return a user's controls up to a moment, oldest first."""
    found = select(controls).where(controls.c.user == user, controls.c.at <= at).order_by(controls.c.at, controls.c.seq)
    return list(connection.execute(found))


def lenders(connection: Connection, topic: int) -> int:
    """Return how many people the newest prior of a topic comes from; 0 without one."""
    found = select(controls.c.value).where(controls.c.topic == topic, controls.c.action == "prior")
    value = connection.execute(found.order_by(controls.c.at.desc(), controls.c.seq.desc()).limit(1)).scalar()
    return int(value.split()[1]) if value else 0


def lent_topics(connection: Connection, user: int) -> list[int]:
    """Return the topics that a user was ever lent."""
    found = select(controls.c.topic).where(controls.c.user == user, controls.c.action == "prior").distinct()
    return list(connection.execute(found.order_by(controls.c.topic)).scalars())


def erase_unfounded(connection: Connection, numbers: Sequence[int]) -> None:
    """Delete those of some topics that stand on nothing but what they were lent."""
    founded = exists().where(evidence.c.topic == topics.c.id, evidence.c.mass != 0)
    decided = exists().where(controls.c.topic == topics.c.id, controls.c.action != "prior")
    for part in parts(numbers):
        connection.execute(delete(topics).where(topics.c.id.in_(part), ~founded, ~decided))


def has_topic(connection: Connection, topic: int) -> bool:
    """Return whether a topic is still there."""
    return connection.execute(select(topics.c.id).where(topics.c.id == topic)).scalar() is not None


def stops(rows: Iterable[Row[Any]]) -> list[Stop]:
    """Return the stops among controls."""
    return [Stop(row.topic, row.at, int(row.value)) for row in rows if row.action == "stop"]


def phrases_of(connection: Connection, topic: int) -> list[str]:
    """Return the words that a topic was learned from."""
    found = select(evidence.c.phrase).where(evidence.c.topic == topic).distinct()
    return list(connection.execute(found).scalars())


def withdraw(connection: Connection, user: int, numbers: Sequence[int]) -> None:
    """Take back the evidence of events, and the topics that stood on nothing else and that the person decided nothing about.

    What a topic was learned from stays known to `forget`, with a mass of 0.
    """
    fed: set[int] = set()
    for part in parts(numbers):
        fed |= set(connection.execute(select(evidence.c.topic).where(evidence.c.event.in_(part))).scalars())
        connection.execute(update(evidence).where(evidence.c.event.in_(part)).values(mass=0.0))
    founded = exists().where(evidence.c.topic == topics.c.id, evidence.c.mass != 0)
    decided = exists().where(controls.c.topic == topics.c.id)
    for part in parts(sorted(fed)):
        connection.execute(delete(topics).where(topics.c.user == user, topics.c.id.in_(part), ~founded, ~decided))


def void(connection: Connection, topic: TopicRow) -> None:
    """Take back the evidence that a stop has voided."""
    if topic.stopped_at is not None:
        at, after = topic.stopped_at, topic.stopped_after
        until = or_(evidence.c.at < at, and_(evidence.c.at == at, evidence.c.event <= after))
        connection.execute(update(evidence).where(evidence.c.topic == topic.id, until).values(mass=0.0))


def move_evidence(connection: Connection, topic: int, into: int) -> None:
    """Make a topic's evidence another's; what both have of one event is joined, as if the words had named one topic."""
    for mine, other in _shared(connection, topic, into):
        most = abs(mine.most)
        strongest = max(other, mine, key=lambda one: abs(one.mass))
        mass = min(most, max(-most, mine.mass + other.mass))
        joined = {"phrase": strongest.phrase, "stated": strongest.stated, "mass": mass}
        place = evidence.c.event == mine.event
        connection.execute(update(evidence).where(evidence.c.topic == into, place).values(joined))
        connection.execute(delete(evidence).where(evidence.c.topic == topic, place))
    connection.execute(update(evidence).where(evidence.c.topic == topic).values(topic=into))


def _shared(connection: Connection, topic: int, into: int) -> list[tuple[Row[Any], Row[Any]]]:
    """Return the pieces of evidence of both topics, event by event."""
    found = select(evidence, events.c.mass.label("most")).join(events, events.c.seq == evidence.c.event)
    pieces = [
        {row.event: row for row in connection.execute(found.where(evidence.c.topic == one))} for one in (topic, into)
    ]
    return [(pieces[0][event], pieces[1][event]) for event in pieces[0].keys() & pieces[1].keys()]


def rephrase(connection: Connection, user: int, words: re.Pattern[str]) -> None:
    """Where other topics' evidence has some words, put those topics' own labels."""
    found = (
        select(evidence.c.topic, evidence.c.event, evidence.c.phrase, topics.c.label)
        .join(topics, topics.c.id == evidence.c.topic)
        .where(topics.c.user == user)
    )
    for row in list(connection.execute(found)):
        if words.search(row.phrase):
            place = (evidence.c.topic == row.topic, evidence.c.event == row.event)
            connection.execute(update(evidence).where(*place).values(phrase=row.label))


def drop_aliases(connection: Connection, user: int, words: re.Pattern[str]) -> None:
    """Take the aliases that have some words from a user's topics."""
    found = select(topics.c.id, topics.c.aliases).where(topics.c.user == user, topics.c.aliases != "[]")
    for row in list(connection.execute(found)):
        left = [alias for alias in json.loads(row.aliases) if not words.search(alias)]
        values = {"aliases": json.dumps(left, ensure_ascii=False)}
        connection.execute(update(topics).where(topics.c.id == row.id).values(values))


def erase_topic(connection: Connection, topic: int) -> None:
    """Delete a topic with its evidence and controls."""
    connection.execute(delete(topics).where(topics.c.id == topic))
