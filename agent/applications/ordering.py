"""The order of things by what they are worth and how a person's interests lean towards them. Pure functions over numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

SPREAD_OVER = 100
"""Places from the top for which likeness to those above is looked at; further down the score alone decides."""


def in_order(
    base: Floats, bias: Sequence[float], vectors: npt.NDArray[np.float32], diversity: float
) -> tuple[list[int], list[float]]:
    """Return the order, best first, and each thing's score `base · e^bias`, where a liking loses what is alike above it.

    The next thing is the one with the highest `base · e^(b · (1 - diversity · max cos))` over the liked ones that stand above it; of two
    that are equal the one that was given first. It is maximal marginal relevance (Carbonell and Goldstein, 1998) on the liking alone: a
    thing never falls below what it is worth without an interest, and without interests the order is the plain one.
    """
    leaning = np.array(bias, np.float64)
    gain = np.array([math.exp(one) for one in leaning])
    score, nearest, left = base * gain, np.zeros(len(base)), np.ones(len(base), np.bool_)
    order: list[int] = []
    for _ in range(min(SPREAD_OVER, len(base)) if diversity and (leaning > 0).any() else 0):
        first = int(np.argmax(np.where(left, score, -np.inf)))
        order.append(first)
        left[first] = False
        if leaning[first] > 0:
            nearest = np.maximum(nearest, vectors @ vectors[first])
            damped = base * np.exp(leaning * (1 - diversity * nearest))
            score = np.where(left & (leaning > 0), damped, score)
    rest = [int(place) for place in np.argsort(-score, kind="stable") if left[place]]
    return order + rest, [float(one) for one in score]


def explored_at(order: Sequence[int], strange: Sequence[bool], share: float) -> tuple[list[int], set[int]]:
    """Return the order with every so-manieth place given to the best thing that no interest speaks for, and which these are.

    Where one stands there anyway, or all or none are strange, nothing changes.

    >>> explored_at([0, 1, 2, 3, 4], [False, False, False, False, True], 0.5)
    ([0, 4, 1, 2, 3], {4})
    """
    kept, explored = list(order), set[int]()
    if share * len(order) < 1 or all(strange):
        return kept, explored
    every = round(1 / share)
    for place in range(every - 1, len(kept), every):
        window = kept[place - every + 1 : place + 1]
        if any(strange[one] for one in window):
            continue
        found = next((one for one in kept[place + 1 :] if strange[one]), None)
        if found is None:
            break
        kept.remove(found)
        kept.insert(place, found)
        explored.add(found)
    return kept, explored
