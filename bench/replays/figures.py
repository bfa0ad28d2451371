"""Figures that several protocols share: calibration, divergence, intervals over people."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def divergence(p: Floats, q: Floats) -> Floats:
    """Return the Jensen-Shannon divergence in bits of distributions along the last axis."""
    middle = (p + q) / 2

    def half(a: Floats) -> Floats:
        return np.asarray(
            np.where(a > 0, a * np.log2(np.maximum(a, 1e-300) / np.maximum(middle, 1e-300)), 0).sum(axis=-1)
        )

    return (half(p) + half(q)) / 2


def reliability(told: Floats, came: Floats) -> list[tuple[float, float, int]]:
    """Return ten equal bins: mean probability told, how often it came, and the number of cases; empty bins are left out."""
    bins = np.minimum((told * 10).astype(int), 9)
    inside = [bins == place for place in range(10)]
    return [(float(told[b].mean()), float(came[b].mean()), int(b.sum())) for b in inside if b.any()]


def ece(told: Floats, came: Floats) -> float:
    """Return the expected calibration error over ten equal bins."""
    rows = reliability(told, came)
    return sum(abs(mean - rate) * count for mean, rate, count in rows) / max(1, sum(count for *_, count in rows))


def auroc(scores: Floats, came: npt.NDArray[np.bool_]) -> float:
    """Return the probability that one that came scores above one that did not, ties counting half."""
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    yes, no = int(came.sum()), int((~came).sum())
    return float((ranks[came].sum() - yes * (yes + 1) / 2) / max(1, yes * no))


def interval(per_person: Sequence[float] | Floats, seed: int = 0, draws: int = 1000) -> tuple[float, float, float]:
    """Return the mean over people, and the bounds of its 95 % bootstrap interval."""
    each = np.asarray(per_person, np.float64)
    picks = np.random.default_rng(seed).integers(0, len(each), (draws, len(each)))
    low, high = np.quantile(each[picks].mean(axis=1), (0.025, 0.975))
    return float(each.mean()), float(low), float(high)


def shown(per_person: Sequence[float] | Floats, digits: int = 3) -> str:
    """Return a mean with its interval: `.696 [.688 .703]`."""
    mean, low, high = (f"{figure:.{digits}f}".removeprefix("0") for figure in interval(per_person))
    return f"{mean} [{low} {high}]"
