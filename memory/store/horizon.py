"""Up to which event the ledger is complete: a lower number can still come.

SQLite writes one transaction at a time. PostgreSQL gives numbers while many go on, and one with a lower number may end after one with
a higher: who followed the numbers would miss it. So the follower notes the highest number, waits until every transaction that went on
at that moment has ended, and reads up to there.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from . import event_statements

_END = text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
_BEGUN = text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")


class Horizon:
    """The follower's knowledge of what is complete."""

    def __init__(self) -> None:
        self._complete = 0
        self._noted, self._until = 0, 0

    def of(self, connection: Connection) -> int:
        """Return the highest number below which no event can be added any more."""
        if connection.dialect.name == "sqlite":
            return 2**62
        begun = connection.execute(_BEGUN).scalar_one()
        if not self._noted and (newest := event_statements.newest(connection)) > self._complete:
            self._noted, self._until = newest, connection.execute(_END).scalar_one()
        if self._noted and begun >= self._until:
            self._complete, self._noted = self._noted, 0
        return self._complete
