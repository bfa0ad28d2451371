"""How open a query is, by its form and by its meaning: patterns say what is sure, a small model over the query's vector says the rest.

    P(kind) = softmax(W · vector + what the patterns say)

The coefficients are fitted by `bench/openness.py`, one file an embedding model: `openness_<model>.json`. Without one the patterns stand
alone (openness.py): what they have no word for is then neither open nor closed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from .fitted import fitted_for
from .openness import Openness, is_sure, openness

Vector = npt.NDArray[Any]

KINDS = (Openness.CLOSED, Openness.NEUTRAL, Openness.OPEN)

LIKELY = 0.5
"""From this probability on, meaning decides what the patterns leave between open and closed."""

SURE = 0.8
"""From this probability of a closed question on, it is one even where words of an open one stand in it."""


@dataclass(frozen=True, eq=False)
class Kinds:
    """A softmax model over a vector and the patterns' word: `weights` has a row a kind; `bias` is what is added to each."""

    weights: npt.NDArray[np.float64]
    bias: npt.NDArray[np.float64]

    def __call__(self, text: str, vector: Vector) -> npt.NDArray[np.float64]:
        """Return the probabilities of `KINDS`."""
        logits = self.weights @ features(text, vector) + self.bias
        shares = np.exp(logits - logits.max())
        return np.asarray(shares / shares.sum())


def features(text: str, vector: Vector) -> npt.NDArray[np.float64]:
    """Return what the model weighs: the vector, and by which kind the patterns call the text."""
    said = openness(text)
    return np.concatenate([vector, [float(said is kind) for kind in KINDS]])


def judge(embedder: str, vector: Callable[[str], Vector | None]) -> Callable[[str], Openness]:
    """Return what tells how open a text is.

    Args:
        embedder: the embedding model's name.
        vector: returns a text's vector by it, None where there is none.
    """
    kinds = open_kinds(embedder)
    if kinds is None:
        return openness

    def told(text: str) -> Openness:
        found = None if is_sure(text) else vector(text)
        return openness(text) if found is None else decide(text, kinds(text, found))

    return told


def decide(text: str, chances: npt.NDArray[np.float64]) -> Openness:
    """Return how open a text is under the model's probabilities."""
    said, (closed, _, open_) = openness(text), chances
    if said is Openness.OPEN:
        return Openness.CLOSED if closed >= SURE else said
    if said is Openness.CLOSED and is_sure(text):
        return said
    if max(closed, open_) < LIKELY:
        return said
    return Openness.CLOSED if closed > open_ else Openness.OPEN


@cache
def open_kinds(embedder: str) -> Kinds | None:
    """Return the model of an embedding model, None where it has no file."""
    kept = fitted_for(embedder, "openness")
    if kept is None:
        return None
    return Kinds(np.array(kept["weights"], np.float64), np.array(kept["bias"], np.float64))
