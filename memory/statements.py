"""The statements that a user's handle runs on the ledger; each takes an open transaction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, and_, bindparam, delete, func, insert, or_, select, update

from . import weights as w
from .embedding import Vectors
from .records import Event, Ms, from_ms
from .replay import EvidenceRow, Stop
from .schema import controls, erased, events, evidence, meta, topics, users
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
    )


def _named(topic: TopicRow) -> dict[str, Any]:
    return {"label": topic.label, "vector": topic.vector.tobytes()}


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
    """Store a topic's label and vector."""
    connection.execute(update(topics).where(topics.c.id == topic.id).values(_named(topic)))


_ADD_EVENT = insert(events)


def add_event(connection: Connection, user: int, event: Event, at: Ms, learned: bool, vector: Vectors | None) -> int:
    """Store an event and return its number in the ledger."""
    values = {
        "user": user,
        "id": event.id,
        "session": event.session,
        "kind": event.kind,
        "role": event.role,
        "text": event.text,
        "at": at,
        "complete": event.complete,
        "learned": learned,
        "vector": None if vector is None else vector.tobytes(),
    }
    return int(connection.execute(_ADD_EVENT, values).inserted_primary_key[0])  # type: ignore[index]


_EVENT = [column for column in events.c if column.name != "vector"]


def to_event(row: Row[Any]) -> Event:
    """Return a row of the events as a value."""
    return Event(row.id, row.session, row.kind, row.role, row.text, from_ms(row.at), row.complete, row.seq)


def event_by_id(connection: Connection, user: int, key: str) -> Row[Any] | None:
    """Return the event with an id, if it is there."""
    return connection.execute(select(*_EVENT).where(events.c.user == user, events.c.id == key)).first()


def events_by_number(connection: Connection, user: int, numbers: Iterable[int]) -> dict[int, Event]:
    """Return those of a user's events that are still there."""
    wanted = select(*_EVENT).where(events.c.user == user, events.c.seq.in_(list(numbers)), events.c.text != "")
    return {row.seq: to_event(row) for row in connection.execute(wanted)}


_IN_SESSION = (
    select(*_EVENT)
    .where(events.c.user == bindparam("user"), events.c.session == bindparam("session"), events.c.text != "")
    .where(events.c.seq > bindparam("after"), events.c.seq < bindparam("before"))
    .order_by(events.c.seq.desc())
    .limit(bindparam("count"))
)


def last_events(
    connection: Connection, user: int, session: str, count: int, after: int = 0, before: int = 2**62
) -> list[Row[Any]]:
    """Return the last events of a session between two events' numbers, oldest first."""
    values = {"user": user, "session": session, "after": after, "before": before, "count": count}
    return list(connection.execute(_IN_SESSION, values))[::-1]


def newest_vectors(connection: Connection, user: int, count: int) -> list[tuple[int, bytes]]:
    """Return numbers and vectors of a user's newest events."""
    found = select(events.c.seq, events.c.vector).where(events.c.user == user, events.c.vector.is_not(None))
    return [(row.seq, row.vector) for row in connection.execute(found.order_by(events.c.seq.desc()).limit(count))]


def events_after(connection: Connection, number: int, count: int) -> list[Row[Any]]:
    """Return the next events of all users that still say something."""
    found = select(events.c.seq, events.c.user, events.c.text, events.c.vector).where(events.c.seq > number)
    return list(connection.execute(found.where(events.c.text != "").order_by(events.c.seq).limit(count)))


def set_vectors(connection: Connection, vectors: Sequence[tuple[int, Vectors]]) -> None:
    """Keep the vectors of events."""
    values = [{"number": number, "vector": vector.tobytes()} for number, vector in vectors]
    if values:
        statement = update(events).where(events.c.seq == bindparam("number"), events.c.text != "")
        connection.execute(statement, values)


def unlearned(connection: Connection, user: int) -> list[Row[Any]]:
    """Return the events whose evidence is still to be taken, oldest first."""
    waiting = select(*_EVENT).where(events.c.user == user, events.c.learned.is_(False)).order_by(events.c.seq)
    return list(connection.execute(waiting))


