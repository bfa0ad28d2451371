"""Storing what happens and learning from it: an event and its evidence in one transaction, or the evidence with the next event."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from sqlalchemy import Connection

from .access import Access
from .background.later import enqueue
from .cleaning import storable
from .errors import EmbeddingError, LedgerLost
from .forgetting.tombstones import was_forgotten
from .language.corrected import takes_back
from .reading.corrections import corrected
from .reading.echoes import Echoes
from .reading.page import page_of
from .reading.reader import Reading
from .records import Change, Event, Ms, Observed, to_ms
from .store import event_statements, session_statements
from .topics.assigning import assign
from .topics.minds import beside_before


class Learner:
    """The part of a `UserMemory` that takes in events; `observe` and `learn` are described there."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._memory = access.memory
        self._waiting: list[Event] = []

    def observe(
        self, event: Event, at: Ms, *, once: bool, learn: bool, teaches: bool, sent: str | None, answers: str = ""
    ) -> Observed:
        """Store an event of the moment `at` and learn from it; `once` for one whose id may be there already."""
        how = partial(self._observe, event, at, learn=learn, teaches=teaches, sent=sent, answers=answers)
        try:
            return how(once=once)
        except LedgerLost:  # at the last moment perhaps: its id tells whether it is there
            return how(once=True)

    def _observe(
        self, event: Event, at: Ms, *, once: bool, learn: bool, teaches: bool, sent: str | None, answers: str
    ) -> Observed:
        theirs = event.role == "user"
        reading = self._read(event) if theirs and (learn or not teaches) else None
        waits = theirs and teaches and reading is None
        late = [(earlier, self._read(earlier)) for earlier in (self._waiting if learn else [])]
        with self._access.writing() as connection:
            if once and (there := event_statements.event_by_id(connection, self._access.number, event.id)):
                return Observed(there, (), new=False)
            if once and was_forgotten(connection, self._access.number, event):
                return Observed(event, (), new=False)  # a sync brings it again: it stays away
            if answers and event_statements.speaking_by_id(connection, self._access.number, answers) is None:
                return Observed(event, (), new=False)  # what it answers was forgotten while it was being written
            event = self._store(connection, event, at, reading, done=not waits)
            if theirs and teaches:
                enqueue(connection, self._access, event)
            if sent is not None:
                session_statements.add_sent(connection, event.number, storable(sent))
            changes = [change for earlier, its in late for change in self._take_late(connection, earlier, its)]
            if teaches and reading is not None:
                changes += self._take(connection, event.number, event, at, reading)
            taken = {earlier.number for earlier, _ in late}  # what another thread has added since waits on
            left = [one for one in self._waiting if one.number not in taken]
            self._waiting = left if learn or not waits else [*left, event]
        self._memory.grown()
        return Observed(event, tuple(changes))

    def learn(self) -> tuple[Change, ...]:
        """Take the evidence of events that were stored without it."""
        with self._memory.ledger.read(self._access.number) as connection:
            waiting = event_statements.unlearned(connection, self._access.number)
        changes: list[Change] = []
        for event in waiting:
            [reading] = self._memory.reader.learn_from([page_of(event)])  # where it fails the event goes on waiting
            with self._access.writing() as connection:
                changes += self._take_late(connection, event, reading)
        if waiting:
            self._memory.grown()
        return tuple(changes)

    def take(self, connection: Connection, event: Event, reading: Reading) -> tuple[Change, ...]:
        """Take the evidence of an event that is stored already, by a reading from elsewhere."""
        return self._take(connection, event.number, event, to_ms(event.at), reading)

    def _read(self, event: Event) -> Reading | None:
        """Read an event; None when the embedding model fails, for it must be stored all the same."""
        try:
            return self._memory.reader.learn_from([page_of(event)])[0]
        except EmbeddingError:
            return None

    def _store(self, connection: Connection, event: Event, at: Ms, reading: Reading | None, done: bool) -> Event:
        """Store an event and return it with its number; `done` when it has nothing to teach later."""
        vector = None if reading is None else reading.vectors[0]
        return replace(
            event, number=event_statements.add_event(connection, self._access.number, event, at, done, vector)
        )

    def _take(self, connection: Connection, number: int, event: Event, at: Ms, reading: Reading) -> tuple[Change, ...]:
        if not (reading.phrases or takes_back(event.text)):
            return ()
        calibration = self._memory.vectorizer.calibration
        echoes = Echoes(connection, self._access.number, event.part_of or number)
        reading = corrected(reading, event.text, echoes.said_before(event), self._memory.reader)
        topics = self._access.standing.topics
        reading = beside_before(reading, topics, calibration.same)
        found = assign(
            reading.phrases,
            reading.vectors[1:],
            event.mass,
            topics,
            calibration.same,
            echoes.brought_up(event.session),
            spread=calibration.spread,
        )
        return self._access.standing.take(connection, number, at, found, max(at, self._access.now()))

    def _take_late(self, connection: Connection, event: Event, reading: Reading | None) -> tuple[Change, ...]:
        """Take the evidence of an event that was stored without it, unless another process has."""
        if reading is None or not event_statements.claim(connection, event.number, reading.vectors[0]):
            return ()
        return self._take(connection, event.number, event, to_ms(event.at), reading)
