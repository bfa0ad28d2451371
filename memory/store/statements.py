"""The statements on what is known: users, topics, evidence, controls; each takes an open transaction."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, Final

import numpy as np
from sqlalchemy import (
    Connection,
    Integer,
    Row,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    text,
    type_coerce,
    update,
)

from .. import weights as w
from ..history.columns import Columns
from ..history.replay import Stop
from ..history.routes import VOIDING, History, Piece, Routes, in_force, moving, targets
from ..records import Ms
from ..topics.assigning import TopicRow
from .event_statements import EVENT, last_event, next_number, parts
from .prepared import Prepared
from .schema import controls, events, evidence, meta, topics, users

STAMP = "embedder"
"""Under this key the ledger names the embedding model of its vectors."""

INDEXED = "index"
"""Under this key, which collection of the index was filled and up to which event."""

NAME = "name"
"""Under this key, what the ledger's collections on a Chroma server are called by."""


_FACT = Prepared(select(meta.c.value).where(meta.c.key == bindparam("name")))


def indexed(connection: Connection) -> tuple[str, int]:
    """Return the mark of the index's collection that was filled, and the last event in it."""
    stored = _FACT.rows(connection, {"name": INDEXED})
    mark, seq = json.loads(stored[0].value) if stored else ("", 0)
    return str(mark), int(seq)


def name_ledger(connection: Connection, name: str) -> bytes:
    """Give the ledger a name where it has none, and return the one it has: the first stays."""
    connection.execute(
        text("INSERT INTO meta (key, value) VALUES (:key, :value) ON CONFLICT (key) DO NOTHING"),
        {"key": NAME, "value": name.encode()},
    )
    value: bytes = connection.execute(select(meta.c.value).where(meta.c.key == NAME)).scalar_one()
    return value


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


_TWO_USERS = Prepared(select(users.c.id).limit(2))


def is_alone(connection: Connection) -> bool:
    """Return whether there is one user only."""
    return len(_TWO_USERS.rows(connection, {})) == 1


_ADD_USER = text(
    "INSERT INTO users (name, revision, rebuilt, votes, voted_at) VALUES (:name, 0, 0, :votes, :never) ON CONFLICT (name) DO NOTHING"
).bindparams(bindparam("name", type_=users.c.name.type))


MOST_NAME: Final = 1_900
"""Bytes of a new user's name in UTF-8: PostgreSQL's index holds 2,704, and a sealed name takes a third more."""


def number_of(connection: Connection, name: str) -> int:
    """Return a user's number; one who is not known yet is added, by the first of those who ask at once.

    Raises:
        ValueError: the name is new and too long.
    """
    if (known := user_number(connection, name)) is not None:
        return known
    if (size := len(name.encode(errors="surrogatepass"))) > MOST_NAME:
        raise ValueError(f"a user's name has at most {MOST_NAME:,} bytes in UTF-8, got {size:,}")
    connection.execute(_ADD_USER, {"name": name, "votes": w.no_votes().tobytes(), "never": w.NEVER})
    return int(connection.execute(select(users.c.id).where(users.c.name == name)).scalar_one())


_STANDING = Prepared(
    select(users.c.revision, users.c.rebuilt, users.c.votes, users.c.voted_at).where(users.c.id == bindparam("user"))
)


def standing(connection: Connection, user: int) -> tuple[int, int, bytes, Ms]:
    """Return a user's revision, the one of the last rebuild, votes, and the time of the last vote."""
    ((revision, rebuilt, votes, voted_at),) = _STANDING.rows(connection, {"user": user})
    return revision, rebuilt, votes, voted_at


_STAND = update(users).where(users.c.id == bindparam("user"))
_STAND_ANEW = Prepared(_STAND, "revision", "votes", "voted_at")


def stand(connection: Connection, user: int, values: dict[str, Any]) -> None:
    """Store some of what `standing` returns, by name."""
    connection.execute(_STAND, {"user": user} | values)


