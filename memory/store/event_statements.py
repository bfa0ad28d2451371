"""The statements on what happened: events, what was attached to them, and what is erased of them; each takes an open transaction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, TypeVar

import numpy as np
from sqlalchemy import Column, Connection, Row, bindparam, column, delete, exists, func, insert, select, text, update

from ..cosines import cosines_to
from ..embedding import Vectors
from ..items import all_words, packed, unpacked
from ..recall.telling import tells_of_self
from ..records import Attachment, Event, Ms, from_ms, to_ms
from . import full_text
from .among import among, listed
from .prepared import Prepared
from .schema import attachments, blobs, erased, events, evidence, keep, said, told, waiting

# What is stored

_STORED = (
    "user", "id", "session", "kind", "role", "text", "at", "complete", "learned", "vector", "attached", "mass", "item", "part_of",
    "telling",
)  # fmt: skip
_ADD_EVENT = insert(events)
_ADD_ONE = Prepared(_ADD_EVENT, *_STORED)


def add_event(connection: Connection, user: int, event: Event, at: Ms, learned: bool, vector: Vectors | None) -> int:
    """Store an event with its attachments and return its number in the ledger."""
    values = _stored(user, event, at, learned, vector)
    number = _ADD_ONE.add(connection, values)
    if event.attachments:
        connection.execute(insert(attachments), [*_attached(connection, user, number, event.attachments)])
    full_text.add(connection, [(number, user, _words(values), at)])
    return number


def _words(values: dict[str, Any]) -> str:
    return all_words(values["text"], values["item"])


_ADD_EVENTS = insert(events).returning(events.c.seq, sort_by_parameter_order=True)


def add_events(
    connection: Connection, user: int, some: Sequence[Event], vectors: Sequence[Vectors | None], source: int | None
) -> list[int]:
    """Store events that wait for nothing, all from one source, and return their numbers."""
    values = [
        _stored(user, event, to_ms(event.at), True, vector) | {"source": source}
        for event, vector in zip(some, vectors, strict=True)
    ]
    first = next_number(connection, events.c.seq)
    if first is None:
        numbers = list(connection.execute(_ADD_EVENTS, values).scalars())
    else:
        numbers = list(range(first, first + len(values)))
        connection.execute(_ADD_EVENT, [one | {"seq": number} for one, number in zip(values, numbers, strict=True)])
    full_text.add(
        connection, [(number, user, _words(one), one["at"]) for number, one in zip(numbers, values, strict=True)]
    )
    return numbers


def next_number(connection: Connection, key: Column[int]) -> int | None:
    """Return the number that the next row of a table gets, where only this transaction adds any; None where a sequence gives it.

    With it many rows are stored several times faster than when each must tell its number.
    """
    if connection.dialect.name != "sqlite":
        return None
    return int(connection.execute(select(func.max(key))).scalar() or 0) + 1


def _stored(user: int, event: Event, at: Ms, learned: bool, vector: Vectors | None) -> dict[str, Any]:
    return {
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
        "attached": len(event.attachments),
        "mass": event.mass,
        "item": None if event.item is None else packed(event.item),
        "part_of": event.part_of,
        "telling": event.role == "user" and tells_of_self(event.text),
    }


def _attached(connection: Connection, user: int, number: int, files: Sequence[Attachment]) -> Iterator[dict[str, Any]]:
    for place, file in enumerate(files):
        blob = keep(connection, user, file.data)
        yield {"event": number, "place": place, "name": file.name, "media_type": file.media_type, "blob": blob}


# What was said

EVENT = [column for column in events.c if column.name not in ("vector", "replaced", "telling")]
"""The columns that `to_events` reads."""


def to_events(connection: Connection, rows: Iterable[Row[Any]]) -> list[Event]:
    """Return rows of the events as values, with their attachments."""
    rows = list(rows)
    files = attachments_of(connection, [row.seq for row in rows if row.attached])
    return [
        Event(
            row.id, row.session, row.kind, row.role, row.text, from_ms(row.at), row.complete, row.seq, files.get(row.seq, ()),
            row.mass, None if row.item is None else unpacked(row.item), row.part_of,
        )
        for row in rows
    ]  # fmt: skip


_FILES = (
    select(attachments.c.event, attachments.c.name, attachments.c.media_type, blobs.c.data, events.c.text.label("read"))
    .join(blobs, blobs.c.id == attachments.c.blob)
    .outerjoin(events, events.c.seq == attachments.c.reading)
)


def attachments_of(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[Attachment, ...]]:
    """Return what was attached to events, by their numbers."""
    found: dict[int, tuple[Attachment, ...]] = {}
    for part in parts(numbers):
        wanted = _FILES.where(attachments.c.event.in_(part)).order_by(attachments.c.event, attachments.c.place)
        for number, files in groupby(connection.execute(wanted), lambda row: int(row.event)):
            found[number] = tuple(Attachment(file.name, file.media_type, file.data, file.read or "") for file in files)
    return found


_BY_ID = Prepared(select(*EVENT).where(events.c.user == bindparam("user"), events.c.id == bindparam("key")))


def event_by_id(connection: Connection, user: int, key: str) -> Event | None:
    """Return the event with an id, if it is there."""
    found = _BY_ID.rows(connection, {"user": user, "key": key})
    return next(iter(to_events(connection, found)), None)


def speaking_by_id(connection: Connection, user: int, key: str) -> Event | None:
    """Return the event with an id, if it is there and was not forgotten."""
    found = event_by_id(connection, user, key)
    return found if found and (found.text or found.item) else None


def known_ids(connection: Connection, user: int, ids: Sequence[str]) -> set[str]:
    """Return those of some ids that a user has an event of."""
    found = select(events.c.id).where(events.c.user == user)
    return {key for part in parts(ids) for key in connection.execute(found.where(events.c.id.in_(part))).scalars()}


THEIRS = events.c.user + 0 == bindparam("user")
"""Whose rows that are found by their numbers must be: not by the index of users, which would read all that the person ever said."""

_NUMBERED = select(*EVENT).where(THEIRS, events.c.text != "", among(events.c.seq))
_BY_NUMBER, _TOLD_BY_NUMBER = Prepared(_NUMBERED), Prepared(_NUMBERED.where(told))


def events_by_number(
    connection: Connection, user: int, numbers: Iterable[int], replaced: bool = True
) -> dict[int, Event]:
    """Return those of a user's events that still say something; without `replaced`, only what was not taken back."""
    wanted = {"user": user, "numbers": listed(numbers)}
    rows = (_BY_NUMBER if replaced else _TOLD_BY_NUMBER).rows(connection, wanted)
    return {event.number: event for event in to_events(connection, rows)}


