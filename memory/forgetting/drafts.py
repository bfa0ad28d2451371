"""Drafts that a terminal has left: one with what was forgotten in it goes, unless its terminal is still open."""

from __future__ import annotations

from pathlib import Path

from ..sealing.drafts import Cover
from .matching import Matcher
from .scrubbing import scrub

FOLDER = "drafts"
"""In the data folder; tui/system/draft.py writes there."""


def clear_drafts(data: Path | None, matcher: Matcher, cover: Cover | None = None) -> int:
    """Remove the drafts in which something is found, and return how many; what a terminal writes now is left to it.

    Those beside an encrypted ledger are opened by its cover; what it cannot open says nothing to anybody.
    """
    from filelock import FileLock, Timeout

    cleared = 0
    for file in sorted((data / FOLDER).glob("*.json")) if data is not None else ():
        if next(matcher(_said(file, cover)), None) is None:
            continue
        try:
            with FileLock(file.with_suffix(".lock"), timeout=0):
                scrub(file)
                cleared += 1
        except Timeout:
            continue
        file.with_suffix(".lock").unlink(missing_ok=True)
    return cleared


def _said(file: Path, cover: Cover | None) -> bytes:
    data = file.read_bytes()
    return data if cover is None else (cover.open(data.decode(errors="replace")) or "").encode(errors="replace")
