"""The rows of a ledger, table by table in an order in which they can be stored, each with the user whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Column, Connection, Row, Select, Table, literal, select, tuple_

from ..forgetting.owed import PURGES
from ..sealing import record
from ..sealing.columns import named_by_words
from ..store import full_text, schema, statements

TABLES: Final = tuple(table for table in schema.tables.sorted_tables if table is not schema.keys)
"""Every table after those that it refers to; the keys of an encrypted ledger stay with it."""

NOT_MOVED: Final = frozenset(
    {
        *("version", full_text.STAMP, statements.INDEXED, statements.NAME, "migrating"),
        *("copies", "checked", record.KEY, statements.GIVEN, *PURGES),
    }
)
"""Facts about one database, not about what is in it."""

_SMALL: Final = 16
"""Rows at once where each may hold a whole file."""

_MANY: Final = 1000

_ALL: Final = 2**31

NOBODY: Final = 0
"""The user of what is nobody's."""


def at_once(table: Table) -> int:
    """Return how many rows of a table are moved at once."""
    if named_by_words(table):
        return _ALL
    return _SMALL if table is schema.blobs else _MANY


def keys(table: Table) -> list[Column[Any]]:
    """Return the columns that tell a row of a table, in order."""
    return list(table.primary_key.columns)


def rows_of(table: Table) -> Select[Any]:
    """Return the statement for all rows that are moved of a table, with their `owner`."""
    found = select(*table.columns, _owner(table).label("owner"))
    if table is schema.meta:
        return found.where(schema.meta.c.key.not_in(NOT_MOVED))
    for name, other in (("event", schema.events), ("topic", schema.topics)):
        if "user" not in table.c and name in table.c and table is not schema.erased:
            return found.join(other, table.c[name] == next(iter(other.primary_key.columns)))
    return found


def _owner(table: Table) -> Any:
    if table is schema.users:
        return table.c.id
    if "user" in table.c:
        return table.c.user
    if "event" in table.c and table is not schema.erased:
        return schema.events.c.user
    return literal(NOBODY)


def batch(connection: Connection, table: Table, after: list[Any] | None) -> list[Row[Any]]:
    """Return the next rows of a table after a key."""
    columns = keys(table)
    wanted = rows_of(table).order_by(*columns).limit(at_once(table))
    if after is not None:
        known = (literal(value, column.type) for value, column in zip(after, columns, strict=True))
        wanted = wanted.where(tuple_(*columns) > tuple_(*known))
    return list(connection.execute(wanted))


def all_rows(connection: Connection, table: Table) -> Iterator[Row[Any]]:
    """Yield all rows of a table, a few at a time."""
    yield from connection.execution_options(yield_per=min(at_once(table), _MANY)).execute(rows_of(table))
