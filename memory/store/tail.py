"""The last turns of the sessions that go on now, kept so that a turn reads only what is new of them."""

from __future__ import annotations

from collections import OrderedDict, deque

from sqlalchemy import Connection

from ..records import Event
from . import event_statements

MOST_TURNS = 200
"""Turns kept of a session."""

MOST_SESSIONS = 4


class Tails:
    """The ends of a user's latest sessions. What the ledger erases is gone from here at the next call."""

    def __init__(self, user: int) -> None:
        self._user = user
        self._rebuilt = -1
        self._kept: OrderedDict[str, deque[Event]] = OrderedDict()

    def last(self, connection: Connection, session: str, count: int, rebuilt: int) -> list[Event]:
        """Return the last `count` turns of a session, oldest first; `rebuilt` changes when turns were erased."""
        if count > MOST_TURNS:
            return self._read(connection, session, count, 0)
        if rebuilt != self._rebuilt:
            self._kept.clear()
            self._rebuilt = rebuilt
        tail = self._kept.setdefault(session, deque(maxlen=MOST_TURNS))
        self._kept.move_to_end(session)
        tail.extend(self._read(connection, session, MOST_TURNS, tail[-1].number if tail else 0))
        while len(self._kept) > MOST_SESSIONS:
            self._kept.popitem(last=False)
        return list(tail)[-count:]

    def clear(self) -> None:
        """Drop what is kept."""
        self._kept.clear()

    def _read(self, connection: Connection, session: str, count: int, after: int) -> list[Event]:
        rows = event_statements.last_events(connection, self._user, session, count, after)
        return event_statements.to_events(connection, rows)
