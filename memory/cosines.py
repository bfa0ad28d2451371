"""Cosines of a few vectors to many, computed without BLAS.

The threads that BLAS starts for a product of some thousand vectors with one cost more than they save: beside other programs, or other
threads of this one, up to a hundred times as much. All vectors have length 1.
"""

from __future__ import annotations

import numpy as np

from .embedding import Vectors


def cosines_to(vectors: Vectors, few: Vectors) -> Vectors:
    """Return the cosines of n vectors to one of shape (d,), as (n,), or to k of shape (k, d), as (n, k); of none, none.

    >>> cosines_to(np.eye(3, 2, dtype=np.float32), np.array([0, 1], np.float32)).tolist()
    [0.0, 1.0, 0.0]
    """
    if not len(vectors):
        return np.zeros((0, *few.shape[:-1]), np.float32)
    found: Vectors = np.einsum("nd,...d->n...", vectors, few)
    return found
