"""The prompt inspector: exactly what was sent for a turn, why, and what would have been different."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widgets import Static

from ..keys import bindings
from ..text import pages
from ..widgets.hints import Hints
from ..widgets.sheet import Sheet
from ..widgets.token_bar import TokenBar
from .leaving import LeftOnce
from .telling import told

if TYPE_CHECKING:
    from ...agent.kept.sent import Sent
    from ..engine import Engine

PAGES = {"sent": "Sent", "why": "Why", "difference": "Difference", "raw": "Raw"}

NEAR = 8
"""Turns that are looked through for the next one that was asked."""


class InspectorScreen(LeftOnce[None]):
    """What was sent for a turn of the person's; the turns before and after are a key away.

    Args:
        engine: gives the records.
        turn: the number of a turn of the person's; negative for one said incognito.
    """

    @dataclass
    class Copy(Message):
        """The person wants this text in the clipboard."""

        text: str

    BINDINGS = bindings("inspector")
    VERTICAL_BREAKPOINTS = [(0, "-low"), (26, "-high")]  # noqa: RUF012 - Textual types it as the instance's
    DEFAULT_CSS = """
    InspectorScreen { padding: 0 1; }
    InspectorScreen > Static { height: auto; }
    InspectorScreen #title { text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; }
    InspectorScreen #summary { color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
    InspectorScreen.-high TokenBar { margin-top: 1; }
    InspectorScreen.-high #tabs { margin: 1 0; }
    InspectorScreen #tabs {
        link-color: $text-muted; link-style: none; link-background: transparent;
        link-color-hover: $foreground; link-style-hover: underline; link-background-hover: transparent;
    }
    """

    def __init__(self, engine: Engine, turn: int) -> None:
        super().__init__()
        self.engine, self.turn = engine, turn
        self._sent: Sent | None = None
        self._before: Sent | None = None
        self._page = "sent"
        self._folded: frozenset[int] = frozenset()
        self._loaded = False

    def compose(self) -> ComposeResult:
        yield Static(id="title", markup=False)
        yield Static(id="summary", markup=False)
        yield TokenBar()
        yield Static(id="tabs", markup=False)
        yield Sheet()
        yield Hints(
            [
                ("previous", "before"),
                ("next", "after"),
                ("again", "again without interests"),
                ("fold", "fold"),
                ("copy", "copy"),
                ("close", "back"),
            ]
        )

    def on_mount(self) -> None:
        self.query_one(Sheet).focus()
        self._go(self.turn)

    def on_resize(self) -> None:
        self._draw()

    # Keys

    def action_previous(self) -> None:
        """Show the turn before."""
        self._step(-1)

    def action_next(self) -> None:
        """Show the turn after."""
        self._step(1)

    def action_turn_page(self) -> None:
        """Show the next page."""
        names = list(PAGES)
        self.action_page(names[(names.index(self._page) + 1) % len(names)])

    def action_page(self, name: str) -> None:
        """Show a page."""
        self._page = name
        self._draw(top=True)

    def action_page_sent(self) -> None:
        """Show what was sent."""
        self.action_page("sent")

    def action_page_why(self) -> None:
        """Show why each interest was in or out."""
        self.action_page("why")

    def action_page_difference(self) -> None:
        """Show what memory and the turn before change."""
        self.action_page("difference")

    def action_page_raw(self) -> None:
        """Show the request as it is."""
        self.action_page("raw")

    def action_fold(self) -> None:
        """Fold the history, or unfold it."""
        if self._sent is not None:
            history = {place for place, one in enumerate(self._sent.segments) if one.kind == "history"}
            self._folded = self._folded - history if history <= self._folded else self._folded | history
            self._draw()

    def action_fold_one(self, place: int) -> None:
        """Fold a segment, or unfold it."""
        self._folded ^= {place}
        self._draw()

    def action_copy(self) -> None:
        """Copy the request."""
        if self._sent is not None:
            self.post_message(self.Copy(self._sent.request_json()))

    def action_again(self) -> None:
        """Run the turn again without interests, beside what was answered."""
        from .compare import CompareScreen

        if self._sent is not None:
            self.app.push_screen(CompareScreen(self.engine, self.turn, changed=bool(self._sent.block_tokens)))

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()

    # Reading

    @work(exclusive=True, group="turn")
    async def _go(self, turn: int) -> None:
        with told(self):
            await self._load(turn)

    async def _load(self, turn: int) -> None:
        self.turn, self._sent = turn, await self.engine.sent(turn)
        before = await self._neighbour(-1)
        self._before = await self.engine.sent(before) if before is not None else None
        self._folded = pages.folds(self._sent) if self._sent else frozenset()
        self._loaded = True
        self._draw(top=True)

    @work(exclusive=True, group="turn")
    async def _step(self, step: int) -> None:
        with told(self):
            found = await self._neighbour(step)
            if found is None:
                self.notify("This is the first turn." if step < 0 else "This is the last turn.")
            else:
                await self._load(found)

    async def _neighbour(self, step: int) -> int | None:
        """Return the person's turn before or after."""
        if step < 0:
            near = reversed(await self.engine.entries(NEAR, before=self.turn))
        else:
            near = iter(await self.engine.entries(NEAR, after=self.turn))
        return next((one.number for one in near if one.kind == "user"), None)

    # Drawing

    def _draw(self, *, top: bool = False) -> None:
        if not self._loaded:
            return
        sent = self._sent
        self.query_one("#title", Static).update(pages.title(sent))
        self.query_one("#summary", Static).update(pages.summary(sent) if sent else "")
        self.query_one("#tabs", Static).update(self._tabs() if sent else "")
        self.query_one(TokenBar).show(pages.parts(sent) if sent else [])
        width = max(20, self.size.width - 3)
        self.query_one(Sheet).show(self._lines(sent, width) if sent else pages.no_page(width), top=top)

    def _tabs(self) -> Content:
        return Content("   ").join(
            Content.styled(f" {number} {title} ", "bold reverse" if name == self._page else "").stylize(
                Style.from_meta({"@click": f"screen.page({name!r})"})
            )
            for number, (name, title) in enumerate(PAGES.items(), 1)
        )

    def _lines(self, sent: Sent, width: int) -> list[Content]:
        from ...agent.bias import GATE, WIDE_GATE
        from ...agent.gate.openness import Openness

        if self._page == "why":
            gate = WIDE_GATE if sent.openness == "wide" else GATE
            return pages.why_page(sent, gate, Openness.OPEN.value, width)
        if self._page == "difference":
            return pages.difference_page(sent, self._before, width)
        return pages.raw_page(sent, width) if self._page == "raw" else pages.sent_page(sent, self._folded, width)
