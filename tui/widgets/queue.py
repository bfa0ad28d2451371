"""What was sent while a reply streams and waits for its turn: a dim row each, and a click takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from ..text.cells import cut, line

ROWS = 3
"""Messages in view; how many more there are stands in the last row."""


class Queue(Widget):
    """The messages that wait, oldest first. It draws itself and takes no row when nothing waits."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"queue--row", "queue--pointed"}
    DEFAULT_CSS = """
    Queue {
        height: auto; padding: 0 2; background: $background;
        & > .queue--row { color: $text-muted; background: $background; }
        & > .queue--pointed { color: $foreground; background: $background; text-style: underline; }
    }
    """

    @dataclass
    class TakenBack(Message):
        """A message shall go back into the prompt; `index` is its place in what was shown."""

        index: int

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._texts: Sequence[str] = ()
        self._pointed = -1
        self.display = False

    def show(self, texts: Sequence[str]) -> None:
        """Show what waits."""
        rows = self._rows
        self._texts, self._pointed = [line(text) for text in texts], -1
        if rows != self._rows:
            self.display = bool(texts)
            self.refresh(layout=True)
        self.refresh()

    def take_last(self) -> bool:
        """Take the last message back, and return whether there was one."""
        if self._texts:
            self.post_message(self.TakenBack(len(self._texts) - 1))
        return bool(self._texts)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Return the rows that are needed."""
        return self._rows

    def render_line(self, y: int) -> Strip:
        """Draw a row."""
        style = self.get_component_rich_style("queue--pointed" if y == self._pointed else "queue--row")
        text = f"queued: {self._texts[y]}" if y < min(ROWS, len(self._texts)) else f"+{len(self._texts) - ROWS} more"
        return Strip([Segment(cut(text, self.size.width), style)]).extend_cell_length(
            self.size.width, self.get_component_rich_style("queue--row")
        )

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Mark the row that a click would take back."""
        self._point(event.y)

    def on_leave(self) -> None:
        """Mark nothing."""
        self._point(-1)

    def on_click(self, event: events.Click) -> None:
        """Take back the row that was clicked; the row of those that are not in view takes back the last."""
        event.stop()
        self.post_message(self.TakenBack(event.y if event.y < ROWS else len(self._texts) - 1))

    @property
    def _rows(self) -> int:
        return min(len(self._texts), ROWS + 1)

    def _point(self, row: int) -> None:
        if row != self._pointed:
            self._pointed = row
            self.refresh()
