"""A turn of a conversation that another program holds: memory gives it a block to lean on, and keeps what was said."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar

from ...memory import (
    Attachment,
    EmbeddingError,
    Event,
    Learning,
    Observed,
    PenchantError,
    Recollection,
    Relevant,
    UserMemory,
)
from ...memory.arguments import choice
from ...memory.recall.told import ToldOf
from ...memory.records import First, Role
from ...memory.store.tail import MOST_TURNS
from ..asking.stream import Account
from ..events import Unanswered
from ..gate.exchanges import MOST_TURNS as LOOKED_AT
from ..gate.gate import open_gate
from ..gate.kind import Vector, judge
from ..gate.policy import Personalize, policy
from ..kept.keeping import InLedger
from ..kept.lately import Lately
from ..kept.sent import Sent, read, to_json
from ..models import Profile
from ..prompt import BREAK, Segment, messages_of
from ..prompting.block import Placement
from ..recall import recall

T = TypeVar("T")

LOG = logging.getLogger("penchant.agent")

WINDOW_TOKENS = 10_000_000
"""Whether a message fits into the model is the program's matter."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How memory takes part in a program's conversations.

    `placement` says how what is known is worded and where it stands, `personalize` whether it may enter (off, gate, always), `learning`
    what turns may teach: paused ones are stored and teach nothing, incognito memory takes no part at all.
    """

    placement: Placement = Placement.FENCED
    personalize: Personalize = Personalize.GATE
    learning: Learning = Learning.ON


def habits(placement: Placement, personalize: Personalize | str, learning: Learning | str) -> Habits:
    """Return checked habits.

    Raises:
        ValueError: there is no such placement, policy or mode of learning.
    """
    return Habits(
        choice(Placement, "placement", placement), policy(personalize), choice(Learning, "learning", learning)
    )


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says in a program's conversation.

    `before` is what was said before it, oldest first, as (role, text); None where the program does not hold that, and the ledger's turns of
    the session count. `id` names the turn: the same id twice is one turn; "" is a turn that is not kept. `model` is for the record.
    """

    text: str
    session: str
    id: str
    before: Sequence[tuple[Role, str]] | None = None
    model: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """A turn that has begun: what memory adds to the message ("" as a rule for facts), and where its reply belongs."""

    block: str = ""
    id: str = ""
    session: str = ""


def begin(person: UserMemory, said: Said, how: Habits) -> Begun:
    """Ask memory what to lean on and keep the person's turn with it; a turn that is kept already gets what it got the first time.

    What the words teach is learned with the reply, so that the model waits less.

    Raises:
        LedgerError: the turn could not be stored.
    """
    if how.learning is Learning.INCOGNITO or not said.text.strip():
        return Begun()
    known = person.event(said.id) if said.id else None
    if known is not None:
        return Begun(_block_of(person, known.number), said.id, said.session)
    return Begun(_recalled(person, said, how), said.id, said.session)


def finish(person: UserMemory, begun: Begun, reply: str, complete: bool = True) -> Observed | None:
    """Keep the reply to a turn, of which nothing is learned, and learn from the person's words; None where there is no reply.

    Raises:
        LedgerError: it could not be stored.
    """
    if not begun.id:
        return None
    if reply.strip():
        name = f"{begun.id}-{digest(reply)}"
        return person.observe(
            reply, role="assistant", session=begun.session, id=name, complete=complete, answers=begun.id
        )
    with suppress(EmbeddingError):  # then it is learned later
        person.learn()
    return None


@contextmanager
def answered() -> Iterator[None]:
    """Log what keeps memory from taking in an answer, and go on: the model has given it, so the program gets it."""
    try:
        yield
    except (PenchantError, ValueError) as error:
        LOG.warning("the reply was not kept, though it was given: %s", error)


def digest(*texts: str) -> str:
    """Return a short name of some texts: others have another one.

    >>> digest("a", "bc") == digest("ab", "c")
    False
    """
    whole = hashlib.sha256()
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        whole.update(len(data).to_bytes(8, "big") + data)
    return whole.hexdigest()[:32]


def session_of(said: Sequence[tuple[Role, str]]) -> str:
    """Return a session for a conversation that has no name: told by the person's first words in it."""
    first = next((text for role, text in said if role == "user"), "")
    return f"app-{digest(first)}"


