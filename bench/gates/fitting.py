"""Fitting the gate, and its figures: logistic regression by Newton's method, AUROC, nDCG, calibration. Plain numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from penchant.agent.gate.gate import PAIR, TURN, Gate, Logistic, pair_features, turn_features
from penchant.memory import Relevant

from .ikat import Turn

Floats = npt.NDArray[np.float64]

RIDGE_TURN, RIDGE_PAIR = 30.0, 200.0
MOST = 3
"""Statements that are taken in at most."""


@dataclass(frozen=True)
class Case:
    """A turn with its features: `pairs` has one row a statement."""

    turn: Turn
    pairs: Floats
    whole: Floats


def case(turn: Turn, found: Sequence[Relevant]) -> Case:
    """Return a turn with its features."""
    pairs = pair_features(turn.text, found)
    return Case(turn, np.array(pairs), np.array(turn_features(turn.text, turn.exchanges, pairs)))


def fitted(x: Floats, y: npt.NDArray[np.bool_], ridge: float) -> Logistic:
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
    return Logistic(tuple(plain.tolist()), float(weights[-1] - plain @ mean))


def fit(cases: Sequence[Case], name: str) -> Gate:
    """Return the gate that cases teach."""
    some = np.array([bool(one.turn.gold) for one in cases])
    turn = fitted(np.array([one.whole for one in cases]), some, RIDGE_TURN)
    rows = np.concatenate([_rows(one) for one in cases])
    pair = fitted(rows, np.concatenate([one.turn.labels for one in cases]), RIDGE_PAIR)
    gate = Gate(name, turn, pair, 0.0)
    return Gate(name, turn, pair, worth([told(gate, one)[1] for one in cases]))


def told(gate: Gate, one: Case) -> tuple[float, Floats]:
    """Return what a gate says of a case."""
    return gate.turn(one.whole), np.array([gate.pair(row) for row in _rows(one)])


def _rows(one: Case) -> Floats:
    """Return what the second model weighs: the turn's features, then the statement's, one row a statement."""
    return np.c_[np.tile(one.whole, (len(one.pairs), 1)), one.pairs]


def worth(probabilities: Sequence[Floats]) -> float:
    """Return half of the best F1 that probabilities promise, at most three taken a turn; no label is looked at."""
    best = [np.sort(one)[::-1][:MOST] for one in probabilities]
    ranked = np.sort(np.concatenate(best))[::-1]
    total = sum(float(one.sum()) for one in probabilities)
    promised = 2 * np.cumsum(ranked) / (np.arange(1, len(ranked) + 1) + total)
    return float(promised.max() / 2)


def as_json(gate: Gate) -> dict[str, object]:
    """Return a gate as its file has it."""
    return {
        "worth": round(gate.worth, 4),
        "turn": _named(gate.turn, TURN),
        "pair": _named(gate.pair, (*TURN, *PAIR)),
    }


def _named(model: Logistic, features: Sequence[str]) -> dict[str, float]:
    return {name: round(weight, 4) for name, weight in zip(features, model.weights, strict=True)} | {
        "bias": round(model.bias, 4)
    }


# Figures


def auroc(scores: Sequence[float], wanted: Sequence[bool]) -> float:
    """Return the chance that one that is wanted scores above one that is not; ties count half."""
    s, y = np.asarray(scores), np.asarray(wanted, bool)
    above = s[y][:, None] - s[~y][None, :]
    return float(((above > 0) + 0.5 * (above == 0)).mean())


def ndcg(scores: Floats, labels: npt.NDArray[np.bool_], seed: int) -> float:
    """Return nDCG@3; ties are broken at random."""
    order = np.lexsort((np.random.default_rng(seed).random(len(scores)), -scores))[:MOST]
    discounts = 1 / np.log2(np.arange(2, MOST + 2))
    return float((labels[order] * discounts[: len(order)]).sum() / discounts[: min(MOST, labels.sum())].sum())


def chosen(probabilities: Floats, least: float) -> list[int]:
    """Return the places of what is taken in."""
    return [place for place in np.argsort(-probabilities, kind="stable")[:MOST] if probabilities[place] >= least]


def ece(probabilities: Sequence[float], wanted: Sequence[bool]) -> float:
    """Return the expected calibration error over ten equal bins."""
    p, y = np.asarray(probabilities), np.asarray(wanted, float)
    bins = np.minimum((p * 10).astype(int), 9)
    return float(sum(abs(p[bins == b].mean() - y[bins == b].mean()) * (bins == b).mean() for b in set(bins.tolist())))
