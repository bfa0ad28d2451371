"""How often a reply that streams is drawn: the dearer it is, the seldomer."""

from __future__ import annotations

SOONEST, LATEST = 0.05, 1.0
"""Seconds between two flushes at least, and at most where drawing is dear."""

PATIENCE = 3.0
"""A flush is followed by so many times its own cost without one: streaming takes a quarter of a core at most."""


def pause(cost: float) -> float:
    """Return the seconds to wait after a flush that took `cost` seconds.

    >>> pause(0.001), pause(0.125), pause(9.0)
    (0.05, 0.375, 1.0)
    """
    return max(SOONEST, min(LATEST, PATIENCE * cost))


def delay(now: float, ended: float, cost: float) -> float:
    """Return the seconds from `now` to the next flush, after one that ended at `ended` and took `cost`."""
    return max(0.0, ended + pause(cost) - now)
