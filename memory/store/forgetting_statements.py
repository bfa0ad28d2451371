"""The statements on forgetting: which events are meant, what is left, and what must stay away; each takes an open transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from ..records import Ms
from ..sealing.vault import vault_of
from .event_statements import parts
from .prepared import Prepared
from .schema import (
    attachments,
    blobs,
    controls,
    events,
    evidence,
    forgettings,
    prompts,
    retention,
    said,
    sessions,
    sources,
    tombstone_keys,
    tombstones,
    topics,
    waiting,
)

# Which events are meant

SPEAKS = or_(events.c.text != "", events.c.item.is_not(None))
"""What was not erased yet."""


def _is_left(user: int) -> ColumnElement[bool]:
    """Return what a person's events must be to have anything left: they speak, or what they taught outlived their words."""
    taught = select(evidence.c.event).join(topics, topics.c.id == evidence.c.topic).where(topics.c.user == user)
    return or_(SPEAKS, events.c.seq.in_(taught))


def turn_numbers(connection: Connection, user: int, turn: int) -> list[int]:
    """Return a turn and the replies to it: what the agent said in its session before the person spoke again. Empty where there is none."""
    found = select(events.c.seq, events.c.session, events.c.role)
    found = found.where(events.c.user == user, _is_left(user))
    row = connection.execute(found.where(events.c.seq == turn)).one_or_none()
    if row is None or row.role != "user":
        return [] if row is None else [row.seq]
    own = (events.c.user == user, events.c.session == row.session, events.c.part_of.is_(None), events.c.seq > turn)
    next_one = select(func.min(events.c.seq)).where(*own, events.c.role == "user", events.c.kind == "chat")
    end = connection.execute(next_one).scalar() or 2**62
    replies = select(events.c.seq).where(*own, events.c.role == "assistant", events.c.seq < end)
    return [row.seq, *connection.execute(replies).scalars()]


def replies_to(connection: Connection, user: int, turns: Iterable[int]) -> set[int]:
    """Return the numbers of the replies to some of a person's turns: what was answered in their sessions before the person spoke again."""
    some = set(turns)
    within = {
        name
        for part in parts(sorted(some))
        for name in connection.execute(_SESSIONS.where(events.c.seq.in_(part))).scalars()
    }
    return {reply for name in within for reply in _answers(connection, user, name, some)}


_SESSIONS: Final = select(events.c.session).where(events.c.role == "user", events.c.kind == "chat").distinct()


def _answers(connection: Connection, user: int, session: str, turns: set[int]) -> Iterator[int]:
    said_in = select(events.c.seq, events.c.role, events.c.kind).where(
        events.c.user == user, events.c.session == session
    )
    answering = False
    for row in connection.execute(said_in.where(events.c.part_of.is_(None)).order_by(events.c.seq)):
        if row.role == "user" and row.kind == "chat":
            answering = row.seq in turns
        elif row.role == "assistant" and answering:
            yield row.seq


def session_numbers(connection: Connection, user: int, session: str) -> list[int]:
    """Return the events of a session that have anything left, what was replaced among them."""
    return _numbers(connection, user, _is_left(user), events.c.session == session)


def period_numbers(connection: Connection, user: int, since: Ms, until: Ms) -> list[int]:
    """Return the events of a period that have anything left, its end not in it."""
    return _numbers(connection, user, _is_left(user), events.c.at >= since, events.c.at < until)


def older_numbers(connection: Connection, user: int, kind: str, before: Ms) -> list[int]:
    """Return the events of a kind that have anything left and are older than a moment."""
    return _numbers(connection, user, _is_left(user), events.c.kind == kind, events.c.at < before)


def _numbers(connection: Connection, user: int, *where: Any) -> list[int]:
    found = select(events.c.seq).where(events.c.user == user, *where).order_by(events.c.seq)
    return list(connection.execute(found).scalars())


def all_numbers(connection: Connection, user: int) -> list[int]:
    """Return the events of a person that say something."""
    return _numbers(connection, user, SPEAKS)


def left_numbers(connection: Connection, user: int) -> list[int]:
    """Return the events of a person that have anything left."""
    return _numbers(connection, user, _is_left(user))


