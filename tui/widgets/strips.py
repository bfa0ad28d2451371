"""A line of a self-drawing widget, out of pieces of text."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

Piece = tuple[str, str]
"""Text, and the component class that it is drawn in; "" is the widget's own style."""


def strip(widget: Widget, pieces: Iterable[Piece], width: int, under: str = "") -> Strip:
    """Return a line of exactly so many cells; `under` is a component class that lies under all of it."""
    ground = _ground(widget, under) if under else Style.null()
    segments = [Segment(text, style_of(widget, name) + ground) for text, name in pieces if text]
    room = width - sum(cell_len(segment.text) for segment in segments)
    if room > 0:
        segments.append(Segment(" " * room, style_of(widget, "") + ground))
    return Strip(segments).crop(0, width)


def _ground(widget: Widget, name: str) -> Style:
    """Return the background of a component class, and whether it is bold."""
    style = style_of(widget, name)
    return Style(bgcolor=style.bgcolor, bold=style.bold or None)


def style_of(widget: Widget, name: str) -> Style:
    """Return a component class of a widget as a style to draw in."""
    return (widget.get_visual_style(name) if name else widget.visual_style).rich_style
