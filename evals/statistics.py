"""How sure a figure is: bootstrap intervals over people, and a paired test. Pure functions of their seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

DRAWS = 1000
FLIPS, EXACT = 9999, 12


def interval(per_person: Sequence[float] | Floats, seed: int = 0, draws: int = DRAWS) -> tuple[float, float, float]:
    """Return the mean over people, and the bounds of its 95 % bootstrap interval.

    The percentile bootstrap (Efron 1979, Annals of Statistics 7(1)): people are drawn with replacement.
    """
    each = np.asarray(per_person, np.float64)
    picks = np.random.default_rng(seed).integers(0, len(each), (draws, len(each)))
    low, high = np.quantile(each[picks].mean(axis=1), (0.025, 0.975))
    return float(each.mean()), float(low), float(high)


def ratio(values: Floats, weights: Floats, seed: int = 0, draws: int = DRAWS) -> tuple[float, float, float]:
    """Return Σ values / Σ weights over people, and the bounds of its 95 % bootstrap interval, people drawn with replacement."""
    picks = np.random.default_rng(seed).integers(0, len(values), (draws, len(values)))
    drawn = weights[picks].sum(axis=1)
    low, high = np.quantile(values[picks].sum(axis=1) / np.where(drawn > 0, drawn, 1.0), (0.025, 0.975))
    return float(values.sum() / weights.sum()), float(low), float(high)


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean of paired differences, its 95 % interval, and how likely one so large is where there is none."""

    mean: float
    low: float
    high: float
    p: float
    people: int


def paired(ours: dict[str, float], theirs: dict[str, float], seed: int = 0) -> Difference:
    """Return how far two systems are apart on the people that both have, with a two-sided sign-flip permutation test.

    Under the hypothesis that neither is better, each difference is as likely with the other sign (Fisher 1935, The Design of
    Experiments, 21). p = (1 + number of flips at least as far from 0) / (1 + `FLIPS`); up to `EXACT` people all flips are counted instead.

    Raises:
        ValueError: they have nobody in common.
    """
    people = sorted(ours.keys() & theirs.keys())
    if not people:
        raise ValueError("the two have no person in common, so that nothing can be compared in pairs")
    each = np.array([ours[person] - theirs[person] for person in people])
    mean, low, high = interval(each, seed)
    return Difference(mean, low, high, sign_flip(each, np.random.default_rng(seed)), len(people))


def sign_flip(differences: Floats, drawn: np.random.Generator) -> float:
    """Return the two-sided p of a sign-flip permutation test on the mean of paired differences (`paired`)."""
    count, total = len(differences), abs(float(differences.sum()))
    least = total - 1e-12 * (1 + float(np.abs(differences).sum()))  # sums in another order differ by a little

    def extreme(bits: npt.NDArray[np.integer[Any]]) -> int:
        return int((np.abs((1.0 - 2.0 * bits) @ differences) >= least).sum())

    if count <= EXACT:
        return float(extreme((np.arange(2**count)[:, None] >> np.arange(count)) & 1) / 2**count)
    found = sum(extreme(drawn.integers(0, 2, (size, count), np.int8)) for size in _blocks(count))
    return (1 + found) / (1 + FLIPS)


def bootstrap(differences: Floats, drawn: np.random.Generator) -> tuple[float, float]:
    """Return the 95 % percentile interval of the mean difference over people drawn with replacement."""
    count = len(differences)
    even = np.full(count, 1 / count)
    means = [drawn.multinomial(count, even, size=size) @ differences / count for size in _blocks(count)]
    low, high = np.quantile(np.concatenate(means), (0.025, 0.975))
    return float(low), float(high)


def _blocks(count: int) -> Iterator[int]:
    """Yield how many draws over so many people to make at once, so that they stay within some megabytes."""
    size = max(1, 1_000_000 // count)
    for start in range(0, FLIPS, size):
        yield min(size, FLIPS - start)
