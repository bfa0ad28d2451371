"""Gates fitted anew on the other folds, so that no conversation is measured by a gate that has seen it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ...agent.gate.gate import Gate, pair_features, turn_features
from ...memory.embedding import Vectorizer
from ..systems.gated import relevant
from ..systems.system import Query, Said
from .fitting import fit
from .ikat import Conversation, conversations
from .suite import START

Floats = npt.NDArray[np.float64]
FOLDS = 5


@dataclass(frozen=True)
class Case:
    """A turn of a group: its features, those of the statements (a row each), and which of these matter."""

    group: str
    whole: Floats
    pairs: Floats
    needed: npt.NDArray[np.bool_]


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
    return fit([case for case in _cases(data, vectorizer) if of[case.group] != fold], "fold")


@cache
def _cases(data: Path, vectorizer: Vectorizer) -> tuple[Case, ...]:
    return tuple(case for one in conversations(data) if one.statements for case in _of(one, vectorizer))


def _of(one: Conversation, vectorizer: Vectorizer) -> list[Case]:
    said = [Said(key, START, text) for key, text in one.statements]
    vectors, cases = vectorizer([each.text for each in said]), list[Case]()
    for turn in one.turns:
        found = relevant(vectorizer, said, vectors, Query(turn.text, START, turn.before))
        pairs = pair_features(turn.text, found)
        whole = turn_features(turn.text, turn.before, pairs)
        needed = np.array([key in turn.needed for key, _ in one.statements])
        cases.append(Case(one.group, np.array(whole), np.array(pairs), needed))
    return cases