_IN_SESSION = (
    select(*EVENT)
    .where(events.c.user == bindparam("user"), events.c.session == bindparam("session"), said)
    .where(events.c.seq > bindparam("after"), events.c.seq < bindparam("before"))
    .limit(bindparam("count"))
)
_LAST, _FIRST = Prepared(_IN_SESSION.order_by(events.c.seq.desc())), Prepared(_IN_SESSION.order_by(events.c.seq))


def last_events(
    connection: Connection, user: int, session: str, count: int, after: int = 0, before: int = 2**62
) -> list[Row[Any]]:
    """Return the last events of a session between two events' numbers, oldest first."""
    values = {"user": user, "session": session, "after": after, "before": before, "count": count}
    return _LAST.rows(connection, values)[::-1]


def first_events(connection: Connection, user: int, session: str, count: int, after: int) -> list[Row[Any]]:
    """Return the first events of a session after an event's number, oldest first."""
    values = {"user": user, "session": session, "after": after, "before": 2**62, "count": count}
    return _FIRST.rows(connection, values)


def texts(connection: Connection, user: int, session: str | None) -> Iterator[tuple[int, str]]:
    """Yield the numbers and words of what a user did and what was said, newest first; all of it, or a session's."""
    found = (
        select(events.c.seq, events.c.text, events.c.item)
        .where(events.c.user == user, told)
        .order_by(events.c.seq.desc())
    )
    found = found if session is None else found.where(events.c.session == session)
    for row in connection.execute(found):
        yield row.seq, all_words(row.text, row.item)


