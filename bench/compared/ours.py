"""Penchant: a message observed and learned from; context is the block of the prompt that a chat would send."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from compared.system import PERSON, groups
from compared.talk import Said
from penchant.agent.events import Recalled
from penchant.agent.gate.gate import open_gate
from penchant.agent.gate.kind import judge
from penchant.agent.kept.keeping import InLedger
from penchant.agent.kept.sent import Sent
from penchant.agent.models import Profile
from penchant.agent.recall import recall
from penchant.memory import Attachment, Event, Interaction, InterestMemory, Learning, UserMemory
from penchant.memory.store import event_statements

LEARNED: Final = 10_000
"""Messages of a filling that are learned from; what goes beyond is written as rows of the ledger and follows in the index."""


class Looking(InLedger):
    """A session that is looked at as for a turn, but the turn is not kept: adding it is measured by itself."""

    def ask(self, text: str, attachments: Sequence[Attachment], sent: Sent | None) -> Event:  # noqa: ARG002 - nothing of it is kept
        """Return the turn as if it had been stored."""
        return Event("asked", self.session, "chat", "user", text, self._memory._memory.clock(), True, 0)


class Penchant:
    """One person's memory."""

    model_calls, model_seconds = 0, 0.0

    def __init__(self, memory: InterestMemory) -> None:
        self._memory = memory
        self._person: UserMemory = memory.user(PERSON)
        self._asked = 0

    def fill(self, said: Sequence[Said]) -> None:
        """Observe what comes first, write the rest in bulk."""
        self._person.observe_all(
            Interaction(str(one.number), text=one.text, at=one.at, session=one.session) for one in said[:LEARNED]
        )
        for some in groups(said[LEARNED:]):
            self._write(some)
        self.settle()

    def add(self, one: Said) -> None:
        """Store a message and learn from it."""
        self._person.observe(one.text, session=one.session)

    def context(self, question: str, most: int) -> str:  # noqa: ARG002 - how much enters is decided here, not by the app
        """Return the block of a new session's first turn."""
        self._asked += 1
        keeping = Looking(self._person, f"asked {self._asked}", Learning.PAUSED)
        heard = recall(
            question,
            (),
            None,
            keeping=keeping,
            profile=Profile("bench"),
            system="",
            at=self._memory.clock(),
            gate=open_gate(self._person.embedder),
            judge=judge(self._person.embedder, self._person.vector),
        )
        if not isinstance(heard, Recalled):
            raise ValueError(f"the question got no prompt: {question!r}")
        return heard.prompt.block

    def settle(self) -> None:
        """Let the index catch up."""
        self._memory.settle()

    def _write(self, some: Sequence[Said]) -> None:
        user, vectors = self._person._access.number, self._memory.vectorizer([one.text for one in some])
        events = [Event(str(one.number), one.session, "chat", "user", one.text, one.at, True, 0) for one in some]
        with self._memory.ledger.write(user) as connection:
            event_statements.add_events(connection, user, events, list(vectors), None)


@contextmanager
def opened(folder: Path, embedder: Any, model: str) -> Iterator[Penchant]:  # noqa: ARG001 - no model is asked
    """Hold a memory in a folder."""
    with InterestMemory(folder, embedder=embedder) as memory:
        yield Penchant(memory)
