"""Simulated people whose interests drift (T2): ten topics, 240 turns over 120 days, five regimes.

The true mixture is 0.6 main + 0.2 second + 0.2 uniform.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

TOPICS, TURNS = 10, 240
REGIMES = ("stationary", "abrupt", "gradual", "recurring", "burst")
CHANGES = (("abrupt", 60.0, 1), ("recurring", 80.0, 0))
"""The regimes that have a lag, the day of their change, and the new main topic."""

BURST = 1
"""The topic of a burst, which is over on day 63."""


def life(regime: str, seed: int, turns: int = TURNS) -> tuple[Floats, npt.NDArray[np.int64], Floats]:
    """Return a person's days (T,), topics (T,) and true mixtures (T, n)."""
    rng = np.random.default_rng([seed, REGIMES.index(regime)])
    days = np.sort(rng.random(turns) * 120)
    truth = np.full((turns, TOPICS), 0.2 / TOPICS)
    truth[:, 2] += 0.2
    second = _main(regime, days)
    truth[:, 0] += 0.6 * (1 - second)
    truth[:, 1] += 0.6 * second
    drawn = (rng.random(turns)[:, None] > np.cumsum(truth, axis=1)).sum(axis=1)
    return days, np.minimum(drawn, TOPICS - 1), truth


def _main(regime: str, days: Floats) -> Floats:
    """Return how far topic 1 has taken the place of topic 0."""
    spans = {"abrupt": (60, 121), "recurring": (40, 80), "burst": (60, 63)}
    if regime == "gradual":
        return np.clip((days - 45) / 30, 0, 1)
    first, last = spans.get(regime, (121, 121))
    return ((days >= first) & (days < last)).astype(np.float64)
