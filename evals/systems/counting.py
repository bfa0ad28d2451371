"""Systems that count: the most frequent, the most recent, and a single exponential decay.

They count topics where the data name them, and the words of the turns where they do not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

import numpy as np

from .system import MOST, Context, Piece, Query, Said, fitted

_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]{3,}")


def words(text: str) -> tuple[str, ...]:
    """Return the different words of a text in lower case, Chinese ones character by character."""
    return tuple(dict.fromkeys(_WORD.findall(text.lower())))


class Counted:
    """Counts that fade with a half-life: never for the most frequent; `most_recent` ranks by the last mention instead.

    A half-life of 7 days is the exponential decay of most memory systems. Ties are broken at random with the seed.
    """

    def __init__(self, half_life: timedelta | None = None, *, most_recent: bool = False, seed: int = 0) -> None:
        self._half_life, self._most_recent = half_life, most_recent
        self._count: dict[str, float] = {}
        self._last: dict[str, tuple[datetime, int, str]] = {}
        self._turns: dict[str, tuple[Said, tuple[str, ...]]] = {}
        self._labelled, self._seen = False, 0
        self._random = np.random.default_rng(seed)

    def observe(self, said: Said) -> None:
        """Count its topics, each with its part of the turn; its words only as long as no turn has named a topic."""
        self._seen += 1
        its = words(said.text)
        if said.labels and not self._labelled:  # the data name topics after all: words are none
            self._labelled = True
            self._count.clear()
        for thing in said.labels if self._labelled else its:
            self._count[thing] = self._now(thing, said.at) + said.mass
            self._last[thing] = (said.at, self._seen, said.id)
        self._turns[said.id] = said, its
        if len(self._turns) > MOST:
            del self._turns[next(iter(self._turns))]

    def context(self, query: Query, budget: int) -> Context:
        """Return topics, or turns by the mean of their words, strongest first."""
        values = {thing: self._value(thing, query.at) for thing in self._count}
        if query.wants == "person":  # the square root dampens what somebody went on about once
            values = {thing: value**0.5 for thing, value in values.items()}
        pieces = self._topics(values) if self._labelled else self._ranked_turns(values)
        noise = self._random.random(len(pieces))
        order = sorted(range(len(pieces)), key=lambda place: (-pieces[place].score, noise[place]))
        return fitted((pieces[place] for place in order), budget)

    def close(self) -> None:
        """Give back the counts."""
        self._turns.clear()

    def _now(self, thing: str, now: datetime) -> float:
        if thing not in self._count:
            return 0.0
        if self._half_life is None:
            return self._count[thing]
        return float(self._count[thing] * 0.5 ** ((now - self._last[thing][0]) / self._half_life))

    def _value(self, thing: str, now: datetime) -> float:
        """Return a topic's score: of the most recent the last turn has all but nothing left for the others."""
        if not self._most_recent:
            return self._now(thing, now)
        return float(2.0 ** -min(self._seen - self._last[thing][1], 60))

    def _topics(self, values: Mapping[str, float]) -> list[Piece]:
        return [Piece(self._last[name][2], name, value, (name,)) for name, value in values.items()]

    def _ranked_turns(self, values: Mapping[str, float]) -> list[Piece]:
        return [
            Piece(one.id, one.text, float(np.mean([values[word] for word in its])) if its else 0.0)
            for one, its in self._turns.values()
        ]
