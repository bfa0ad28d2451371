"""Pictures and recordings turned into text: an event that is part of the turn they came with, and evidence of its own kind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import Connection

from ..access import Access
from ..cleaning import storable
from ..errors import EmbeddingError, ReadingFailed
from ..extraction import MAX_CHARACTERS
from ..reading.reader import Reading
from ..records import Attachment, Event, to_ms
from ..store import event_statements, waiting_statements
from ..store.waiting_statements import WORDS
from ..weights import MASSES
from .queue import Claim, Queue
from .refining import MediaReader, MediaText, Suggestion, as_seen, is_chinese, verified

if TYPE_CHECKING:
    from ..learner import Learner

LOOKED_AT = 16
"""Attachments that are looked at for one that can be read."""


class Media:
    """Reads what waits of one person's attachments."""

    def __init__(self, access: Access, learner: Learner, queue: Queue) -> None:
        self._access = access
        self._memory = access.memory
        self._learner = learner
        self._queue = queue

    def step(self) -> bool:
        """Read the next attachment, if there is one and the budget lasts."""
        found = self._due()
        if found is None:
            return False
        event, place, reader = found
        cost = reader.cost(event.attachments[place])
        if cost > self._queue.left():
            return self._queue.too_large(event.number, place, cost)
        claim = self._queue.claim([event], place, cost)
        return claim is not None and self._read(claim, reader)

    def _read(self, claim: Claim, reader: MediaReader) -> bool:
        if not claim.events:  # another process was first: there may be more
            return True
        [turn], place = claim.events, claim.place
        try:
            read = self._known(turn, place) or reader(turn.attachments[place], chinese=is_chinese(turn.text))
            read = replace(read, text=self._memory.redact(storable(read.text).strip()[:MAX_CHARACTERS]))
            reading = self._reading(read) if read.text else None
        except (ReadingFailed, EmbeddingError) as error:
            return self._queue.failed(claim, error)
        self._keep(claim, read, reading)
        return True

    def _reading(self, read: MediaText) -> Reading:
        """Return the phrases of what was read; of words that are not the person's, what they name and nothing else."""
        if read.spoken:
            return self._memory.reader(read.text)
        if not read.names:
            return as_seen(self._memory.reader(read.text))
        phrases, _ = verified([Suggestion(name) for name in read.names], read.text)
        return Reading(phrases, self._memory.vectorizer([read.text, *(phrase.text for phrase in phrases)]))

    def _due(self) -> tuple[Event, int, MediaReader] | None:
        """Return the next attachment with what reads it; what nothing reads any more goes on waiting."""
        if not self._memory.background.media:
            return None
        user = self._access.number
        with self._memory.ledger.read(user) as connection:
            for row in waiting_statements.due(connection, user, False, self._access.now(), LOOKED_AT):
                event = event_statements.events_by_number(connection, user, [row.event]).get(row.event)
                if event is None or row.place >= len(event.attachments):
                    continue
                reader = self._memory.background.reader(event.attachments[row.place].media_type)
                if reader is not None:
                    return event, row.place, reader
        return None

    def _known(self, event: Event, place: int) -> MediaText | None:
        """Return what a caption of the same picture said; nobody is asked twice. Of a recording it is not known whose words they are."""
        if kind_of(event.attachments[place]) != "image":
            return None
        with self._memory.ledger.read(self._access.number) as connection:
            known = waiting_statements.known_reading(connection, event.number, place)
        if known is None:
            return None
        text, names = known
        return MediaText(text, False, 0, tuple(names))

    def _keep(self, claim: Claim, read: MediaText, reading: Reading | None) -> None:
        """Store what was read as an event that is part of its turn, and learn from it."""
        if self._queue.closed:
            return
        with self._access.writing() as connection:
            ours = bool(waiting_statements.claimed(connection, claim.mark))
            self._queue.finish(connection, claim, claim.events if ours else (), tokens=read.tokens)
            if ours and reading is not None:
                self._store(connection, claim.events[0], claim.place, read, reading)
        self._memory.grown()

    def _store(self, connection: Connection, turn: Event, place: int, read: MediaText, reading: Reading) -> None:
        user, kind, at = self._access.number, kind_of(turn.attachments[place]), to_ms(turn.at)
        event = replace(turn, id=uuid4().hex, kind=kind, text=read.text, mass=MASSES[kind], attachments=(), item=None)
        event = replace(event, part_of=turn.number, number=0)
        number = event_statements.add_event(connection, user, event, at, True, reading.vectors[0])
        waiting_statements.set_reading(connection, turn.number, place, number)
        self._learner.take(connection, replace(event, number=number), reading)
        if read.spoken and self._memory.background.refiner is not None:
            waiting_statements.add(connection, user, number, [WORDS], self._access.now())
        fed = waiting_statements.fed_by(connection, [number])
        self._access.standing.correct(connection, fed)  # it comes late; and what is kept of the session is read anew


def kind_of(attachment: Attachment) -> str:
    """Return the kind of event that reading an attachment makes: "image", "audio", or "" for what is neither."""
    kind = attachment.media_type.strip().lower().partition("/")[0]
    return kind if kind in ("image", "audio") else ""
