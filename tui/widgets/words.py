"""A line to type words in."""

from __future__ import annotations

from textual.reactive import reactive
from textual.widgets import Input


class Words(Input):
    """An Input whose caret does not blink: while nobody types, nothing is painted."""

    cursor_blink = reactive(False, init=False)
