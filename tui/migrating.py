"""`penchant migrate`: a ledger moved from a folder to servers, or back."""

from __future__ import annotations

import sys

from .text.erasing import people


def migrate(source: str, target: str, anew: bool) -> str:
    """Move a ledger, and return what was moved and compared."""
    from ..memory.migrating.moving import migrate as move

    moved = move(source, target, _progress, anew=anew)
    if sys.stderr.isatty():
        print(end="\r\033[K", file=sys.stderr)
    rows = ", ".join(f"{count:,} {table}" for table, count in sorted(moved.rows.items()) if count)
    return f"moved {people(moved.users)} and compared every row: {rows}. The index fills itself at the first opening."


def _progress(table: str, rows: int) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{table}: {rows:,} rows", end="", flush=True, file=sys.stderr)