def _block_of(person: UserMemory, number: int) -> str:
    sent = read(person, number)
    return "" if sent is None else _block(sent.segments)


def _block(segments: Sequence[Segment]) -> str:
    """Return what memory adds to a prompt as one text; what would stand in several messages has blank lines between."""
    messages = messages_of([one for one in segments if one.kind == "block"])
    return messages[0][1] if len(messages) == 1 else BREAK.join(text.rstrip("\n") for _, text in messages)


def _recalled(person: UserMemory, said: Said, how: Habits) -> str:
    """Return the block of a new turn, which is kept with it."""

    def vector(text: str) -> Vector | None:
        try:
            return person.vector(text)
        except EmbeddingError:
            return None

    recalled = recall(
        said.text,
        (),
        None,
        keeping=InApp(person, said, how.learning),
        profile=Profile(said.model or "app", how.placement, WINDOW_TOKENS),
        system="",
        at=datetime.now(UTC),
        policy=how.personalize,
        gate=open_gate(person.embedder),
        judge=judge(person.embedder, vector),
    )
    if isinstance(recalled, Unanswered):
        return ""
    return _block(recalled.prompt.segments)


class InApp:
    """A session whose history a program holds, as `recall` wants it kept: the turn that is being said goes into the ledger."""

    def __init__(self, person: UserMemory, said: Said, learning: Learning) -> None:
        paused = learning is not Learning.ON or person.learning(said.session) is not Learning.ON
        self.learning = Learning.PAUSED if paused else Learning.ON
        self._person = person
        self._said = said
        self._ledger = InLedger(person, said.session, self.learning)
        self._kept = person.turns(said.session, MOST_TURNS)

    def at_once(self, query: str, work: Callable[[], T]) -> T:
        """Return what the work returns."""
        return self._ledger.at_once(query, work)

    @property
    def notice(self) -> str:
        """What memory could not do."""
        return self._ledger.notice

    def attend(self, query: str, before: str = "", first: First | None = None) -> tuple[Relevant, ...]:
        """Return what memory finds."""
        return self._ledger.attend(query, before, first)

    def lately(self, turns: Sequence[Event]) -> Lately:  # noqa: ARG002 - what the program holds has no numbers
        """Return what the blocks of the session's last turns named."""
        return self._ledger.lately(self._kept)

    def recall_turns(
        self, query: str, count: int, *, without: Collection[int] = (), of: Sequence[ToldOf] = ()
    ) -> Sequence[Recollection]:
        """Return what memory finds."""
        return self._ledger.recall_turns(query, count, without=without, of=of)

    def turns(self) -> list[Event]:
        """Return the last of what was said, with the numbers of what the ledger has of it."""
        if self._said.before is None:
            return self._kept
        numbers = {(turn.role, turn.text): turn for turn in self._kept}
        last = [(role, text.strip()) for role, text in self._said.before if text.strip()][-LOOKED_AT:]
        return [numbers.get(one) or _unkept(self._said, *one) for one in last]

    def replace(self, number: int) -> None:
        """Refuse: a program changes its history itself.

        Raises:
            ValueError: always.
        """
        raise ValueError(f"turn {number} cannot be replaced here: the program holds this conversation")

    def ask(self, text: str, attachments: Sequence[Attachment], sent: Sent | None) -> Event:
        """Keep the person's turn with what memory added to it; the program's own part of the prompt is not kept."""
        if not self._said.id:
            return _unkept(self._said, "user", text)
        return self._person.observe(
            text,
            session=self._said.session,
            id=self._said.id,
            learn=False,
            teaches=self.learning is Learning.ON,
            attachments=tuple(attachments),
            sent=None if sent is None else to_json(replace(sent, segments=_own(sent))),
        ).event

    def answer(self, text: str, complete: bool, returned: Sequence[str] = ()) -> Observed | None:
        """Keep the reply."""
        return self._ledger.answer(text, complete, returned)

    def account(self, turn: Event, account: Account) -> None:
        """Keep what the turn took."""
        self._ledger.account(turn, account)

    def look_ahead(self, message: str, reply: str) -> None:
        """Do nothing: the program answers at its own time."""


def _own(sent: Sent) -> tuple[Segment, ...]:
    return tuple(one for one in sent.segments if one.kind in ("block", "message"))


def _unkept(said: Said, role: Role, text: str) -> Event:
    return Event("", said.session, "chat", role, text, datetime.now(UTC))
