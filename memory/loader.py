"""Loading many events: one call of the embedding model and one transaction for a few hundred, however many they are.

While a batch is stored, a thread reads the next one. What they teach is what `observe` would teach, one by one in the same order. The
ladder votes as they come while they are few. On more, or on late ones, it votes once at the end, by a rebuild: only the last few hundred
votes still count by then.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice

import numpy as np
from sqlalchemy import Connection

from .access import Access
from .again import again
from .cleaning import one_line, storable
from .embedding import Vectors
from .errors import NO_MEMORY, LedgerError
from .forgetting.retention import TOO_OLD, too_old
from .forgetting.tombstones import REASON as FORGOTTEN
from .forgetting.tombstones import freed, kept_away
from .interactions import to_event
from .language.corrected import takes_back
from .reading.corrections import corrected
from .reading.echoes import Echoes
from .reading.page import page_of
from .reading.reader import Reader, Reading
from .records import Event, Interaction, Taken, to_ms
from .standing import Gathered
from .store import event_statements, source_statements, statements
from .topics.assigning import assign
from .topics.minds import beside_before, is_inferred_refusal
from .topics.near import Near

BATCH = 256
"""Events that are read, embedded and stored at once."""

VOTING = 1024
"""The ladder votes on up to this many events one by one."""

MOST_REASONS = 50
"""Reasons that are told apart for what was left out."""

REMEMBERED = 8192
"""Vectors of phrases kept while loading: people come back to the same things."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """So many interactions, those of their events that are not known, and the readings of these by their ids, once they are made."""

    size: int
    events: list[Event]
    readings: Future[dict[str, Reading]]


class Loader:
    """One load into a `UserMemory`; `observe_all` is described there."""

    def __init__(self, access: Access, source: str, form: str) -> None:
        self._access, self._memory = access, access.memory
        self._source = self._memory.redact(one_line(storable(source)))
        self._form = one_line(storable(form))
        self._reader = Reader(self._memory.extractor, Remembering(self._memory.vectorizer), self._memory.care)
        self._new = self._known = 0
        self._left: Counter[str] = Counter()
        self._late = False

    def load(self, interactions: Iterable[Interaction], progress: Callable[[int], None]) -> Taken:
        """Take all of them in."""
        with self._memory.ledger.read(
            self._access.number
        ) as connection:  # by a load that was killed: then nobody knows what came late
            self._late = statements.owed(connection, self._access.number)
        done = 0
        try:
            with ThreadPoolExecutor(1, "penchant-load") as worker:
                for batch in self._read_ahead(worker, interactions):
                    again(self._memory.ledger, partial(self._take, batch))
                    done += batch.size
                    progress(done)
        finally:
            again(self._memory.ledger, self._finish)
        return Taken(self._new, self._known, dict(self._left))

    def _read_ahead(self, worker: ThreadPoolExecutor, interactions: Iterable[Interaction]) -> Iterator[_Batch]:
        """Yield batches whose reading has begun, each once that of the next one has."""
        coming, before = iter(interactions), None
        while some := list(islice(coming, BATCH)):
            events = list(self._events(some))
            with self._memory.ledger.read(self._access.number) as connection:
                events = self._wanted(connection, events)
                new = self._unknown(connection, events)
            self._known += len(events) - len(new)
            batch = _Batch(len(some), new, worker.submit(self._read, new))
            if before is not None:
                yield before
            before = batch
        if before is not None:
            yield before

    def _events(self, some: Sequence[Interaction]) -> Iterator[Event]:
        now, seen = self._memory.now(), set[str]()
        for done in some:
            try:
                if not isinstance(done, Interaction):
                    raise ValueError(f"it must be an Interaction, got one of the type {type(done).__name__}")
                if not done.id:
                    raise ValueError("it has no id")
                redact = self._access.redactor(done.session, done.role)
                event = to_event(done, self._memory.kinds, now, redact, self._access.goes_on)
            except ValueError as error:
                self._leave_out(str(error))
                continue
            if event.id in seen:
                self._known += 1
                continue
            seen.add(event.id)
            yield event

    def _leave_out(self, reason: str) -> None:
        self._left[reason if reason in self._left or len(self._left) < MOST_REASONS else "other reasons"] += 1

    def _take(self, batch: _Batch) -> None:
        readings = batch.readings.result()
        with self._access.writing() as connection:
            new = self._unknown(connection, batch.events)  # those before, or another process, may have brought some
            if new:
                self._free(connection, new)
                self._store(connection, new, readings)
        self._known += len(batch.events) - len(new)
        self._new += len(new)

    def _wanted(self, connection: Connection, events: Sequence[Event]) -> list[Event]:
        """Return what is to stay: what was forgotten earlier stays away, and so does what is older than is kept."""
        away = kept_away(connection, self._access.number, events)
        old = too_old(connection, self._access.number, events, self._memory.now()) - away
        for reason, ids in ((FORGOTTEN, away), (TOO_OLD, old)):
            for _ in ids:
                self._leave_out(reason)
        return [event for event in events if event.id not in away and event.id not in old]

    def _free(self, connection: Connection, events: Sequence[Event]) -> None:
        """Empty the rows of events that were unforgotten and come back now, so that nothing is learned from them twice."""
        if rows := freed(connection, self._access.number, events):
            source_statements.drop_evidence(connection, rows)
            source_statements.empty(connection, rows)
            self._access.standing.rebuild(connection)

    def _unknown(self, connection: Connection, events: Sequence[Event]) -> list[Event]:
        known = event_statements.known_ids(connection, self._access.number, [event.id for event in events])
        return [event for event in events if event.id not in known]

    def _read(self, events: Sequence[Event]) -> dict[str, Reading]:
        theirs = [event for event in events if event.role == "user"]
        try:
            readings = self._reader.learn_from([page_of(event) for event in theirs])
        except MemoryError as error:
            raise LedgerError(f"reading {len(theirs)} events: {NO_MEMORY}. What came before them is stored") from error
        finally:
            self._reader.forget()
        return dict(zip((event.id for event in theirs), readings, strict=True))

    def _store(self, connection: Connection, events: Sequence[Event], readings: dict[str, Reading]) -> None:
        source = self._register(connection, len(events)) if self._source else None
        found = [readings.get(event.id) for event in events]
        vectors = [None if reading is None else reading.vectors[0] for reading in found]
        numbers = event_statements.add_events(connection, self._access.number, events, vectors, source)
        self._learn(connection, list(zip(numbers, events, found, strict=True)))

    def _learn(self, connection: Connection, stored: Sequence[tuple[int, Event, Reading | None]]) -> None:
        standing, calibration = self._access.standing, self._memory.vectorizer.calibration
        named = [
            pair
            for _, _, reading in stored
            if reading
            for pair in zip(reading.phrases, reading.vectors[1:], strict=True)
        ]
        near = Near(named, standing.topics, calibration.same)
        echoes = Echoes(connection, self._access.number, stored[0][0])
        gathered = Gathered(statements.next_topic(connection))
        for number, event, reading in stored:
            if reading is not None and (reading.phrases or takes_back(event.text)):
                reading = corrected(reading, event.text, echoes.said_before(event), self._memory.reader)
                if any(map(is_inferred_refusal, reading.phrases)):  # whether it is known to be liked
                    standing.fold_all(gathered)
                    reading = beside_before(reading, standing.topics, calibration.same)
                phrases, vectors = reading.phrases, reading.vectors[1:]
                if any(phrase.turns for phrase in phrases):  # whether there is a dislike to take back
                    standing.fold_all(gathered)
                brought_up, close = echoes.brought_up(event.session), near.of(phrases, vectors)
                given = assign(
                    phrases,
                    vectors,
                    event.mass,
                    standing.topics,
                    calibration.same,
                    brought_up,
                    close,
                    spread=calibration.spread,
                )
                votes = self._new < VOTING
                standing.gather(connection, number, to_ms(event.at), given, gathered, votes)
            echoes.hear(event)
        standing.write(connection, gathered)
        self._late = self._late or gathered.late

    def _finish(self) -> None:
        """Let the ladder vote on what it has not, and note when the source was imported, if anything ever came from it."""
        with self._access.writing() as connection:
            if statements.owed(connection, self._access.number):
                standing = self._access.standing
                (standing.rebuild if self._late else standing.vote)(connection)
            if (
                self._source
                and source_statements.source_number(connection, self._access.number, self._source) is not None
            ):
                self._register(connection, 0)
        if self._new:
            self._memory.grown()

    def _register(self, connection: Connection, count: int) -> int:
        user, now = self._access.number, self._memory.now()
        return source_statements.register(connection, user, self._source, self._form, now, count)


class Remembering:
    """Embeds each text of a call once, and none that it has still the vector of."""

    def __init__(self, vectorize: Callable[[Sequence[str]], Vectors]) -> None:
        self._vectorize = vectorize
        self._kept: OrderedDict[str, Vectors] = OrderedDict()

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Return their vectors."""
        there = {text: self._kept[text] for text in texts if text in self._kept}
        missing = [text for text in dict.fromkeys(texts) if text not in there]
        made = dict(zip(missing, self._vectorize(missing), strict=True))
        for text, vector in (made | there).items():
            self._keep(text, vector if text in there else vector.copy())  # a row of a matrix would keep all of it
        return (
            np.stack([there[text] if text in there else made[text] for text in texts]) if texts else self._vectorize([])
        )

    def _keep(self, text: str, vector: Vectors) -> None:
        self._kept[text] = vector
        self._kept.move_to_end(text)
        while len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)
