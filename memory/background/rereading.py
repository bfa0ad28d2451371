"""The person's turns read again by a model, whose phrases then stand for the local ones; what it says is checked against the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from ..access import Access
from ..errors import EmbeddingError, ReadingFailed
from ..reading.reader import Reading
from ..records import Event
from ..store import event_statements, waiting_statements
from ..store.waiting_statements import WORDS
from .queue import Claim, Queue
from .refining import Refined, Refiner, sendable, verified

if TYPE_CHECKING:
    from ..learner import Learner

BATCH = 16
"""Turns that are sent at once."""


class Rereading:
    """Reads what waits of one person's words."""

    def __init__(self, access: Access, learner: Learner, queue: Queue) -> None:
        self._access = access
        self._memory = access.memory
        self._learner = learner
        self._queue = queue

    def step(self) -> bool:
        """Read the next turns together, if there are any and the budget lasts."""
        refiner = self._memory.background.refiner
        batch = [] if refiner is None else self._due()
        if refiner is None or not batch:
            return False
        texts, left = [sendable(event.text) for event in batch], self._queue.left()
        fitting = next((n for n in range(len(batch), 0, -1) if refiner.cost(texts[:n]) <= left), 0)
        if not fitting:
            return self._queue.too_large(batch[0].number, WORDS, refiner.cost(texts[:1]))
        claim = self._queue.claim(batch[:fitting], WORDS, refiner.cost(texts[:fitting]))
        return claim is not None and self._read(claim, refiner)

    def _read(self, claim: Claim, refiner: Refiner) -> bool:
        if not claim.events:  # another process was first: there may be more
            return True
        try:
            refined = refiner([sendable(event.text) for event in claim.events])
            if len(refined.found) != len(claim.events):
                told = f"{refiner.name} answered for {len(refined.found)} texts, and was asked for {len(claim.events)}"
                raise ReadingFailed(told, again=False, tokens=refined.tokens)
            readings, dropped = self._readings(claim.events, refined)
        except (ReadingFailed, EmbeddingError) as error:
            return self._queue.failed(claim, error)
        self._keep(claim, readings, dropped, refined.tokens)
        return True

    def _due(self) -> list[Event]:
        """Return the turns to send together: those that wait, one that was refused before alone. What has no prose is done."""
        user, now = self._access.number, self._access.now()
        with self._memory.ledger.read(user) as connection:
            rows = waiting_statements.due(connection, user, True, now, BATCH)
            rows = rows[:1] if rows and rows[0].refusals else [row for row in rows if not row.refusals]
            found = event_statements.events_by_number(connection, user, [row.event for row in rows])
        batch = [found[row.event] for row in rows if row.event in found]
        empty = [event for event in batch if not sendable(event.text)]
        if empty:
            with self._memory.ledger.write(user) as connection:
                for event in empty:
                    waiting_statements.drop(connection, event.number, WORDS)
        return [event for event in batch if event not in empty]

    def _readings(self, asked: Sequence[Event], refined: Refined) -> tuple[dict[int, Reading], int]:
        """Return what a model found, checked, by the number of the event; and how much of it does not stand there."""
        readings, dropped = {}, 0
        for event, suggestions in zip(asked, refined.found, strict=True):
            if suggestions is None:
                continue
            phrases, lost = verified(suggestions, event.text)
            dropped += lost
            vectors = self._memory.vectorizer([event.text, *(phrase.text for phrase in phrases)])
            readings[event.number] = Reading(phrases, vectors)
        return readings, dropped

    def _keep(self, claim: Claim, readings: dict[int, Reading], dropped: int, tokens: int) -> None:
        if self._queue.closed:
            return
        with self._access.writing() as connection:
            ours = {row.event for row in waiting_statements.claimed(connection, claim.mark)}
            done = [event for event in claim.events if event.number in ours and event.number in readings]
            self._queue.finish(connection, claim, done, tokens=tokens, dropped=dropped)
            self._replace_evidence(connection, done, readings)

    def _replace_evidence(self, connection: Connection, done: Sequence[Event], readings: dict[int, Reading]) -> None:
        """Let other readings stand for events; a topic that learns nothing now keeps what it has."""
        standing, user = self._access.standing, self._access.number
        resting = [row.id for row in standing.topics.rows if not row.learns]
        old = [row for event in done for row in waiting_statements.take_out(connection, event.number, resting)]
        fed = {row["topic"] for row in old}
        named = {phrase.text.casefold() for event in done for phrase in readings[event.number].phrases}
        waiting_statements.drop_unfounded(connection, user, fed, keep=named)
        standing.drop()
        standing.refresh(connection)
        for event in done:
            self._learner.take(connection, event, readings[event.number])
        waiting_statements.drop_unfounded(connection, user, fed, keep=set())
        waiting_statements.remember(connection, old)
        standing.correct(connection, fed | waiting_statements.fed_by(connection, [event.number for event in done]))
