"""What can be done here, in a row: keys and words, to be pressed or clicked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.style import Style
from textual.widgets import Static

from ..keys import shown

GAP = "   "


class Hints(Static):
    """Actions of the screen with their keys, as they are mapped now; a click does the same as the key.

    Args:
        actions: names of the screen's actions, each with the words for it.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Hints {
        height: auto; color: $text-muted;
        link-color: $text-muted; link-style: none; link-background: transparent;
        link-color-hover: $foreground; link-style-hover: underline; link-background-hover: transparent;
    }
    """

    def __init__(self, actions: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._actions = actions

    def offer(self, actions: Sequence[tuple[str, str]]) -> None:
        """Show other actions."""
        self._actions = actions
        self.refresh(layout=True)

    def render(self) -> Content:
        """Draw the rows."""
        return Content("\n").join(Content(GAP).join(row) for row in self._rows(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return how many rows are needed."""
        return len(self._rows(width))

    def _rows(self, width: int) -> list[list[Content]]:
        """Return the hints in rows: a hint is never broken over two."""
        keys = keys_of(self.screen)
        rows: list[list[Content]] = [[]]
        for action, words in self._actions:
            hint = _hint(keys.get(action, ""), action, words)
            if rows[-1] and sum(len(GAP) + one.cell_length for one in [*rows[-1], hint]) - len(GAP) > width:
                rows.append([])
            rows[-1].append(hint)
        return rows


def _hint(key: str, action: str, words: str) -> Content:
    text = Content.assemble((key, "bold $foreground"), f" {words}" if key else words)
    return text.stylize(Style.from_meta({"@click": f"screen.{action}"}))


def keys_of(screen: Screen[Any]) -> dict[str, str]:
    """Return the first key of each action that can be taken on a screen now, as people write it."""
    found: dict[str, str] = {}
    for key, active in screen.active_bindings.items():
        found.setdefault(active.binding.action, shown(key))
    return found
