"""The turns that the transcript holds, one under the other, at one width."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from textual.selection import Selection

from ..text.rows import BLANK, Piece, Row, cut, wrap
from ..text.window import same_place
from .turn import RETRY, TurnView

GUTTER = 2
"""Cells at the left of every row, for the bar of a turn."""

OVERLAP = 2
"""Rows that stay in view when a page is turned."""


class Page:
    """Rows of turns with a blank row between them, or of a word of welcome; made anew whenever a turn changes."""

    def __init__(self, turns: Sequence[TurnView] = (), width: int = 80, welcome: str = "") -> None:
        self.turns = list(turns)
        self.rows: list[Row] = []
        self._tops: list[int] = []
        for turn in turns:
            if self.rows:
                self.rows.append(BLANK)
            self._tops.append(len(self.rows))
            self.rows += turn.rows(width)
        if not turns and welcome:
            self.rows = [BLANK, *wrap([(welcome, "dim")], width)]

    def row(self, place: int) -> Row:
        """Return a row; blank beyond the last one."""
        return self.rows[place] if 0 <= place < len(self.rows) else BLANK

    def at(self, place: int) -> TurnView | None:
        """Return the turn that a row belongs to; what is blank under a turn is its own."""
        return self.turns[number] if (number := bisect_right(self._tops, place) - 1) >= 0 else None

    def span(self, turn: TurnView) -> tuple[int, int]:
        """Return the first row of a turn, and the one after its last."""
        number = self.turns.index(turn)
        last = number + 1 == len(self.turns)
        return self._tops[number], len(self.rows) if last else self._tops[number + 1] - 1

    def heights(self) -> list[int]:
        """Return how many rows each turn takes, with the blank one under it."""
        return [end - begin for begin, end in pairwise([*self._tops, len(self.rows)])]

    def bar(self, place: int, selected: TurnView | None) -> Piece:
        """Return what stands at the left of a row."""
        turn = self.at(place)
        if turn is None or place >= self.span(turn)[1]:  # the blank row under a turn
            return "  ", ""
        if turn is selected:
            return "▌ ", "selected"
        return ("» ", "found") if turn.found else turn.bar

    def retries(self, place: int) -> bool:
        """Return whether a row is there to be clicked for asking again."""
        return any(role == RETRY for _, role in self.row(place).pieces)

    def moved(self, before: Page, place: int) -> int:
        """Return where now stands what stood in a row of an earlier page; the same row if its turn is gone."""
        turn = before.at(place)
        if turn is None or turn not in self.turns:
            return place
        then, now = (page.texts(turn) for page in (before, self))
        return self.span(turn)[0] + same_place(then, now, place - before.span(turn)[0])

    def texts(self, turn: TurnView) -> list[str]:
        """Return the rows of a turn as text."""
        return [row.text for row in self.rows[slice(*self.span(turn))]]

    def in_view(self, turn: TurnView, top: int, height: int) -> bool:
        """Return whether some of a turn is in a view that begins at row `top`."""
        begin, end = self.span(turn)
        return begin < top + height and end > top

    def read_on(self, turn: TurnView, step: int, top: int, height: int) -> int | None:
        """Return where the view begins a page further in a turn that goes on beyond it; None if it does not."""
        begin, end = self.span(turn)
        if step > 0 and end > top + height:
            return min(top + height - OVERLAP, end - height)
        if step < 0 and begin < top:
            return max(top - height + OVERLAP, begin)
        return None

    def reveal(self, turn: TurnView, top: int, height: int) -> int:
        """Return where the view begins when it has moved as little as shows a turn, or as much of it as there is room for."""
        begin, end = self.span(turn)
        if begin < top:
            return begin if end - begin <= height else end - height
        return top if end <= top + height else min(begin, end - height)

    def beside(self, turn: TurnView, step: int) -> TurnView | None:
        """Return the turn so many steps after another, if there is one."""
        number = self.turns.index(turn) + step
        return self.turns[number] if 0 <= number < len(self.turns) else None

    def text(self, selection: Selection) -> str:
        """Return what is selected, as it was written: lines are whole again, bars and indents are left out."""
        said = ""
        for place, row in enumerate(self.rows):
            if (span := selection.get_span(place)) is None:
                continue
            begin, end = max(span[0] - GUTTER, row.lead), None if span[1] < 0 else max(0, span[1] - GUTTER)
            said += (row.glue if said else "") + row.text[begin:end].rstrip(" ")
        return said


def chosen(pieces: Sequence[Piece], begin: int, end: int) -> list[Piece]:
    """Return the pieces of a row, those from one character to another as selected; -1 is the end."""
    last = None if end < 0 else end
    inside = [(text, f"{role} chosen".strip()) for text, role in cut(pieces, begin, last)]
    return [*cut(pieces, 0, begin), *inside, *(cut(pieces, last) if last is not None else ())]
