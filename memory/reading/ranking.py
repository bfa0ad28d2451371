"""Which of a text's phrases count where there are too many: what is refused, then what is stated, then what says most of the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from ..embedding import Vectors
from ..records import Phrase

NEAR: Final = 0.7
"""What closeness to the text counts; the rest is for being unlike the phrases that are already in."""


def best(phrases: Sequence[Phrase], vectors: Vectors, limit: int) -> list[int]:
    """Return the places of at most `limit` phrases, in text order.

    `vectors` are unit vectors, the text's in the first row and one more row a phrase. Within one stance the next phrase is
    the one with the highest `NEAR · cos(phrase, text) - (1 - NEAR) · max cos(phrase, taken)` (Carbonell and Goldstein, 1998);
    the earlier one of two that are equal.
    """
    near = vectors[1:] @ vectors[0]
    alike = vectors[1:] @ vectors[1:].T
    left, taken = list(range(len(phrases))), list[int]()
    while left and len(taken) < limit:
        first = max(left, key=lambda i: (*_stance(phrases[i]), _gain(near, alike, i, taken), -i))
        left.remove(first)
        taken.append(first)
    return sorted(taken)


def _stance(phrase: Phrase) -> tuple[bool, bool]:
    """Return what goes before closeness: a refusal must not be lost, and what is stated outweighs what is mentioned."""
    return phrase.polarity < 0, phrase.stance == "stated"


def _gain(near: Vectors, alike: Vectors, place: int, taken: list[int]) -> float:
    closest = float(np.max(alike[place, taken])) if taken else 0.0
    return NEAR * float(near[place]) - (1 - NEAR) * closest
