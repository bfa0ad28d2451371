"""A topic's weight over time: what it was, and what becomes of it in silence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from textual.strip import Strip
from textual.widget import Widget

from ..text.bars import curve, exact, now_at
from ..text.cells import fill
from ..text.moments import date
from .strips import Piece, strip

AXIS = 5
"""Cells of the numbers on the left."""

SHORT = 10
"""Cells that a date may have."""


class Curve(Widget):
    """A curve on a fixed scale from 0 to 1: filled up to now, dotted after it, with the threshold as a dashed line and dates below."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"curve--past", "curve--future", "curve--now", "curve--line", "curve--axis"}
    DEFAULT_CSS = """
    Curve {
        height: 7;
        & > .curve--past { color: $primary; }
        & > .curve--future { color: $primary; }
        & > .curve--now { color: $text-muted; }
        & > .curve--line { color: $text-disabled; }
        & > .curve--axis { color: $text-muted; }
        &:nocolor > .curve--past { color: $foreground 75%; }
        &:nocolor > .curve--future { color: $foreground; }
        &:ansi > .curve--line { text-style: dim; }
        &:ansi > .curve--axis { text-style: dim; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._past: Sequence[float] = ()
        self._future: Sequence[float] = ()
        self._step = timedelta(days=1)
        self._now: datetime | None = None
        self._threshold = 0.0
        self._rows: list[str] = []

    def show(
        self, past: Sequence[float], future: Sequence[float], step: timedelta, now: datetime, threshold: float
    ) -> None:
        """Draw weights `step` apart: `past` ends now and `future` begins now."""
        self._past, self._future, self._step, self._now, self._threshold = past, future, step, now, threshold
        self._draw()

    def nothing(self) -> None:
        """Draw no curve."""
        self._past = self._future = ()
        self._draw()

    def on_resize(self) -> None:
        """Draw anew."""
        self._draw()

    def _draw(self) -> None:
        width, height = self.size.width - AXIS, self.size.height - 1
        fits = self._past and self._future and width > 4 and height > 0
        self._rows = curve(self._past, self._future, width, height, self._threshold) if fits else []
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        pieces: list[Piece] = []
        if y < len(self._rows):
            pieces = [(fill(self._axis(y), AXIS - 1, right=True) + " ", "curve--axis"), *self._row(self._rows[y])]
        elif y == len(self._rows) and self._rows and self._now is not None:
            pieces = [(" " * AXIS + self._dates(self._now), "curve--axis")]
        return strip(self, pieces, self.size.width)

    def _axis(self, y: int) -> str:
        """Return the number at a row: 1 at the top, the threshold at its line, and at the bottom 0 where that is free."""
        height = len(self._rows)
        if y == height - 1 - min(int(self._threshold * height), height - 1):
            return exact(self._threshold)
        return "1" if y == 0 else "0" if y == height - 1 else ""

    def _row(self, row: str) -> list[Piece]:
        now = self._now_at
        parts = ((row[:now], "curve--past"), (row[now], "curve--now"), (row[now + 1 :], "curve--future"))
        return [(char, "curve--line" if char == "┄" else name) for part, name in parts for char in part]

    @property
    def _now_at(self) -> int:
        return now_at(len(self._past), len(self._future), len(self._rows[0]))

    def _dates(self, now: datetime) -> str:
        """Return the dates of both ends, and now where it stands."""
        width, column = len(self._rows[0]), self._now_at
        first = date(now - self._step * (len(self._past) - 1), now)
        last = date(now + self._step * (len(self._future) - 1), now)
        left = fill(first, column - 1) if len(first) <= column - 2 else " " * max(0, column - 1)
        middle = f"{left}now"
        return middle + fill(last, width - len(middle), right=True)
