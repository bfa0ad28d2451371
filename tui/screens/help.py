"""The help: all commands and keys, as they are mapped now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from textwrap import wrap

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ..keys import bindings
from ..reference import NO_KEYS, Row, Section, sections
from ..text.cells import fill
from ..widgets.hints import Hints
from .leaving import LeftOnce

WIDE = 92
"""From this width on the keys of commands have a column of their own."""

GAP = 2


class HelpScreen(LeftOnce[None]):
    """Commands and keys; `keymap` has the keys that the person chose, by id."""

    BINDINGS = bindings("help")
    DEFAULT_CSS = """
    HelpScreen { padding: 0 1; }
    HelpScreen #title { text-style: bold; height: 1; margin-bottom: 1; }
    HelpScreen VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    HelpScreen VerticalScroll > Static { height: auto; }
    """

    def __init__(self, keymap: Mapping[str, str] = NO_KEYS) -> None:
        super().__init__()
        self._sections = sections(keymap)

    def compose(self) -> ComposeResult:
        yield Static("Help", id="title", markup=False)
        with VerticalScroll():
            yield Static(id="all", markup=False)
        yield Hints([("close", "Back")])

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#all", Static).update(page(self._sections, event.size.width - 4))

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()


def page(shown: Sequence[Section], width: int) -> Content:
    """Return the sections as aligned columns in so many cells."""
    lines: list[Content] = []
    commands, *places = shown
    keys = max(len(row.what) for section in places for row in section.rows)
    for section in shown:
        first = keys if section is not commands else max(len(row.what) for row in section.rows)
        lines += [Content(""), Content.styled(section.title, "bold $text-primary")]
        lines += _rows(section.rows, min(first, width * 2 // 5), width)
    return Content("\n").join(lines[1:])


def _rows(rows: Sequence[Row], first: int, width: int) -> Iterable[Content]:
    apart = width >= WIDE and any(row.keys for row in rows)
    second = max(len(row.keys) for row in rows) if apart else 0
    widths = [first, *([second] if apart else []), max(10, width - first - second - GAP * (1 + apart))]
    for row in rows:
        text = row.text if apart or not row.keys else f"{row.text} {row.keys}."
        yield from _lines([row.what, *([row.keys] if apart else []), text], widths)


def _lines(cells: Sequence[str], widths: Sequence[int]) -> Iterable[Content]:
    """Yield a row of wrapped cells."""
    columns = [wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for first, *rest in zip_longest(*columns, fillvalue=""):
        filled = (fill(text, width) for text, width in zip(rest, widths[1:], strict=True))
        yield Content.assemble((fill(first, widths[0] + GAP), "bold"), (" " * GAP).join(filled).rstrip())