_CLAIM = update(events).where(events.c.seq == bindparam("number"), events.c.learned.is_(False))


def claim(connection: Connection, event: int, vector: Vectors) -> bool:
    """Say that an event's evidence is taken in this transaction, and keep its vector; False if another process was first."""
    values = {"number": event, "learned": True, "vector": vector.tobytes()}
    return connection.execute(_CLAIM, values).rowcount == 1


def add_evidence(connection: Connection, pieces: Sequence[dict[str, Any]]) -> None:
    """Store pieces of evidence: dicts of topic, event, phrase, mass and at."""
    if pieces:
        connection.execute(insert(evidence), pieces)


def evidence_until(connection: Connection, user: int, at: Ms) -> list[EvidenceRow]:
    """Return a user's evidence up to a moment."""
    found = (
        select(evidence.c.topic, evidence.c.event, evidence.c.mass, evidence.c.at, evidence.c.stated)
        .join(topics, topics.c.id == evidence.c.topic)
        .where(topics.c.user == user, evidence.c.at <= at)
    )
    return [EvidenceRow(*row) for row in connection.execute(found)]


def evidence_of(connection: Connection, topic: TopicRow, most: int) -> list[Row[Any]]:
    """Return a topic's newest evidence that counts, with the events that it comes from."""
    after, event = topic.stopped_at if topic.stopped_at is not None else w.NEVER, topic.stopped_after
    found = (
        select(evidence.c.phrase, evidence.c.mass, evidence.c.at.label("given_at"), *_EVENT)
        .join(events, events.c.seq == evidence.c.event)
        .where(evidence.c.topic == topic.id)
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


def stops(rows: Iterable[Row[Any]]) -> list[Stop]:
    """Return the stops among controls."""
    return [Stop(row.topic, row.at, int(row.value)) for row in rows if row.action == "stop"]


def fed_by(connection: Connection, topic: int) -> set[int]:
    """Return the numbers of the events that a topic was learned from and that still say something."""
    fed = select(events.c.seq).join(evidence, evidence.c.event == events.c.seq)
    return set(connection.execute(fed.where(evidence.c.topic == topic, events.c.text != "")).scalars())


def speaking_of(connection: Connection, user: int, words: re.Pattern[str]) -> set[int]:
    """Return the numbers of the events whose text has some words."""
    said = connection.execute(select(events.c.seq, events.c.text).where(events.c.user == user))
    return {row.seq for row in said if words.search(row.text)}


def last_event(connection: Connection, user: int) -> int:
    """Return the number of a user's newest event; 0 without one."""
    return connection.execute(select(func.max(events.c.seq)).where(events.c.user == user)).scalar() or 0


def phrases_of(connection: Connection, topic: int) -> list[str]:
    """Return the words that a topic was learned from."""
    found = select(evidence.c.phrase).where(evidence.c.topic == topic).distinct()
    return list(connection.execute(found).scalars())


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


def blank(connection: Connection, numbers: Iterable[int]) -> None:
    """Erase what events say; that there was something at that time stays, for what else was learned from them."""
    for part in _parts(sorted(numbers)):
        connection.execute(update(events).where(events.c.seq.in_(part)).values(text="", vector=None, learned=True))


def add_erased(connection: Connection, numbers: Iterable[int]) -> None:
    """Note which events the index must drop."""
    if values := [{"event": number} for number in sorted(numbers)]:
        connection.execute(insert(erased), values)


def erased_events(connection: Connection) -> list[int]:
    """Return the events that the index must drop."""
    return list(connection.execute(select(erased.c.event)).scalars())


def drop_erased(connection: Connection, numbers: Sequence[int]) -> None:
    """Say that the index has dropped events."""
    for part in _parts(numbers):
        connection.execute(delete(erased).where(erased.c.event.in_(part)))


def erase_topic(connection: Connection, topic: int) -> None:
    """Delete a topic with its evidence and controls."""
    connection.execute(delete(topics).where(topics.c.id == topic))


def _parts(numbers: Sequence[int], size: int = 500) -> Iterable[Sequence[int]]:
    return (numbers[start : start + size] for start in range(0, len(numbers), size))
