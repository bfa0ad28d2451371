"""How far interests lean towards texts that others wrote: one `Bias` a text, and its strength. Pure functions.

    s = 1 - Π (1 - w · rel)                    how much of what the person cares about a text has; over topics not under the gate
    b = ln(1 + (M - 1)·s_liked) - ln(1 + (M - 1)·s_disliked)

b is what the attention actuator adds to the logits of a topic's tokens, with the same M: a text that is all that the person cares about
counts M times as much as one that is none of it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ...memory import Bearing, Interest
from ..bias import GATE, Bias, Candidate
from ..gate.openness import Openness

Floats = npt.NDArray[np.float64]

ABOUT = "what this is about"
"""Why an interest is in a text's bias, in the words of bias.py."""

MOST = 3.0
"""M: how many times as much a text counts that is wholly what the person cares about."""


def biases(bearing: Bearing, kind: Openness = Openness.OPEN) -> list[Bias]:
    """Return the bias of each text; where what is asked is closed, such as medicine, there is none."""
    if kind is Openness.CLOSED:
        return [Bias(kind)] * len(bearing.relevance)
    signed = np.array([counted(interest) for interest in bearing.interests])
    return [_bias(bearing.interests, signed, row, kind) for row in bearing.relevance]


def counted(interest: Interest) -> float:
    """Return what an interest counts: its weight, or its dislike below zero; nothing if it is muted or was only mentioned once."""
    if interest.muted or (interest.tentative and not interest.pinned):
        return 0.0
    return interest.weight if interest.weight >= interest.negative else -interest.negative


def strength(bias: Bias) -> float:
    """Return b of a bias: 0 without interests, at most ln M, below 0 where dislikes outweigh.

    >>> strength(Bias(Openness.OPEN))
    0.0
    """
    return _log_gain(bias.liked) - _log_gain(bias.disliked)


def _log_gain(candidates: Sequence[Candidate]) -> float:
    return math.log1p((MOST - 1) * (1 - math.prod(1 - one.score for one in candidates)))


def _bias(interests: Sequence[Interest], signed: Floats, relevance: Floats, kind: Openness) -> Bias:
    scores = signed * relevance
    order = [int(place) for place in np.argsort(-np.abs(scores), kind="stable") if abs(scores[place]) >= GATE]
    weighed = [(scores[i], Candidate(interests[i], float(relevance[i]), float(abs(scores[i])), ABOUT)) for i in order]
    liked, disliked = (tuple(one for score, one in weighed if score * sign > 0) for sign in (1, -1))
    return Bias(kind, liked, disliked)
