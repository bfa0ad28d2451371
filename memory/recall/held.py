"""Vectors in memory, one matrix a person: their nearest are found by one product, without the index."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from ..cosines import cosines_to
from ..embedding import Vectors
from ..store import event_statements

MOST: Final = 16_000
"""Events of one person that are held at most: 33 MB, read once in 0.1 s. One who has more is searched for in the index."""

FEW: Final = 2_000
"""So many are held even where others have to go for that; more only where there is room, lest people push each other out all the time."""

MOST_WAITING: Final = 100
"""Events without a vector yet, replies as a rule, that are asked for again; while there are more, the index is asked."""

MOST_OF_ALL: Final = 64_000
"""Events held of all people: 0.13 GB, of 64 people with a thousand each. Who has not been here for the longest goes first, and is read
anew from the ledger when they say something again."""

Numbers = npt.NDArray[np.int64]


class Held:
    """The vectors of one person's events, as far as they are `most`. Not safe to share between threads."""

    def __init__(self, user: int, rebuilt: int, most: int) -> None:
        self.rebuilt = rebuilt
        self._user, self._most = user, most
        self._last = 0
        self._waiting: set[int] = set()
        self._place: dict[int, int] = {}
        self._numbers: Numbers = np.zeros(0, np.int64)
        self._vectors: Vectors = np.zeros((0, 0), np.float32)
        self._many = False

    def __len__(self) -> int:
        return len(self._place)

    def nearest(self, connection: Connection, vector: Vectors, count: int) -> list[tuple[int, float]] | None:
        """Return (number, cosine) of the events nearest to a vector, best first and of equals the newest; None where not all are held."""
        self._read(connection)
        if self._many or len(self._waiting) > MOST_WAITING:
            return None
        numbers, cosines = self._numbers[: len(self)], cosines_to(self._vectors[: len(self)], vector)
        near = _greatest(cosines, count)
        best = near[np.lexsort((-numbers[near], -cosines[near]))][:count]
        return list(zip(numbers[best].tolist(), cosines[best].tolist(), strict=True))

    def cosines(self, numbers: Iterable[int], vector: Vectors) -> dict[int, float]:
        """Return the cosines of those of some events that are held to a vector."""
        here = [number for number in numbers if number in self._place]
        if not here:
            return {}
        cosines = cosines_to(self._vectors[[self._place[number] for number in here]], vector)
        return dict(zip(here, cosines.tolist(), strict=True))

    def _read(self, connection: Connection) -> None:
        """Take in what has come since the last time."""
        if self._many:
            return
        if not self._last and event_statements.has_more_than(connection, self._user, self._most):
            self._many = True
            return
        rows = event_statements.vectors_after(connection, self._user, self._last, self._most + 1)
        if 0 < len(self._waiting) <= MOST_WAITING:
            rows += event_statements.vectors_of(connection, self._waiting)
        self._last = max((number for number, _ in rows), default=self._last)
        new = {number: blob for number, blob in rows if blob is not None}
        self._waiting = (self._waiting | {number for number, _ in rows}) - new.keys()
        self._many = len(self) + len(new) + len(self._waiting) > self._most
        if self._many:
            self._place, self._vectors = {}, self._vectors[:0]
        elif new:
            self._add(new)

    def _add(self, new: dict[int, bytes]) -> None:
        vectors = np.frombuffer(b"".join(new.values()), np.float32).reshape(len(new), -1)
        start, end = len(self), len(self) + len(new)
        if end > len(self._vectors):  # half as many again, so that a turn copies nothing
            self._vectors = np.resize(self._vectors if start else vectors, (end + end // 2, vectors.shape[1]))
            self._numbers = np.resize(self._numbers, len(self._vectors))
        self._vectors[start:end], self._numbers[start:end] = vectors, list(new)
        self._place |= zip(new, range(start, end), strict=True)


def _greatest(cosines: Vectors, count: int) -> Numbers:
    """Return the places of the greatest cosines, and of all that equal the least of these."""
    if count >= len(cosines):
        return np.arange(len(cosines))
    return np.flatnonzero(cosines >= np.partition(cosines, len(cosines) - count)[len(cosines) - count])


class Shelf:
    """What is `Held` of the people who were here last. Safe to share between threads, each of its own person."""

    def __init__(self) -> None:
        self._held: OrderedDict[int, Held] = OrderedDict()
        self._lock = Lock()

    def of(self, user: int, rebuilt: int) -> Held:
        """Return what is held of a person; `rebuilt` changes when something of theirs was erased, and then all is read anew."""
        with self._lock:
            held = self._held.get(user)
            if held is None or held.rebuilt != rebuilt:
                room = MOST_OF_ALL - sum(len(one) for number, one in self._held.items() if number != user)
                held = self._held[user] = Held(user, rebuilt, min(MOST, max(FEW, room)))
            self._held.move_to_end(user)
            while len(self._held) > 1 and sum(map(len, self._held.values())) > MOST_OF_ALL:
                self._held.popitem(last=False)
            return held

    def clear(self) -> None:
        """Drop what is held."""
        with self._lock:
            self._held.clear()
