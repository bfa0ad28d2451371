"""A list of rows to choose from: a click marks a row, a click on the marked one, or Enter, opens it."""

from __future__ import annotations

from textual import events
from textual.widgets import OptionList


class Rows(OptionList):
    """An option list in which a click marks first, so that keys and hints can act on the marked row."""

    DEFAULT_CSS = """
    Rows {
        height: 1fr; border: none; padding: 0; background: transparent; background-tint: transparent;
        text-wrap: nowrap; text-overflow: ellipsis; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
        &:focus { border: none; background-tint: transparent; }
        & > .option-list--option-highlighted, &:focus > .option-list--option-highlighted {
            color: $block-cursor-foreground; background: $block-cursor-background; text-style: $block-cursor-text-style;
        }
    }
    """

    def on_click(self, event: events.Click) -> None:
        """Mark a row that is not marked, and leave it at that."""
        clicked = event.style.meta.get("option")
        if clicked is not None and clicked != self.highlighted and not self.options[clicked].disabled:
            event.prevent_default()
            self.highlighted = clicked
