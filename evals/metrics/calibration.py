"""Does a probability mean what it says, and does a score tell apart?"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

BINS = 10


def bin_of(told: float) -> int:
    """Return which of ten equal bins a probability falls into; one is in the last."""
    return min(int(told * BINS), BINS - 1)


def reliability(told: Floats, came: Floats) -> list[tuple[float, float, int]]:
    """Return ten equal bins: mean probability told, how often it came, and the number of cases; empty bins are left out.

    The reliability diagram of Murphy and Winkler (1977, Applied Statistics 26(1)).
    """
    bins = np.minimum((told * BINS).astype(int), BINS - 1)
    inside = [bins == place for place in range(BINS)]
    return [(float(told[b].mean()), float(came[b].mean()), int(b.sum())) for b in inside if b.any()]


def ece_of(rows: list[tuple[float, float, int]]) -> float:
    """Return the expected calibration error of bins: Σ (n_b / n) · |mean told_b - rate came_b|, with n over all bins.

    Naeini, Cooper and Hauskrecht 2015, AAAI.

    >>> round(ece_of([(0.2, 0.3, 10), (0.8, 0.8, 30)]), 3)
    0.025
    """
    return sum(abs(mean - rate) * count for mean, rate, count in rows) / max(1, sum(count for *_, count in rows))


def ece(told: Floats, came: Floats) -> float:
    """Return the expected calibration error over ten equal bins (`ece_of`)."""
    return ece_of(reliability(told, came))


def auroc(scores: Floats, came: npt.NDArray[np.bool_]) -> float:
    """Return the probability that one that came scores above one that did not, ties counting half.

    By rank sums (Mann and Whitney 1947): (R - n₁(n₁ + 1)/2) / (n₁·n₀) with mean ranks of ties; 0 where one side is empty.
    """
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    yes, no = int(came.sum()), int((~came).sum())
    return float((ranks[came].sum() - yes * (yes + 1) / 2) / max(1, yes * no))