def rows_of(connection: Connection, numbers: Sequence[int]) -> Iterator[Row[Any]]:
    """Yield events with all that they say: number, id, role, session, moment, text, item, vector."""
    columns = events.c.seq, events.c.id, events.c.session, events.c.role, events.c.at, events.c.text, events.c.item
    found: Select[Any] = select(*columns, events.c.vector)
    for part in parts(numbers):
        yield from connection.execute(found.where(events.c.seq.in_(part)))


def files_of(connection: Connection, numbers: Sequence[int]) -> Iterator[Row[Any]]:
    """Yield what is attached to events: name, media type, bytes."""
    columns = attachments.c.name, attachments.c.media_type, blobs.c.data
    found: Select[Any] = select(*columns).join(blobs, blobs.c.id == attachments.c.blob)
    for part in parts(numbers):
        yield from connection.execute(found.where(attachments.c.event.in_(part)))


def readings_of(connection: Connection, numbers: Sequence[int]) -> dict[tuple[int, int], int]:
    """Return the events that were read in attachments, by the event and the place of the attachment."""
    wanted = select(attachments.c.event, attachments.c.place, attachments.c.reading)
    wanted = wanted.where(attachments.c.reading.is_not(None))
    return {
        (row.event, row.place): row.reading
        for part in parts(numbers)
        for row in connection.execute(wanted.where(attachments.c.event.in_(part)))
    }


# What goes with them


def fed_topics(connection: Connection, numbers: Sequence[int]) -> set[int]:
    """Return the topics that events gave evidence for, and those that it was first given to."""
    return {
        topic
        for part in parts(numbers)
        for row in connection.execute(
            select(evidence.c.topic, evidence.c.origin).where(evidence.c.event.in_(part)).distinct()
        )
        for topic in row
    }


def baseless(connection: Connection, some: Iterable[int]) -> set[int]:
    """Return those of some topics that no evidence is left of, neither now nor before merges and splits, and that hold no other topic."""
    inner = topics.alias()
    founded = exists().where(or_(evidence.c.topic == topics.c.id, evidence.c.origin == topics.c.id))
    holding = exists().where(inner.c.merged_into == topics.c.id)
    return {
        topic
        for part in parts(sorted(some))
        for topic in connection.execute(
            select(topics.c.id).where(topics.c.id.in_(part), ~founded, ~holding, topics.c.prior == 0)
        ).scalars()
    }


def drop_empty_sessions(connection: Connection, user: int) -> None:
    """Delete what was decided about sessions that no turn is left of."""
    left = exists().where(events.c.user == user, events.c.session == sessions.c.id, said)
    connection.execute(delete(sessions).where(sessions.c.user == user, ~left))


# What is left

_TOLD: Final[dict[str, Select[Any]]] = {
    "events": select(func.count()).select_from(events).where(SPEAKS),
    "vectors": select(func.count()).select_from(events).where(events.c.vector.is_not(None)),
    "topics": select(func.count()).select_from(topics),
    "evidence": select(func.count()).select_from(evidence.join(topics, topics.c.id == evidence.c.topic)),
    "controls": select(func.count()).select_from(controls),
    "prompts": select(func.count()).select_from(prompts.join(events, events.c.seq == prompts.c.event)),
    "attachments": select(func.count()).select_from(attachments.join(events, events.c.seq == attachments.c.event)),
    "waiting": select(func.count()).select_from(waiting),
    "sessions": select(func.count()).select_from(sessions),
    "sources": select(func.count()).select_from(sources),
}

_OWNER: Final[dict[str, Any]] = {
    "events": events.c.user,
    "vectors": events.c.user,
    "topics": topics.c.user,
    "evidence": topics.c.user,
    "controls": controls.c.user,
    "prompts": events.c.user,
    "attachments": events.c.user,
    "waiting": waiting.c.user,
    "sessions": sessions.c.user,
    "sources": sources.c.user,
}


def counts(connection: Connection, user: int) -> dict[str, int]:
    """Return how many rows a person has in each table; of events those that say something, and their vectors.

    An encrypted ledger has no index of words, and counts none.
    """
    found = {
        name: int(connection.execute(told.where(_OWNER[name] == user)).scalar_one()) for name, told in _TOLD.items()
    }
    if vault_of(connection.dialect) is not None:
        return found
    key = "rowid" if connection.dialect.name == "sqlite" else "event"
    words = text(f'SELECT count(*) FROM words JOIN events ON events.seq = words.{key} WHERE events."user" = :user')  # noqa: S608 - constants
    return found | {"words": int(connection.execute(words, {"user": user}).scalar_one())}


