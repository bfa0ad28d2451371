"""How far two distributions are apart, and what an outcome costs a forecast."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def divergence(p: Floats, q: Floats) -> Floats:
    """Return the Jensen-Shannon divergence in bits of distributions along the last axis: ½·KL(p‖m) + ½·KL(q‖m), m = (p + q)/2.

    Lin 1991, IEEE Transactions on Information Theory 37(1). Between 0 and 1.
    """
    middle = (p + q) / 2

    def half(a: Floats) -> Floats:
        ratio = np.maximum(a, 1e-300) / np.maximum(middle, 1e-300)
        return np.asarray(np.where(a > 0, a * np.log2(ratio), 0).sum(axis=-1))

    return (half(p) + half(q)) / 2


def surprise(p: Floats, came: int, least: float = 1e-12) -> float:
    """Return the negative log-likelihood in nats of what came under a forecast; a probability counts as `least` at least."""
    return float(-np.log(max(float(p[came]), least)))
