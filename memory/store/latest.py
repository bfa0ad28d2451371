"""A person's last events, of all sessions and kinds."""

from __future__ import annotations

from sqlalchemy import Connection, select

from ..records import Event
from .event_statements import EVENT, to_events
from .schema import events, said


def latest(connection: Connection, user: int, count: int, before: int | None) -> list[Event]:
    """Return the last `count` events that still say something, newest first; of those numbered below `before`, if given."""
    wanted = select(*EVENT).where(events.c.user == user, said)
    if before is not None:
        wanted = wanted.where(events.c.seq < before)
    return to_events(connection, connection.execute(wanted.order_by(events.c.seq.desc()).limit(max(0, count))))
