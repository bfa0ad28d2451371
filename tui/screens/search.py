"""Search in all turns, as you type: those that have the words, and then those near in meaning."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ...memory.errors import PenchantError
from ..keys import bindings
from ..show import NOTHING_FOUND
from ..text.cells import cut, line
from ..text.excerpt import excerpt
from ..widgets.hints import Hints
from ..widgets.rows import Rows
from ..widgets.words import Words
from .leaving import LeftOnce
from .telling import told

if TYPE_CHECKING:
    from ...memory import Event
    from ..engine import Engine
    from ..known import Found

DEBOUNCE_SECONDS = 0.15
"""How long typing has to pause before it is searched."""

BEGIN = "Type words that were said, or what it was about."


class SearchScreen(LeftOnce["Event | None"]):
    """Finds turns; ends with the chosen one, None for going back.

    Args:
        engine: searches.
        words: what is searched at first.
        session: search in this session alone, by words.
    """

    BINDINGS = bindings("search")
    DEFAULT_CSS = """
    SearchScreen { padding: 0 1; }
    SearchScreen #title { height: 1; text-style: bold; }
    SearchScreen #state { height: 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
    SearchScreen Input { margin: 1 0 0 0; }
    """

    def __init__(self, engine: Engine, words: str = "", session: str | None = None) -> None:
        super().__init__()
        self.engine, self._words, self._session = engine, line(words), session
        self._found: list[Found] = []
        self._titles: dict[str, str] = {}
        self._turns: list[Event | None] = []

    def compose(self) -> ComposeResult:
        yield Static("Search all turns" if self._session is None else "Find in this session", id="title", markup=False)
        yield Words(self._words, placeholder=BEGIN, select_on_focus=False)
        yield Static(id="state", markup=False)
        rows = Rows(markup=False)
        rows.can_focus = False  # so that typing and choosing go on together
        yield rows
        yield Hints([("submit", "go there"), ("close", "back")])

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self._find(self._words, wait=0)

    def on_resize(self) -> None:
        self._draw()

    @on(Input.Changed)
    def _search_when_it_pauses(self, event: Input.Changed) -> None:
        self._find(event.value, wait=DEBOUNCE_SECONDS)

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        if turn := self._turns[event.option_index]:
            self.dismiss(turn)

    @on(Input.Submitted)
    def action_submit(self) -> None:
        """Go to the marked turn."""
        self.query_one(Rows).action_select()

    def action_up(self) -> None:
        """Mark the turn above."""
        self.query_one(Rows).action_cursor_up()

    def action_down(self) -> None:
        """Mark the turn below."""
        self.query_one(Rows).action_cursor_down()

    def action_page_up(self) -> None:
        """Mark one a page up."""
        self.query_one(Rows).action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """Mark one a page down."""
        self.query_one(Rows).action_page_down()  # type: ignore[no-untyped-call]

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)

    @work(exclusive=True, group="search")
    async def _find(self, words: str, wait: float) -> None:
        await asyncio.sleep(wait)
        words, said = words.strip(), ""
        try:
            self._titles = self._titles or {one.id: one.title for one in await self.engine.sessions()}
            self._found = await self.engine.search(words, session=self._session) if words else []
            for session in {one.event.session for one in self._found} - self._titles.keys():  # older than those listed
                self._titles[session] = await self.engine.title(session)
        except (PenchantError, ValueError) as error:
            self._found, said = [], line(str(error))
        self._words = words
        with told(self):
            self.query_one("#state", Static).update(said or _told(words, self._found), layout=False)
            self._draw()

    def _draw(self) -> None:
        options, self._turns = _options(self._found, self._words, self._titles, max(20, self.size.width - 3))
        rows = self.query_one(Rows)
        rows.set_options(options)
        rows.highlighted = next((place for place, turn in enumerate(self._turns) if turn), None)


def _told(words: str, found: Sequence[Found]) -> str:
    if not words:
        return ""
    if not found:
        return NOTHING_FOUND
    near = sum(one.likeness is not None for one in found)
    with_words = f"{len(found) - near} with these words" if len(found) > near else "none with these words"
    return with_words + (f", {near} near in meaning" if near else "")


def _options(
    found: Sequence[Found], words: str, titles: Mapping[str, str], width: int
) -> tuple[list[Option], list[Event | None]]:
    """Return the rows, and the turn that each stands for: none for a heading."""
    options: list[Option] = []
    turns: list[Event | None] = []
    for near, heading in ((False, "With these words"), (True, "Near in meaning")):
        part = [one for one in found if (one.likeness is not None) == near]
        if part:
            options.append(Option(Content.styled(heading, "bold"), disabled=True))
            options += [Option(_row(one, words, titles, width)) for one in part]
            turns += [None, *(one.event for one in part)]
    return options, turns


def _row(one: Found, words: str, titles: Mapping[str, str], width: int) -> Content:
    """Return a turn in two lines: where and when it was said, and the words around what was searched."""
    event = one.event
    likeness = f"  likeness {one.likeness:.2f}".replace("0.", ".") if one.likeness is not None else ""
    who = "you" if event.role == "user" else "model"
    head = f"  {event.at.astimezone():%Y-%m-%d %H:%M}  {who}{likeness}  {line(titles.get(event.session, ''))}"
    return Content.assemble((cut(head, width), "dim"), "\n    ", excerpt(event.text, words, width - 4))
