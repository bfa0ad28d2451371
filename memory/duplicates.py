"""Topics that may be one: suggestions for merging, never done unasked, for near in meaning is not the same ("tea" and "coffee")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .names import words_of
from .records import Interest


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
    words = [tuple(sorted(words_of(one.label))) for one in interests]
    found = [
        Duplicate(interests[j].topic, interests[j].label, interests[i].topic, interests[i].label, float(cosines[i, j]))
        for i in range(len(interests))
        for j in np.flatnonzero(cosines[i] >= near).tolist() + [k for k in range(len(words)) if words[k] == words[i]]
        if i < j
    ]
    unique = {(one.topic, one.into): one for one in found}
    return sorted(unique.values(), key=lambda one: (-one.likeness, one.into, one.topic))
