"""Many topics of one person under the law's own accumulators: what T3 and T4 replay."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ...memory import weights as w

Places = npt.NDArray[np.int64]


class Memory:
    """A person's topics 0..n-1: accumulators and votes, as the memory keeps them."""

    def __init__(self, law: w.Law, topics: int = 8) -> None:
        self._law = law
        self.logs, self.at = np.full((topics, w.CHANNELS), -np.inf), np.full(topics, w.NEVER)
        self.votes = w.no_votes(law)

    def grow(self, topics: int) -> None:
        """Make room for this many topics."""
        more = topics - len(self.at)
        if more > 0:
            more = max(more, len(self.at))
            self.logs = np.concatenate([self.logs, np.full((more, w.CHANNELS), -np.inf)])
            self.at = np.concatenate([self.at, np.full(more, w.NEVER)])

    def values(self, now: int) -> w.Floats:
        """Return every topic's accumulators at a moment."""
        return w.decayed(self.logs, self.at, now, self._law)

    def take(self, places: Places, now: int, mass: float = 1.0) -> None:
        """Take one event that is about several topics, each with the same mass."""
        values, law = self.values(now), self._law
        self.votes = w.vote(self.votes, values[places], np.full(len(places), mass), law, w.standing(values))
        faded = self.logs[places] - law.rates * np.maximum(now - self.at[places], 0)[:, None]
        fresh = w.evidence(mass, now).logs
        self.logs[places] = np.logaddexp(law.exponents * faded, law.exponents * fresh) / law.exponents
        self.at[places] = now

    def weights(self, now: int) -> w.Floats:
        """Return every topic's weight."""
        plain = np.ones(len(self.at))
        return w.weights(self.values(now), plain, plain < 0, self._law)

    def settled(self, now: int) -> w.Floats:
        """Return every topic's weight without what the last days add."""
        plain = np.ones(len(self.at))
        return w.weights(w.settled(self.values(now)), plain, plain < 0, self._law)

    def shares(self, now: int) -> w.Floats:
        """Return every topic's share."""
        return w.shares(self.values(now), self.votes, self._law)
