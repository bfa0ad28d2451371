"""Where a conversation is kept: in the ledger, or incognito in this process alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import uuid4

from ...memory import (
    Attachment,
    EmbeddingError,
    Event,
    Learning,
    Observed,
    Recollection,
    Relevant,
    UserMemory,
)
from ...memory.recall.told import ToldOf
from ...memory.records import First, Role, from_ms, to_ms
from ...memory.store.tail import MOST_TURNS
from ..asking.stream import Account
from ..gate.exchanges import Exchange
from ..gate.gate import before
from ..prompt import numbered
from .lately import NOTHING, Lately, Seen
from .sent import Packed, Sent, accounted, as_json, lately, packed, taken

T = TypeVar("T")


class Keeping(Protocol):
    """What one turn needs of the place where its session is kept."""

    learning: Learning

    @property
    def notice(self) -> str:
        """What memory could not do when it was last asked for interests, "" where it could."""

    def at_once(self, query: str, work: Callable[[], T]) -> T:
        """Return what some work returns that asks for what matters to a query, in one look at memory."""

    def attend(self, query: str, before: str = "", first: First | None = None) -> tuple[Relevant, ...]:
        """Return the interests that may matter to a query after what was said before it."""

    def lately(self, turns: Sequence[Event]) -> Lately:
        """Return what the blocks of the session's last turns named."""

    def recall_turns(
        self, query: str, count: int, *, without: Collection[int] = (), of: Sequence[ToldOf] = ()
    ) -> Sequence[Recollection]:
        """Return the past turns that matter to a query, and those that tell something `of` the person, without what is shown anyway."""

    def turns(self) -> list[Event]:
        """Return the session's last turns, oldest first."""

    def replace(self, number: int) -> None:
        """Take a turn of the person's and all later ones out of the session.

        Raises:
            ValueError: the session has no such turn of theirs.
        """

    def ask(self, text: str, attachments: Sequence[Attachment], sent: Sent | None) -> Event:
        """Keep the person's turn with what is sent for it, None where nothing can be."""

    def answer(self, text: str, complete: bool, returned: Sequence[str] = ()) -> Observed | None:
        """Keep the reply, as far as there is one; `returned` is what tools returned for it."""

    def account(self, turn: Event, account: Account) -> None:
        """Keep what a turn of the person's took, beside what was sent for it."""

    def look_ahead(self, message: str, reply: str) -> None:
        """Do what the next turn would wait for, while the person reads the reply."""


@dataclass(frozen=True, slots=True)
class Aside:
    """What was said incognito in a session, oldest first; it stands instead of the ledger's turns from `instead_of` on, if that is set."""

    turns: tuple[Event, ...] = ()
    instead_of: int | None = None


class InLedger:
    """A session in the ledger; it teaches unless it is paused."""

    def __init__(self, memory: UserMemory, session: str, learning: Learning) -> None:
        self.learning = learning
        self.session = session
        self.notice = ""
        self._memory = memory
        self._seen: dict[int, Seen] = {}
        self._own: dict[int, Packed] = {}
        self._asked = ""

    def at_once(self, query: str, work: Callable[[], T]) -> T:
        """Return what the work returns, in one transaction; the query is embedded before, so that nobody waits for that."""
        with suppress(EmbeddingError):
            self._memory.vector(query)
        return self._memory.at_once(work)

    def attend(self, query: str, before: str = "", first: First | None = None) -> tuple[Relevant, ...]:
        """Return what memory finds; without its embedding model the conversation goes on without recall."""
        self.notice = ""
        try:
            return self._memory.attend(query, before, first)
        except EmbeddingError as error:
            self.notice = str(error)
            return ()

    def lately(self, turns: Sequence[Event]) -> Lately:
        """Return what the ledger has of the blocks of the last turns."""
        return lately(self._memory, [turn.number for turn in turns if turn.role == "user"], self._seen, self._own)

    def recall_turns(
        self, query: str, count: int, *, without: Collection[int] = (), of: Sequence[ToldOf] = ()
    ) -> Sequence[Recollection]:
        """Return what memory finds; without its embedding model nothing."""
        try:
            return self._memory.recall_turns(query, count, without=without, of=of)
        except EmbeddingError:
            return ()

    def turns(self) -> list[Event]:
        """Return the session's last turns."""
        return self._memory.turns(self.session, MOST_TURNS)

    def replace(self, number: int) -> None:
        """Take a turn and all later ones out of the conversation; their words stay in the ledger until they are forgotten."""
        _check(self._memory.turn(number), self.session, number)
        self._memory.replace(self.session, number)

    def ask(self, text: str, attachments: Sequence[Attachment], sent: Sent | None) -> Event:
        """Store the person's turn; it is learned from with the reply, so that the model waits less."""
        kept = None if sent is None else packed(sent)
        event = self._memory.observe(
            text,
            session=self.session,
            learn=False,
            teaches=self.learning is Learning.ON,
            attachments=tuple(attachments),
            sent=None if kept is None else as_json(kept),
        ).event
        self._own = {} if kept is None else {event.number: kept}
        self._asked = event.id
        return event

    def answer(self, text: str, complete: bool, returned: Sequence[str] = ()) -> Observed | None:
        """Store the reply, and let memory learn from the person's words in the same transaction; what was forgotten has no reply."""
        if text.strip():
            self._memory.overhear(self.session, returned)
            return self._memory.observe(
                text, role="assistant", session=self.session, complete=complete, answers=self._asked
            )
        with suppress(EmbeddingError):  # then it is learned later
            self._memory.learn()
        return None

    def account(self, turn: Event, account: Account) -> None:
        """Store what a turn took."""
        if account.usage is not None or account.tools or account.cut:
            self._memory.add_to_sent(turn.number, taken(account))

    def look_ahead(self, message: str, reply: str) -> None:
        """Embed the exchange that has just ended; without the embedding model the next turn does what it can."""
        with suppress(EmbeddingError):
            self._memory.look_ahead(before([Exchange(message, reply)]))


