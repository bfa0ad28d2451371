"""The colours of the transcript: a component class for each role that rows have."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from ..text.rows import Piece

PREFIX = "transcript--"

INK = {
    "dim": "color: $foreground-muted;",
    "strong": "text-style: bold;",
    "em": "text-style: italic;",
    "struck": "text-style: strike;",
    "link": "text-style: underline;",
    "mono": "color: $text-accent; background: $surface;",
    "code": "background: $surface;",
    "comment": "color: $foreground-muted; text-style: italic;",
    "keyword": "color: $text-primary;",
    "string": "color: $text-success;",
    "number": "color: $text-warning;",
    "name": "color: $text-accent;",
    "removed": "color: $text-error;",
    "heading": "text-style: bold;",
    "h1": "color: $text-primary; text-style: bold underline;",
    "h2": "color: $text-primary;",
    "line": "color: $foreground-muted;",
    "mark": "color: $text-primary;",
    "bar": "color: $text-primary;",
    "selected": "color: $text-accent; text-style: bold;",
    "found": "color: $text-warning; text-style: bold;",
    "error": "color: $text-error;",
    "retry": "color: $text-primary; text-style: underline;",
    "badge": "background: $panel;",
}
"""What each role looks like; of several the later ones win."""

CHOSEN = "chosen"
"""The role of what is selected with the mouse, beside its own."""

WITHOUT_COLOURS = {"dim": "dim", "line": "dim", "comment": "dim", "mono": "bold", "badge": "bold"}
"""What roles look like where the terminal's own colours are used, which may be none."""

CLASSES = {PREFIX + role for role in INK}
COLOURS = "\n".join(
    (
        *(f"& > .{PREFIX}{role} {{ {look} }}" for role, look in INK.items()),
        *(f"&:ansi > .{PREFIX}{role} {{ text-style: {style}; }}" for role, style in WITHOUT_COLOURS.items()),
    )
)


class Ink:
    """Draws pieces in the styles that their roles have in a widget, which are looked up once for each theme."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._styles: dict[str, Style] = {}

    def forget(self) -> None:
        """Look the styles up anew."""
        self._styles.clear()

    def strip(self, pieces: Iterable[Piece], width: int) -> Strip:
        """Return pieces as a line of exactly so many cells."""
        segments = [Segment(text, self.style(role)) for text, role in pieces]
        return Strip(segments).crop_extend(0, width, self.style(""))

    def style(self, role: str) -> Style:
        """Return how a role looks; what is "chosen" has the screen's colours of a selection."""
        if role not in self._styles:
            names = [PREFIX + name for name in role.split() if name != CHOSEN]
            style = self._widget.get_visual_style(*names).rich_style
            if CHOSEN in role.split():
                style += self._widget.screen.get_component_rich_style("screen--selection")
            self._styles[role] = style
        return self._styles[role]
