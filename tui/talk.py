"""One message after another: what was sent waits in a queue while a reply streams, and a reply can be stopped."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from ..memory.errors import PenchantError
from .entries import Entry, entry_of
from .show import leaned, tool_line

if TYPE_CHECKING:
    from ..agent import Recalled, Remembered
    from ..memory import Attachment, Event
    from .engine import Engine


@dataclass(frozen=True, slots=True)
class Message:
    """What the person sends: a text, files, and the number of the turn that it replaces."""

    text: str
    attachments: tuple[Attachment, ...] = ()
    replacing: int | None = None


class Stage(Protocol):
    """Where a conversation is shown."""

    def waiting(self, messages: list[Message]) -> None:
        """The queue has changed; the first of it may be under way and not stored yet."""

    def stored(self, message: Message, turn: Event) -> None:
        """The message is stored; what it replaces is gone."""

    def recalled(self, event: Recalled) -> None:
        """This is sent."""

    def text(self, piece: str) -> None:
        """A piece of the reply."""

    def unsent(self, message: Message) -> None:
        """The message was stopped before it was sent."""

    def happened(self, told: str) -> None:
        """Beside the reply: a tool is called or has returned, or the model is asked again."""

    async def ask(self, question: str) -> bool:
        """Ask the person for a yes or no on behalf of a tool."""

    def replied(self, entry: Entry, event: Remembered | None) -> None:
        """The reply is stored; without an event it was stopped."""

    def failed(self, message: Message, error: Exception, came: Entry | None, stored: bool) -> None:
        """There is no answer: what came of it, and whether the message itself is stored."""


class Talk:
    """Sends messages in order. What is not stored yet is in `queue`."""

    def __init__(self, engine: Engine, stage: Stage) -> None:
        self.queue: list[Message] = []
        self._engine, self._stage = engine, stage
        self._task: asyncio.Task[None] | None = None
        self._answering: asyncio.Task[None] | None = None
        self._asked: Event | None = None
        """The message as it is stored."""
        self._said: list[str] = []
        self._leant = (0, 0)
        """How many interests biased the reply, with how many tokens."""

    @property
    def _stored(self) -> bool:
        """Whether the message that is being answered is in the ledger by now."""
        return self._asked is not None

    @property
    def busy(self) -> bool:
        """Whether a message is being answered."""
        return self._task is not None

    def send(self, message: Message) -> None:
        """Answer a message once those before it are."""
        self.queue.append(message)
        self._stage.waiting(self.queue)
        if self._task is None:
            self._task = asyncio.create_task(self._run())

    def take_back(self, place: int) -> Message:
        """Return a message that waits, and do not send it."""
        message = self.queue.pop(place)
        self._stage.waiting(self.queue)
        return message

    def stop(self) -> bool:
        """Stop the reply and keep what came of it; one that waits for the model comes back unsent.

        Returns whether there was either.
        """
        if self._answering is None or (self._asked is None and not self._engine.model_loads):  # it is being stored
            return False
        self._answering.cancel()
        return True

    async def finished(self) -> None:
        """Wait until nothing is being answered."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        try:
            while self.queue:
                await self._send(self.queue[0])
        finally:
            self._task = None

    async def _send(self, message: Message) -> None:
        """Answer one message to its end, its failure or its stop."""
        self._asked, self._leant, self._said = None, (0, 0), []
        self._answering = asyncio.create_task(self._answer(message))
        try:
            await self._answering
        except asyncio.CancelledError:
            if self._stored:
                self._stage.replied(await self._came() or Entry("notice", "stopped before anything came"), None)
            else:
                self._stage.unsent(message)
        except (PenchantError, ValueError) as error:
            self._stage.failed(message, error, await self._came(), self._stored)
        finally:
            self._answering = None
            if message in self.queue:
                self.queue.remove(message)
                self._stage.waiting(self.queue)

    async def _answer(self, message: Message) -> None:
        from ..agent import Question, Recalled, Remembered, Retrying, Text, ToolCalled, ToolReturned, Unanswered

        async with aclosing(self._engine.reply(message.text, message.attachments, message.replacing)) as events:
            async for event in events:
                match event:
                    case Unanswered():
                        self._begin(message, event.turn)
                    case Recalled():
                        self._begin(message, event.turn)
                        self._leant = _leant(event)
                        self._stage.recalled(event)
                    case Text():
                        self._said.append(event.text)
                        self._stage.text(event.text)
                    case Retrying():
                        self._stage.happened(str(event))
                    case ToolCalled() | ToolReturned():
                        self._stage.happened(tool_line(event))
                    case Question():
                        event.answer(await self._stage.ask(event.text))
                    case Remembered():
                        self._stage.replied(entry_of(event.reply, leaned(*self._leant, cut=event.cut)), event)

    def _begin(self, message: Message, turn: Event) -> None:
        self._asked = turn
        self.queue.remove(message)
        self._stage.waiting(self.queue)
        self._stage.stored(message, turn)

    async def _came(self) -> Entry | None:
        """Return what came of a reply that broke off: as it is stored, or as it was heard where incognito has ended meanwhile."""
        if self._asked is None or not (heard := "".join(self._said)).strip():
            return None
        stored = await self._engine.answered(self._asked.number)
        return replace(stored, note=leaned(*self._leant)) if stored else Entry("reply", heard, complete=False)


def _leant(event: Recalled) -> tuple[int, int]:
    return len(event.bias.liked) + len(event.bias.disliked), event.prompt.block_tokens