class Incognito:
    """A session of which nothing is stored from now on: its turns are in this object, numbered -1, -2, …, and go with it.

    The person's interests are not looked at. What the ledger has of the session is its beginning, and stays as it is.
    """

    learning = Learning.INCOGNITO
    notice = ""

    def __init__(self, memory: UserMemory, session: str, clock: Callable[[], datetime]) -> None:
        self.session = session
        self._memory = memory
        self._clock = clock
        self._turns: list[Event] = []
        self._events: dict[int, Event] = {}
        self._sent: dict[int, Sent] = {}
        self._last = 0
        self._before: int | None = None

    def at_once(self, query: str, work: Callable[[], T]) -> T:  # noqa: ARG002 - memory is not asked
        """Return what the work returns."""
        return work()

    def attend(self, query: str, before: str = "", first: First | None = None) -> tuple[Relevant, ...]:  # noqa: ARG002 - they are not looked at either
        """Return nothing."""
        return ()

    def lately(self, turns: Sequence[Event]) -> Lately:  # noqa: ARG002 - no block is made here
        """Return nothing."""
        return NOTHING

    def recall_turns(
        self, query: str, count: int, *, without: Collection[int] = (), of: Sequence[ToldOf] = ()
    ) -> Sequence[Recollection]:
        """Return nothing."""
        del query, count, without, of
        return ()

    def turns(self) -> list[Event]:
        """Return the session's last turns, what the ledger has of it first."""
        kept = self._memory.turns(self.session, MOST_TURNS, before=self._before)
        return [*kept, *self._turns][-MOST_TURNS:]

    def replace(self, number: int) -> None:
        """Take a turn and all later ones out of what goes on here; the ledger is left alone."""
        here = self._events.get(number)
        _check(here if here in self._turns else self._memory.turn(number), self.session, number)
        if here is None:
            self._before, self._turns = number, []
        else:
            self._turns = [turn for turn in self._turns if turn.number > number]

    def ask(self, text: str, attachments: Sequence[Attachment], sent: Sent | None) -> Event:
        """Keep the person's turn here."""
        event = self._add("user", text, True, attachments)
        if sent is not None:
            self._sent[event.number] = replace(sent, at=event.at, segments=numbered(sent.segments, event.number))
        return event

    def answer(self, text: str, complete: bool, returned: Sequence[str] = ()) -> Observed | None:  # noqa: ARG002 - nothing is stored
        """Keep the reply here."""
        return Observed(self._add("assistant", text.strip(), complete), ()) if text.strip() else None

    def account(self, turn: Event, account: Account) -> None:
        """Keep what a turn took here."""
        if turn.number in self._sent:
            self._sent[turn.number] = accounted(self._sent[turn.number], account)

    def look_ahead(self, message: str, reply: str) -> None:
        """Do nothing: interests are not looked at here."""

    @property
    def aside(self) -> Aside:
        """What was said here."""
        return Aside(tuple(self._turns), self._before)

    def sent(self, number: int) -> Sent | None:
        """Return what was sent for a turn of here."""
        return self._sent.get(number)

    def events(self, numbers: Iterable[int]) -> dict[int, Event]:
        """Return those of some turns that are here, replaced ones too."""
        return {number: self._events[number] for number in numbers if number in self._events}

    def _add(self, role: Role, text: str, complete: bool, attachments: Sequence[Attachment] = ()) -> Event:
        self._last -= 1
        at = from_ms(to_ms(self._clock()))
        event = Event(
            uuid4().hex, self.session, "chat", role, text, at, complete, self._last, attachments=tuple(attachments)
        )
        self._turns.append(event)
        self._events[event.number] = event
        return event


def _check(turn: Event | None, session: str, number: int) -> None:
    if turn is None or turn.session != session or turn.role != "user":
        raise ValueError(f"turn {number} cannot be replaced: this session has no turn of yours with that number")
