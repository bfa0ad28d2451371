"""The ledger as the index sees it: a growing list of vectors, and a list of those to drop."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

import numpy as np
from sqlalchemy import Row

from ..embedding import MAX_CHARACTERS, Vectorizer, Vectors
from ..forgetting.owed import INDEX, owed, paid
from ..index import Entry
from ..ledger import Ledger
from ..narrowing import Narrowing
from . import event_statements, statements
from .horizon import Horizon

BATCH = 256
"""Events that are handed to the index at once."""

CHARACTERS = 2 * MAX_CHARACTERS
"""So much text is embedded in one go, some 50 ms of the processor: a reply of 150 words takes as long as all else that a turn needs."""


class LedgerFeed:
    """Implements `index.Feed`. Events without a vector yet, the agent's replies among them, are embedded here, with a `rest` between.

    `narrow` makes the index's vectors of the ledger's.
    """

    def __init__(self, ledger: Ledger, vectorize: Vectorizer, narrow: Narrowing) -> None:
        self._ledger = ledger
        self._vectorize = vectorize
        self._narrow = narrow
        self._horizon = Horizon()
        self.rest: Callable[[], None] = lambda: None

    @property
    def stamp(self) -> str:
        """What names the vectors: the model, and how they are narrowed."""
        return f"{self._vectorize.stamp}{self._narrow.stamp}"

    def after(self, seq: int) -> Sequence[Entry]:
        """Return the next entries after an event's number, in order."""
        with self._ledger.read() as connection:
            rows = event_statements.events_after(connection, seq, BATCH, self._horizon.of(connection))
        if not rows:
            return []
        made = self._embed([row for row in rows if row.vector is None])
        whole = [made[row.seq] if row.vector is None else np.frombuffer(row.vector, np.float32) for row in rows]
        return [
            Entry(row.seq, row.user, vector) for row, vector in zip(rows, self._narrow(np.stack(whole)), strict=True)
        ]

    def _embed(self, rows: Sequence[Row[Any]]) -> dict[int, Vectors]:
        """Make and keep the vectors of events; without any the model is left alone, for it may be slow to load or away."""
        if not rows:
            return {}
        made: dict[int, Vectors] = {}
        for some in _parts(rows):
            self.rest()
            made |= zip((row.seq for row in some), self._vectorize([row.text for row in some]), strict=True)
        with self._ledger.write() as connection:
            for user in {row.user for row in rows}:
                theirs = [(row.seq, made[row.seq]) for row in rows if row.user == user]
                with self._ledger.of(connection, user):
                    event_statements.set_vectors(connection, theirs)
        return made

    def progress(self) -> tuple[str, int]:
        """Return the mark of the collection that was filled, and the last event in it."""
        with self._ledger.read() as connection:
            return statements.indexed(connection)

    def record(self, mark: str, seq: int) -> None:
        """Store what `progress` returns."""
        self._ledger.put(statements.INDEXED, json.dumps([mark, seq]).encode())

    def ledger(self) -> str:
        """Return the ledger's own name."""
        return ledger_name(self._ledger)

    def owners(self, seqs: Sequence[int]) -> dict[int, int]:
        """Return the users of events, also of erased ones."""
        with self._ledger.read() as connection:
            return event_statements.owners(connection, seqs)

    def newest(self) -> int:
        """Return the highest number of an event."""
        with self._ledger.read() as connection:
            return event_statements.newest(connection)

    def lag(self, until: int = 2**62) -> int:
        """Return how many events up to a number are still to be indexed or dropped."""
        with self._ledger.read() as connection:
            _, seq = statements.indexed(connection)
            return event_statements.count_after(connection, seq, until)

    def duty(self) -> AbstractContextManager[Callable[[], bool] | None]:
        """Hold the right to fill the index; None while another process has it."""
        return self._ledger.duty("index")

    def erased(self) -> list[int]:
        """Return the numbers of events that were erased."""
        with self._ledger.read() as connection:
            return event_statements.erased_events(connection)

    def dropped(self, seqs: list[int]) -> None:
        """Take note that the index holds them no longer."""
        with self._ledger.write() as connection:
            event_statements.drop_erased(connection, seqs)

    def owed(self) -> str:
        """Return a token as long as the index's files still hold what was erased."""
        with self._ledger.read() as connection:
            return owed(connection, INDEX)

    def paid(self, token: str) -> None:
        """Take note that they were rewritten."""
        with self._ledger.write() as connection:
            paid(connection, INDEX, token)


def _parts(rows: Sequence[Row[Any]]) -> Iterator[list[Row[Any]]]:
    """Yield rows in parts of so much text."""
    some, size = list[Row[Any]](), 0
    for row in rows:
        some.append(row)
        size += min(len(row.text), MAX_CHARACTERS)
        if size >= CHARACTERS:
            yield some
            some, size = [], 0
    if some:
        yield some


def ledger_name(ledger: Ledger) -> str:
    """Return a ledger's own name, which is given to it when it is first asked for."""
    if (name := ledger.get(statements.NAME)) is None:
        with ledger.write() as connection:
            name = statements.name_ledger(connection, uuid4().hex[:12])
    return name.decode()
