"""Writing every column that is sealed anew, from readable to sealed, back, or under new keys; inside one transaction.

Rows are read and written here as the database has them, beside the types that would open and seal them: both sides may be sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, Connection, LargeBinary, MetaData, Select, Table, Text, bindparam, select, tuple_, update

from ..store import schema
from . import values
from .columns import FACTS, Fact, Sealed, SealedBytes, SealedName, name_of_plain, named_by_words, plain_name
from .rows import keys_of, told
from .vault import NOBODY, Vault

BATCH: Final = 200

Progress = Callable[[int], None]
"""Called with how many rows are done."""


@dataclass(frozen=True, slots=True)
class Side:
    """How values are on one side: sealed by a vault, or readable as a database has them."""

    vault: Vault | None
    dialect: Any

    def read(self, kind: Any, owner: int, value: Any, row: str | None = None) -> Any:
        """Return a stored value as it is meant."""
        if isinstance(kind, SealedName):
            owner = NOBODY if kind.nobody else owner
            return (
                self.vault.open_name(kind.place, value, owner) if self.vault else _through(name_of_plain, self, value)
            )
        if self.vault is None:
            return bytes(value) if isinstance(kind, SealedBytes) else value
        if isinstance(kind, SealedBytes):
            return self.vault.open(kind.place, values.from_bytes(bytes(value)), owner, row)
        return self.vault.open_text(kind.place, value, owner, row)

    def written(self, kind: Any, owner: int, value: Any, row: str | None = None) -> Any:
        """Return a value as it is stored."""
        if isinstance(kind, SealedName):
            owner = NOBODY if kind.nobody else owner
            return self.vault.seal_name(kind.place, value, owner) if self.vault else _through(plain_name, self, value)
        if self.vault is None:
            return value
        if isinstance(kind, SealedBytes):
            return values.BYTES_MARK + self.vault.seal(kind.place, value, owner, row)
        return self.vault.seal_text(kind.place, value, owner, row)


def _through(process: Callable[[Any], Callable[[Any], Any] | None], side: Side, value: Any) -> Any:
    made = process(side.dialect)
    return value if made is None else made(value)


def sealed_columns(table: Table) -> list[Column[Any]]:
    """Return those columns of a table that are sealed in an encrypted ledger."""
    return [column for column in table.columns if isinstance(column.type, Sealed | SealedBytes | SealedName)]


TABLES: Final = tuple(table for table in schema.tables.sorted_tables if sealed_columns(table))
"""Every table that has any."""


def rewrite(connection: Connection, old: Side, new: Side, progress: Progress = lambda _rows: None) -> int:
    """Write all of it anew, and return how many rows there were."""
    done = 0
    for table in TABLES:
        for rows in _batches(connection, table):
            _write(connection, table, rows, old, new)
            done += len(rows)
            progress(done)
    _facts(connection, old, new)
    return done


def _write(connection: Connection, table: Table, rows: Sequence[Any], old: Side, new: Side) -> None:
    columns, bare = sealed_columns(table), _bare(table)
    keys = [column.name for column in table.primary_key.columns]
    changed = [{f"key_{name}": getattr(row, name) for name in keys} | _anew(table, row, old, new) for row in rows]
    here = [bare.c[name] == bindparam(f"key_{name}") for name in keys]
    connection.execute(update(bare).where(*here).values({c.name: bindparam(c.name) for c in columns}), changed)


def _anew(table: Table, row: Any, old: Side, new: Side) -> dict[str, Any]:
    """Return a row's sealed columns as the new side has them. Names come first: one may be what the row is known by."""
    columns, keys, made = sealed_columns(table), keys_of(table), dict[str, Any]()
    for column in sorted(columns, key=lambda one: not isinstance(one.type, SealedName)):
        value = getattr(row, column.name)
        if not value if isinstance(column.type, SealedName) else value is None or value in values.EMPTY:
            made[column.name] = value
            continue
        before = told(getattr(row, key) for key in keys) if keys else None
        after = told(made.get(key, getattr(row, key)) for key in keys) if keys else None
        made[column.name] = new.written(column.type, row.owner, old.read(column.type, row.owner, value, before), after)
    return made


def _facts(connection: Connection, old: Side, new: Side) -> None:
    """Write those facts anew that say something of people."""
    from ..ledger import PRIVATE

    bare = _bare(schema.meta)
    for key, value in list(connection.execute(select(bare.c.key, bare.c.value))):
        if key.startswith(PRIVATE):
            value = bytes(value)
            sealed = old.vault is not None and value.startswith(
                values.BYTES_MARK
            )  # one that was open before may have written it
            told = old.vault.open(FACTS, values.from_bytes(value), NOBODY) if old.vault and sealed else value
            kept = values.BYTES_MARK + new.vault.seal(FACTS, told, NOBODY) if new.vault else told
            connection.execute(update(bare).where(bare.c.key == key).values(value=kept))


def _batches(connection: Connection, table: Table) -> Iterator[Sequence[Any]]:
    """Yield a table's rows with their `owner`; all at once where their key changes while they are written."""
    bare = _bare(table)
    keys = [bare.c[column.name] for column in table.primary_key.columns]
    found = _owned(table, bare).order_by(*keys)
    if named_by_words(table):
        if rows := connection.execute(found).all():
            yield rows
        return
    rows = connection.execute(found.limit(BATCH)).all()
    while rows:
        last = [getattr(rows[-1], key.name) for key in keys]
        yield rows
        rows = connection.execute(found.where(tuple_(*keys) > tuple_(*last)).limit(BATCH)).all()


def _owned(table: Table, bare: Table) -> Select[Any]:
    if table is schema.users:
        return select(*bare.c, bare.c.id.label("owner"))
    if "user" in table.c:
        return select(*bare.c, bare.c.user.label("owner"))
    other = _bare(schema.topics if "topic" in table.c else schema.events)
    reference = bare.c["topic" if "topic" in table.c else "event"]
    key = other.c[next(iter((schema.topics if "topic" in table.c else schema.events).primary_key.columns)).name]
    return select(*bare.c, other.c.user.label("owner")).join(other, reference == key)


_BARE: Final = MetaData()


def _bare(table: Table) -> Table:
    """Return a table as the database has it: its sealed columns are texts and bytes."""
    if table.name not in _BARE.tables:
        Table(table.name, _BARE, *(Column(c.name, _plain(c), primary_key=c.primary_key) for c in table.columns))
    return _BARE.tables[table.name]


def _plain(column: Column[Any]) -> Any:
    if isinstance(column.type, SealedBytes | Fact):
        return LargeBinary()
    return Text() if isinstance(column.type, Sealed | SealedName) else column.type
