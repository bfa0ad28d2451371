"""`rerank`: things in the order in which they suit a person, for recommendation and search.

    score = relevance to the query · the app's own score · e^b        b: leaning.py

Without a query everything is as relevant. Interests that one thing has in common with another that stands above it already count less
for it (`diversity`), and a part of the places goes to what no interest speaks for (`explore`), so that nobody is shut in with what they
are known to like. Where no interest bears on anything the order is the plain one: by relevance and score, else as given.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from ...memory import Bearing, Item, UserMemory
from ...memory.arguments import expect
from ..bias import Bias
from ..gate.openness import Openness, openness
from ..integrations.people import checked_person
from .leaning import biases, strength
from .ordering import explored_at, in_order
from .wording import because, words_of_each

T = TypeVar("T")
"""A text or an item, or either: of a list of both a type checker may know no more than that they are objects."""

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
    items: Iterable[T],
    query: str | None = None,
    *,
    memory: UserMemory,
    scores: Iterable[float] | None = None,
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
        ValueError: an item or the query is empty, the items are one text, a number is out of its range, or the memory is nobody's.
        EmbeddingError: the embedding model failed.
    """
    checked_person(memory)
    if isinstance(items, str | Item):
        what = "the text " if isinstance(items, str) else ""
        raise ValueError(f"there must be several items to rank, got {what}{items!r:.60}")
    expect(isinstance(items, Iterable), "items", "several texts or items", items)
    things, own = list(items), None if scores is None else _numbers(scores)
    _check(len(things), own, diversity, explore)
    asked: list[str] = [] if query is None else [query]
    found = memory.bearing([*asked, *words_of_each(things, "item")], said=query)
    relevance = _relevance(found, len(things))
    leant = biases(found, Openness.OPEN if query is None else openness(query))[len(asked) :]
    base = relevance * np.asarray(1.0 if own is None else own, np.float64)
    order, final = in_order(base, [strength(one) for one in leant], found.vectors[len(asked) :], diversity)
    order, explored = explored_at(order, [not one for one in leant], explore)
    return [Ranked(things[i], i, final[i], float(relevance[i]), leant[i], explored=i in explored) for i in order]


def _numbers(scores: Iterable[float]) -> list[float]:
    """Return scores as numbers; they may come as an array of numpy's.

    Raises:
        ValueError: one is none.
    """
    try:
        return [float(one) for one in scores]
    except (TypeError, ValueError) as error:
        raise ValueError(f"scores are numbers, one for each item, got {scores!r:.60}") from error


def _check(count: int, scores: Sequence[float] | None, diversity: float, explore: float) -> None:
    for name, share in (("diversity", diversity), ("explore", explore)):
        if not 0 <= share <= 1:
            raise ValueError(f"{name} lies between 0 and 1, got {share}")
    if scores is not None and len(scores) != count:
        raise ValueError(f"there are {len(scores)} scores for {count} items: give one for each, or none")
    if wrong := [score for score in scores or () if not 0 < score < math.inf]:
        raise ValueError(f"a score is a number above 0, got {wrong[0]}")


def _relevance(found: Bearing, count: int) -> Floats:
    """Return the relevance of each item to the query, which is the first text where there is one."""
    if len(found.vectors) == count:
        return np.ones(count)
    return found.calibration.relevance(found.vectors[1:] @ found.vectors[0])
