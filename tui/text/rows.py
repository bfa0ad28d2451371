"""Rows of text for the terminal: pieces with the roles they are drawn in, wrapped by cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes

from ..show import printable

Piece = tuple[str, str]
"""Text and its role: names of component classes without their prefix, with spaces between; "" is plain."""


class Row(NamedTuple):
    """One row on the screen.

    `glue` is what stands in the text between the row before and this one: a line break, or what a long line was wrapped at.
    The first `lead` characters are drawn and not part of the text: indents, the bar of a quotation.
    """

    pieces: tuple[Piece, ...] = ()
    glue: str = "\n"
    lead: int = 0

    @property
    def text(self) -> str:
        """All that is drawn."""
        return "".join(text for text, _ in self.pieces)


BLANK = Row()

_DROPPED = {**dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)]), 0x2028: "\n", 0x2029: "\n"}


def clean(text: str) -> str:
    """Return text without what would move the cursor or turn the direction of what follows.

    >>> clean("a\\x1b[2Jb")
    'a[2Jb'
    """
    return printable(text).translate(_DROPPED)


_WIDE = "\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CLOSING = "、。，．：；？！）】》」』〕〉”’…—～·,.:;?!)%\\]}"
_OPENING = "（【《「『〔〈“‘(\\[{"
_UNIT = re.compile(
    rf"([{_OPENING}]{{0,4}}[{_WIDE}][{_CLOSING}]*|(?:(?![{_WIDE}（【《「『〔〈])[^ ])+[{_CLOSING}]*|[^ ]|^ +)( *)",
)
"""What a row is not broken within, and the spaces after it. Between Chinese characters there are none to break at."""


def wrap(pieces: Sequence[Piece], width: int) -> list[Row]:
    """Return pieces as rows of at most `width` cells, broken between words.

    >>> [row.text for row in wrap([("I like 攀岩，", ""), ("a lot", "strong")], 9)]
    ['I like 攀', '岩，a lot']
    """
    return _rows(pieces, width, _broken)


def fold(pieces: Sequence[Piece], width: int) -> list[Row]:
    """Return pieces as rows of at most `width` cells, broken wherever the row is full: for code."""
    return _rows(pieces, width, _folded)


def cut(pieces: Sequence[Piece], begin: int, end: int | None = None) -> tuple[Piece, ...]:
    """Return the pieces of the characters from `begin` to `end`.

    >>> cut([("abc", ""), ("def", "strong")], 2, 4)
    (('c', ''), ('d', 'strong'))
    """
    return _Cutter(pieces).cut(begin, end)


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Return pieces with neighbours of one role in one, and none empty: each costs when it is painted.

    >>> joined([("a", ""), ("", "em"), ("b", "")])
    [('ab', '')]
    """
    found: list[Piece] = []
    for text, role in pieces:
        if text and found and found[-1][1] == role:
            found[-1] = (found[-1][0] + text, role)
        elif text:
            found.append((text, role))
    return found


def prefixed(rows: Sequence[Row], first: Piece, others: Piece, *, drawn: bool) -> list[Row]:
    """Return rows with something before the first and something before the others.

    What stands before the others is never part of the text; `drawn`: nor is what stands before the first.
    """
    place, rest = (len(first[0]) if drawn else 0), len(others[0])
    return [
        Row((others, *row.pieces), row.glue, row.lead + rest) if number else Row((first, *row.pieces), row.glue, place)
        for number, row in enumerate(rows)
    ]


def padded(row: Row, width: int, role: str) -> Row:
    """Return a row that is filled with spaces to so many cells."""
    return row._replace(pieces=(*row.pieces, (" " * (width - cell_len(row.text)), role)))


class _Cutter:
    """Cuts pieces by characters of their whole text."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._starts = [0, *accumulate(len(text) for text, _ in pieces)]

    def cut(self, begin: int, end: int | None = None) -> tuple[Piece, ...]:
        end = self._starts[-1] if end is None else end
        found = []
        place = max(0, bisect_right(self._starts, begin) - 1)
        while place < len(self._pieces) and (start := self._starts[place]) < end:
            text, role = self._pieces[place]
            if part := text[max(0, begin - start) : end - start]:
                found.append((part, role))
            place += 1
        return tuple(found)


def _rows(pieces: Sequence[Piece], width: int, spans: Callable[[str, int], Iterator[tuple[int, int]]]) -> list[Row]:
    width, cutter, rows, start = max(2, width), _Cutter(pieces), [], 0
    for line in "".join(text for text, _ in pieces).split("\n"):
        last = None
        for begin, end in spans(line, width):
            glue = "\n" if last is None else line[last:begin]
            rows.append(Row(cutter.cut(start + begin, start + end), glue))
            last = end
        start += len(line) + 1
    return rows


def _broken(line: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield where the rows of a line begin and end, without the spaces between them."""
    if cell_len(line) <= width:
        yield 0, len(line)
        return
    begin = end = used = 0
    for unit in _UNIT.finditer(line):
        if end > begin and used + cell_len(unit[1]) > width:
            yield begin, end
            begin, used = unit.start(), 0
        if cell_len(unit[1]) > width:
            *full, (last, _) = _folded(unit[1], width)
            yield from ((unit.start() + first, unit.start() + stop) for first, stop in full)
            begin = unit.start() + last
            used = cell_len(line[begin : unit.end(1)]) - cell_len(unit[1])
        used += cell_len(unit[0])
        end = unit.end(1)
    yield begin, end


def _folded(line: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield where the rows of a line begin and end; what is one sign on the screen is not broken."""
    begin = used = 0
    if cell_len(line) > width:
        for place, _, size in split_graphemes(line)[0]:
            if used + size > width:
                yield begin, place
                begin, used = place, 0
            used += size
    yield begin, len(line)
