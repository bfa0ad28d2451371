"""One turn of conversation from start to end: recall, store, ask, stream, store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable, Sequence
from contextlib import aclosing
from contextvars import ContextVar
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import uuid4

from ..memory import Attachment, EmbeddingError, Learning, UserMemory
from ..memory.arguments import choice, expect
from ..memory.cleaning import kept_whole
from .asking.patience import Patience
from .asking.stream import Account, answer
from .errors import ModelError, ModelUnreachable
from .events import AgentEvent, Failed, Recalled, Remembered, Retrying, Text, ToolReturned, Unanswered
from .gate.asking import DEADLINE, Asking, Question
from .gate.gate import open_gate
from .gate.kind import Judge, Vector, by_form, judge
from .gate.policy import Personalize, policy
from .integrations.people import checked_person
from .kept.keeping import Aside, Incognito, InLedger, Keeping
from .kept.sent import Sent, read
from .local.actuator import Actuator
from .models import Model, load_httpx, open_model, wrap
from .privacy.pseudonymizing import AUTO, hiding
from .prompt import Message, is_seen
from .prompting.attached import check, is_audio, is_image, with_images
from .prompting.emphasis import marked
from .recall import recall

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from .tools.tool_turn import Confirm
    from .tools.toolbox import Tool, Toolbox

T = TypeVar("T")

_WITHIN: ContextVar[tuple[Agent, ...]] = ContextVar("within", default=())
"""The agents whose loops are running what asks, one within another."""


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
        learning: what the turns may teach.
        personalize: whether interests may enter answers: off, gate (where they help) or always.
        gate_model: a language model that is asked each time whether they help, by its name or opened; without one the fitted gate decides.
        gate_deadline: how long its word is waited for; after that the fitted gate decides.
        clock: returns the present moment, for turns that memory does not store.
        tools: LangChain tools and functions of yours that the model may call, beside Penchant's own (own_tools.py); without any, also
            without an empty list of them, the model is asked directly.
        own_tools: whether it may call Penchant's own, where it may call any.
        confirm: answers a tool's question to the person, where whoever reads the events does not; without it the answer is no.
        pseudonymize: the kinds of words that a model is sent placeholders for (privacy/pseudonymizing.py); by default none where it runs
            on this machine, and keys, passwords and card numbers where it does not.
        patience: how the model is waited for, and how often it is asked again.

    Raises:
        ModelRefused: there is no such model, or it calls no tools and is given some.
        ModelUnreachable: its server does not answer.
        ValueError: what is given as the model, the memory, the patience or another argument is none; there is no such policy to personalize
            by; the gate's deadline is not positive; or the session's name is no text or cannot be stored.
    """

    def __init__(
        self,
        model: str | BaseChatModel | Model,
        memory: UserMemory,
        *,
        session: str | None = None,
        system: str = "",
        data: Path | None = None,
        learning: Learning = Learning.ON,
        personalize: Personalize | str = Personalize.GATE,
        gate_model: str | BaseChatModel | Model | None = None,
        gate_deadline: timedelta = DEADLINE,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        tools: Sequence[Tool] | None = None,
        own_tools: bool = True,
        confirm: Confirm | None = None,
        pseudonymize: str = AUTO,
        patience: Patience = Patience(),  # noqa: B008 - it is frozen
    ) -> None:
        checked_person(memory)
        if not isinstance(patience, Patience):
            raise ValueError(f"the patience must be a Patience, such as Patience(tries=5); got {patience!r:.60}")
        expect(isinstance(system, str), "system", "a text", system)
        listed = isinstance(tools, Iterable) and not isinstance(tools, str)
        expect(tools is None or listed, "tools", "a list of functions or tools", tools)
        expect(confirm is None or callable(confirm), "confirm", "a function that is asked a question", confirm)
        self.model = hiding(_opened(model, data), pseudonymize, session=True)
        self.patience = patience
        self.memory = memory
        self._toolbox = None if tools is None else _toolbox(self, tools, own_tools, confirm)
        self.session = kept_whole("session", session or uuid4().hex)
        self._system = system
        self._learning = choice(Learning, "learning", learning)
        self._policy = policy(personalize)
        self._asking = None if gate_model is None else _asking(gate_model, data, gate_deadline, pseudonymize)
        self._clock = clock
        self._incognito: Incognito | None = None
        self._kept: InLedger | None = None
        self._untold = self.model.notice
        self._runner: asyncio.Runner | None = None
        self._running = RLock()

    @property
    def learning(self) -> Learning:
        """What turns may teach, from the next one on.

        PAUSED turns are stored and teach nothing. INCOGNITO ones are not stored either, and interests are not used; what was said incognito
        is dropped when this is set to something else.
        """
        return self._learning

    @learning.setter
    def learning(self, learning: Learning) -> None:
        self._learning = choice(Learning, "learning", learning)
        if self._learning is not Learning.INCOGNITO:
            self._incognito = None

    @property
    def personalize(self) -> Personalize:
        """Whether interests may enter answers, from the next turn on: off, gate or always."""
        return self._policy

    @personalize.setter
    def personalize(self, personalize: Personalize | str) -> None:
        self._policy = policy(personalize)

    async def reply(
        self,
        text: str,
        *,
        attachments: Sequence[Attachment] = (),
        replacing: int | None = None,
        personalize: Personalize | str | None = None,
    ) -> AsyncGenerator[AgentEvent, None]:
        """Answer a message; yields what a front end hears (events.py).

        The person's turn is durable before the model is asked. A reply that is cut short, by the model or by
        the reader leaving, is stored as far as it came, marked as interrupted.

        Args:
            text: the message.
            attachments: texts, pictures and recordings that come with it.
            replacing: the number of an earlier turn of the person's in this session: it and all that follows are taken out of the
                conversation and teach nothing any more, and this message stands there instead. A kill in between leaves the session
                ending before that turn: the old words are still in the ledger, the new ones are not.
            personalize: whether interests may enter this answer; the default is the agent's.

        Raises:
            ValueError: the message is empty, or there is no such turn to replace; nothing has changed.
            ModelUnreachable: no answer; trying again may help.
            ModelRefused: the model will not answer this. Nothing is stored where it cannot take an attachment.
            LedgerError: the turn could not be stored; nothing was asked.
        """
        keeping, chosen = self._keeping(), self._policy if personalize is None else policy(personalize)
        account = Account()
        recalled = await self._recalled(text, tuple(attachments), replacing, keeping, chosen, account)
        if isinstance(recalled, Recalled):
            recalled, self._untold = replace(recalled, notice=self._untold or recalled.notice), ""
        yield recalled
        if isinstance(recalled, Unanswered):
            raise recalled.error
        said, returned = list[str](), list[str]()
        failure: ModelError | None = None
        complete = False
        try:
            async with aclosing(self._answer(recalled, keeping, account)) as events:
                async for event in events:
                    if isinstance(event, Text):
                        said.append(event.text)
                    elif isinstance(event, ToolReturned):
                        returned.append(event.text)
                    yield event
            complete = True
        except ModelError as error:
            failure = error
        finally:
            # also when the reader leaves: a reply is never lost
            stored = keeping.answer("".join(said), complete, returned)
            keeping.account(recalled.turn, account)
        said_now = recalled.turn.text, "" if stored is None else stored.event.text
        asyncio.get_running_loop().run_in_executor(None, keeping.look_ahead, *said_now)  # while the person reads
        if failure is None and stored is not None:
            yield Remembered(stored.event, stored.changes, account.usage, account.cut)
            return
        failure = failure or self._silence()
        failure.kept = not isinstance(keeping, Incognito)
        yield Failed(failure, account.usage)
        raise failure

    async def again(self, turn: int) -> AsyncGenerator[Text | Retrying, None]:
        """Ask the model once more with what was sent for a turn, without what memory added; nothing is stored.

        Raises:
            ValueError: there is no record of that turn.
            ModelUnreachable: no answer; trying again may help.
            ModelRefused: the model will not answer this.
        """
        messages, images = await asyncio.to_thread(self._without_memory, turn)
        said = False
        async with aclosing(answer(self.model, with_images(messages, images), self.patience, Account())) as events:
            async for event in events:
                said = said or (isinstance(event, Text) and bool(event.text.strip()))
                yield event
        if not said:
            raise self._silence()

    def sent(self, turn: int) -> Sent | None:
        """Return what was sent for a turn of the person's; None where there is no record of it.

        A number below 0 is a turn that was said incognito: there is a record until that ends.
        """
        if turn < 0:
            return self._incognito.sent(turn) if self._incognito else None
        return read(self.memory, turn)

    def aside(self, session: str) -> Aside:
        """Return what was said incognito in a session; nothing once that has ended."""
        return self._incognito.aside if self._incognito and self._incognito.session == session else Aside()

    def chat(self, text: str) -> str:
        """Answer a message and return the whole reply: `reply` for callers without an event loop.

        Calls from several threads are answered one after the other.

        Raises:
            RuntimeError: called from inside a running event loop, or by a tool of this agent's; use `reply` there.
        """
        return self.run(self._whole(text))

    def run(self, work: Coroutine[object, object, T]) -> T:
        """Run a coroutine of this agent's to its end, in an event loop that is kept: clients of models are bound to theirs.

        What another thread runs there is waited for.

        Raises:
            RuntimeError: called from inside a running event loop, or from what this one runs.
        """
        around = _WITHIN.get()
        if _inside_a_loop() or self in around:
            work.close()
            raise RuntimeError("an event loop is running here: use `async for event in agent.reply(text)`")
        with self._running:
            if self._runner is None:
                self._runner = asyncio.Runner()
            return self._runner.run(self._within(work, around))

    async def _within(self, work: Coroutine[object, object, T], around: tuple[Agent, ...]) -> T:
        _WITHIN.set((*around, self))
        return await work

    def close(self) -> None:
        """Release what `chat` has used, once it has answered.

        Raises:
            RuntimeError: called from what this agent is running.
        """
        if self in _WITHIN.get():
            raise RuntimeError("a tool of this agent's cannot close it: it is answering")
        with self._running:
            if self._runner is not None:
                self._runner.close()
                self._runner = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def _recalled(
        self,
        text: str,
        attachments: tuple[Attachment, ...],
        replacing: int | None,
        keeping: Keeping,
        chosen: Personalize,
        account: Account,
    ) -> Recalled | Unanswered:
        """Return what comes before the model is asked; where the reader leaves, the gate's model is told to stop."""
        ask = Question(self._asking, asyncio.get_running_loop(), account) if self._asking else None
        try:
            return await asyncio.to_thread(
                recall,
                text,
                attachments,
                replacing,
                keeping=keeping,
                profile=self.model.profile,
                system=self._system,
                at=self._clock(),
                policy=chosen,
                gate=open_gate(self.memory.embedder),
                judge=self._judge(),
                ask=ask,
            )
        finally:
            if ask:
                ask.stop()

    def _judge(self) -> Judge:
        """Return what tells the kind of a message: incognito, or where the embedding model fails, by its form alone."""
        if self._learning is Learning.INCOGNITO:
            return by_form
        return judge(self.memory.embedder, self._vector)

    def _vector(self, text: str) -> Vector | None:
        try:
            return self.memory.vector(text)
        except EmbeddingError:
            return None

    def _keeping(self) -> Keeping:
        """Return where the next turn is kept."""
        if self._learning is not Learning.INCOGNITO:
            if self._kept is None or (self._kept.session, self._kept.learning) != (self.session, self._learning):
                self._kept = InLedger(self.memory, self.session, self._learning)
            return self._kept
        if self._incognito is None or self._incognito.session != self.session:
            self._incognito = Incognito(self.memory, self.session, self._clock)
        return self._incognito

    def _without_memory(self, turn: int) -> tuple[tuple[Message, ...], tuple[Attachment, ...]]:
        """Return what was sent for a turn without what memory added, and the pictures and recordings beside it."""
        sent = self.sent(turn)
        if sent is None:
            raise ValueError(f"there is no record of what was sent for turn {turn}: ask anew")
        numbers = {one.event: None for one in sent.segments if is_seen(one) and one.event is not None}  # in order
        events = self.memory.events([number for number in numbers if number > 0])
        if self._incognito:
            events |= self._incognito.events(numbers)
        attached = [one for number in numbers if number in events for one in events[number].attachments]
        images = tuple(one for one in attached if is_image(one) or is_audio(one))
        check(images, self.model.profile.images, self.model.profile.name, self.model.profile.audio)
        return sent.without_memory, images

    def _marked(self, recalled: Recalled) -> Sequence[Any]:
        """Return the messages; a model that can be steered gets them with marks of where the topics stand."""
        profile = self.model.profile
        if profile.actuator is Actuator.PROMPT:
            return recalled.prompt.messages
        return marked(recalled.prompt, recalled.bias, profile.placement)

    def _silence(self) -> ModelUnreachable:
        return ModelUnreachable(f"the model {self.model.profile.name} gave an empty reply: try again")

    def _answer(self, recalled: Recalled, keeping: Keeping, account: Account) -> AsyncGenerator[AgentEvent, None]:
        """Return what happens while the model answers; when the reader leaves, it is told to stop."""
        messages = with_images(self._marked(recalled), recalled.prompt.images)
        if self._toolbox is None:
            return answer(self.model, messages, self.patience, account)
        return self._toolbox.answer(messages, recalled.turn, keeping.learning, self.patience, account)

    async def _whole(self, text: str) -> str:
        return "".join([event.text async for event in self.reply(text) if isinstance(event, Text)])


