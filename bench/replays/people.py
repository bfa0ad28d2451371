"""Many simulated people at once under the law and under the baselines: what a protocol replays.

A crowd holds R people with n topics each. `pass_` lets time go by, `shares` tells what comes next, `learn` takes an event for each of them.
The law's own functions are used (memory/votes.py); the rest of the file are the systems that it is compared with.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt
from penchant.memory import votes as ballot
from penchant.memory import weights as w

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

MINUTE = 60_000.0
DAY = 86_400_000.0


class Crowd(Protocol):
    """A system that follows R people at once."""

    known: Bools

    def pass_(self, elapsed: Floats) -> None:
        """Let milliseconds go by for each person, shape (R,)."""
        ...

    def shares(self) -> tuple[Floats, Floats]:
        """Return the probability of each topic, shape (R, n), zero where it is unknown, and of something new, shape (R,)."""
        ...

    def learn(self, masses: Floats) -> None:
        """Take one event of each person, masses of shape (R, n); a row of zeros is no event."""
        ...


class Ladder:
    """The law: ten rungs, votes, shares."""

    def __init__(self, people: int, topics: int, law: w.Law) -> None:
        self.known = np.zeros((people, topics), np.bool_)
        self.votes = np.tile(w.no_votes(law), (people, 1))
        self._law, self._sums = law, np.zeros((people, ballot.RUNGS, topics))

    def pass_(self, elapsed: Floats) -> None:
        self._sums *= np.exp(-self._law.rates[w.RUNGS] * elapsed[:, None])[:, :, None]

    def shares(self) -> tuple[Floats, Floats]:
        totals, count = self._sums.sum(axis=2), self.known.sum(axis=1).astype(np.float64)
        heard = ballot.listened(self.votes, totals, self._law)
        new = ballot.novelty(self.votes[..., ballot.RUNGS], count, self._law)
        said = ballot.forecast(self._sums, totals, count, new, self._law) * self.known[:, None]
        return (heard[:, None] @ said)[:, 0], np.where(count > 0, (heard * new).sum(axis=1), 1.0)

    def learn(self, masses: Floats) -> None:
        happened = masses.sum(axis=1)
        totals, count = self._sums.sum(axis=2), self.known.sum(axis=1).astype(np.float64)
        parts = np.where(self.known, masses, 0) / np.maximum(happened, 1e-300)[:, None]
        votes = ballot.vote(self.votes, self._sums, totals, count, parts, self._law)
        self.votes = np.where((happened > 0)[:, None], votes, self.votes)
        self._sums += masses[:, None]
        self.known |= masses > 0


class Fading:
    """A fixed half-life in milliseconds (infinite: never forgetting), or in turns where `turns` is set. Zero: what came last stays."""

    def __init__(self, people: int, topics: int, half_life: float, turns: bool = False) -> None:
        self.known = np.zeros((people, topics), np.bool_)
        self._half_life, self._turns, self._sums = half_life, turns, np.zeros((people, topics))

    def pass_(self, elapsed: Floats) -> None:
        if not self._turns:
            self._sums *= (0.5 ** (elapsed / self._half_life))[:, None]

    def shares(self) -> tuple[Floats, Floats]:
        sums = np.where(self.known, self._sums + 1e-12, 0)
        total = sums.sum(axis=1)
        return sums / np.maximum(total, 1e-300)[:, None], (total == 0).astype(np.float64)

    def learn(self, masses: Floats) -> None:
        if self._turns:
            kept = 0.5 ** (1 / self._half_life) if self._half_life else 0.0
            self._sums *= np.where(masses.any(axis=1), kept, 1.0)[:, None]
        self._sums += masses
        self.known |= masses > 0