_SHORT = events.c.seq, events.c.session, events.c.kind, events.c.at, events.c.part_of, events.c.role, events.c.telling
_SAID_AMONG = {
    "sqlite": Prepared(
        text(  # by its name, for SQLite would take the rows themselves, each in a page of its own
            "SELECT seq, session, kind, at, part_of, role, telling FROM events INDEXED BY events_in_short "
            "WHERE user = :user AND replaced IS 0 AND text != '' AND seq IN (SELECT value FROM json_each(:numbers))"
        ).columns(*_SHORT[:-1], column("telling"))  # 0 or 1 does
    ),
    "postgresql": Prepared(select(*_SHORT).where(events.c.user == bindparam("user"), told, among(events.c.seq))),
}


def said_among(connection: Connection, user: int, numbers: Iterable[int]) -> dict[int, Row[Any]]:
    """Return those of some events that are a user's and still say something: number, session, kind, moment, part_of, role, telling."""
    rows = _SAID_AMONG[connection.dialect.name].rows(connection, {"user": user, "numbers": listed(numbers)})
    return {row[0]: row for row in rows}


_SAYING = select(events.c.seq, events.c.text).where(among(events.c.seq))
_TEXTS, _TEXTS_OF_ONE_SIDE = Prepared(_SAYING), Prepared(_SAYING.where(events.c.role == bindparam("role")))


def texts_of(connection: Connection, numbers: Iterable[int], role: str | None = None) -> dict[int, str]:
    """Return the words of some events; of one side of a conversation, if given."""
    statement, side = (_TEXTS, {}) if role is None else (_TEXTS_OF_ONE_SIDE, {"role": role})
    return dict(statement.rows(connection, {"numbers": listed(numbers)} | side))


def last_event(connection: Connection, user: int) -> int:
    """Return the number of a user's newest event; 0 without one."""
    return connection.execute(select(func.max(events.c.seq)).where(events.c.user == user)).scalar() or 0


# Vectors


_VECTORS = Prepared(select(events.c.seq, events.c.vector).where(events.c.vector.is_not(None), among(events.c.seq)))


def vectors_of(connection: Connection, numbers: Iterable[int]) -> list[tuple[int, bytes]]:
    """Return numbers and vectors of those of some events that have one."""
    return _VECTORS.rows(connection, {"numbers": listed(numbers)})


_VECTORS_AFTER = Prepared(
    select(events.c.seq, events.c.vector)
    .where(events.c.user == bindparam("user"), events.c.seq > bindparam("after"), told)
    .order_by(events.c.user, events.c.seq)  # events_by_user has this order: of others there may be many more since then
    .limit(bindparam("count"))
)


def vectors_after(connection: Connection, user: int, after: int, count: int) -> list[tuple[int, bytes | None]]:
    """Return numbers and vectors of at most so many of a user's events after an event's number, None for what has none yet."""
    return _VECTORS_AFTER.rows(connection, {"user": user, "after": after, "count": count})


_NUMBER_AT = select(events.c.seq).where(events.c.user == bindparam("user")).order_by(events.c.seq)


def has_more_than(connection: Connection, user: int, count: int) -> bool:
    """Return whether a user has more events than so many; only their index is read."""
    return connection.execute(_NUMBER_AT.offset(count).limit(1), {"user": user}).first() is not None


def cosines(connection: Connection, numbers: Iterable[int], vector: Vectors) -> dict[int, float]:
    """Return the cosines of some events' vectors to a unit vector, of those that have one."""
    rows = vectors_of(connection, numbers)
    if not rows:
        return {}
    vectors = np.frombuffer(b"".join(blob for _, blob in rows), np.float32).reshape(len(rows), -1)
    return dict(zip((number for number, _ in rows), cosines_to(vectors, vector).tolist(), strict=True))


