"""From interests and a query to a bias: what the answer may lean on and what it should avoid. Pure functions.

    s_i = w_i · max(rel_i, o)

with the weight w, the relevance to the query and the query's openness o. Topics whose score lies under the gate are left
out; the others are picked for score and diversity (MMR, Carbonell and Goldstein 1998) up to a fixed number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from ..memory import Interest, Relevant
from .openness import Openness, openness

GATE = 0.06
"""A topic's least score. Under it stands what was said once and months ago."""

THRESHOLD = GATE / Openness.OPEN.value
"""The least weight with which an interest enters an open question unasked: there o alone decides, so that w · o reaches the gate."""

LEAST_RELEVANCE = 0.3
"""A query that is not open-ended takes in a topic from this relevance on."""

MOST_LIKED, MOST_DISLIKED = 5, 3

TRADE = 0.7
"""λ of MMR: score against likeness to what is picked already."""


class Level(IntEnum):
    """How strong an interest is in words. Models tell three levels apart, numbers hardly."""

    SOME = 1
    CLEAR = 2
    STRONG = 3


LEVELS = ((0.55, Level.STRONG), (0.25, Level.CLEAR), (0.0, Level.SOME))
"""A weight from the number on is of the level."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic that was weighed for a query: `score` is s_i, and `reason` says why it is in or out."""

    interest: Interest
    relevance: float
    score: float
    reason: str

    @property
    def level(self) -> Level:
        """The interest's strength in words."""
        return next(level for least, level in LEVELS if self.interest.weight >= least)


@dataclass(frozen=True, slots=True)
class Bias:
    """What an answer may lean on, strongest first, and what it should avoid; `left_out` says what was weighed and why not taken."""

    openness: Openness
    liked: tuple[Candidate, ...] = ()
    disliked: tuple[Candidate, ...] = ()
    left_out: tuple[Candidate, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.liked or self.disliked)


def bias_for(query: str, found: Sequence[Relevant], most_liked: int = MOST_LIKED) -> Bias:
    """Return the bias of a query under the interests that memory found for it; `most_liked` of them at the most."""
    kind = openness(query)
    if kind is Openness.CLOSED:
        return Bias(
            kind, left_out=tuple(Candidate(one.interest, one.relevance, 0.0, "closed question") for one in found)
        )
    liked, disliked, left_out = [], [], []
    for one in found:
        like, dislike, reason = _weigh(one, kind)
        if like >= GATE:
            liked.append((one, like))
        elif dislike >= GATE:
            disliked.append((one, dislike))
        else:
            left_out.append(Candidate(one.interest, one.relevance, max(like, dislike), reason))
    picked, cut = _pick(liked, most_liked, kind)
    avoided, spared = _pick(disliked, MOST_DISLIKED, kind)
    return Bias(kind, picked, avoided, (*cut, *spared, *left_out))


def _weigh(one: Relevant, kind: Openness) -> tuple[float, float, str]:
    """Return the scores of a topic as liked and as disliked, and why it may be out."""
    interest = one.interest
    if interest.muted:
        return 0.0, 0.0, "muted"
    if interest.tentative and not interest.pinned:
        return 0.0, 0.0, "only mentioned once"
    bears = one.relevance if one.relevance >= LEAST_RELEVANCE else 0.0
    factor = max(bears, kind.value)
    more = interest.weight >= interest.negative
    return (
        interest.weight * factor if more else 0.0,
        0.0 if more else interest.negative * factor,
        "too weak" if bears or kind is Openness.OPEN else "not what this is about",
    )


def _pick(
    scored: list[tuple[Relevant, float]], most: int, kind: Openness
) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    """Return at most so many candidates by maximal marginal relevance, strongest first, and the rest.

    Ties go to what is likely to come next.
    """
    left = sorted(scored, key=lambda pair: (-pair[1], -pair[0].interest.share, pair[0].interest.topic))
    taken: list[tuple[Relevant, float]] = []
    while left and len(taken) < most:
        gains = [TRADE * score - (1 - TRADE) * _likeness(one, taken) for one, score in left]
        taken.append(left.pop(gains.index(max(gains))))
    why = "open question" if kind is Openness.OPEN else "what this is about"
    inside = sorted(taken, key=lambda pair: (-pair[1], pair[0].interest.topic))
    return (
        tuple(Candidate(one.interest, one.relevance, score, why) for one, score in inside),
        tuple(Candidate(one.interest, one.relevance, score, "enough others") for one, score in left),
    )


def _likeness(one: Relevant, taken: Sequence[tuple[Relevant, float]]) -> float:
    return max((float(one.vector @ other.vector) for other, _ in taken), default=0.0)
