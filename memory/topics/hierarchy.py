"""A person's topics as a tree: each under the one that it is a part of. Computed on demand, from labels, vectors and sittings.

A topic is part of another

- whose label's words end or begin its own ("jazz piano" is jazz), if their vectors are alike at all, or
- that came up in at least half of its sittings, at least twice, and in more sittings than it did, if their vectors are so near that
  one may be a part of the other.

Of several it goes under the one with the longest label that its own contains, else under the nearest. No topic is above itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..records import Interest
from .associations import LEAST_TOGETHER, Sittings
from .names import words_of

DEEPEST = 3
"""Levels of the tree."""

MOSTLY = 0.5
"""A topic that is part of another comes up with it in this part of its own sittings at least."""


@dataclass(frozen=True, slots=True)
class Branch:
    """An interest and what is part of it, both heaviest first."""

    interest: Interest
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Cosines from which on a topic may be part of another: one whose label it contains, and any other."""

    contained: float
    near: float


def tree_of(
    interests: Sequence[Interest], cosines: np.ndarray, sittings: Sittings, thresholds: Thresholds
) -> list[Branch]:
    """Return interests as a tree.

    Args:
        interests: heaviest first.
        cosines: of their labels, shape (n, n).
        sittings: the person's.
        thresholds: calibrated for the embedding model.
    """
    words = [words_of(one.label) for one in interests]
    found = [_candidates(place, interests, words, cosines, sittings, thresholds) for place in range(len(interests))]
    grown = _Tree()
    for place in sorted(range(len(interests)), key=lambda place: interests[place].topic):
        for _, parent in found[place]:
            if grown.take(place, parent):
                break
    return [grown.branch(place, interests) for place in range(len(interests)) if place not in grown.above]


class _Tree:
    """Which topic stands above which, by their places."""

    def __init__(self) -> None:
        self.above: dict[int, int] = {}
        self.below: dict[int, list[int]] = defaultdict(list)

    def take(self, place: int, parent: int) -> bool:
        """Put a topic under another, unless that makes a circle or too many levels; return whether it did."""
        levels, up = 1, parent
        while up in self.above and up != place:
            levels, up = levels + 1, self.above[up]
        if up == place or levels + self._height(place) > DEEPEST:
            return False
        self.above[place] = parent
        self.below[parent].append(place)
        return True

    def branch(self, place: int, interests: Sequence[Interest]) -> Branch:
        """Return a topic with what stands below it."""
        return Branch(interests[place], tuple(self.branch(one, interests) for one in sorted(self.below[place])))

    def _height(self, place: int) -> int:
        return 1 + max(map(self._height, self.below[place]), default=0)


def _candidates(
    place: int,
    interests: Sequence[Interest],
    words: Sequence[tuple[str, ...]],
    cosines: np.ndarray,
    sittings: Sittings,
    thresholds: Thresholds,
) -> list[tuple[tuple[int, float, int], int]]:
    """Return where a topic may belong, the best first."""
    topic, found = interests[place].topic, []
    together, mine = sittings.together(topic), len(sittings.of.get(topic, ()))
    for other in np.flatnonzero(cosines[place] >= min(thresholds.contained, thresholds.near)).tolist():
        near, whole = float(cosines[place, other]), interests[other].topic
        size = _contains(words[place], words[other]) if near >= thresholds.contained else 0
        shared = together[whole]
        often = shared >= LEAST_TOGETHER and shared >= MOSTLY * mine and len(sittings.of.get(whole, ())) > mine
        if other != place and (size or (often and near >= thresholds.near)):
            found.append(((-size, -near, whole), other))
    return sorted(found)


def _contains(part: tuple[str, ...], whole: tuple[str, ...]) -> int:
    """Return how many characters of a label another one makes that it begins or ends with; 0 if it does neither, or is the same.

    >>> _contains(("jazz", "piano"), ("piano",)), _contains(("绿茶",), ("茶",)), _contains(("tea",), ("sea",))
    (5, 1, 0)
    """
    if len(part) > len(whole) and whole in (part[: len(whole)], part[-len(whole) :]):
        return len(" ".join(whole))
    one, other = " ".join(part), " ".join(whole)
    unspaced = bool(other) and not other.isascii() and one != other
    return len(other) if unspaced and (one.startswith(other) or one.endswith(other)) else 0
