"""Are the topics that a memory found good ones? Coherent in themselves, and none twice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import combinations
from math import log


def npmi(one: str, other: str, documents: Sequence[Collection[str]]) -> float:
    """Return the normalized pointwise mutual information of two words over documents: ln(p(a,b)/(p(a)·p(b))) / -ln p(a,b).

    Bouma 2009, GSCL. From -1 (never together) to 1 (never apart); 0 where both stand in every document.
    """
    n = len(documents)
    a, b = (sum(word in document for document in documents) for word in (one, other))
    both = sum(one in document and other in document for document in documents)
    if not both:
        return -1.0
    if both == n:
        return 0.0
    return log(both * n / (a * b)) / -log(both / n)


def coherence(topic: Sequence[str], documents: Sequence[Collection[str]]) -> float | None:
    """Return the mean NPMI of a topic's words in pairs; None for fewer than two words.

    The coherence of Aletras and Stevenson 2013 (IWCS), which follows people's judgement better than PMI does.
    """
    pairs = list(combinations(dict.fromkeys(topic), 2))
    return sum(npmi(one, other, documents) for one, other in pairs) / len(pairs) if pairs else None


def duplication(labels: Sequence[str], same: Callable[[str, str], bool]) -> float:
    """Return which part of the topics has a twin: another one of which `same` says that it is the same thing."""
    twins = set[int]()
    for one, other in combinations(range(len(labels)), 2):
        if same(labels[one], labels[other]):
            twins |= {one, other}
    return len(twins) / len(labels) if labels else 0.0
