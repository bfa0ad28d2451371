"""Shorter vectors for the index: of the packaged model's 512 numbers the 192 directions in which what people say differs most.

The index finds candidates, and their cosines are computed from the whole vectors in the ledger; so its own may be shorter. They need less
than half the memory, disk and time, and what is near stays near: bench/narrowing.py fits the directions and measures that.
Vectors of another embedding model stay whole.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Final

import numpy as np
import numpy.typing as npt

from .calibration import unit
from .embedding import DEFAULT, PACKAGE, Vectors
from .measured import mark

FILE: Final = "narrowed_usem3.npz"


class Narrowing:
    """Whole vectors of an embedding model in, those of the index out; `stamp` names the directions, "" where vectors stay whole.

    They are computed in 64 bits: the bytes of one, which a search for what was forgotten looks for, depend on none that came with it.
    """

    def __init__(self, model: str) -> None:
        self._packaged = model == DEFAULT

    @property
    def stamp(self) -> str:
        """The directions' name; nothing is loaded before it is asked for, or a vector is narrowed."""
        return self._loaded()[0]

    def __call__(self, vectors: Vectors) -> Vectors:
        """Return unit vectors of shape (n, k) for vectors of shape (n, d)."""
        _, directions = self._loaded()
        return vectors if directions is None else unit(vectors.astype(np.float64) @ directions)

    def _loaded(self) -> tuple[str, npt.NDArray[np.float64] | None]:
        return _packaged() if self._packaged else ("", None)


@cache
def _packaged() -> tuple[str, npt.NDArray[np.float64] | None]:
    """Return a digest of the packaged directions, and them, of shape (d, k); nothing where another release of the model is installed."""
    packed = files(__package__).joinpath(FILE).read_bytes()
    with np.load(BytesIO(packed)) as kept:
        if str(kept["of"]) != mark(PACKAGE):
            return "", None
        return hashlib.sha256(packed).hexdigest()[:8], kept["directions"].astype(np.float64)
