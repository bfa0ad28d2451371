"""How high what is wanted stands in a ranking, best first. Ties are the ranking system's to break."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from math import log2
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


def hit(ranked: Sequence[Hashable], wanted: Collection[Hashable], k: int) -> float:
    """Return hit@k: 1 where any wanted thing is among the first k, else 0."""
    return float(any(one in wanted for one in ranked[:k]))


def reciprocal_rank(ranked: Sequence[Hashable], wanted: Collection[Hashable]) -> float:
    """Return 1/rank of the first wanted thing, 0 where there is none; its mean is MRR (Voorhees 1999, TREC-8).

    >>> reciprocal_rank("abc", {"b", "c"})
    0.5
    """
    return next((1 / rank for rank, one in enumerate(ranked, 1) if one in wanted), 0.0)


def recall(ranked: Sequence[Hashable], wanted: Collection[Hashable], k: int | None = None) -> float:
    """Return which part of the wanted things is among the first k (of all, without k); 0 where nothing is wanted."""
    found = set(ranked[:k]) & set(wanted)
    return len(found) / len(set(wanted)) if wanted else 0.0


def precision(ranked: Sequence[Hashable], wanted: Collection[Hashable], k: int) -> float:
    """Return which part of k places has a wanted thing."""
    return len(set(ranked[:k]) & set(wanted)) / k


def ndcg(ranked: Sequence[Hashable], wanted: Collection[Hashable], k: int) -> float:
    """Return NDCG@k: Σ gain/log₂(i + 1) over the first k places i from 1, gain 1 for what is wanted, over the best that could be.

    Järvelin and Kekäläinen 2002, ACM TOIS 20(4). A thing that stands twice gains once; 0 where nothing is wanted.
    """
    first = list(dict.fromkeys(ranked))[:k]
    gained = sum(1 / log2(place + 2) for place, one in enumerate(first) if one in wanted)
    best = sum(1 / log2(place + 2) for place in range(min(k, len(set(wanted)))))
    return gained / best if best else 0.0


def within(ranked: Sequence[Name], sizes: Mapping[Name, int], budget: int) -> list[Name]:
    """Return what of a ranking fits into a budget of tokens: the best come first, and what is too long is left out.

    >>> within("abc", {"a": 3, "b": 9, "c": 2}, 6)
    ['a', 'c']
    """
    taken, left = list[Name](), budget
    for one in ranked:
        if sizes[one] <= left:
            left -= sizes[one]
            taken.append(one)
    return taken
