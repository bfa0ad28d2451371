"""The part of a text around the words that were searched, on one line, with the words marked."""

from __future__ import annotations

import re

from rich.cells import cell_len
from textual.content import Content

from .cells import cut, line

BEFORE = 20
"""Cells kept before the first word found, when the beginning is cut off."""

ENOUGH = 1000
"""Characters that are looked at on either side of the words."""

MARKED = "bold underline"


def excerpt(text: str, words: str, width: int) -> Content:
    """Return a text in so many cells: from its beginning, or around the first place where the words stand.

    >>> excerpt("I have started rock climbing with Ada.", "climbing", 24).plain
    '…started rock climbing…'
    """
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE) if words.strip() else None
    found = pattern.search(text) if pattern else None
    begin = max(0, found.start() - ENOUGH) if found else 0
    text = line(text[begin : begin + 2 * ENOUGH])
    found = pattern.search(text) if pattern else None
    if found and cell_len(text[: found.end()]) > width - 1:
        text = (
            "…"
            + _end(text[: found.start()], min(BEFORE, max(0, width - cell_len(found[0]) - 2)))
            + text[found.start() :]
        )
    shown = Content(cut(text, width))
    return shown.highlight_regex(pattern, style=MARKED) if pattern else shown


def _end(text: str, width: int) -> str:
    """Return the last words of a text that fit."""
    while cell_len(text) > width:
        text = text[1:]
    return text.lstrip()
