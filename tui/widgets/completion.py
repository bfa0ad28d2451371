"""The list of what a slash command can become; it lies over what is above the prompt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from ..text.cells import cut, fill
from ..text.complete import Suggestion

ROWS = 8
"""Suggestions in view at once."""

LABEL = 28
"""Cells of a label at most, where words about it follow."""


class Completion(Widget):
    """Suggestions, one of them chosen. It draws itself and never has the focus: the keys are the prompt's."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"completion--row", "completion--about", "completion--chosen"}
    DEFAULT_CSS = """
    Completion {
        overlay: screen; display: none; height: auto; width: 100%; background: $panel; color: $foreground;
        & > .completion--row { color: $foreground; background: $panel; }
        & > .completion--about { color: $text-muted; background: $panel; }
        & > .completion--chosen { color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold; }
        &:nocolor > .completion--chosen { text-style: bold reverse; }
    }
    """

    @dataclass
    class Taken(Message):
        """A suggestion was clicked."""

        suggestion: Suggestion

    def __init__(self) -> None:
        super().__init__()
        self._found: Sequence[Suggestion] = ()
        self._at = 0
        self.moved = False
        """Whether the person chose a row."""

    @property
    def is_open(self) -> bool:
        """Whether anything is suggested."""
        return bool(self._found)

    @property
    def count(self) -> int:
        """The number of suggestions."""
        return len(self._found)

    @property
    def chosen(self) -> Suggestion | None:
        """The suggestion that Tab takes."""
        return self._found[self._at] if self._found else None

    def show(self, found: Sequence[Suggestion]) -> None:
        """Suggest something else, the first of it chosen; nothing closes the list."""
        if found == self._found:
            return
        rows = self._rows
        self._found, self._at, self.moved = found, 0, False
        if rows != self._rows:
            self.display = bool(found)
            self.styles.offset = (0, -self._rows)
            self.refresh(layout=True)
        self.refresh()

    def step(self, by: int) -> None:
        """Choose a row further down, or up; from the end it goes on at the beginning."""
        self._at = (self._at + by) % len(self._found)
        self.moved = True
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Return the rows that are needed."""
        return self._rows

    def render_line(self, y: int) -> Strip:
        """Draw a row."""
        place = self._top + y
        if y >= ROWS:
            return self._strip(("completion--about", f"  {self._at + 1} of {len(self._found)}"))
        if place >= len(self._found):
            return self._strip()
        one = self._found[place]
        label = fill(one.label, self._label) + "  " if one.about else one.label
        if place == self._at:
            return self._strip(("completion--chosen", f"› {label}{one.about}"))
        return self._strip(("completion--row", f"  {label}"), ("completion--about", one.about))

    def on_click(self, event: events.Click) -> None:
        """Take the row that was clicked."""
        event.stop()
        if event.y < ROWS and (place := self._top + event.y) < len(self._found):
            self.post_message(self.Taken(self._found[place]))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Choose the row below."""
        event.stop()
        self.step(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Choose the row above."""
        event.stop()
        self.step(-1)

    @property
    def _rows(self) -> int:
        return len(self._found) if len(self._found) <= ROWS else ROWS + 1

    @property
    def _top(self) -> int:
        return max(0, min(self._at - ROWS // 2, len(self._found) - ROWS))

    @property
    def _label(self) -> int:
        """Cells of a label where words about it follow."""
        return min(LABEL, max(cell_len(one.label) for one in self._found))

    def _strip(self, *pieces: tuple[str, str]) -> Strip:
        left, segments = self.size.width, []
        for name, text in pieces:
            segments.append(Segment(cut(text, left), self.get_component_rich_style(name)))
            left -= segments[-1].cell_length
        end = segments[-1].style if segments else self.get_component_rich_style("completion--about")
        return Strip(segments).extend_cell_length(self.size.width, end)
