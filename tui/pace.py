"""How long work goes on yet, by how fast it went: work that was done before does not count, however slow a step is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

AT_ONCE: Final = 0.1
"""Seconds: steps that come faster than this from the beginning on were done in an earlier run."""


@dataclass(slots=True)
class Pace:
    """Steps of a piece of work and when they were done, in seconds of any clock.

    >>> pace = Pace(10, 0.0)
    >>> for done, now in ((1, 0.0), (2, 0.0), (3, 5.0), (4, 10.0)):
    ...     pace.step(done, now)
    >>> pace.left(10.0), pace.left(12.0)
    (30.0, 28.0)
    """

    of: int
    begun: float
    before: int = 0
    done: int = 0
    last: float = 0.0

    def step(self, done: int, now: float) -> None:
        """Take in that so many are done at a moment."""
        if self.done == self.before and now - self.begun < AT_ONCE:
            self.begun, self.before = now, done
        self.done, self.last = done, now

    def left(self, now: float) -> float | None:
        """Return the seconds that are left at a moment; None while nothing can be told."""
        own = self.done - self.before
        if self.done >= self.of:
            return 0.0
        if not own:
            return None
        whole = (self.last - self.begun) / own * (self.of - self.before)
        return max(0.0, self.begun + whole - now)
