"""The lines of the interest panel as pieces of text. Pure functions of what is shown and of the width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from ..text.bars import exact, number, trend
from ..text.cells import cut, fill, line
from .strips import Piece
from .weights import IN_PROMPT, bar_pieces, decided, label_class, strength

if TYPE_CHECKING:
    from ...memory import Interest

INDENT, TREND, NUMBER, GAP = 3, 8, 4, 2
"""Cells: what stands before labels and bars; a trend; a weight with the sign of its last move; between bar and trend."""

EMPTY = "Nothing is known yet. Say what you like, do or want, and it appears here with its weight."
OVER = (("avoid",), ("said once", "not used until it comes up again"))
"""What stands over the disliked ones and over the tentative ones; the second part where there is room."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: the name or the bar of the topic at a place, or a heading, whose place is -1."""

    place: int = -1
    is_bar: bool = False
    heading: tuple[str, ...] = ()


def rows(liked: int, avoided: int, once: int) -> list[Row]:
    """Return the lines of so many topics: the liked ones, then the others under their headings."""
    found = _of(0, liked)
    for heading, first, count in ((OVER[0], liked, avoided), (OVER[1], liked + avoided, once)):
        if count:
            found += [*([Row()] if found else []), Row(heading=heading), *_of(first, count)]
    return found


def _of(first: int, count: int) -> list[Row]:
    return [Row(place, is_bar) for place in range(first, first + count) for is_bar in (False, True)]


def name_line(one: Interest, width: int, inside: bool, move: str, offer: str = "") -> list[Piece]:
    """Return a topic's first line: room for the cursor, whether it is in the prompt, its label, what was decided, its weight.

    `move` is the sign of its last move, if it just moved; `offer` stands where a decision would, while there is none.
    """
    marks = decided(one) or offer
    space = width - INDENT - NUMBER - (cell_len(marks) + 2 if marks else 1)
    return [
        (" ", "weight--mark"),
        (IN_PROMPT + " " if inside else "  ", "weight--mark"),
        (fill(line(one.label), space), label_class(one, inside)),
        (f" {marks} " if marks else " ", "weight--dim"),
        (move or " ", "weight--up" if move == "↑" else "weight--down"),
        (number(strength(one)), label_class(one, inside)),
    ]


def marks_at(one: Interest, width: int) -> range:
    """Return the columns of the first line where a click turns pin or mute over."""
    return range(width - NUMBER - max(4, cell_len(decided(one))) - 1, width - NUMBER)


def bar_line(one: Interest, width: int, threshold: float, weights: Sequence[float]) -> list[Piece]:
    """Return a topic's second line: its bar and its trend."""
    drawn = fill(trend(weights[-TREND:]), TREND, right=True)
    bar = bar_pieces(one, bar_width(width), threshold)
    return [(" " * INDENT, ""), *bar, (" " * GAP, ""), (drawn, "weight--trend")]


def bar_width(width: int) -> int:
    """Return the cells of a bar in a panel of a width."""
    return max(1, width - INDENT - GAP - TREND)


def heading_line(row: Row, width: int) -> list[Piece]:
    """Return a heading; nothing for the empty line over it."""
    said = ": ".join(row.heading)
    return [(" " * INDENT, ""), (said if cell_len(said) <= width - INDENT else "".join(row.heading[:1]), "weight--dim")]


def header(width: int, threshold: float, days: int) -> list[list[Piece]]:
    """Return the lines over the list: what the columns are, what the tick means, how far back the trend goes."""
    bar = bar_width(width)
    tick = " " * min(int(threshold * bar), bar - 1) + "╷"
    words = next((words for words in ("in prompts from ", "prompts ", "") if len(tick + words) + 5 <= bar + 1), "")
    name = fill("Interests", width - INDENT - 6)
    return [
        [(" " * INDENT, ""), (name, "weight--title"), ("weight", "weight--dim")],
        [(" " * INDENT, ""), (fill(f"{tick} {words}{exact(threshold)}", bar + GAP), "weight--dim"),
         (fill(f"{days} days", TREND, right=True), "weight--dim")],
    ]  # fmt: skip


def hidden_line(above: int, below: int) -> list[Piece]:
    """Return how many topics are out of view."""
    said = "  ".join(f"{sign} {count} more" for sign, count in (("↑", above), ("↓", below)) if count)
    return [(" " * INDENT, ""), (said, "weight--dim")]


def told_lines(moves: Sequence[str], width: int, most: int) -> list[list[Piece]]:
    """Return what just moved in at most so many lines, as many on each as it holds."""
    lines: list[str] = []
    for move in moves:
        if lines and cell_len(joined := f"{lines[-1]} · {move}") <= width - 1:
            lines[-1] = joined
        else:
            lines.append(move)
    if len(lines) > most:
        left = sum(len(text.split(" · ")) for text in lines[most - 1 :])
        more = f" · {left - 1} more"
        lines[most - 1 :] = [cut(lines[most - 1].split(" · ")[0], width - 1 - len(more)) + more]
    return [_told(text, width) for text in lines]


def _told(text: str, width: int) -> list[Piece]:
    """Return one of these lines, with a sign in colour before each move."""
    pieces: list[Piece] = [(" ", "")]
    for place, move in enumerate(fill(text, width - 1).split(" · ")):
        sign = move[:1] if move[:1] in "+−" else ""
        pieces += [(" · " * (place > 0), "weight--dim"), (sign, "weight--up" if sign == "+" else "weight--down")]
        pieces.append((move.removeprefix(sign), "weight--dim"))
    return pieces
