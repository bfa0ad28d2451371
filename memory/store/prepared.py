"""Statements on the way of a turn: compiled once, and handed to SQLite as they are.

SQLAlchemy does much around each statement, for every database and result; on the way of a turn that takes several times as long as SQLite
needs itself. What is the same every time is kept here: the text, the order of the values, and what makes a column's value. Of PostgreSQL
and of an encrypted ledger nothing is assumed, SQLAlchemy runs all there.
"""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import Executable

from ..sealing.vault import vault_of

Values = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class _Plan:
    """A statement as SQLite takes it: its text, the values that it has itself, their order, and what makes a row of a tuple."""

    sql: str
    own: dict[str, Any]
    order: tuple[str, ...]
    row: Callable[[tuple[Any, ...]], Any]

    def run(self, connection: Connection, values: Values) -> sqlite3.Cursor:
        """Run it in the connection's transaction.

        Raises:
            DBAPIError: as SQLAlchemy does.
        """
        try:
            return _sqlite(connection).execute(self.sql, self._bound(values))
        except sqlite3.Error as error:
            raise DBAPIError(self.sql, values, error) from error

    def run_all(self, connection: Connection, some: Sequence[Values]) -> None:
        """Run it for each of some values."""
        try:
            _sqlite(connection).executemany(self.sql, map(self._bound, some))
        except sqlite3.Error as error:
            raise DBAPIError(self.sql, list(some), error) from error

    def _bound(self, values: Values) -> list[Any]:
        bound = {**self.own, **values}
        return [bound[name] for name in self.order]


class Prepared:
    """A statement that is run often. Safe to share between threads."""

    def __init__(self, statement: Executable, *columns: str) -> None:
        """Take a statement; of an insert or an update, with the columns that its values are for."""
        self._statement, self._columns = statement, columns
        self._plan: _Plan | None = None

    def rows(self, connection: Connection, values: Values) -> list[Any]:
        """Return all rows of a query, their columns by name."""
        plan = self._made(connection)
        if plan is None:
            return list(connection.execute(self._statement, values).all())
        return [plan.row(row) for row in plan.run(connection, values)]

    def add(self, connection: Connection, values: Values) -> int:
        """Insert a row and return its number."""
        plan = self._made(connection)
        if plan is None:
            return int(connection.execute(self._statement, values).inserted_primary_key[0])  # type: ignore[index]
        return int(plan.run(connection, values).lastrowid or 0)

    def change(self, connection: Connection, values: Values) -> int:
        """Run an update, and return how many rows it changed."""
        plan = self._made(connection)
        if plan is None:
            return connection.execute(self._statement, values).rowcount
        return plan.run(connection, values).rowcount

    def change_all(self, connection: Connection, some: Sequence[Values]) -> None:
        """Run an insert or an update for each of some values."""
        plan = self._made(connection)
        if plan is None:
            connection.execute(self._statement, some)
        else:
            plan.run_all(connection, some)

    def _made(self, connection: Connection) -> _Plan | None:
        """Return the plan for a connection; None where SQLAlchemy is to run the statement."""
        dialect = connection.dialect
        if dialect.name != "sqlite" or vault_of(dialect) is not None:
            return None
        if self._plan is None:
            self._plan = _plan(self._statement, self._columns, dialect)
        return self._plan


def _plan(statement: Executable, given: Sequence[str], dialect: Dialect) -> _Plan:
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(given) or None)  # type: ignore[attr-defined]
    columns = list(getattr(statement, "selected_columns", ()))
    return _Plan(str(compiled), dict(compiled.params), tuple(compiled.positiontup or ()), _row_of(columns, dialect))


def _row_of(columns: Sequence[Any], dialect: Dialect) -> Callable[[tuple[Any, ...]], Any]:
    """Return what makes a row of a tuple: by name, and with the types of its columns where SQLite has others."""
    if not columns:
        return tuple
    names = [column.key for column in columns]
    make: Callable[[tuple[Any, ...]], Any] = namedtuple("Row", names)._make  # type: ignore[attr-defined]
    made = [
        (place, process)
        for place, column in enumerate(columns)
        if (process := column.type.dialect_impl(dialect).result_processor(dialect, None))
    ]
    if not made:
        return make

    def row(found: tuple[Any, ...]) -> Any:
        values = list(found)
        for place, process in made:
            values[place] = process(values[place])
        return make(tuple(values))

    return row


def _sqlite(connection: Connection) -> sqlite3.Connection:
    """Return SQLite's own connection, in a transaction."""
    if not connection.in_transaction():
        connection.begin()
    here: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
    return here