def _inside_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _toolbox(agent: Agent, tools: Sequence[Tool], own: bool, confirm: Confirm | None) -> Toolbox:
    from .tools.toolbox import Toolbox

    return Toolbox(agent.model, agent.memory, tools, own, confirm)


def _opened(model: str | BaseChatModel | Model, data: Path | None) -> Model:
    load_httpx()
    if isinstance(model, Model):
        return model
    if isinstance(model, str) and model.strip():
        return open_model(model, data or _data_folder())
    return wrap(_streaming(model))


def _streaming(model: Any) -> BaseChatModel:
    """Return what can be asked as a model of LangChain's is.

    Raises:
        ValueError: it cannot.
    """
    if isinstance(model, type) or not callable(getattr(model, "astream", None)):
        what = f"the class {model.__name__}: make one of it" if isinstance(model, type) else f"{model!r:.60}"
        raise ValueError(f'the model must be a name such as "embedded", or a chat model of LangChain\'s; got {what}')
    found: BaseChatModel = model
    return found


def _asking(model: str | BaseChatModel | Model, data: Path | None, deadline: timedelta, pseudonymize: str) -> Asking:
    if isinstance(model, str) and model.strip():
        return Asking(model, cache(lambda: hiding(_opened(model, data), pseudonymize)), deadline)
    opened = hiding(_opened(model, data), pseudonymize)
    return Asking(opened.profile.name, lambda: opened, deadline)


def _data_folder() -> Path:
    from .settings import load

    return load().data
