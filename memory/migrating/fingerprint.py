"""What is in a ledger, in a number for each table and user: equal numbers mean equal rows."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table

from .rows import TABLES, all_rows

_MODULUS = 2**128


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How many rows, and the sum of their hashes: the order in which a database gives them does not matter."""

    rows: int = 0
    total: int = 0

    def __str__(self) -> str:
        return f"{self.rows:,} rows, {self.total:032x}"


def fingerprints(connection: Connection) -> dict[tuple[str, int], Fingerprint]:
    """Return the fingerprint of every table and user that has rows."""
    found: dict[tuple[str, int], Fingerprint] = {}
    for table in TABLES:
        for row in all_rows(connection, table):
            key = (table.name, int(row.owner))
            before = found.get(key, Fingerprint())
            found[key] = Fingerprint(before.rows + 1, (before.total + _hash(table, row)) % _MODULUS)
    return found


def _hash(table: Table, row: Any) -> int:
    values = repr([_plain(value) for value in tuple(row)[: len(table.columns)]])
    return int.from_bytes(sha256(values.encode(errors="surrogatepass")).digest()[:16])


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, bytearray | memoryview) else value
