"""One person's memory: the only handle to their data. Every change is one transaction of the ledger."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from threading import RLock
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np
from sqlalchemy import Connection, Row

from . import statements
from . import weights as w
from .cleaning import clean, one_line, storable
from .errors import EmbeddingError
from .find import find, naming
from .reading import Reading
from .records import (
    Change,
    Event,
    Explanation,
    Interest,
    Ms,
    Neighbour,
    Observed,
    Relevant,
    Role,
    Source,
    from_ms,
    to_ms,
)
from .standing import Standing, to_interest
from .tail import Tails
from .topics import TopicRow, assign

if TYPE_CHECKING:
    from .interests import InterestMemory

RECALLED = 20
"""`attend` returns at most this many interests: the strongest and most relevant ones."""

NEAR = 0.75
"""A topic is meant by words whose cosine to its label is this part of what would make them one topic."""

MAX_LABEL = 200
"""Characters that a person may give a topic's label, and that are looked at in a name they type."""

BOOST = (0.25, 4.0)
"""The least and the most that a person can multiply a topic's strength by."""


class UserMemory:
    """What is known of one person. Get it from `InterestMemory.user`; safe to share between threads."""

    def __init__(self, memory: InterestMemory, name: str) -> None:
        self.name = name
        self._memory = memory
        self._lock = RLock()
        with memory.ledger.write() as connection:
            number = statements.user_number(connection, name)
            self._number = statements.add_user(connection, name) if number is None else number
        self._standing = Standing(self._number, memory.law, memory.vectorizer.stamp)
        self._tails = Tails(self._number)
        self._waiting: list[Event] = []

    # What happens

    def observe(
        self,
        text: str,
        *,
        kind: str = "chat",
        role: Role = "user",
        session: str = "",
        at: datetime | None = None,
        id: str | None = None,  # noqa: A002 - the field's own name
        complete: bool = True,
        learn: bool = True,
    ) -> Observed:
        """Store an event and learn from it; when this returns, the event is durable.

        Only the person's own words give evidence, so only theirs are read. With `learn=False` the evidence follows with the next
        event, in its transaction; after a kill, or where the embedding model failed, with the next call of `learn`.

        Args:
            text: what was said, searched for or clicked on.
            kind: one of `weights.MASSES`.
            role: who said it.
            session: the conversation that it belongs to.
            at: when; now if not given, and never later than now.
            id: makes the call idempotent: the same id twice is one event.
            complete: False for a reply that was interrupted.
            learn: whether to take the evidence at once.

        Raises:
            ValueError: the text is empty, the kind unknown, or `at` without a time zone.
            LedgerError: it could not be stored.
        """
        if kind not in w.MASSES:
            raise ValueError(f"there is no kind of event {kind!r}: choose one of {', '.join(w.MASSES)}")
        if role not in ("user", "assistant"):
            raise ValueError(f"there is no role {role!r}: choose user or assistant")
        moment = min(to_ms(at), self._memory.now()) if at else self._memory.now()
        event = Event(id or uuid4().hex, session, kind, role, clean(text), from_ms(moment), complete)
        reading = self._read(event.text) if role == "user" and learn else None
        with self._writing() as connection:
            if id is not None and (there := statements.event_by_id(connection, self._number, id)) is not None:
                return Observed(statements.to_event(there), (), new=False)
            vector = None if reading is None else reading.vectors[0]
            done = reading is not None or role != "user"
            number = statements.add_event(connection, self._number, event, moment, done, vector)
            event = replace(event, number=number)
            waiting = self._waiting if learn else []
            changes = [change for earlier in waiting for change in self._take_late(connection, earlier)]
            changes += () if reading is None else self._take(connection, number, event, moment, reading)
            self._waiting = [] if learn else [*self._waiting, event]
        self._memory.grown()
        return Observed(event, tuple(changes))

    def learn(self) -> tuple[Change, ...]:
        """Take the evidence of events that were stored without it.

        Raises:
            EmbeddingError: the embedding model failed; the events wait.
        """
        with self._memory.ledger.read() as connection:
            waiting = [statements.to_event(row) for row in statements.unlearned(connection, self._number)]
        changes: list[Change] = []
        for event in waiting:
            self._memory.reader(event.text)  # outside the transaction, and where it fails the event goes on waiting
            with self._writing() as connection:
                changes += self._take_late(connection, event)
        if waiting:
            self._memory.grown()
        return tuple(changes)

    # What is known

    def attend(self, query: str) -> tuple[Relevant, ...]:
        """Return the interests that may matter to a query, with their relevance: at most `RECALLED`, the likeliest first.

        Disliked ones are among them. Reading changes nothing.

        Raises:
            EmbeddingError: the embedding model failed.
        """
        reading = self._memory.reader(clean(query))
        with self._reading():
            topics = self._standing.topics
            if not len(topics):
                return ()
            weight, share, dislike = self._standing.figures(self._memory.now())
            cosines = (topics.vectors @ reading.vectors.T).max(axis=1)
            relevance = self._memory.vectorizer.calibration.relevance(cosines)
            order = np.argsort(-(weight + dislike) * (relevance + 0.1), kind="stable")[:RECALLED]
            return tuple(
                Relevant(
                    to_interest(topics.rows[i], weight[i], share[i], dislike[i]), float(relevance[i]), topics.vectors[i]
                )
                for i in order
            )

    def interests(self, as_of: datetime | None = None) -> list[Interest]:
        """Return the person's topics, heaviest first; with `as_of` as they were at that moment, replayed from the ledger."""
        with self._reading() as connection:
            if as_of is not None:
                return self._standing.past(connection, to_ms(as_of))
            return self._standing.interests(self._memory.now())

    def explain(self, topic: str, most: int = 100) -> Explanation:
        """Return why a topic has its weight: its newest evidence, with the words that it comes from.

        Raises:
            ValueError: no topic of that name.
        """
        with self._reading() as connection:
            row, now = self._find(topic), self._memory.now()
            found = statements.evidence_of(connection, row, most)
            return Explanation(self._standing.interest(row, now), tuple(self._source(piece, now) for piece in found))

    def search(self, query: str, count: int = 5) -> list[Neighbour]:
        """Return past events near a query in meaning, nearest first.

        Asks the index; while there is none, the ledger's newest vectors.

        Raises:
            ValueError: the query is empty, or `count` below 1.
            EmbeddingError: the embedding model failed.
        """
        if count < 1:
            raise ValueError(f"at least one turn must be asked for, got {count}")
        return self._memory.neighbours(self._number, self._memory.reader(clean(query)).vectors[0], count)

    def turns(self, session: str, count: int) -> list[Event]:
        """Return the last `count` turns of a session, oldest first."""
        with self._reading() as connection:
            return self._tails.last(connection, session, count, self._standing.rebuilt)

    # What the person decides

    def pin(self, topic: str, on: bool = True) -> Interest:
        """Keep a topic's weight at 0.6 or above, or no longer."""
        return self._control(topic, "pin", str(int(on)))

    def mute(self, topic: str, on: bool = True) -> Interest:
        """Keep a topic out of every prompt and learn nothing for it, or do so again; it stays visible."""
        return self._control(topic, "mute", str(int(on)))

    def boost(self, topic: str, factor: float) -> Interest:
        """Multiply a topic's strength; 1 undoes it.

        Raises:
            ValueError: the factor lies outside 0.25 to 4, or there is no such topic.
        """
        least, most = BOOST
        if not least <= factor <= most:
            raise ValueError(f"a boost lies between {least} and {most}, got {factor}")
        return self._control(topic, "boost", repr(float(factor)))

    def stop(self, topic: str) -> Interest:
        """Void a topic's evidence so far: it starts again from nothing if the person comes back to it."""
        return self._control(topic, "stop")

    def rename(self, topic: str, label: str) -> Interest:
        """Give a topic another label.

        Raises:
            ValueError: the label is empty or another topic's, or there is no such topic.
        """
        label = clean(one_line(label))
        if len(label) > MAX_LABEL:
            raise ValueError(f"a label has at most {MAX_LABEL} characters, this one {len(label)}")
        self._memory.vectorizer.warm()
        return self._control(topic, "rename", label)

    def speaking_of(self, topic: str) -> int:
        """Return how many stored turns `forget` would erase."""
        with self._reading() as connection:
            return len(self._speaking_of(connection, self._find(topic)))

    def forget(self, topic: str) -> int:
        """Erase a topic, its evidence, and the text of every turn that it was learned from or that speaks of it.

        Returns the number of turns. What else was learned from those turns stays. There is no way back.

        Raises:
            ValueError: no topic of that name.
        """
        with self._writing() as connection:
            row = self._find(topic)
            numbers, words = self._speaking_of(connection, row), self._words_of(connection, row)
            statements.blank(connection, numbers)
            statements.add_erased(connection, numbers)
            statements.erase_topic(connection, row.id)
            statements.rephrase(connection, self._number, words)
            self._standing.rebuild(connection)
        self._memory.erased()
        return len(numbers)

    def rebuild(self) -> None:
        """Compute every topic's state anew from the evidence in the ledger."""
        with self._writing() as connection:
            self._standing.rebuild(connection)

    # Inside

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """Open a transaction over fresh topics."""
        with self._lock, self._memory.ledger.read() as connection:
            self._standing.refresh(connection)
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """The same for a change; after an error the topics are read anew, for some may have changed here alone."""
        with self._lock:
            try:
                with self._memory.ledger.write() as connection:
                    self._standing.refresh(connection)
                    yield connection
            except BaseException:
                self._standing.drop()
                self._tails.clear()
                raise

    def _read(self, text: str) -> Reading | None:
        """Read a text; None when the embedding model fails, for the event must be stored all the same."""
        try:
            return self._memory.reader(text)
        except EmbeddingError:
            return None

    def _take(self, connection: Connection, number: int, event: Event, at: Ms, reading: Reading) -> tuple[Change, ...]:
        if not reading.phrases:
            return ()
        found = assign(
            reading.phrases,
            reading.vectors[1:],
            w.MASSES[event.kind],
            self._standing.topics,
            self._memory.vectorizer.calibration.same,
            self._brought_up(connection, event.session, number),
        )
        return self._standing.take(connection, number, at, found)

    def _take_late(self, connection: Connection, event: Event) -> tuple[Change, ...]:
        """Take the evidence of an event that was stored without it, unless another process has."""
        reading = self._read(event.text)
        if reading is None or not statements.claim(connection, event.number, reading.vectors[0]):
            return ()
        return self._take(connection, event.number, event, to_ms(event.at), reading)

    def _brought_up(self, connection: Connection, session: str, number: int) -> Callable[[str], bool]:
        """Return whether the agent, and not the person, brought words up in the exchange before an event."""
        said = {"user": "", "assistant": ""}
        for row in statements.last_events(connection, self._number, session, 2, before=number):
            said[row.role] += row.text

        def brought_up(words: str) -> bool:
            pattern = naming(words)
            return bool(pattern.search(said["assistant"]) and not pattern.search(said["user"]))

        return brought_up

    def _find(self, topic: str) -> TopicRow:
        name, vectorizer = storable(topic)[:MAX_LABEL], self._memory.vectorizer
        return find(name, self._standing.topics, lambda: vectorizer([name])[0], NEAR * vectorizer.calibration.same)

    def _control(self, topic: str, action: str, value: str = "") -> Interest:
        """Store what the person decided about a topic and do it."""
        with self._writing() as connection:
            row, now = self._find(topic), self._memory.now()
            if action == "stop":
                value = str(statements.last_event(connection, self._number))
            if action == "rename":
                self._check_free(value, row)
                row.vector = self._memory.vectorizer([value])[0]
            statements.add_control(connection, self._number, row.id, action, value, now)
            row.decide(action, value, now)
            if action == "rename":
                statements.rename_topic(connection, row)
            self._standing.store(connection, [row])
            return self._standing.interest(row, now)

    def _check_free(self, label: str, row: TopicRow) -> None:
        for other in self._standing.topics.rows:
            if other.id != row.id and other.label.casefold() == label.casefold():
                raise ValueError(f"another topic is called {other.label!r} already")

    def _words_of(self, connection: Connection, row: TopicRow) -> re.Pattern[str]:
        """Return a pattern of a topic's label and of all that it was learned from."""
        return naming(row.label, *statements.phrases_of(connection, row.id))

    def _speaking_of(self, connection: Connection, row: TopicRow) -> set[int]:
        """Return the numbers of the turns that fed a topic or that name it."""
        named = statements.speaking_of(connection, self._number, self._words_of(connection, row))
        return statements.fed_by(connection, row.id) | named

    def _source(self, piece: Row[Any], now: Ms) -> Source:
        rate = self._memory.law.rates[w.L if piece.mass > 0 else w.N]
        remaining = piece.mass * float(np.exp(-rate * max(0, now - piece.given_at)))
        return Source(piece.phrase, statements.to_event(piece), piece.mass, remaining)
