"""One person's data, held: who they are, where their topics stand, and transactions over both."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from .cleaning import storable
from .privacy.given import Saying
from .privacy.redactor import Redactor
from .records import Ms, Role
from .standing import Standing
from .store import statements
from .store.tail import Tails
from .topics.assigning import TopicRow
from .topics.find import Likeness, find
from .topics.names import name_key

if TYPE_CHECKING:
    from .interests import InterestMemory

MAX_LABEL = 200
"""Characters that a person may give a topic's label or a session's name, and that are looked at in a name they type."""


class Access:
    """What the parts of a `UserMemory` share. Safe to share between threads."""

    def __init__(self, memory: InterestMemory, name: str) -> None:
        self.memory = memory
        with memory.ledger.write() as connection:
            self.number = statements.number_of(connection, name)
        self.standing = Standing(self.number, memory.law, memory.vectorizer.stamp)
        self.tails = Tails(self.number)
        self._lock = RLock()
        self._open: Connection | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction over fresh topics; within one that is open in this thread, that one is read on."""
        with self._lock:
            if self._open is not None:
                yield self._open
                return
            with self.memory.ledger.read(self.number) as connection:
                self.standing.refresh(connection)
                self._open = connection
                try:
                    yield connection
                finally:
                    self._open = None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The same for a change; after an error the topics are read anew, for some may have changed here alone."""
        with self._lock:
            try:
                with self.memory.ledger.write(self.number) as connection:
                    self.standing.refresh(connection)
                    yield connection
            except BaseException:
                self.standing.drop()
                self.tails.clear()
                raise

    def now(self) -> Ms:
        """Return the clock's moment in milliseconds."""
        return self.memory.now()

    def goes_on(self, session: str, said: str) -> bool:
        """Return whether words are nothing but more of a private key that an earlier turn of a session has begun."""
        return self.memory.unfinished.goes_on((self.number, session), said)

    def redactor(self, session: str, role: Role) -> Redactor:
        """Return what takes secrets out of what somebody says in a session."""
        return self.memory.redact.within(Saying(self.memory.given, (self.number, session), role))

    def drop_given(self) -> None:
        """Keep no longer in mind what was taken out of this person's turns: some of it was forgotten."""
        self.memory.given.drop(self.number)

    def find(self, topic: str | int) -> TopicRow:
        """Return the topic of a name or a number, to decide about it or to erase it: no other one will do.

        Raises:
            ValueError: there is none, or it is being forgotten.
        """
        return self._find(topic, meant=math.inf)

    def find_alike(self, topic: str | int) -> TopicRow:
        """Return the topic of a name or a number, or the one that means the same, to look at.

        Raises:
            ValueError: there is none, or it is being forgotten.
        """
        return self._find(topic, meant=self.memory.vectorizer.calibration.same)

    def _find(self, topic: str | int, meant: float) -> TopicRow:
        _must_name(topic)
        if isinstance(topic, int):
            row = self.numbered(topic)
            if row.hidden:
                raise ValueError(f"there is no topic number {topic}: {self._why_hidden(row)}")
            return row
        name, vectorizer = storable(topic)[:MAX_LABEL], self.memory.vectorizer
        likeness = Likeness(meant, vectorizer.calibration.near)
        return find(name, self.standing.topics, lambda: vectorizer([name])[0], likeness)

    def find_rejected(self, topic: str | int) -> TopicRow | None:
        """Return the topic that the person rejected, if one of that number or name."""
        _must_name(topic)
        rejected = [row for row in self.standing.topics.rows if row.rejected and row.merged_into is None]
        if isinstance(topic, int):
            return next((row for row in rejected if row.id == topic), None)
        wanted = name_key(topic)
        return next((row for row in rejected if wanted in map(name_key, row.names)), None)

    def numbered(self, topic: int) -> TopicRow:
        """Return a topic by its number, one that is being forgotten too.

        Raises:
            ValueError: there is none.
        """
        _must_name(topic)
        if topic not in self.standing.topics:
            raise ValueError(f"there is no topic number {topic}")
        return self.standing.topics[topic]

    def _why_hidden(self, row: TopicRow) -> str:
        if row.merged_into is not None:
            return f"it is part of {self.standing.topics.target(row.id).label!r}"
        return "it is being forgotten" if row.forget_at is not None else "it is rejected; confirm it to have it back"


def _must_name(topic: object) -> None:
    if isinstance(topic, bool) or not isinstance(topic, (str, int)):
        raise ValueError(f"a topic is given by its name or its number, got {topic!r:.60}")
