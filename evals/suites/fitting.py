"""Fitting a gate to turns whose statements are labelled: ridge logistic regression by Newton's method, in plain numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ...agent.gate.gate import Gate
from ...memory.fitted import Logistic
from ..systems.gated import MOST

Floats = npt.NDArray[np.float64]

RIDGE_TURN, RIDGE_PAIR = 30.0, 200.0
FOLDS = 5


class Lesson(Protocol):
    """A turn's features, those of each statement (one row each), which statements matter, and the group that it stays together with."""

    @property
    def group(self) -> str: ...
    @property
    def whole(self) -> Floats: ...
    @property
    def pairs(self) -> Floats: ...
    @property
    def needed(self) -> npt.NDArray[np.bool_]: ...


def fit(lessons: Sequence[Lesson], name: str) -> Gate:
    """Return the gate that lessons teach.

    What it is worth to speak follows from what gates of the other folds say of each lesson: a gate is too sure of what it was
    fitted on, so that its own promises would ask for too much. With fewer than two groups there is nothing else to go by.
    """
    gate = _models(lessons, name)
    unseen = [told(_models(rest, name), one)[1] for rest, fold in _folds(lessons) for one in fold]
    return replace(gate, worth=worth(unseen or [told(gate, one)[1] for one in lessons]))


def _models(lessons: Sequence[Lesson], name: str) -> Gate:
    """Return a gate with its two models, whose worth is not known yet."""
    some = np.array([bool(one.needed.any()) for one in lessons])
    turn = logistic(np.array([one.whole for one in lessons]), some, RIDGE_TURN)
    rows = np.concatenate([_rows(one) for one in lessons])
    return Gate(name, turn, logistic(rows, np.concatenate([one.needed for one in lessons]), RIDGE_PAIR), 0.0)


def _folds(lessons: Sequence[Lesson]) -> list[tuple[list[Lesson], list[Lesson]]]:
    """Return the lessons in folds of whole groups, each with all others before it."""
    groups = np.random.default_rng(0).permutation(sorted({one.group for one in lessons})).tolist()
    of = {group: place % FOLDS for place, group in enumerate(groups)}
    parts = [
        ([one for one in lessons if of[one.group] != k], [one for one in lessons if of[one.group] == k])
        for k in range(min(FOLDS, len(groups)))
    ]
    return parts if len(groups) > 1 else []


def told(gate: Gate, one: Lesson) -> tuple[float, Floats]:
    """Return what a gate says of a lesson: the probability that anything matters, and that of each statement."""
    return float(gate.turn(one.whole)), gate.pair(_rows(one))


def _rows(one: Lesson) -> Floats:
    """Return what the second model weighs: the turn's features, then the statement's, one row a statement."""
    return np.concatenate([np.tile(one.whole, (len(one.pairs), 1)), one.pairs], axis=1)


def logistic(x: Floats, y: npt.NDArray[np.bool_], ridge: float) -> Logistic:
    """Return a logistic model of standardized features, with a normal prior on its weights (`ridge` is its precision)."""
    mean, scale = x.mean(axis=0), x.std(axis=0)
    scale[scale == 0] = 1.0
    z = np.c_[(x - mean) / scale, np.ones(len(x))]
    weights, prior = np.zeros(z.shape[1]), np.diag([ridge] * x.shape[1] + [1e-6])
    for _ in range(12):
        p = 1 / (1 + np.exp(-z @ weights))
        hessian = (z * (p * (1 - p))[:, None]).T @ z + prior
        weights -= np.linalg.solve(hessian, z.T @ (p - y) + prior @ weights)
    plain = weights[:-1] / scale
    return Logistic(plain, float(weights[-1] - plain @ mean))


def worth(probabilities: Sequence[Floats]) -> float:
    """Return half of the best F1 that probabilities promise, at most `MOST` taken a turn; no label is looked at.

    Lipton, Elkan and Naryanaswamy 2014.
    """
    ranked = np.sort(np.concatenate([np.sort(one)[::-1][:MOST] for one in probabilities]))[::-1]
    total = sum(float(one.sum()) for one in probabilities)
    promised = 2 * np.cumsum(ranked) / (np.arange(1, len(ranked) + 1) + total)
    return float(promised.max() / 2)
