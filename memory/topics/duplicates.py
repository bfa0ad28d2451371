"""Topics that may be one: suggestions for merging, never done unasked, for near in meaning is not the same ("tea" and "coffee")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ..records import Interest
from .names import words_of


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two topics that may be one, with the cosine of their labels: the lighter one, and the one that it might go into."""

    topic: int
    label: str
    into: int
    into_label: str
    likeness: float


def duplicates_of(interests: Sequence[Interest], cosines: np.ndarray, near: float) -> list[Duplicate]:
    """Return pairs of interests that may be one, the likeliest first.

    Args:
        interests: heaviest first.
        cosines: of their labels, shape (n, n).
        near: the least cosine; labels of the same words in another order pass anyway.
    """
    words: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, one in enumerate(interests):
        words[tuple(sorted(words_of(one.label)))].append(place)
    pairs = {(i, j) for i, j in np.argwhere(np.triu(cosines >= near, 1)).tolist()}
    pairs |= {(i, j) for places in words.values() for i, j in combinations(places, 2)}
    found = [
        Duplicate(interests[j].topic, interests[j].label, interests[i].topic, interests[i].label, float(cosines[i, j]))
        for i, j in pairs
    ]
    return sorted(found, key=lambda one: (-one.likeness, one.into, one.topic))