def events_after(connection: Connection, number: int, count: int, until: int = 2**62) -> list[Row[Any]]:
    """Return the next events of all users that the index should hold, up to a number."""
    found = select(events.c.seq, events.c.user, events.c.text, events.c.vector).where(events.c.seq > number, told)
    return list(connection.execute(found.where(events.c.seq <= until).order_by(events.c.seq).limit(count)))


MOST_COUNTED = 100_000


def newest(connection: Connection) -> int:
    """Return the highest number of an event."""
    return int(connection.execute(select(func.max(events.c.seq))).scalar() or 0)


def count_after(connection: Connection, number: int, until: int = 2**62) -> int:
    """Return how many events up to a number the index has still to take in or to drop, `MOST_COUNTED` for more of either."""
    coming = (
        select(events.c.seq).where(events.c.seq > number, events.c.seq <= until, told).limit(MOST_COUNTED).subquery()
    )
    going = select(erased.c.event).where(erased.c.event <= until).limit(MOST_COUNTED).subquery()
    one, other = (select(func.count()).select_from(some).scalar_subquery() for some in (coming, going))
    return int(connection.execute(select(one + other)).scalar_one())


def owners(connection: Connection, numbers: Sequence[int]) -> dict[int, int]:
    """Return the users of events, by number; of what is there no more nothing is known."""
    rows = connection.execute(
        select(events.c.seq, events.c.user).where(among(events.c.seq)), {"numbers": listed(numbers)}
    )
    return {row.seq: row.user for row in rows}


def set_vectors(connection: Connection, vectors: Sequence[tuple[int, Vectors]]) -> None:
    """Keep the vectors of events."""
    values = [{"number": number, "vector": vector.tobytes()} for number, vector in vectors]
    if values:
        statement = update(events).where(events.c.seq == bindparam("number"), events.c.text != "")
        connection.execute(statement, values)


# What is still to be learned


def unlearned(connection: Connection, user: int) -> list[Event]:
    """Return the events whose evidence is still to be taken, oldest first."""
    whose = (
        events.c.user + 0
    )  # else SQLite may take events_by_user for events_to_learn, and read all that the person ever said
    few = select(events.c.seq).where(whose == user, events.c.learned.is_(False))
    waiting = select(*EVENT).where(events.c.seq.in_(few)).order_by(events.c.seq)
    return to_events(connection, connection.execute(waiting))


_CLAIM = Prepared(
    update(events).where(events.c.seq == bindparam("number"), events.c.learned.is_(False)), "learned", "vector"
)


def claim(connection: Connection, event: int, vector: Vectors) -> bool:
    """Say that an event's evidence is taken in this transaction, and keep its vector; False if another process was first."""
    values = {"number": event, "learned": True, "vector": vector.tobytes()}
    return _CLAIM.change(connection, values) == 1


# What is taken back or erased


def numbers_from(connection: Connection, user: int, session: str, number: int) -> list[int]:
    """Return the numbers of a session's events from one on, those that say nothing any more among them."""
    turn = func.coalesce(events.c.part_of, events.c.seq)  # what was read in an earlier turn's attachment stays
    found = select(events.c.seq).where(events.c.user == user, events.c.session == session, turn >= number)
    return list(connection.execute(found.where(events.c.replaced.is_(False)).order_by(events.c.seq)).scalars())


def set_replaced(connection: Connection, numbers: Sequence[int]) -> None:
    """Take events out of their conversation; nothing is learned from them any more."""
    for part in parts(numbers):
        connection.execute(update(events).where(events.c.seq.in_(part)).values(replaced=True, learned=True))
        connection.execute(delete(waiting).where(waiting.c.event.in_(part)))


def fed_by(connection: Connection, topic: int) -> set[int]:
    """Return the numbers of the events that a topic was learned from and that still say something."""
    fed = select(events.c.seq).join(evidence, evidence.c.event == events.c.seq)
    return set(connection.execute(fed.where(evidence.c.topic == topic, events.c.text != "")).scalars())


