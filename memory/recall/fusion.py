"""Several rankings of turns made into one. Pure functions.

A lane is what one way of looking finds: numbers of events with scores. Lanes are fused by rank, for their scores have nothing in common
(reciprocal rank fusion, Cormack, Clarke and Büttcher 2009):

    s_i = Σ_lanes  v / (K + rank_i)

In a conversation a turn is often about what the turn before it names: "When was that?" "In May." So before a lane is ranked, each
turn lends parts of its score to those around it in its session (`LENT`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

K: Final = 10
"""How little the first ranks stand out; 60 in the paper, for lanes of a thousand. Found by bench/recall.py."""

DOUBTED, TRUSTED = 0.15, 0.35
"""Where the best match covers less of the query, words say nothing; where it covers more, they have all their votes (bench/recall.py)."""

LENT: Final = ((1, 0.5), (-1, 0.3), (2, 0.25), (-2, 0.15))
"""A turn lends so much of its score to the turn so many places after it."""

DIGITS: Final = 9
"""Scores that are equal in so many places are ties."""


def lend(lane: Mapping[int, float], sessions: Mapping[int, str], part: float = 1.0) -> dict[int, float]:
    """Return a lane with what its turns lend to those around them, or a part of that.

    `sessions` has the turns that there are, with "" for one that stands alone.

    >>> lend({7: 1.0}, {7: "s", 8: "s", 9: "another"})
    {7: 1.0, 8: 0.5}
    """
    scores = {number: score for number, score in lane.items() if number in sessions}
    lent, session_of = dict(scores), sessions.get
    shares = [(step, part * share) for step, share in LENT]
    for number, score in scores.items():
        if session := sessions[number]:
            lends = max(0.0, score)
            for step, share in shares:
                near = number + step
                if session_of(near) == session:
                    lent[near] = lent.get(near, 0.0) + share * lends
    return lent


def trust(best: float, rarity: Mapping[str, float]) -> float:
    """Return how far words are to be trusted, from 0 to 1: by how much of what a query's terms say the best match has.

    A question on what was said shares words with it. A request for something new shares few with any turn, by chance, and is served by
    meaning alone.
    """
    whole = sum(rarity.values())
    covered = best / whole if whole else 0.0
    return min(1.0, max(0.0, (covered - DOUBTED) / (TRUSTED - DOUBTED)))


def fuse(lanes: Sequence[tuple[Mapping[int, float], float]]) -> dict[int, float]:
    """Return the fused scores of lanes with their votes, best first; of two that are equal the newer event is first.

    >>> fuse([({1: 0.2, 2: 0.9}, 1.0), ({2: 5.0, 3: 1.0}, 2.0)])
    {2: 0.2727272727272727, 3: 0.16666666666666666, 1: 0.08333333333333333}
    """
    fused: dict[int, float] = {}
    for lane, votes in lanes:
        if not votes:
            continue
        before = fused.get
        for rank, number in enumerate(_ranked(lane), K + 1):
            fused[number] = before(number, 0.0) + votes / rank
    return {number: fused[number] for number in _ranked(fused)}


def _ranked(lane: Mapping[int, float]) -> list[int]:
    numbers = np.fromiter(lane.keys(), np.int64, len(lane))
    scores = np.fromiter(lane.values(), np.float64, len(lane)).round(DIGITS)
    ranked: list[int] = numbers[np.lexsort((-numbers, -scores))].tolist()
    return ranked
