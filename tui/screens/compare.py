"""Two answers to one turn side by side: the one that was given, and one without what memory had added. Nothing is stored."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widgets import Static
from textual.worker import Worker

from ...memory.errors import PenchantError
from ..entries import Entry
from ..keys import bindings
from ..text.cells import line
from ..widgets.hints import Hints
from ..widgets.transcript import Transcript
from .inspector import InspectorScreen
from .leaving import LeftOnce
from .telling import told

if TYPE_CHECKING:
    from ..engine import Engine

WIDE = 100
"""From this width on the answers stand side by side, else one under the other."""

SAME = "Memory had added nothing to this turn: both answers are to the same words."
STOP, BACK = (("close", "stop, then back"),), (("close", "back"),)
NOT_KEPT = "There is none: it failed, or was stopped before it began."


class CompareScreen(LeftOnce[None]):
    """Asks for a turn's answer once more without interests, and shows both; Esc stops the answer, and then goes back.

    Args:
        engine: knows the first answer and asks for the second.
        turn: the number of the person's turn.
        changed: whether memory had added something to it.
    """

    BINDINGS = bindings("compare")
    DEFAULT_CSS = """
    CompareScreen { padding: 0 1; }
    CompareScreen #title { height: 1; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; }
    CompareScreen #note { height: auto; color: $text-muted; }
    CompareScreen #answers { height: 1fr; margin-top: 1; layout: vertical; }
    CompareScreen #answers.-wide { layout: horizontal; }
    CompareScreen .answer { width: 1fr; height: 1fr; }
    CompareScreen .-wide #given { padding-right: 2; }
    CompareScreen .name { height: 1; padding-left: 2; text-style: bold; color: $text-accent; }
    """

    def __init__(self, engine: Engine, turn: int, *, changed: bool = True) -> None:
        super().__init__()
        self.engine, self.turn, self._changed = engine, turn, changed
        self._asking: Worker[None] | None = None
        self._came = ""

    def compose(self) -> ComposeResult:
        yield Static("Run again without interests", id="title", markup=False)
        if not self._changed:
            yield Static(SAME, id="note", markup=False)
        with Container(id="answers"):
            for name, title in (("given", "As it was answered"), ("without", "Without interests")):
                with Vertical(classes="answer"):
                    yield Static(title, id=f"{name}-name", classes="name", markup=False)
                    yield Transcript(id=name)
        yield Hints(STOP)

    def on_mount(self) -> None:
        self.query_one("#without").focus()
        self._show_given()
        self._asking = self._ask()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#answers").set_class(event.size.width >= WIDE, "-wide")

    def action_close(self) -> None:
        """Stop the answer; when it has ended, go back."""
        if self._asking is None or self._asking.is_finished:
            self.dismiss()
        else:
            self._asking.cancel()

    @on(Transcript.Acted)
    def _act(self, acted: Transcript.Acted) -> None:
        """Ask once more, or copy; the other keys of a transcript have no meaning here."""
        if acted.action == "retry" and self._asking is not None and self._asking.is_finished:
            self._asking = self._ask()
        elif acted.action in ("copy", "copy_code"):
            self.post_message(InspectorScreen.Copy(acted.text))

    @work(group="given")
    async def _show_given(self) -> None:
        given: Entry | None = None
        with told(self):
            if asked := await self.engine.turn(self.turn):
                self.query_one("#title", Static).update(f"Again without interests: {line(asked.text[:1000])}")
            given = await self.engine.answered(self.turn)
        with told(self):
            shown = self.query_one("#given", Transcript)
            shown.show([given or Entry("notice", NOT_KEPT)], earlier=False)
            shown.action_top()

    @work(group="again", exit_on_error=False)
    async def _ask(self) -> None:
        shown = self.query_one("#without", Transcript)
        shown.show([], earlier=False)
        shown.begin_reply()
        self._came = ""
        self.query_one(Hints).offer(STOP)
        self._tell("waiting for the model")
        try:
            await self._stream(shown)
        except asyncio.CancelledError:
            self._end(Entry("reply", self._came, complete=False), "stopped")
            raise
        except (PenchantError, ValueError) as error:
            self._end(Entry("error", str(error)), "failed")
        else:
            self._end(Entry("reply", self._came), "")

    def _end(self, entry: Entry, state: str) -> None:
        shown = self.query_one("#without", Transcript)
        shown.end_reply(entry)
        if shown.selected is None:
            shown.select(1)  # so that its keys act at once
        self.query_one(Hints).offer(BACK)
        self._tell(state)

    async def _stream(self, shown: Transcript) -> None:
        from ...agent import Text

        async with aclosing(self.engine.again(self.turn)) as pieces:
            async for piece in pieces:
                if not isinstance(piece, Text):
                    self._tell(str(piece))
                    continue
                if not self._came:
                    self._tell("answering")
                self._came += piece.text
                shown.feed(piece.text)

    def _tell(self, state: str) -> None:
        told = f"Without interests · {state}" if state else "Without interests"
        self.query_one("#without-name", Static).update(told, layout=False)