def stand_anew(connection: Connection, user: int, revision: int, votes: bytes, voted_at: Ms) -> None:
    """Store what every change of what is known of a user changes."""
    values = {"user": user, "revision": revision, "votes": votes, "voted_at": voted_at}
    _STAND_ANEW.change(connection, values)


def owed(connection: Connection, user: int) -> bool:
    """Return whether evidence was loaded that the ladder has not voted on yet."""
    return bool(connection.execute(select(users.c.owed).where(users.c.id == user)).scalar())


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
        merged_into=row.merged_into,
        rejected=row.rejected,
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
        "merged_into": topic.merged_into,
        "rejected": topic.rejected,
        "prior": topic.prior,
        "prior_at": topic.prior_at,
    }


_STANDS = (
    "tentative", "state", "evidence", "last_seen", "boost", "pinned", "muted", "stopped_at", "stopped_after", "forget_at",
    "merged_into", "rejected", "prior", "prior_at", "revision",
)  # fmt: skip
"""The columns that say where a topic stands, and of which revision that is."""

_ADD_TOPIC = insert(topics)
_ADD_ONE = Prepared(_ADD_TOPIC, "id", "user", "label", "vector", "aliases", *_STANDS)
_SAVE_TOPIC = Prepared(update(topics).where(topics.c.id == bindparam("number")), *_STANDS)


def add_topic(connection: Connection, user: int, topic: TopicRow, revision: int) -> None:
    """Store a new topic and give it its number."""
    values = _named(topic) | _standing_of(topic) | {"user": user, "revision": revision}
    number = {"id": next_topic(connection)} if connection.dialect.name == "sqlite" else {}
    topic.id = _ADD_ONE.add(connection, values | number)
    note_given(connection, topic.id)


def add_topics(connection: Connection, user: int, some: Sequence[TopicRow], revision: int) -> None:
    """Store new topics that have their numbers already."""
    if some:
        given = {"user": user, "revision": revision}
        connection.execute(
            _ADD_TOPIC, [_named(topic) | _standing_of(topic) | given | {"id": topic.id} for topic in some]
        )
        note_given(connection, max(topic.id for topic in some))


def next_topic(connection: Connection) -> int | None:
    """Return the number that the next topic gets, where it can be told: one that no topic ever had, erased ones too."""
    number = next_number(connection, topics.c.id)
    return None if number is None else max(number, last_given(connection) + 1)


GIVEN: Final = "topics given"
"""Under this key a ledger in SQLite keeps the greatest number that a topic ever had. PostgreSQL's sequence knows it by itself."""

_SEQUENCE: Final = text("SELECT pg_sequence_last_value(CAST(pg_get_serial_sequence('topics', 'id') AS regclass))")


def last_given(connection: Connection) -> int:
    """Return the greatest number that is known to have been given to a topic; 0 if none is."""
    if connection.dialect.name != "sqlite":
        return int(connection.execute(_SEQUENCE).scalar() or 0)
    return next((int(row.value) for row in _FACT.rows(connection, {"name": GIVEN})), 0)


