"""The receipt of a forgetting: what went, what was rewritten, what was searched and found. No word of what was forgotten is in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from .scanning import Hit, Scan

VERSION = 1
"""Of the JSON that `to_json` returns."""

SHOWN = 10
"""Hits that are told in words; the JSON has them all."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a forgetting did.

    `chosen` is what was chosen ("turn", "topic", …), `gone` how many rows went by table ("vectors" are those of events, "words" the
    entries of the full-text index), `rewritten` what was written anew in words, `later` what is still owed and why. `sought` pieces
    of text, names and vectors were looked for in our own files; `elsewhere` says how many rows of each table say the same in the
    same words and were not chosen: these pieces, `stays` in number, were not looked for. `too_short` names could not be told from chance.
    """

    chosen: str
    at: datetime
    turns: int
    gone: Mapping[str, int]
    rewritten: tuple[str, ...]
    later: tuple[str, ...]
    sought: int
    stays: int
    elsewhere: Mapping[str, int]
    too_short: int
    scan: Scan
    notes: tuple[str, ...] = ()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """Bytes that should be gone."""
        return self.scan.hits

    @property
    def clean(self) -> bool:
        """Whether nothing was found, nothing is owed, and every file was read."""
        return not (self.scan.hits or self.later or self.scan.unread)

    def to_json(self) -> str:
        """Return it as JSON."""
        told = {"receipt": VERSION} | asdict(self) | {"at": self.at.isoformat(), "clean": self.clean}
        return json.dumps(told, ensure_ascii=False, indent=2)

    def lines(self) -> Iterator[str]:
        """Yield it in plain words, a line each."""
        gone = ", ".join(f"{name} {count:,}" for name, count in self.gone.items() if count)
        yield f"Forgotten: {self.turns:,} turn{'s' * (self.turns != 1)} ({self.chosen}). Gone: {gone or 'nothing'}."
        yield f"Rewritten: {', '.join(self.rewritten) or 'nothing'}."
        yield from (f"Later: {one}." for one in self.later)
        yield f"Read through for what was forgotten: {self.scan.files:,} files, {self.scan.bytes:,} bytes."
        yield from self._found()
        yield from (f"Not read: {one}." for one in self.scan.unread)
        yield from self.notes

    def _found(self) -> Iterator[str]:
        yield f"Looked for {self.sought:,} pieces, names and vectors: {len(self.hits) or 'none'} found."
        yield from (f"  {hit.what} at byte {hit.offset:,} of {hit.file} ({hit.written})" for hit in self.hits[:SHOWN])
        if self.stays:
            where = ", ".join(f"{count:,} in {name}" for name, count in self.elsewhere.items())
            yield f"{self.stays:,} more stand elsewhere too, in what you did not choose ({where}): they stay there."
        if self.too_short:
            names = "1 name is" if self.too_short == 1 else f"{self.too_short:,} names are"
            yield f"{names} too short to be told from chance."
