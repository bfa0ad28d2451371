"""What was fitted: a logistic model, and for an embedding model a file of coefficients beside the code that reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from .embedding import in_a_file

Floats = npt.NDArray[np.float64]

MOST_LOGIT: Final = 50.0
"""Beyond it a probability is taken for that of this logit: 1e-22 from none or from certain."""


def sigmoid(logits: npt.ArrayLike) -> Floats:
    """Return the probabilities of logits, in their shape.

    >>> sigmoid([0.0, -1000.0]).round(3).tolist()
    [0.5, 0.0]
    """
    return np.asarray(1 / (1 + np.exp(-np.minimum(np.maximum(logits, -MOST_LOGIT), MOST_LOGIT))), np.float64)


def softmax(logits: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the probabilities of classes by their logits, shape (..., classes), in their precision.

    >>> softmax(np.array([1.0, 1.0])).tolist()
    [0.5, 0.5]
    """
    odds = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=-1, keepdims=True))


@dataclass(frozen=True, eq=False)
class Logistic:
    """A logistic model: weights over features, shape (n,), and what is added; of several models a row and a number each.

    >>> model = Logistic(np.array([2.0, 0.0]), -1.0)
    >>> float(model([0.5, 7.0]))
    0.5
    """

    weights: npt.NDArray[Any]
    bias: Floats | float

    def logits(self, x: npt.NDArray[Any] | Sequence[float]) -> npt.NDArray[Any]:
        """Return the logits of features: shape (...) for (..., n), or one of each model for (n,)."""
        return np.asarray(np.einsum("...n,...n->...", x, self.weights) + self.bias)

    def __call__(self, x: npt.NDArray[Any] | Sequence[float]) -> Floats:
        """Return the probabilities of features, in the shape of `logits`."""
        return sigmoid(self.logits(x))


def logistic(kept: Mapping[str, Any]) -> Logistic:
    """Return a model as a file keeps it: its `weights` and its `bias`."""
    return Logistic(np.array(kept["weights"]), np.array(kept["bias"]))


def fitted_for(package: str, what: str, embedder: str) -> Any:
    """Return what was fitted for an embedding model, from a package's `<what>_<embedder>.json`; None where there is no such file."""
    path = files(package) / f"{what}_{in_a_file(embedder)}.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else None
