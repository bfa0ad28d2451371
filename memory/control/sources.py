"""Where a person's events were imported from: what is told of a source, and how it is forgotten."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row

from ..access import Access
from ..cleaning import a_text
from ..forgetting.events import erase_events
from ..forgetting.owed import owe
from ..records import Imported, from_ms
from ..store import source_statements
from .erasing import scrubbed


class Sources:
    """The part of a `UserMemory` that concerns sources; each method is described there."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def all(self) -> list[Imported]:
        """Return the sources, the one that was imported last first."""
        with self._access.reading() as connection:
            rows = source_statements.all_sources(connection, self._access.number)
        return [_told(row) for row in rows]

    def named(self, name: str) -> Imported:
        """Return a source by its name."""
        with self._access.reading() as connection:
            source = self._found(connection, name)
            rows = source_statements.all_sources(connection, self._access.number)
        return next(_told(row) for row in rows if row.id == source)

    def forget(self, name: str) -> int:
        """Erase what came from a source."""
        with self._access.writing() as connection:
            source = self._found(connection, name)
            numbers = source_statements.events_from(connection, source)
            erase_events(connection, self._access, numbers, scrubbed)
            owe(connection)
            source_statements.drop_source(connection, self._access.number, source)
            self._access.standing.rebuild(connection)
        self._access.drop_given()
        self._access.memory.erased()
        return len(numbers)

    def _found(self, connection: Connection, name: str) -> int:
        """Return a source's number.

        Raises:
            ValueError: nothing was imported from there.
        """
        source = self._number(connection, name)
        if source is None:
            raise ValueError(f"nothing was imported from {name!r}{self._choice(connection)}")
        return source

    def _number(self, connection: Connection, name: str) -> int | None:
        """Return a source's number; its name is stored without secrets, but may be given with them."""
        for known in dict.fromkeys((a_text(name), self._access.memory.redact(name))):
            if (found := source_statements.source_number(connection, self._access.number, known)) is not None:
                return found
        return None

    def _choice(self, connection: Connection) -> str:
        rows = source_statements.all_sources(connection, self._access.number)
        return ": choose one of " + ", ".join(repr(row.name) for row in rows) if rows else ", and nothing from anywhere"


def _told(row: Row[Any]) -> Imported:
    return Imported(row.name, row.format, from_ms(row.last), row.taken)
