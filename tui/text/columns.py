"""Labels, figures and marks as lines of columns: where there is no room a label is cut, then columns go; no figure or mark is cut."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from .cells import fill, line
from .rows import wrap

GAP = "  "

LEAST_LABEL = 12
"""Columns go before a label has less room than this."""


class Column(NamedTuple):
    """What stands under a head; where there is no room, the column with the highest `spare` goes first, and one with 0 never."""

    head: str
    cells: Sequence[str]
    spare: int = 0
    right: bool = True

    @property
    def width(self) -> int:
        """As many cells as the widest of it needs."""
        return max(map(cell_len, (self.head, *self.cells)))


def print_columns(console: Console, labels: Column, figures: Sequence[Column], marks: Sequence[str]) -> None:
    """Print lines of columns: as wide as the terminal at most, and in a pipe as wide as they are."""
    head, *body = lines(labels, figures, marks, console.width if console.is_terminal else None)
    console.print(Text(head, style="bold"), soft_wrap=True)
    for one in body:
        console.print(Text(one), highlight=False, soft_wrap=True)


def lines(labels: Column, figures: Sequence[Column], marks: Sequence[str], width: int | None) -> list[str]:
    """Return the heads, and a line for each label; marks that no line has room for stand under it.

    >>> lines(Column("interest", ["Chinese calligraphy"]), [Column("weight", ["0.50"])], ["disliked 0.25"], 40)
    ['interest           weight', 'Chinese calligra…    0.50  disliked 0.25']
    """
    labels = labels._replace(cells=[line(label) for label in labels.cells])
    beside = Column("", marks, right=False)
    columns = [*figures, *([beside] if beside.width else [])]
    kept = columns if width is None else _kept(columns, width - LEAST_LABEL)
    below = width is not None and beside in kept and _taken(kept) > width - LEAST_LABEL
    if below and width is not None:
        kept = _kept(figures, width - LEAST_LABEL)
    room = labels.width if width is None else min(labels.width, max(1, width - _taken(kept)))
    first = labels._replace(right=False)
    rows = [_row(first, kept, room, None)]
    for number, mark in enumerate(marks):
        rows.append(_row(first, kept, room, number))
        if below and width is not None and mark:
            rows += [GAP + row.text for row in wrap([(mark, "")], width - len(GAP))]
    return rows


def _taken(columns: Sequence[Column]) -> int:
    """Return how many cells columns take behind a label."""
    return sum(len(GAP) + column.width for column in columns)


def _kept(columns: Sequence[Column], room: int) -> list[Column]:
    """Return the columns that there is room for; those that are never spared stay all the same."""
    kept = list(columns)
    for column in sorted((one for one in columns if one.spare), key=lambda one: -one.spare):
        if _taken(kept) > room:
            kept.remove(column)
    return kept


def _row(label: Column, columns: Sequence[Column], room: int, number: int | None) -> str:
    """Return the heads, or the line of a number."""
    told = [fill(_cell(label, number), room)]
    told += [fill(_cell(column, number), column.width, right=column.right) for column in columns]
    return GAP.join(told).rstrip()


def _cell(column: Column, number: int | None) -> str:
    return column.head if number is None else column.cells[number]
