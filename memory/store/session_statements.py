"""The statements on conversations: lists of them, what the person decided about one, and what was sent to the model."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, insert, select, update

from ..records import Learning, Session, from_ms
from ..sealing.columns import beginning
from .among import among, listed
from .event_statements import THEIRS
from .prepared import Prepared
from .schema import events, prompts, said, sessions

# Sessions


def sessions_of(connection: Connection, user: int, count: int, session: str | None = None) -> list[Row[Any]]:
    """Return a user's sessions with turns left, the one with the newest turn first; or only the one of an id.

    A row has its id, number of turns, moments of the first and the last, name and learning mode if there are any, and
    how the person's first words begin.
    """
    return list(connection.execute(_described(_counted(user, session).limit(count), user)))


def _counted(user: int, session: str | None) -> Select[Any]:
    """Count from the index alone."""
    last = func.max(events.c.seq)
    columns = (events.c.session, func.min(events.c.seq).label("first"), last.label("last"), func.count().label("turns"))
    mine = select(*columns).where(events.c.user == user, said).group_by(events.c.session).order_by(last.desc())
    return mine if session is None else mine.where(events.c.session == session)


def _described(counted: Select[Any], user: int) -> Select[Any]:
    found, opening, closing = counted.subquery("found"), events.alias("opening"), events.alias("closing")
    own = and_(sessions.c.user == user, sessions.c.id == found.c.session)
    return (
        select(
            found.c.session,
            found.c.turns,
            opening.c.at.label("started"),
            closing.c.at.label("ended"),
            sessions.c.name,
            sessions.c.learning,
            _beginning(found.c.session, user).label("beginning"),
        )
        .join(opening, opening.c.seq == found.c.first)
        .join(closing, closing.c.seq == found.c.last)
        .outerjoin(sessions, own)
        .order_by(found.c.last.desc())
    )


def _beginning(session: Any, user: int) -> Any:
    """Return the expression for how the person's first words in a session begin."""
    spoken = events.c.user == user, events.c.session == session, events.c.role == "user", said
    return select(beginning(events.c.text)).where(*spoken).order_by(events.c.seq).limit(1).scalar_subquery()


def count_turns(connection: Connection, user: int, session: str) -> int:
    """Return how many turns a session has."""
    mine = select(func.count()).where(events.c.user == user, events.c.session == session, said)
    return connection.execute(mine).scalar_one()


def learning(connection: Connection, user: int, session: str) -> Learning:
    """Return what a session may teach."""
    found = select(sessions.c.learning).where(sessions.c.user == user, sessions.c.id == session)
    return Learning(connection.execute(found).scalar() or Learning.ON)


def set_session(connection: Connection, user: int, session: str, values: dict[str, str]) -> None:
    """Store a session's name or learning mode, by name."""
    mine = update(sessions).where(sessions.c.user == user, sessions.c.id == session)
    if not connection.execute(mine.values(values)).rowcount:
        given = {"user": user, "id": session, "name": "", "learning": Learning.ON.value} | values
        connection.execute(insert(sessions).values(given))


def drop_names(connection: Connection, user: int, words: re.Pattern[str]) -> None:
    """Take the names that have some words from a user's sessions."""
    for row in list(connection.execute(select(sessions.c.id, sessions.c.name).where(sessions.c.user == user))):
        if words.search(row.name):
            set_session(connection, user, row.id, {"name": ""})


def to_session(row: Row[Any], title: str) -> Session:
    """Return a row of `sessions_of` as a value."""
    mode = Learning(row.learning or Learning.ON)
    return Session(row.session, row.name or "", title, from_ms(row.started), from_ms(row.ended), row.turns, mode)


# What was sent


def add_sent(connection: Connection, event: int, sent: str) -> None:
    """Store what was sent to the model for an event."""
    _ADD_SENT.change(connection, {"event": event, "sent": _packed(sent)})


_ADD_SENT = Prepared(insert(prompts), "event", "sent")

_SENT = Prepared(select(prompts).join(events, events.c.seq == prompts.c.event).where(THEIRS, among(prompts.c.event)))


def sent_of(connection: Connection, user: int, numbers: Sequence[int]) -> dict[int, str]:
    """Return what was sent for those of a user's events that have it."""
    rows = _SENT.rows(connection, {"user": user, "numbers": listed(numbers)})
    return {row.event: _unpacked(row.sent) for row in rows}


def packed_of(connection: Connection, user: int, numbers: Sequence[int]) -> list[bytes]:
    """Return what was sent for those of a user's events that have it, as it lies in the ledger."""
    rows = _SENT.rows(connection, {"user": user, "numbers": listed(numbers)})
    return [bytes(row.sent) for row in rows]


def told_in(packed: bytes) -> str:
    """Return what was sent, as it lies in the ledger, as a text."""
    return _unpacked(packed)


def all_sent(connection: Connection, user: int) -> Iterator[tuple[int, str]]:
    """Yield all that was sent for a user, with the events' numbers."""
    mine = select(prompts).join(events, events.c.seq == prompts.c.event).where(events.c.user == user)
    for row in connection.execute(mine):
        yield row.event, _unpacked(row.sent)


def change_sent(connection: Connection, event: int, sent: str) -> None:
    """Put something else for what was sent."""
    connection.execute(update(prompts).where(prompts.c.event == event).values(sent=_packed(sent)))


def _packed(sent: str) -> bytes:
    return zlib.compress(sent.encode())


def _unpacked(data: bytes) -> str:
    return zlib.decompress(data).decode()
