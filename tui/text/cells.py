"""Text in cells of a terminal: on one line, cut or filled to a width. A Chinese character has two cells."""

from __future__ import annotations

import re

from rich.cells import cell_len, set_cell_size

from ..show import printable

JOINER = "\N{ZERO WIDTH JOINER}"
"""At the end of a text it would draw what follows into it."""

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_MARK = "\N{LEFT-TO-RIGHT MARK}"

_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def line(text: str) -> str:
    """Return text on one line, without what would move the cursor or turn the direction of what follows.

    >>> line("two\\nlines \\x1b[2J")
    'two lines [2J'
    """
    return " ".join(printable(text).translate(_TURNS).split()).strip(JOINER)


def cut(text: str, width: int) -> str:
    """Return text in at most so many cells, with an ellipsis where it was longer.

    >>> cut("攀岩 climbing", 6)
    '攀岩…'
    """
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip(" " + JOINER) + "…" if width > 0 else ""


def fill(text: str, width: int, *, right: bool = False) -> str:
    """Return text in exactly so many cells, cut or filled with spaces; `right` puts it at the right end.

    What is written from right to left ends with a mark: without it terminals draw the numbers in the next column at its left.

    >>> fill("7", 3, right=True)
    '  7'
    """
    text = cut(text.strip(JOINER), width)
    space = " " * (width - cell_len(text))
    if _RIGHT_TO_LEFT.search(text):
        text += _MARK
    return space + text if right else text + space
