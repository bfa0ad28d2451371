"""How a prompt's tokens are divided: a stacked bar and its legend, by pattern, word and number: colour alone tells nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

Parts = Sequence[tuple[str, int]]

PATTERNS = {"system": "▒", "history": "░", "memory": "█", "message": "▓", "files": "▞", "marks": "·"}


def widths(counts: Sequence[int], width: int) -> list[int]:
    """Return so many cells divided by counts: what is there has one cell at least, and they fill the width.

    >>> widths([1, 98, 1, 0], 10)
    [1, 8, 1, 0]
    """
    total = sum(counts)
    if not total or width < sum(count > 0 for count in counts):
        return [0] * len(counts)
    given = [max(1, count * width // total) if count else 0 for count in counts]
    while (left := width - sum(given)) != 0:
        given[_most_wronged(counts, given, left)] += 1 if left > 0 else -1
    return given


def _most_wronged(counts: Sequence[int], given: Sequence[int], left: int) -> int:
    """Return which has the fewest cells for its count, or the most where some must go."""
    scale = (sum(given) + left) / sum(counts)
    short = [(count * scale - cells) * (1 if left > 0 else -1) for count, cells in zip(counts, given, strict=True)]
    least = 0 if left > 0 else 1  # what is there keeps a cell
    return max((place for place, cells in enumerate(given) if cells > least), key=short.__getitem__)


class TokenBar(Widget):
    """A self-drawing stacked bar with a legend. `show` gives it its parts: of PATTERNS, in order, with their tokens."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"token-bar--{name}" for name in PATTERNS}
    DEFAULT_CSS = """
    TokenBar { height: auto; color: $text-muted; }
    TokenBar > .token-bar--system { color: $foreground 70%; }
    TokenBar > .token-bar--history { color: $foreground 70%; }
    TokenBar > .token-bar--memory { color: $accent; }
    TokenBar > .token-bar--message { color: $primary; }
    TokenBar > .token-bar--files { color: $success; }
    TokenBar > .token-bar--marks { color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[tuple[str, int]] = []

    def show(self, parts: Parts) -> None:
        """Draw these; those without tokens are left out."""
        self._parts = [(name, tokens) for name, tokens in parts if tokens > 0]
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return a row for the bar and as many as the legend needs."""
        return 1 + len(self._legend(width)) if self._parts else 0

    def render_line(self, y: int) -> Strip:
        """Draw a row."""
        if not self._parts:
            return Strip.blank(self.size.width, self.rich_style)
        if y == 0:
            return self._bar(self.size.width)
        rows = self._legend(self.size.width)
        return self._row(rows[y - 1]) if y <= len(rows) else Strip.blank(self.size.width, self.rich_style)

    def _bar(self, width: int) -> Strip:
        cells = widths([tokens for _, tokens in self._parts], width)
        return Strip(
            [
                Segment(PATTERNS[name] * count, self._style(name))
                for (name, _), count in zip(self._parts, cells, strict=True)
            ]
        )

    def _row(self, row: Parts) -> Strip:
        segments = []
        for name, tokens in row:
            segments += [
                Segment(PATTERNS[name] * 2, self._style(name)),
                Segment(_told(name, tokens), self.rich_style),
            ]
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _legend(self, width: int) -> list[Parts]:
        """Return the parts in rows that fit."""
        rows: list[list[tuple[str, int]]] = [[]]
        used = 0
        for name, tokens in self._parts:
            cells = 2 + len(_told(name, tokens))
            if rows[-1] and used + cells - 3 > width:
                rows.append([])
                used = 0
            rows[-1].append((name, tokens))
            used += cells
        return list(rows)

    def _style(self, name: str) -> RichStyle:
        return self.get_component_rich_style(f"token-bar--{name}")


def _told(name: str, tokens: int) -> str:
    return f" {name} {tokens:,}   "
