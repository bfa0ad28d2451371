"""Which interests serve an open question: a liking for jazz is no help with what to plant, and a knee brace none with a free weekend.

    P(interest serves) = Σ_s P(interest is of sort s) · P(sort s serves the question)

over the sorts of things that people care about (plants, music, screen, …), and those that they only name (work, body, none). The first is a
softmax model over the interest's vector, the second a logistic one a sort over the question's. The coefficients are fitted by
`bench/serving.py`, one file an embedding model: `serving_<model>.json`; without one everything may serve.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ...memory.fitted import Floats, Logistic, fitted_for, logistic, softmax

SERVES: Final = 0.25
"""From this probability on a liking may serve a question: of lines written blind five in six that do are kept, and three in four others
are left out."""

SPARED: Final = 0.15
"""From this one on what is disliked may bear on it: to miss that costs more."""

SURELY_SERVES: Final = 0.7
"""From this one on a liking serves it so surely that little of it need be left."""


@dataclass(frozen=True, eq=False)
class Serving:
    """Two models, a row of weights for each of the `sorts`: of what sort an interest is, and which sorts serve a question."""

    sorts: tuple[str, ...]
    interests: Logistic
    questions: Logistic

    def asked(self, question: npt.NDArray[Any]) -> tuple[float, ...]:
        """Return how likely each sort serves a question with that vector, in the order of `sorts`."""
        return tuple(self.questions(question).tolist())

    def chances(self, asked: Sequence[float], interests: npt.NDArray[Any]) -> Floats:
        """Return how likely interests with those vectors, shape (n, dimension), serve a question of which `asked` is known."""
        return np.asarray(np.einsum("ns,s->n", self.shares(interests), np.array(asked)), np.float64)

    def shares(self, interests: npt.NDArray[Any]) -> Floats:
        """Return how likely interests are of each sort, shape (n, sorts)."""
        return softmax(self.interests.logits(interests[:, None]))


@cache
def open_serving(embedder: str) -> Serving | None:
    """Return the model of an embedding model, None where it has no file."""
    kept = fitted_for(__package__, "serving", embedder)
    if kept is None:
        return None
    return Serving(tuple(kept["sorts"]), logistic(kept["interests"]), logistic(kept["questions"]))
