"""What else the ledger says in the same words: it was not chosen, so it stays, and the search for bytes would find it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select, text

from ..store import schema
from ..store.session_statements import told_in
from .matching import Matcher
from .traces import Traces

BATCH: Final = 1000
"""Rows that are looked through at once."""

LEFT_OUT: Final = frozenset({schema.meta.name, schema.tombstones.name, schema.tombstone_keys.name, schema.erased.name})
"""Tables without a word or a vector."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The traces that stand in other rows, by their numbers, and how many rows of each table have some."""

    traces: frozenset[int]
    rows: Mapping[str, int]


def elsewhere(connection: Connection, traces: Traces) -> Elsewhere:
    """Return what is left in the ledger that says the same as what was erased, whosever it is."""
    if not traces.count:
        return Elsewhere(frozenset(), {})
    matcher, found, rows = Matcher(traces), set[int](), defaultdict[str, int](int)
    for table, said in _said(connection):
        if here := {number for number, _, _ in matcher(said)}:
            found |= here
            rows[table] += 1
    return Elsewhere(frozenset(found), dict(rows))


def _said(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """Yield all that every row of the ledger says, with its table: its texts, what was sent unpacked, its vectors."""
    for table in schema.tables.sorted_tables:
        if table.name in LEFT_OUT:
            continue
        options = connection.execution_options(yield_per=16 if table is schema.blobs else BATCH)
        for row in options.execute(select(table)):
            yield table.name, b"\n\0\n".join(_bytes(table.name, name, value) for name, value in row._mapping.items())
    for row in connection.execute(text("SELECT CAST(terms AS TEXT) FROM words")):
        yield "words", str(row[0]).encode(errors="replace")


def _bytes(table: str, column: str, value: Any) -> bytes:
    if isinstance(value, str):
        return value.encode(errors="replace")
    if isinstance(value, bytes | bytearray | memoryview):
        packed = bytes(value)  # records begin alike, also packed
        return b"\n\0\n".join((told_in(packed).encode(), packed)) if (table, column) == ("prompts", "sent") else packed
    return b""
