"""Moving a ledger: from a folder to servers, back, or to another server. What is cut off goes on where it was at the next call.

Rows are copied in batches, each in one transaction of the target together with the key that it ends with. At the end both sides are read
through and compared by table and user. Nothing may write into the source meanwhile: a change is found by the comparison.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Row, Table, func, insert, select, text

from ..errors import LedgerError, LedgerMismatch
from ..ledger import Ledger, must_be_there, put
from ..sealing.columns import named_by_words
from ..store import full_text, schema, statements
from ..store.feed import ledger_name
from .fingerprint import Fingerprint, fingerprints
from .rows import NOBODY, TABLES, batch, keys

MARK: Final = "migrating"
"""Under this key the target says from which ledger it is being filled, and how far each table is."""

ALL_DONE: Final = ["all"]
"""Stands for the key of the last row where that is not to be written down."""

Progress = Callable[[str, int], None]
"""Called with a table's name and how many of its rows are there."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved and compared: how many users, and the rows of each table."""

    users: int
    rows: dict[str, int]


def migrate(
    source: Path | str, target: Path | str, progress: Progress = lambda _table, _rows: None, *, anew: bool = False
) -> Moved:
    """Copy a ledger, its words' index and all, and compare every row. The vectors' index fills itself at the first opening.

    Args:
        source: where it is, as for `InterestMemory`; it stays as it is.
        target: where it goes: empty, or left by a call that was cut off.
        progress: called after each batch.
        anew: empty the target first, whatever is in it.

    Raises:
        LedgerError: there is no source, both are the same, or the target has something else in it.
        LedgerMismatch: the two sides differ at the end: something has written into the source meanwhile.
    """
    must_be_there(source)
    one = Ledger(source)
    try:
        other = Ledger(target)
        try:
            _prepare(one, other, anew)
            for table in TABLES:
                _copy(one, other, table, progress)
            moved = _compared(one, other)
            with other.write() as connection:
                connection.execute(schema.meta.delete().where(schema.meta.c.key == MARK))
            return moved
        finally:
            other.close()
    finally:
        one.close()


def _prepare(source: Ledger, target: Ledger, anew: bool) -> None:
    """See that the target is empty or half filled from this source."""
    name = ledger_name(source)
    if ledger_name(target) == name:  # however each is spelled: a link, another host name
        raise LedgerError(
            f"the ledger {source.url.render_as_string()} cannot be moved to where it is, nor over a copy of its files"
        )
    if source.vault is not None and target.vault is None:
        raise LedgerError(
            "the source is encrypted and the target is not: `penchant encrypt` the target first, or decrypt the source"
        )
    mark = _mark(target)
    if anew:
        _empty(target)
    elif mark and mark["from"] == name:
        return
    elif mark or _has_users(target):
        what = "another ledger that was being moved here" if mark else "people's data"
        raise LedgerError(f"the target has {what} in it: choose an empty one, or `--anew` to replace what is there")
    with target.write() as connection:
        _note(connection, name, {})


def _mark(target: Ledger) -> dict[str, Any] | None:
    stored = target.get(MARK)
    return json.loads(stored) if stored else None


def _has_users(target: Ledger) -> bool:
    with target.read() as connection:
        return bool(connection.execute(select(func.count()).select_from(schema.users)).scalar())


def _empty(target: Ledger) -> None:
    with target.write() as connection:
        for table in reversed(TABLES):
            if table is not schema.meta:
                connection.execute(table.delete())


def _note(connection: Connection, name: str, done: dict[str, list[Any]]) -> None:
    put(connection, MARK, json.dumps({"from": name, "done": done}).encode())


def _copy(source: Ledger, target: Ledger, table: Table, progress: Progress) -> None:
    mark = _mark(target) or {"from": ledger_name(source), "done": {}}
    done, count = mark["done"], 0
    after = done.get(table.name)
    while after != ALL_DONE:
        with source.read() as connection:
            rows = batch(connection, table, after)
        if not rows:
            break
        after = ALL_DONE if named_by_words(table) else [getattr(rows[-1], key.name) for key in keys(table)]
        with target.write() as connection:
            _store(target, connection, table, rows)
            _note(connection, mark["from"], done | {table.name: after})
        done, count = done | {table.name: after}, count + len(rows)
        progress(table.name, count)
    with source.read() as connection:
        given = statements.last_given(connection) if table is schema.topics else 0
    with target.write() as connection:
        _number_on(connection, table, given)


def _store(target: Ledger, connection: Connection, table: Table, rows: Sequence[Row[Any]]) -> None:
    """Store rows, those of each user with their key where the target is encrypted."""
    if target.vault is not None and table not in (schema.meta, schema.users):
        for owner, theirs in groupby(rows, lambda row: int(row.owner)):
            with target.of(connection, owner) if owner != NOBODY else nullcontext():
                _insert(connection, table, list(theirs))
    else:
        _insert(connection, table, rows)


def _insert(connection: Connection, table: Table, rows: Sequence[Row[Any]]) -> None:
    names = [column.name for column in table.columns]
    values = [dict(zip(names, row, strict=False)) for row in rows]
    if table is schema.meta:
        for one in values:
            put(connection, one["key"], one["value"])
        return
    connection.execute(insert(table), values)
    if table is schema.events:
        full_text.add(connection, map(full_text.entry, (row for row in rows if row.text and not row.replaced)))


def _number_on(connection: Connection, table: Table, given: int) -> None:
    """Let the numbers of new rows go on after those that were copied, and after what the source gave to rows that are gone."""
    key = keys(table)[0]
    if connection.dialect.name == "sqlite" or table.autoincrement_column is None:
        if given:
            statements.note_given(connection, given)
        return
    newest = max(connection.execute(select(func.max(key))).scalar() or 0, given) or None
    find = text("SELECT pg_get_serial_sequence(:name, :key)")
    sequence = connection.execute(find, {"name": table.name, "key": key.name}).scalar()
    if newest is not None and sequence is not None:
        connection.execute(
            text("SELECT setval(CAST(:name AS regclass), :newest)"), {"name": sequence, "newest": newest}
        )


def _compared(source: Ledger, target: Ledger) -> Moved:
    """Return what is on both sides, or say what differs."""
    with source.read() as connection:
        wanted = fingerprints(connection)
    with target.read() as connection:
        found = fingerprints(connection)
    for key in sorted(wanted.keys() | found.keys()):
        one, other = wanted.get(key, Fingerprint()), found.get(key, Fingerprint())
        if one != other:
            raise LedgerMismatch(
                f"{key[0]} of user {key[1]} differ: {one} in the source, {other} in the target. Something has written into "
                "one of them meanwhile: end every process that has the source open, and run it again with --anew"
            )
    rows: dict[str, int] = {}
    for (table, _), one in wanted.items():
        rows[table] = rows.get(table, 0) + one.rows
    return Moved(rows.get("users", 0), rows)