# Tombstones


def tombstone_key(connection: Connection, user: int) -> bytes | None:
    """Return the key of a person's tombstones, if there is one."""
    return next((row.key for row in _TOMBSTONE_KEY.rows(connection, {"user": user})), None)


_TOMBSTONE_KEY = Prepared(select(tombstone_keys.c.key).where(tombstone_keys.c.user == bindparam("user")))


def set_tombstone_key(connection: Connection, user: int, key: bytes) -> None:
    """Keep a person's key."""
    connection.execute(insert(tombstone_keys).values(user=user, key=key))


def bury(connection: Connection, user: int, kind: str, at: Ms, count: int, marks: Iterable[str]) -> None:
    """Note that events must stay away; what is known already belongs to the newest forgetting."""
    values = {"user": user, "kind": kind, "at": at, "events": count}
    number = connection.execute(insert(forgettings).values(values)).inserted_primary_key[0]  # type: ignore[index]
    some = sorted(set(marks))
    for part in parts(some):
        connection.execute(delete(tombstones).where(tombstones.c.user == user, tombstones.c.mark.in_(part)))
        connection.execute(insert(tombstones), [{"user": user, "mark": one, "forgetting": number} for one in part])


def buried(connection: Connection, user: int, marks: Sequence[str]) -> dict[str, Ms]:
    """Return those of some marks that must stay away, with the moment of their forgetting."""
    found = select(tombstones.c.mark, forgettings.c.at).join(forgettings, forgettings.c.id == tombstones.c.forgetting)
    mine = found.where(tombstones.c.user == user)
    return {
        row.mark: row.at for part in parts(marks) for row in connection.execute(mine.where(tombstones.c.mark.in_(part)))
    }


def forgettings_of(connection: Connection, user: int) -> list[Row[Any]]:
    """Return what a person forgot and keeps away, oldest first: number, kind, moment, how many events."""
    return list(connection.execute(select(forgettings).where(forgettings.c.user == user).order_by(forgettings.c.id)))


def marks_of(connection: Connection, user: int, forgetting: int) -> list[str]:
    """Return the marks of one forgetting."""
    mine = tombstones.c.user == user, tombstones.c.forgetting == forgetting
    return list(connection.execute(select(tombstones.c.mark).where(*mine)).scalars())


def unbury(connection: Connection, user: int, forgetting: int) -> None:
    """Let what one forgetting keeps away come back."""
    connection.execute(delete(tombstones).where(tombstones.c.user == user, tombstones.c.forgetting == forgetting))
    connection.execute(delete(forgettings).where(forgettings.c.user == user, forgettings.c.id == forgetting))


def blank_ids(connection: Connection, user: int) -> list[tuple[int, str]]:
    """Return numbers and ids of a person's events that say nothing any more."""
    found = select(events.c.seq, events.c.id).where(events.c.user == user, ~SPEAKS)
    return [(row.seq, row.id) for row in connection.execute(found)]


def set_id(connection: Connection, number: int, key: str) -> None:
    """Give an event another id."""
    connection.execute(update(events).where(events.c.seq == number).values(id=key))


def numbers_by_id(connection: Connection, user: int, ids: Sequence[str]) -> dict[str, int]:
    """Return the numbers of the events that have some ids."""
    mine = select(events.c.id, events.c.seq).where(events.c.user == user)
    return {row.id: row.seq for part in parts(ids) for row in connection.execute(mine.where(events.c.id.in_(part)))}


# Retention


def rules_of(connection: Connection, user: int) -> dict[str, Ms]:
    """Return how long a person keeps events, by kind."""
    found = select(retention.c.kind, retention.c.keep).where(retention.c.user == user).order_by(retention.c.kind)
    return {row.kind: row.keep for row in connection.execute(found)}


def set_rule(connection: Connection, user: int, kind: str, keep: Ms | None) -> None:
    """Set how long events of a kind are kept; None for as long as there is a memory."""
    connection.execute(delete(retention).where(retention.c.user == user, retention.c.kind == kind))
    if keep is not None:
        connection.execute(insert(retention).values(user=user, kind=kind, keep=keep))


def clear_sealed(connection: Connection, user: int) -> None:
    """Delete what a person's key has sealed of theirs and an erasure leaves: the key of tombstones and the rules."""
    for table in (tombstone_keys, retention):
        connection.execute(delete(table).where(table.c.user == user))
