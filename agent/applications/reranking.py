"""`rerank`: things in the order in which they suit a person, for recommendation and search.

    score = relevance to the query · the app's own score · e^b        b: leaning.py

Without a query everything is as relevant. Interests that one thing has in common with another that stands above it already count less
for it (`diversity`), and a part of the places goes to what no interest speaks for (`explore`), so that nobody is shut in with what they
are known to like. Where no interest bears on anything the order is the plain one: by relevance and score, else as given.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from ...memory import Bearing, Item, UserMemory
from ..bias import Bias
from ..gate.openness import Openness, openness
from .leaning import biases, strength
from .ordering import explored_at, in_order
from .wording import because, words_of

T = TypeVar("T", bound=str | Item)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranked(Generic[T]):
    """A thing in its place: where it stood in what was given (from 0), its score, its relevance to the query, and what moved it.

    `bias` names the interests that it has to do with. An `explored` one stands there because none has.
    """

    item: T
    given: int
    score: float
    relevance: float
    bias: Bias
    explored: bool = False

    @property
    def why(self) -> str:
        """What moved it, in words; "" if nothing did."""
        return "something else for once" if self.explored else because(self.bias)


def rerank(
    items: Sequence[T],
    query: str | None = None,
    *,
    memory: UserMemory,
    scores: Sequence[float] | None = None,
    diversity: float = 0.3,
    explore: float = 0.1,
) -> list[Ranked[T]]:
    """Return things in the order in which they suit a person, best first. No language model is asked, and nothing is learned.

    Args:
        items: texts, or items with a title, a text and tags.
        query: what the person searches for; a closed one, such as of medicine, is ranked by relevance alone.
        memory: the person's.
        scores: the app's own, above 0 and as many as items; they multiply the relevance.
        diversity: from 0 to 1, how much of its bias a thing loses that is the same as one above it.
        explore: from 0 to 1, the share of places for what no interest speaks for.

    Raises:
        ValueError: an item or the query is empty, the items are one text, or a number is out of its range.
        EmbeddingError: the embedding model failed.
    """
    _check(items, scores, diversity, explore)
    asked: list[str] = [] if query is None else [query]
    found = memory.bearing([*asked, *map(words_of, items)], said=query)
    relevance = _relevance(found, len(items))
    leant = biases(found, Openness.OPEN if query is None else openness(query))[len(asked) :]
    base = relevance * np.asarray(1.0 if scores is None else scores, np.float64)
    order, final = in_order(base, [strength(one) for one in leant], found.vectors[len(asked) :], diversity)
    order, explored = explored_at(order, [not one for one in leant], explore)
    return [Ranked(items[i], i, final[i], float(relevance[i]), leant[i], explored=i in explored) for i in order]


def _check(items: Sequence[T], scores: Sequence[float] | None, diversity: float, explore: float) -> None:
    if isinstance(items, str):
        raise ValueError(f"there must be several items to rank, got the text {items!r:.60}")
    for name, share in (("diversity", diversity), ("explore", explore)):
        if not 0 <= share <= 1:
            raise ValueError(f"{name} lies between 0 and 1, got {share}")
    if scores is not None and len(scores) != len(items):
        raise ValueError(f"there are {len(scores)} scores for {len(items)} items: give one for each, or none")
    if wrong := [score for score in scores or () if not 0 < score < math.inf]:
        raise ValueError(f"a score is a number above 0, got {wrong[0]}")


def _relevance(found: Bearing, count: int) -> Floats:
    """Return the relevance of each item to the query, which is the first text where there is one."""
    if len(found.vectors) == count:
        return np.ones(count)
    return found.calibration.relevance(found.vectors[1:] @ found.vectors[0])
