"""What lasts: how likely a person comes back to a topic at all, whenever its kind comes up again.

    returns = σ( base + meaning · v + again · ln c_i + person · mean_j ln c_j )

c_i is in how many sittings the topic came up, counted in units of the last one: its longest rung beside the half-day's, as of its
last evidence. So a topic's own history counts, the person's over all topics is the prior for it, and a population's is the prior
for both: what a thing is, by the vector v of its label, says much of whether it lasts (an allergy returns 84 times in 100, a mood
5). The coefficients stand in population.json and come from `bench/law.py --fit`; with an embedding model that they were not fitted
for, the meaning says nothing.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from . import weights as w
from .topics.assigning import MENTIONED
from .votes import population

_ROUNDING = 1e-6

HALF_DAY, LONGEST = w.RUNGS.start + 5, w.RUNGS.start + 9

_RATES = np.log(2) / np.array([half_life.total_seconds() for half_life in w.LADDER])
"""How fast each rung fades, per second."""


def sittings(logs: w.Floats) -> w.Floats:
    """Return c, the number of sittings in which topics came up, at least one; shape (n,) from logarithms (n, 13).

    Where a dislike came after the last of them, the rungs have faded since then: the shortest one tells for how long.
    """
    since = np.maximum(-logs[:, w.RUNGS.start], 0) / _RATES[0]
    with np.errstate(invalid="ignore"):
        ratio = logs[:, LONGEST] - logs[:, HALF_DAY] - (_RATES[5] - _RATES[9]) * since
    return np.asarray(np.exp(np.maximum(np.where(np.isfinite(ratio), ratio, 0.0), 0.0)))


def are_stated(logs: w.Floats, pieces: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Return whether topics were ever stated, and not only named, shape (n,).

    What is only named counts `MENTIONED`, so a topic of more mass a piece was stated. The longest rung halves in a year: of what was stated
    long before the last evidence little is left, and it may pass for named.

    Args:
        logs: the topics' accumulators, shape (n, 13).
        pieces: how much evidence each has.
    """
    return np.asarray(np.exp(logs[:, LONGEST]) > (MENTIONED + _ROUNDING) * pieces)


def features(logs: w.Floats) -> w.Floats:
    """Return the logarithms of the sittings of each topic, and on average of those that came up at all; shape (n, 2)."""
    own, came_up = np.log(sittings(logs)), np.isfinite(logs[:, LONGEST])
    return np.stack([own, np.full(len(own), own[came_up].mean() if came_up.any() else 0.0)], axis=1)


def returns(logs: w.Floats, vectors: npt.NDArray[np.float32], embedder: str) -> w.Floats:
    """Return the probability that each topic comes back, shape (n,).

    Args:
        logs: the topics' accumulators, shape (n, 13).
        vectors: their unit vectors, shape (n, dimension).
        embedder: the name of the model that made these.
    """
    if not len(logs):
        return np.zeros(0)
    learned = population()["returns"]
    fitted = learned.get(embedder, learned["any"])
    meaning = vectors @ np.array(fitted["meaning"]) if fitted["meaning"] else 0.0
    told = fitted["base"] + meaning + features(logs) @ np.array([fitted["again"], fitted["person"]])
    return np.asarray(1 / (1 + np.exp(-told)), np.float64)
