"""Evidence as columns: a history of many thousand pieces is folded by passes over arrays, not piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from ..records import Ms

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One piece of evidence; `event` orders pieces of the same millisecond."""

    topic: int
    event: int
    mass: float
    at: Ms
    stated: bool = True
    ends: bool = False
    """The words end the interest: what was before them is void."""


_FIELDS = {
    "topic": np.int64,
    "event": np.int64,
    "mass": np.float64,
    "at": np.int64,
    "stated": np.bool_,
    "ends": np.bool_,
}
_VALUES = attrgetter(*_FIELDS)


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Pieces of evidence, each field an array of shape (n,). Going through them gives rows."""

    topic: Ints
    event: Ints
    mass: npt.NDArray[np.float64]
    at: Ints
    stated: Bools
    ends: Bools

    @classmethod
    def of(cls, rows: Iterable[EvidenceRow]) -> Columns:
        """Return rows as columns."""
        return cls.from_tuples([_VALUES(row) for row in rows])

    @classmethod
    def from_tuples(cls, rows: Iterable[Any]) -> Columns:
        """Return as columns what has the fields of rows in their order."""
        columns = zip(*rows, strict=True)
        arrays: list[Any] = [np.array(column, kind) for column, kind in zip(columns, _FIELDS.values(), strict=False)]
        return cls(*arrays) if arrays else cls(*(np.zeros(0, kind) for kind in _FIELDS.values()))

    @classmethod
    def joined(cls, *some: Columns) -> Columns:
        """Return several as one."""
        return cls(*(np.concatenate([getattr(one, name) for one in some]) for name in _FIELDS))

    def __len__(self) -> int:
        return len(self.topic)

    def __iter__(self) -> Iterator[EvidenceRow]:
        return map(EvidenceRow, *(getattr(self, name).tolist() for name in _FIELDS))

    def take(self, places: Ints | Bools | slice) -> Columns:
        """Return some of the pieces, by place or where a mask is true."""
        return Columns(*(getattr(self, name)[places] for name in _FIELDS))

    def of_topics(self, topics: Iterable[int]) -> Columns:
        """Return the pieces of some topics."""
        return self.take(np.isin(self.topic, np.fromiter(topics, np.int64)))

    def in_order(self) -> Columns:
        """Return them in the order of their moments."""
        return self.take(np.lexsort((self.event, self.at)))

    def after(self, at: Ints, event: Ints) -> Bools:
        """Return which pieces come after a moment, given for each as a time and an event, shape (n,)."""
        return np.asarray((self.at > at) | ((self.at == at) & (self.event > event)), np.bool_)
