"""The turns of a program's conversations with OpenAI's API: which request begins one, which goes on with it, and when it ends."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from threading import Lock
from uuid import uuid4

from ...memory import InterestMemory, Learning, UserMemory
from ..prompting.block import Placement
from .asked import Asked
from .heard import Heard
from .people import person_of
from .turn import Begun, Habits, Said, answered, begin, digest, finish, session_of

MOST_OPEN = 4096
"""So many turns and responses are remembered in this process; older ones are told by their words alone."""

NAMED = "give remembering(…, user=…), or user=… with the call"


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that a request belongs to: whose, under which key it is open, and what has begun."""

    person: UserMemory
    key: str
    begun: Begun


@dataclass(slots=True, eq=False)
class Conversations:
    """What a client remembers with: a memory, whose it is by default, and the turns that wait for their answer.

    A request that ends with the person's words begins a turn; the same one again, while it has no answer, is the same turn: a program that
    tries again is not heard twice. One that brings what tools returned goes on with it.
    """

    memory: InterestMemory | UserMemory
    user: str | None
    session: str | None
    habits: Habits
    _open: OrderedDict[str, Begun] = field(default_factory=OrderedDict)
    _begins: dict[str, str] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def begin(self, asked: Asked, user: object, model: str, placement: Placement) -> Turn | None:
        """Return the turn of a request, its block worded for a placement; None where the person says nothing in it.

        Raises:
            ValueError: nobody says whose memory it is, or not by a text.
            LedgerError: the turn could not be stored.
        """
        person = person_of(self.memory, self.user if user is None else user, NAMED)
        followed = self._known(f"{asked.follows} {person.name}") if asked.follows else None
        if asked.goes_on and followed is not None and followed.id:
            self._overhear(person, followed.session, asked)
            return Turn(person, followed.id, followed)
        if not asked.text.strip():
            return None
        session = self._session(asked, followed)
        self._overhear(person, session, asked)
        key = digest(person.name, session, asked.follows, asked.text, *(text for _, text in asked.before or ()))
        begun = self._known(key) or self._new(person, key, asked, session, model, placement)
        return Turn(person, key, begun)

    def _new(self, person: UserMemory, key: str, asked: Asked, session: str, model: str, placement: Placement) -> Begun:
        """Begin a turn; those who begin the same one at once have one name for it, so that it is kept once."""
        how = replace(self.habits, placement=placement)
        with self._lock:
            name = "" if asked.goes_on else self._begins.setdefault(key, f"openai-{uuid4().hex}")
        try:
            begun = replace(begin(person, Said(asked.text, session, name, asked.before, model), how), session=session)
            if begun.id:
                self._keep(key, begun)
        finally:
            with self._lock:
                self._begins.pop(key, None)
        return begun

    def speaker(self, user: object) -> str:
        """Return who speaks in a request, "" where nobody says it."""
        named = user if isinstance(user, str) else self.user
        return named or (self.memory.name if isinstance(self.memory, UserMemory) else "")

    def end(self, turn: Turn, heard: Heard) -> None:
        """Keep the reply and learn from the person's words; where the model calls tools, or broke off, the turn stays open.

        What cannot be kept is logged.
        """
        following = f"{heard.response} {turn.person.name}"
        if heard.calls:
            if heard.response:
                self._keep(following, turn.begun)
            return
        if heard.complete:
            with self._lock:
                self._open.pop(turn.key, None)
        if heard.response:
            self._keep(following, Begun(session=turn.begun.session))
        if heard.complete or heard.text:
            with answered():
                finish(turn.person, turn.begun, heard.text, heard.complete)

    def _overhear(self, person: UserMemory, session: str, asked: Asked) -> None:
        """Let memory know what the model reads that no model wrote: the reply may bring it again."""
        if self.habits.learning is not Learning.INCOGNITO:
            person.overhear(session, [*asked.returned, *(text for role, text in asked.before or () if role == "user")])

    def _session(self, asked: Asked, followed: Begun | None) -> str:
        if self.session or asked.conversation:
            return self.session or asked.conversation
        if followed is not None:
            return followed.session
        if asked.follows:
            return f"app-{digest(asked.follows)}"
        return session_of([*(asked.before or ()), ("user", asked.text)])

    def _known(self, key: str) -> Begun | None:
        with self._lock:
            return self._open.get(key)

    def _keep(self, key: str, begun: Begun) -> None:
        with self._lock:
            self._open[key] = begun
            self._open.move_to_end(key)
            while len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)
