"""What the gate is fitted to, and its figures: AUROC, nDCG, calibration. Plain numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from penchant.agent.gate.gate import PAIR, TURN, Gate, pair_features, turn_features
from penchant.evals.systems.gated import MOST
from penchant.memory import Relevant
from penchant.memory.fitted import Logistic

from .ikat import Turn

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """A turn with its features: `pairs` has one row a statement."""

    turn: Turn
    pairs: Floats
    whole: Floats

    @property
    def group(self) -> str:
        """What its conversation is about."""
        return self.turn.group

    @property
    def needed(self) -> npt.NDArray[np.bool_]:
        """Which statements matter."""
        return self.turn.labels


def case(turn: Turn, found: Sequence[Relevant]) -> Case:
    """Return a turn with its features."""
    pairs = pair_features(turn.text, found)
    return Case(turn, np.array(pairs), np.array(turn_features(turn.text, turn.exchanges, pairs)))


def as_json(gate: Gate) -> dict[str, object]:
    """Return a gate as its file has it."""
    return {
        "worth": round(gate.worth, 4),
        "turn": _named(gate.turn, TURN),
        "pair": _named(gate.pair, (*TURN, *PAIR)),
    }


def _named(model: Logistic, features: Sequence[str]) -> dict[str, float]:
    return {name: round(weight, 4) for name, weight in zip(features, model.weights.tolist(), strict=True)} | {
        "bias": round(float(model.bias), 4)
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
