"""What people told of themselves in passing, found by meaning where it shares no word with a question and is not near it.

    P(a turn tells it) = σ(w · vector + b)

"Dairy goes straight through me" is far from "what should they get in for the buffet?", but turns that tell what somebody does not eat lie
on one side of space, whatever their words: w is looked for as a query is. The coefficients are fitted by `bench/told.py`, one file an
embedding model: `told_<model>.json`. Without one nothing is found so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import ClassVar, Final

import numpy as np

from ..embedding import Vectors
from ..fitted import fitted_for, sigmoid

LIKELY: Final = 0.6
"""From this probability on a turn tells it."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """Somebody else, by the words that they may be called: what the person said of them is recalled, two turns at most."""

    names: tuple[str, ...]
    most: ClassVar[int] = 2


class Told(Enum):
    """What a turn may tell of who says it: what they do not eat or drink, or what they do for pleasure."""

    REFUSES = "refuses"
    PASTIME = "pastime"

    @property
    def most(self) -> int:
        """Turns that are recalled for it at most."""
        return 2 if self is Told.REFUSES else 4


ToldOf = Told | Somebody
"""What a turn may tell of the person, or of somebody else."""


@dataclass(frozen=True, eq=False)
class Direction:
    """A logistic model of vectors as a query: the unit vector of its weights, how long they were, and what is added."""

    unit: Vectors
    length: float
    bias: float

    def chance(self, cosine: float) -> float:
        """Return the probability that a turn tells it, by its cosine to the direction.

        >>> Direction(np.ones(1, np.float32), 2.0, -1.0).chance(0.5)
        0.5
        """
        return float(sigmoid(self.length * cosine + self.bias))


def direction(embedder: str, told: Told) -> Direction | None:
    """Return where turns that tell something lie for an embedding model, by its name; None where nothing was fitted for it."""
    return _directions(embedder).get(told.value)


@cache
def _directions(embedder: str) -> dict[str, Direction]:
    kept = fitted_for(__package__, "told", embedder) or {}
    return {name: _direction(one["weights"], one["bias"]) for name, one in kept.items()}


def _direction(weights: list[float], bias: float) -> Direction:
    whole = np.array(weights, np.float32)
    length = float(np.linalg.norm(whole))
    return Direction(whole / length, length, bias)
