"""Penchant's law of weights on topics that the data name: what the memory would do if it had read every turn right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType

import numpy as np

from ...memory import lasting
from ...memory.embedding import Vectorizer, Vectors
from ...memory.records import to_ms
from ...memory.weights import MASSES, Floats, Law
from .system import Context, Piece, Query, Said, fitted
from .topics import Memory

UNASKED = 0.1
"""What is likely to come up though the first words say nothing of it; of 0.1 and 0.3 the better on sixty of LAPS's training people."""


class GivenTopics:
    """The law on given topics: shares for the next turn, `returns` for a session that begins (times how its first words
    bear on the topic), settled weights for who a person is, and the weights themselves."""

    def __init__(
        self, vectorizer: Vectorizer, law: Law | None = None, masses: Mapping[str, float] = MappingProxyType({})
    ) -> None:
        self._memory = Memory(law or Law())
        self._masses = MASSES | dict(masses)
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
        self._memory.take(np.array(places), to_ms(said.at), said.mass * self._masses[said.kind])
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
            lasts = lasting.returns(self._memory.logs[: len(vectors)], vectors, self._vectorizer.name)
            return lasts * self._bears(vectors, query.text) if query.text else lasts
        if query.wants == "weight":
            return self._memory.weights(now)
        return self._memory.settled(now) if query.wants == "person" else self._memory.shares(now)

    def _bears(self, vectors: Vectors, text: str) -> Floats:
        """Return how likely a topic's kind comes up at all in a session that begins with a text, but for a factor."""
        cosines = vectors @ self._vector(text)
        return np.asarray(UNASKED + self._vectorizer.calibration.relevance(cosines), np.float64)


def _name(label: str) -> str:
    """Return a topic's words without the slot before it (`genre: comedy`)."""
    return label.partition(": ")[2] or label
