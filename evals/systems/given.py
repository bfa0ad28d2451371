"""Penchant's law of weights on topics that the data name: what the memory would do if it had read every turn right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np

from ...memory import lasting
from ...memory.embedding import Vectorizer, Vectors
from ...memory.records import to_ms
from ...memory.weights import Floats, Law
from .system import Context, Piece, Query, Said, fitted
from .topics import Memory


class GivenTopics:
    """The law on given topics: shares for the next turn, `returns` for a session that begins, settled weights for who a person is."""

    def __init__(self, vectorizer: Vectorizer, law: Law | None = None) -> None:
        self._memory = Memory(law or Law())
        self._place: dict[str, int] = {}
        self._last: dict[str, str] = {}
        self._vectorizer = vectorizer
        self._vector: Callable[[str], Vectors] = cache(lambda name: vectorizer([name])[0])

    def observe(self, said: Said) -> None:
        """Take its topics, each with its part of the turn."""
        if not said.labels:
            return
        places = sorted({self._place.setdefault(label, len(self._place)) for label in said.labels})
        self._memory.grow(len(self._place))
        self._memory.take(np.array(places), to_ms(said.at), said.mass)
        self._last |= dict.fromkeys(said.labels, said.id)

    def context(self, query: Query, budget: int) -> Context:
        """Return topics by what the query wants, strongest first."""
        if not self._place:
            return Context()
        values = self._values(query)[: len(self._place)]
        names = list(self._place)
        order = np.argsort(-values, kind="stable")
        found = fitted((Piece(self._last[names[i]], names[i], float(values[i]), (names[i],)) for i in order), budget)
        return replace(found, new=max(0.0, 1 - float(values.sum())) if query.wants == "next" else 0.0)

    def close(self) -> None:
        """Give back the topics."""
        self._place.clear()

    def _values(self, query: Query) -> Floats:
        now = to_ms(query.at)
        if query.wants == "session":
            vectors = np.array([self._vector(_name(label)) for label in self._place])
            return lasting.returns(self._memory.logs[: len(vectors)], vectors, self._vectorizer.name)
        return self._memory.settled(now) if query.wants == "person" else self._memory.shares(now)


def _name(label: str) -> str:
    """Return a topic's words without the slot before it (`genre: comedy`)."""
    return label.partition(": ")[2] or label
