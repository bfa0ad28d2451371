"""The row that a sealed value belongs to, besides its table, column and person: what its table knows its rows by.

A value cannot say where it stands, so the database says it whenever one is read: `SELECT` puts the row's key before the value. What writes
knows the key beforehand (placing.py). It is never stored with the value, only authenticated.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from sqlalchemy import FunctionElement, Label, LargeBinary, Table
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from ..errors import LedgerError
from .values import EMPTY
from .vault import vault_of

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "sources": ("name",),
    "events": ("seq",),
    "topics": ("id",),
    "evidence": ("event", "origin"),  # its topic changes when topics are merged
    "controls": ("seq",),
    "sessions": ("id",),
    "prompts": ("event",),
    "blobs": ("hash",),
    "attachments": ("event", "place"),
}
"""The columns that name a row of a table, among those of one person; they never change while the row is there."""


class Placed(NamedTuple):
    """A value on its way into a row."""

    value: Any
    row: str


def keys_of(table: Table) -> tuple[str, ...]:
    """Return the columns that name a row of a table; none where values are bound to no row."""
    return KEYS.get(table.name, ())


def told(keys: Any) -> str:
    """Return how a row is called whose key's columns are stored as these.

    >>> told([7, 2])
    '7.2'
    """
    return ".".join(map(str, keys))


MARK: Final = "@"
"""What a row's key begins with where it stands before a value: no sealed value does."""


class placed(FunctionElement[Any]):  # noqa: N801 - it is called as SQL's functions are
    """A sealed value as it is stored, behind the key of its row and a space; where the ledger is not encrypted, only the value."""

    inherit_cache = True

    def __init__(self, value: Any, *keys: Any) -> None:
        super().__init__(value, *keys)
        self.type = value.type


def with_row(column: Any) -> Any:
    """Return the expression by which a sealed column is read."""
    value = column.element if isinstance(column, Label) else column
    table = getattr(value, "table", None)
    name = getattr(table, "element", table)  # of an alias
    keys = keys_of(name) if isinstance(name, Table) else ()
    return placed(value, *(table.c[key] for key in keys)) if table is not None and keys else column


@compiles(placed)
def _placed(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    value, *keys = (compiler.process(one, **options) for one in element.clauses)
    if not vault_of(compiler.dialect):
        return value
    row = f"'{MARK}' || " + " || '.' || ".join(f"CAST({key} AS TEXT)" for key in keys) + " || ' '"
    if not isinstance(element.type.impl_instance, LargeBinary):
        return f"({row} || {value})"
    if compiler.dialect.name == "sqlite":  # it joins bytes too, but calls them a text
        return f"CAST({row} || {value} AS BLOB)"
    return f"(convert_to({row}, 'UTF8') || {value})"


def parted(text: str) -> tuple[str | None, str]:
    """Return the row's key and the value of a text as it was read; no key where a statement put none before it."""
    row, _, value = text.partition(" ") if text.startswith(MARK) else (None, "", text)
    return row and row[1:], value


def bytes_parted(data: bytes) -> tuple[str | None, bytes]:
    """The same for bytes."""
    row, _, value = data.partition(b" ") if data.startswith(MARK.encode()) else (b"", b"", data)
    return row[1:].decode() if row else None, value


def placed_in(place: str, given: Any) -> tuple[Any, str | None]:
    """Return a value on its way into a place, and its row; None for that where the place's values are bound to none.

    Raises:
        LedgerError: it is bound to one, and none was said.
    """
    if isinstance(given, Placed):
        return given.value, given.row
    if given and given not in EMPTY and place.partition(".")[0] in KEYS:
        raise unplaced(place)
    return given, None


def unplaced(place: str) -> LedgerError:
    """Return what is raised where a statement does not say which row a value belongs to."""
    return LedgerError(f"a value of {place} is written or read without its row: nothing was done")
