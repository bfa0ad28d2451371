"""One turn of conversation from start to end: recall, store, ask, stream, store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import aclosing, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar
from uuid import uuid4

from ..memory import EmbeddingError, Observed, Relevant, UserMemory
from ..memory.tail import MOST_TURNS
from .bias import bias_for
from .errors import ModelError, ModelUnreachable
from .events import AgentEvent, Failed, Recalled, Remembered, Text
from .models import Model, explain, load_httpx, open_model, wrap
from .prompt import Prompt, build

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

T = TypeVar("T")


class Agent:
    """A chat agent over one person's memory.

    The ledger is its history: it holds no copy, so that what is forgotten is gone from the next prompt too, and a
    session goes on where another process left it.

    Args:
        model: a model's name (models.py), or a LangChain chat model.
        memory: the person's memory.
        session: the conversation to go on with; a new one if not given.
        system: your own system message.
        data: the folder where the packaged model lies; the default is the platform's.

    Raises:
        ModelRefused: there is no such model.
        ModelUnreachable: its server does not answer.
    """

    def __init__(
        self,
        model: str | BaseChatModel | Model,
        memory: UserMemory,
        *,
        session: str | None = None,
        system: str = "",
        data: Path | None = None,
    ) -> None:
        self.model = _opened(model, data)
        self.memory = memory
        self.session = session or uuid4().hex
        self._system = system
        self._runner: asyncio.Runner | None = None

    async def reply(self, text: str) -> AsyncGenerator[AgentEvent, None]:
        """Answer a message; yields what a front end hears (events.py).

        The person's turn is durable before the model is asked. A reply that is cut short, by the model or by
        the reader leaving, is stored as far as it came, marked as interrupted.

        Raises:
            ValueError: the message is empty.
            ModelUnreachable: no answer; trying again may help.
            ModelRefused: the model will not answer this.
            LedgerError: the turn could not be stored; nothing was asked.
        """
        recalled = await asyncio.to_thread(self._recall, text)
        yield recalled
        said: list[str] = []
        failure: ModelError | None = None
        complete = False
        try:
            async with aclosing(self._asked(recalled.prompt)) as pieces:
                async for piece in pieces:
                    said.append(piece)
                    yield Text(piece)
            complete = True
        except ModelError as error:
            failure = error
        finally:
            stored = self._store("".join(said), complete)  # also when the reader leaves: a reply is never lost
        if failure is None and stored is not None:
            yield Remembered(stored.event, stored.changes)
            return
        failure = failure or ModelUnreachable(f"the model {self.model.profile.name} gave an empty reply: try again")
        yield Failed(failure)
        raise failure

    def chat(self, text: str) -> str:
        """Answer a message and return the whole reply: `reply` for callers without an event loop.

        Raises:
            RuntimeError: called from inside a running event loop; use `reply` there.
        """
        return self.run(self._whole(text))

    def close(self) -> None:
        """Release what `chat` has used."""
        if self._runner is not None:
            self._runner.close()
            self._runner = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _recall(self, text: str) -> Recalled:
        """Ask memory, store the turn, and build what is sent: the wait before the model."""
        found, notice = self._attend(text)
        chosen = bias_for(text, found, self.model.profile.most_liked)
        history = self.memory.turns(self.session, MOST_TURNS)
        observed = self.memory.observe(
            text, session=self.session, learn=False
        )  # learned with the reply: the model waits less
        profile = self.model.profile
        prompt = build(
            observed.event.text,
            history,
            chosen,
            placement=profile.placement,
            max_tokens=profile.max_prompt_tokens,
            count=profile.count,
            system=self._system or profile.system,
        )
        return Recalled(observed.event, chosen, prompt, notice or self._language_notice(text))

    def _language_notice(self, text: str) -> str:
        """Return a warning where the model will answer badly because of the message's script."""
        letters = [character for character in text if character.isalpha()]
        if not self.model.profile.only_english or sum(letter > "\u024f" for letter in letters) * 2 <= len(letters):
            return ""
        return f"the model {self.model.profile.name} writes English only; memory understands you, --model chooses a model that does too"

    async def _asked(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """Yield the model's reply piece by piece; when the reader leaves, the model is told to stop."""
        stream = self.model.chat.astream(list(prompt.messages))
        try:
            async for chunk in stream:
                if piece := str(chunk.text):
                    yield piece
        except Exception as error:
            raise explain(error, self.model.profile.name) from error
        finally:
            if isinstance(stream, AsyncGenerator):
                await stream.aclose()

    def _attend(self, text: str) -> tuple[tuple[Relevant, ...], str]:
        """Return what memory finds; without its embedding model the conversation goes on without recall."""
        try:
            return self.memory.attend(text), ""
        except EmbeddingError as error:
            return (), str(error)

    def _store(self, text: str, complete: bool) -> Observed | None:
        """Store the reply, and let memory learn from the person's words in the same transaction."""
        if text.strip():
            return self.memory.observe(text, role="assistant", session=self.session, complete=complete)
        with suppress(EmbeddingError):  # then it is learned later
            self.memory.learn()
        return None

    async def _whole(self, text: str) -> str:
        return "".join([event.text async for event in self.reply(text) if isinstance(event, Text)])

    def run(self, work: Coroutine[object, object, T]) -> T:
        """Run a coroutine of this agent's to its end, in an event loop that is kept: clients of models are bound to theirs.

        Raises:
            RuntimeError: called from inside a running event loop.
        """
        if _inside_a_loop():
            work.close()
            raise RuntimeError("an event loop is running here: use `async for event in agent.reply(text)`")
        if self._runner is None:
            self._runner = asyncio.Runner()
        return self._runner.run(work)


def _inside_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _opened(model: str | BaseChatModel | Model, data: Path | None) -> Model:
    load_httpx()
    if isinstance(model, Model):
        return model
    if isinstance(model, str):
        return open_model(model, data or _data_folder())
    return wrap(model)


def _data_folder() -> Path:
    from .settings import load

    return load().data