PUT_FACT: Final = (
    "INSERT INTO meta (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)
"""Stores a small fact about the ledger, in the place of what it was."""

_NOTE_GIVEN = Prepared(text(PUT_FACT))


def note_given(connection: Connection, number: int) -> None:
    """Note the greatest number that a topic ever had, where a sequence does not."""
    if connection.dialect.name == "sqlite":
        _NOTE_GIVEN.change(connection, {"key": GIVEN, "value": b"%d" % number})


def note_most(connection: Connection) -> None:
    """Note the greatest number of a topic that is there, where none was noted: in a ledger of before these were."""
    if connection.dialect.name == "sqlite" and not last_given(connection):
        most = connection.execute(select(func.max(topics.c.id))).scalar()
        if most:
            note_given(connection, most)


def save_topics(connection: Connection, changed: Sequence[TopicRow], revision: int) -> None:
    """Store where topics stand; their labels and vectors stay, which is most of a row."""
    if changed:
        values = [_standing_of(topic) | {"number": topic.id, "revision": revision} for topic in changed]
        _SAVE_TOPIC.change_all(connection, values)


def rename_topic(connection: Connection, topic: TopicRow) -> None:
    """Store a topic's label, vector and aliases."""
    connection.execute(update(topics).where(topics.c.id == topic.id).values(_named(topic)))


def add_evidence(connection: Connection, pieces: Sequence[dict[str, Any]]) -> None:
    """Store pieces of evidence: dicts of topic, event, origin, phrase, mass, stated, at and ends."""
    if pieces:
        _ADD_EVIDENCE.change_all(connection, pieces)


_ADD_EVIDENCE = Prepared(insert(evidence), *evidence.c.keys())


def history(connection: Connection, user: int, at: Ms, only: Collection[int] | None = None) -> History:
    """Return a user's evidence and controls up to a moment, as they count then; the evidence of all topics, or of `only` some.

    What was never moved, nearly all as a rule, is read as columns; only what was is followed piece by piece.
    """
    controls = controls_of(connection, user)
    routes, near = Routes(controls, at), moving(controls)
    told = routes.plain(_unmoved(connection, user, at, only, near))
    if not near or (only is not None and near.isdisjoint(only)):
        return told
    pieces = [piece for piece in pieces_of(connection, user, at, sorted(near)) if piece.origin in near]
    moved = routes.history(pieces)
    evidence = moved.evidence if only is None else moved.evidence.of_topics(only)
    rejected = (told.rejected - near) | (moved.rejected & near)
    return replace(told, evidence=Columns.joined(told.evidence, evidence), rejected=rejected)


_UNMOVED = (
    select(evidence.c.topic, evidence.c.event, evidence.c.mass, evidence.c.at)
    .add_columns(
        type_coerce(evidence.c.stated, Integer), type_coerce(evidence.c.ends, Integer)
    )  # no boolean is made of each
    .join(topics, topics.c.id == evidence.c.topic)
    .where(topics.c.user == bindparam("user"), evidence.c.at <= bindparam("until"))
    .where(or_(evidence.c.mass != 0, evidence.c.ends))
)


def _unmoved(connection: Connection, user: int, at: Ms, only: Collection[int] | None, near: set[int]) -> Columns:
    """Return a user's evidence up to a moment, without that of the topics `near` which some was moved."""
    wanted = _UNMOVED if only is None else _UNMOVED.where(evidence.c.topic.in_(sorted(set(only) - near)))
    found = Columns.from_tuples(connection.execute(wanted, {"user": user, "until": at}).all())
    return found.take(~np.isin(found.topic, list(near))) if near else found


_PIECES = (
    select(evidence.c.event, evidence.c.origin, evidence.c.phrase, evidence.c.mass, evidence.c.at, evidence.c.stated)
    .add_columns(evidence.c.ends, events.c.mass.label("most"))
    .join(topics, topics.c.id == evidence.c.topic)
    .join(events, events.c.seq == evidence.c.event)
    .where(topics.c.user == bindparam("user"), evidence.c.at <= bindparam("until"))
    .where(or_(evidence.c.mass != 0, evidence.c.ends))
)


def pieces_of(connection: Connection, user: int, at: Ms, only: Sequence[int] | None = None) -> list[Piece]:
    """Return a user's evidence up to a moment, as it was given: all, or that of `only` some topics and all that ends an interest."""
    wanted = _PIECES if only is None else _PIECES.where(or_(evidence.c.topic.in_(only), evidence.c.ends))
    rows = connection.execute(wanted, {"user": user, "until": at})
    return [Piece(r.event, r.origin, r.phrase, r.mass, r.at, r.stated, r.ends, abs(r.most)) for r in rows]


def evidence_of(connection: Connection, topic: TopicRow, most: int) -> list[Any]:
    """Return a topic's newest evidence that counts, with the events that it comes from; one an event, in its strongest piece's words."""
    user = connection.execute(select(topics.c.user).where(topics.c.id == topic.id)).scalar_one()
    counted = [
        row for row in history(connection, user, -w.NEVER, [topic.id]).evidence if topic.counts(row.at, row.event)
    ]
    newest = sorted((row for row in counted if row.mass), key=lambda row: (-row.at, -row.event))[: max(0, most)]
    masses = {row.event: row.mass for row in newest}
    rows: dict[int, Any] = {}
    for part in parts(list(masses)):
        for row in connection.execute(_SAID.where(evidence.c.topic == topic.id, evidence.c.event.in_(part))):
            rows.setdefault(row.seq, SimpleNamespace(**(dict(row._mapping) | {"mass": masses[row.seq]})))
    return [rows[row.event] for row in newest]


_SAID = (
    select(evidence.c.phrase, evidence.c.mass, evidence.c.at.label("given_at"), *EVENT)
    .join(events, events.c.seq == evidence.c.event)
    .order_by(func.abs(evidence.c.mass).desc(), evidence.c.origin)
)


def add_control(
    connection: Connection, user: int, topic: int, action: str, value: str, at: Ms, before: dict[str, Any] | None = None
) -> None:
    """Store what the person decided, with the last event before it and what undoing it brings back."""
    kept = {"after": last_event(connection, user)} | (before or {})
    values = {"user": user, "topic": topic, "action": action, "value": value, "at": at}
    connection.execute(insert(controls).values(values | {"before": json.dumps(kept, ensure_ascii=False)}))


def controls_of(connection: Connection, user: int) -> list[Row[Any]]:
    """Return all that a user ever decided, what was undone too, in the order in which it was decided."""
    return list(connection.execute(select(controls).where(controls.c.user == user).order_by(controls.c.seq)))


def controls_until(connection: Connection, user: int, at: Ms) -> list[Row[Any]]:
    """Return the controls that are in force at a moment, oldest first."""
    found = in_force(control for control in controls_of(connection, user) if control.at <= at)
    return sorted(found, key=lambda control: (control.at, control.seq))


def last_control(connection: Connection, user: int) -> Ms:
    """Return the moment of a user's latest control."""
    ((found,),) = _LAST_CONTROL.rows(connection, {"user": user})
    return w.NEVER if found is None else int(found)


_LAST_CONTROL = Prepared(select(func.max(controls.c.at).label("at")).where(controls.c.user == bindparam("user")))


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
    """Return the stops among controls; rejecting a topic is one."""
    return [Stop(row.topic, row.at, int(row.value)) for row in rows if row.action in VOIDING]


def rejected_once(connection: Connection, numbers: Sequence[int]) -> bool:
    """Return whether the person ever rejected one of some topics."""
    found = select(controls.c.seq).where(controls.c.topic.in_(numbers), controls.c.action == "reject").limit(1)
    return connection.execute(found).scalar() is not None


def given_to(connection: Connection, topic: int) -> list[Row[Any]]:
    """Return the pieces of evidence that a topic has now, voided ones too; what was withdrawn is not among them."""
    found = select(evidence).where(evidence.c.topic == topic, or_(evidence.c.mass != 0, evidence.c.ends))
    return list(connection.execute(found.order_by(evidence.c.event, evidence.c.origin)))


def fed(connection: Connection, user: int) -> list[Row[Any]]:
    """Return which topics were fed, in which session, when and by which event: what a person likes, does or mentions."""
    found = (
        select(evidence.c.topic, events.c.session, evidence.c.at, evidence.c.event)
        .join(events, events.c.seq == evidence.c.event)
        .where(events.c.user == user, evidence.c.mass > 0)
    )
    return list(connection.execute(found))


def phrases_of(connection: Connection, topic: int) -> list[str]:
    """Return the words that a topic was learned from."""
    found = select(evidence.c.phrase).where(evidence.c.topic == topic).distinct()
    return list(dict.fromkeys(connection.execute(found).scalars()))  # sealed, equal ones differ


def withdraw(connection: Connection, user: int, numbers: Sequence[int]) -> None:
    """Take back the evidence of events, and the topics that stood on nothing else and that the person decided nothing about.

    What a topic was learned from stays known to `forget`, with a mass of 0.
    """
    fed: set[int] = set()
    for part in parts(numbers):
        theirs = connection.execute(select(evidence.c.topic, evidence.c.origin).where(evidence.c.event.in_(part)))
        fed |= {topic for row in theirs for topic in row}
        connection.execute(update(evidence).where(evidence.c.event.in_(part)).values(mass=0.0, ends=False))
    founded = exists().where(evidence.c.topic == topics.c.id, or_(evidence.c.mass != 0, evidence.c.ends))
    decided = exists().where(controls.c.topic == topics.c.id)
    for part in parts(sorted(fed - targets(controls_of(connection, user)))):
        connection.execute(delete(topics).where(topics.c.user == user, topics.c.id.in_(part), ~founded, ~decided))


def reroute(connection: Connection, user: int) -> None:
    """Write beside each piece of evidence the topic that it counts for now, after a merge, a split or the undoing of one."""
    controls = controls_of(connection, user)
    routes, near = Routes(controls, -w.NEVER), moving(controls)
    moved = [
        {"old": row.topic, "number": row.event, "given": row.origin, "new": topic}
        for part in parts(sorted(near))
        for row in connection.execute(_PLACES.where(evidence.c.topic.in_(part))).all()
        if (topic := routes.topic(row.origin, row.event)) != row.topic
    ]
    if moved:
        connection.execute(_MOVE, moved)


_PLACES = select(evidence.c.topic, evidence.c.event, evidence.c.origin)

_MOVE = (
    update(evidence)
    .where(evidence.c.topic == bindparam("old"), evidence.c.event == bindparam("number"))
    .where(evidence.c.origin == bindparam("given"))
    .values(topic=bindparam("new"))
)


def settle_origins(connection: Connection, topic: int) -> None:
    """Before a topic is erased: what it has handed on to others was theirs all along, for nothing is to name it any more."""
    handed = select(evidence).where(evidence.c.origin == topic, evidence.c.topic != topic)
    for row in list(connection.execute(handed)):
        place = (evidence.c.topic == row.topic, evidence.c.event == row.event)
        own = connection.execute(select(evidence).where(*place, evidence.c.origin == row.topic)).one_or_none()
        connection.execute(delete(evidence).where(*place, evidence.c.origin == topic))
        if own is None:
            connection.execute(insert(evidence).values(dict(row._mapping) | {"origin": row.topic}))
        else:
            strongest = max(own, row, key=lambda one: abs(one.mass))
            values = {"phrase": strongest.phrase, "stated": strongest.stated, "mass": own.mass + row.mass}
            connection.execute(update(evidence).where(*place, evidence.c.origin == row.topic).values(values))


def settle_controls(connection: Connection, user: int, words: re.Pattern[str]) -> None:
    """After an erasure: no control before it can be undone, and what they would have brought back goes, erased words with it."""
    last = 0
    for row in controls_of(connection, user):
        last = max(last, row.seq)
        value = "" if row.action in ("rename", "relabel") and words.search(row.value) else row.value
        before = json.dumps({"after": json.loads(row.before).get("after", 0)}) if row.before else ""
        connection.execute(update(controls).where(controls.c.seq == row.seq).values(value=value, before=before))
    connection.execute(update(users).where(users.c.id == user).values(final=last))


def final(connection: Connection, user: int) -> int:
    """Return the last control that cannot be undone, because a topic was erased after it."""
    return int(connection.execute(select(users.c.final).where(users.c.id == user)).scalar_one())


def rephrase(connection: Connection, user: int, words: re.Pattern[str]) -> None:
    """Where other topics' evidence has some words, put those topics' own labels."""
    found = (
        select(evidence.c.topic, evidence.c.event, evidence.c.origin, evidence.c.phrase, topics.c.label)
        .join(topics, topics.c.id == evidence.c.topic)
        .where(topics.c.user == user)
    )
    for row in list(connection.execute(found)):
        if words.search(row.phrase):
            place = (evidence.c.topic == row.topic, evidence.c.event == row.event, evidence.c.origin == row.origin)
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
