"""Gates fitted anew on the other folds, so that no conversation is measured by a gate that has seen it.

The regression is that of bench/gates/fitting.py, which fits the packaged gate.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ...agent.gate.gate import Gate, Logistic, pair_features, stems, turn_features
from ...memory.embedding import Vectorizer
from ..systems.gated import MOST, relevant
from ..systems.system import Query, Said
from .ikat import Conversation, conversations
from .suite import START

Floats = npt.NDArray[np.float64]
FOLDS, RIDGE = 5, 30.0

Case = tuple[str, Floats, Floats, npt.NDArray[np.bool_]]
"""A turn's group, its features, its statements' features (a row each), and which of these matter."""


def gate_for(data: Path, group: str, seed: int, vectorizer: Vectorizer) -> Gate:
    """Return the gate that the conversations of the other folds teach."""
    fold = _folds(data, seed)
    return _fitted(data, fold[group], seed, vectorizer)


@cache
def _folds(data: Path, seed: int) -> dict[str, int]:
    groups = sorted({one.group for one in conversations(data)})
    return {
        group: place % FOLDS for place, group in enumerate(np.random.default_rng(seed).permutation(groups).tolist())
    }


@cache
def _fitted(data: Path, fold: int, seed: int, vectorizer: Vectorizer) -> Gate:
    of = _folds(data, seed)
    return fit([case for case in _cases(data, vectorizer) if of[case[0]] != fold])


@cache
def _cases(data: Path, vectorizer: Vectorizer) -> tuple[Case, ...]:
    return tuple(case for one in conversations(data) if one.statements for case in _of(one, vectorizer))


def _of(one: Conversation, vectorizer: Vectorizer) -> list[Case]:
    said = [Said(key, START, text) for key, text in one.statements]
    vectors, cases = vectorizer([each.text for each in said]), list[Case]()
    for turn in one.turns:
        words = stems(turn.text)
        pairs = [
            pair_features(words, each)
            for each in relevant(vectorizer, said, vectors, Query(turn.text, START, turn.before))
        ]
        whole = np.array(turn_features(turn.text, turn.before, pairs))
        cases.append((one.group, whole, np.array(pairs), np.array([key in turn.needed for key, _ in one.statements])))
    return cases


def fit(cases: Sequence[Case]) -> Gate:
    """Return the gate that cases teach."""
    turn = logistic(np.array([whole for _, whole, _, _ in cases]), np.array([needed.any() for *_, needed in cases]))
    used = [case for case in cases if case[3].any()]
    pair = logistic(np.concatenate([pairs for _, _, pairs, _ in used]), np.concatenate([needed for *_, needed in used]))
    told = [turn(whole.tolist()) * np.array([pair(row) for row in pairs.tolist()]) for _, whole, pairs, _ in cases]
    return Gate("fold", turn, pair, worth(told))


def logistic(x: Floats, y: npt.NDArray[np.bool_]) -> Logistic:
    """Return ridge logistic regression of standardized features, by Newton's method."""
    mean, scale = x.mean(axis=0), x.std(axis=0)
    scale[scale == 0] = 1.0
    z = np.c_[(x - mean) / scale, np.ones(len(x))]
    weights, prior = np.zeros(z.shape[1]), np.diag([RIDGE] * x.shape[1] + [1e-6])
    for _ in range(12):
        p = 1 / (1 + np.exp(-z @ weights))
        hessian = (z * (p * (1 - p))[:, None]).T @ z + prior
        weights -= np.linalg.solve(hessian, z.T @ (p - y) + prior @ weights)
    plain = weights[:-1] / scale
    return Logistic(tuple(plain.tolist()), float(weights[-1] - plain @ mean))


def worth(told: Sequence[Floats]) -> float:
    """Return half of the best F1 that probabilities promise; no label is looked at (Lipton, Elkan and Naryanaswamy 2014)."""
    ranked = np.sort(np.concatenate([np.sort(one)[::-1][:MOST] for one in told]))[::-1]
    total = sum(float(one.sum()) for one in told)
    promised = 2 * np.cumsum(ranked) / (np.arange(1, len(ranked) + 1) + total)
    return float(promised.max() / 2)
