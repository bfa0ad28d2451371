"""The statements on all that is stored of a person: to hand it out, and to erase it; each takes an open transaction."""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, select, update

from ..records import Event
from .event_statements import EVENT, to_events
from .schema import attachments, blobs, events, meta, sessions, sources, spent, topics, users, waiting


def events_of(connection: Connection, user: int, after: int, count: int) -> list[Event]:
    """Return a person's events that still say something, those numbered above one first; what was taken back is among them."""
    found = select(*EVENT).where(events.c.user == user, events.c.text != "", events.c.seq > after)
    return to_events(connection, connection.execute(found.order_by(events.c.seq).limit(count)))


def count_of(connection: Connection, user: int) -> int:
    """Return how many of a person's events still say something."""
    return connection.execute(
        select(func.count()).select_from(events).where(events.c.user == user, events.c.text != "")
    ).scalar_one()


def numbers_of(connection: Connection, user: int) -> list[int]:
    """Return the numbers of all events of a person."""
    return list(connection.execute(select(events.c.seq).where(events.c.user == user)).scalars())


def clear(connection: Connection, user: int) -> None:
    """Delete all of a person but their name and the empty rows of their events."""
    connection.execute(update(events).where(events.c.user == user).values(source=None, part_of=None))
    mine = select(events.c.seq).where(events.c.user == user)
    connection.execute(delete(attachments).where(attachments.c.event.in_(mine)))
    for table in (topics, waiting, spent, sources, sessions, blobs):
        connection.execute(delete(table).where(table.c.user == user))
    connection.execute(delete(meta).where(meta.c.key.startswith(f"session {user} ")))
    connection.execute(update(users).where(users.c.id == user).values(joined_at=None, final=0))
