"""A long text that scrolls, in lines that are wrapped already. Only what is in view is drawn, so its length costs nothing."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual


class Sheet(ScrollView, can_focus=True):
    """Draws what `show` gives it; text can be selected, and what has an `@click` can be clicked."""

    DEFAULT_CSS = """
    Sheet {
        height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
        text-wrap: nowrap; text-overflow: ellipsis;
        link-color: $foreground; link-style: none; link-background: transparent;
        link-color-hover: $foreground; link-style-hover: underline; link-background-hover: transparent;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[Content] = ()

    def show(self, lines: Sequence[Content], *, top: bool = False) -> None:
        """Draw these lines, from the first on or where the reader is."""
        self._lines = lines
        self.virtual_size = Size(0, len(lines))
        if top:
            self.scroll_home(animate=False)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        place, width = self.scroll_offset.y + y, self.size.width
        if place >= len(self._lines) or not self._lines[place]:
            return Strip.blank(width, self.rich_style)
        strips = Visual.to_strips(self, self._marked(place), width, 1, self.visual_style, apply_selection=False)
        return strips[0].extend_cell_length(width, self.rich_style).apply_offsets(0, place)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the text that is selected."""
        return selection.extract("\n".join(one.plain for one in self._lines)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002
        """Draw what is selected now."""
        self.refresh()

    def _marked(self, place: int) -> Content:
        line, selection = self._lines[place], self.text_selection
        span = selection.get_span(place) if selection else None
        if span is None:
            return line
        style = Style.from_styles(self.screen.get_component_styles("screen--selection"))
        return line.stylize(style, span[0], len(line) if span[1] == -1 else span[1])
