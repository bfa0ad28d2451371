"""Tables as rows: columns as wide as their text, the widest ones narrower where there is no room."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from rich.cells import cell_len

from .rows import BLANK, Piece, Row, joined, prefixed, wrap

GAP: Piece = (" │ ", "line")

NARROWEST = 6
"""Columns that would have fewer cells than this, and less than they need, make the table a list."""


class Cell(NamedTuple):
    """What stands in a table's cell, and how wide it is on one line."""

    pieces: tuple[Piece, ...]
    width: int


def cell(pieces: Sequence[Piece]) -> Cell:
    """Return pieces as a cell."""
    text = "".join(text for text, _ in pieces)
    return Cell(tuple(pieces), max(map(cell_len, text.split("\n"))))


def bold(head: Cell) -> Cell:
    """Return the head of a column as it is drawn."""
    return head._replace(pieces=tuple((text, f"{role} strong".strip()) for text, role in head.pieces))


def columns(lines: Sequence[Sequence[Cell]], width: int) -> tuple[int, ...]:
    """Return how wide the columns of a table are in `width` cells; none if they would be too narrow to be read."""
    wanted = [max(1, *(cell.width for cell in column)) for column in zip(*lines, strict=True)]
    return fit(wanted, width - len(GAP[0]) * (len(wanted) - 1))


def fit(wanted: Sequence[int], room: int) -> tuple[int, ...]:
    """Return how wide columns are in so much room; none if they would be too narrow to be read.

    >>> fit([4, 30, 50], 44), fit([9, 9, 9], 12)
    ((4, 20, 20), ())
    """
    most = 0
    for number, size in enumerate(sorted(wanted)):
        most = min(size, room // (len(wanted) - number))
        if most < min(size, NARROWEST):
            return ()
        room -= most
    return tuple(min(size, most) for size in wanted)


def line(cells: Sequence[Cell], widths: Sequence[int], sides: Sequence[str]) -> list[Row]:
    """Return a line of a table; where a cell is wrapped it has several rows. `sides`: "left", "center" or "right" of each column."""
    wrapped = [wrap(cell.pieces, size) for cell, size in zip(cells, widths, strict=True)]
    rows = []
    for parts in zip_longest(*wrapped, fillvalue=BLANK):
        pieces: list[Piece] = []
        for part, size, side in zip(parts, widths, sides, strict=True):
            pieces += [GAP, *_placed(part, size, side)] if pieces else _placed(part, size, side)
        rows.append(Row(tuple(joined(pieces))))
    return rows


def rule(widths: Sequence[int]) -> Row:
    """Return the line under the heads."""
    text = "─┼─".join("─" * size for size in widths)
    return Row(((text, "line"),), lead=len(text))


def listed(head: Sequence[Cell], body: Sequence[Sequence[Cell]], width: int) -> list[Row]:
    """Return a table that has too many columns for the screen as a list of its cells, each after the head of its column."""
    rows: list[Row] = []
    for number, cells in enumerate(body):
        rows += [BLANK] if number else []
        for name, one in zip(head, cells, strict=True):
            pieces = [*bold(name).pieces, (": ", "strong"), *one.pieces]
            rows += prefixed(wrap(pieces, width - 2), ("", ""), ("  ", ""), drawn=True)
    return rows


def _placed(part: Row, size: int, side: str) -> list[Piece]:
    room = size - cell_len(part.text)
    left = {"left": 0, "center": room // 2, "right": room}[side]
    return [(" " * left, ""), *part.pieces, (" " * (room - left), "")]
