"""Whether names are about one thing or two: two-means on their unit vectors, deterministic."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

MOST_STEPS = 25
"""Two-means stops here if it has not settled before; a few steps are enough as a rule."""

Vectors = npt.NDArray[np.float32]


def two_means(vectors: Vectors, masses: npt.NDArray[np.float64] | None = None) -> npt.NDArray[np.bool_]:
    """Return which of the two parts each vector belongs to, shape (n,), the first vector's being False.

    It starts from the two that lie farthest apart, and assigns by cosine to the parts' weighted mean directions.

    Args:
        vectors: unit vectors, shape (n, d), n at least 2.
        masses: how much each counts, above 0; alike if not given.
    """
    weights = np.ones(len(vectors)) if masses is None else masses
    cosines = vectors @ vectors.T
    one, other = np.unravel_index(int(np.argmin(cosines)), cosines.shape)
    parts = np.asarray(cosines[other] > cosines[one])
    parts[[one, other]] = False, True
    for _ in range(MOST_STEPS):
        means = np.stack([mean_direction(vectors[parts == part], weights[parts == part]) for part in (False, True)])
        near = vectors @ means.T
        moved = np.asarray(near[:, 1] > near[:, 0])
        if moved.all() or not moved.any() or (moved == parts).all():
            break
        parts = moved
    return np.asarray(parts != parts[0])


def mean_direction(vectors: Vectors, masses: npt.NDArray[Any] | None = None) -> Vectors:
    """Return the unit vector of the sum of vectors, shape (d,), each times its mass."""
    total = (vectors if masses is None else vectors * masses[:, None]).sum(axis=0)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-12), np.float32)


def likeness(vectors: Vectors, parts: npt.NDArray[np.bool_], masses: npt.NDArray[np.float64] | None = None) -> float:
    """Return the cosine between the mean directions of two parts: how much they are about one thing."""
    weights = np.ones(len(vectors)) if masses is None else masses
    one, other = (mean_direction(vectors[parts == part], weights[parts == part]) for part in (False, True))
    return float(one @ other)