def feeding(connection: Connection, numbers: Sequence[int], topics: Sequence[int]) -> set[int]:
    """Return those of some events that any of some topics was learned from."""
    fed = select(evidence.c.event).where(evidence.c.event.in_(numbers))
    return {
        one for part in parts(topics) for one in connection.execute(fed.where(evidence.c.topic.in_(part))).scalars()
    }


def refusals_of(connection: Connection, topics: Sequence[int]) -> list[tuple[int, str, str]]:
    """Return what was said against some topics: each time the topic, the phrase, and the text, as far as it still says something."""
    said = select(evidence.c.topic, evidence.c.phrase, events.c.text).join(events, events.c.seq == evidence.c.event)
    wanted = said.where(evidence.c.topic.in_(topics), evidence.c.mass < 0, events.c.text != "")
    return [(row.topic, row.phrase, row.text) for row in connection.execute(wanted)]


def speaking_of(connection: Connection, user: int, words: re.Pattern[str]) -> set[int]:
    """Return the numbers of the events that have some words, or a file attached to them."""
    columns = events.c.seq, events.c.text, events.c.attached, events.c.item
    found = connection.execute(select(*columns).where(events.c.user == user))
    rows = list(found)
    files = attachments_of(connection, [row.seq for row in rows if row.attached])
    naming = {
        number for number, some in files.items() if any(words.search(f"{one.name}\n{one.text or ''}") for one in some)
    }
    return naming | {row.seq for row in rows if words.search(all_words(row.text, row.item))}


def turns_of(connection: Connection, numbers: Iterable[int]) -> set[int]:
    """Return the numbers of turns: those given, and for what was read in an attachment the turn that it came with."""
    found = select(events.c.seq, events.c.part_of)
    rows = (row for part in parts(sorted(numbers)) for row in connection.execute(found.where(events.c.seq.in_(part))))
    return {row.seq if row.part_of is None else row.part_of for row in rows}


def read_in(connection: Connection, turns: Iterable[int]) -> set[int]:
    """Return the numbers of what was read in the attachments of turns."""
    some = parts(sorted(turns))
    found = (connection.execute(select(events.c.seq).where(events.c.part_of.in_(part))).scalars() for part in some)
    return {number for numbers in found for number in numbers}


def blank(connection: Connection, numbers: Iterable[int]) -> None:
    """Erase what events say and what is attached; that there was something then stays, for what else was learned from them."""
    nothing = {"text": "", "vector": None, "learned": True, "attached": 0, "item": None, "telling": None}
    for part in parts(sorted(numbers)):
        connection.execute(update(events).where(events.c.seq.in_(part)).values(nothing))
        connection.execute(delete(waiting).where(waiting.c.event.in_(part)))
        _detach(connection, part)
    full_text.scrub(connection)


def _detach(connection: Connection, numbers: Sequence[int]) -> None:
    """Delete what is attached to events, and the bytes that nothing else refers to."""
    here = attachments.c.event.in_(numbers)
    kept = list(connection.execute(select(attachments.c.blob).where(here).distinct()).scalars())
    connection.execute(delete(attachments).where(here))
    for part in parts(kept):
        elsewhere = exists().where(attachments.c.blob == blobs.c.id)
        connection.execute(delete(blobs).where(blobs.c.id.in_(part), ~elsewhere))


def add_erased(connection: Connection, numbers: Iterable[int]) -> None:
    """Note which events the index must drop."""
    if values := [{"event": number} for number in sorted(numbers)]:
        drop_erased(connection, [value["event"] for value in values])  # some may have been noted before
        connection.execute(insert(erased), values)


def erased_events(connection: Connection) -> list[int]:
    """Return the events that the index must drop."""
    return list(connection.execute(select(erased.c.event)).scalars())


def drop_erased(connection: Connection, numbers: Sequence[int]) -> None:
    """Say that the index has dropped events."""
    for part in parts(numbers):
        connection.execute(delete(erased).where(erased.c.event.in_(part)))


T = TypeVar("T")


def parts(numbers: Sequence[T], size: int = 500) -> Iterator[Sequence[T]]:
    """Yield numbers a few at a time: databases limit how many a statement takes."""
    return (numbers[start : start + size] for start in range(0, len(numbers), size))
