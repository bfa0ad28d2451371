"""Plain vector search over turns."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

import numpy as np

from ...memory.embedding import Vectors
from .system import MOST, Context, Piece, Query, Said, fitted


class PlainVectors:
    """Turns by the cosine of their vector with that of the last exchange and the message; no threshold, no decay."""

    def __init__(self, vectorizer: Callable[[Sequence[str]], Vectors]) -> None:
        self._vectorizer = vectorizer
        self._turns: deque[Said] = deque(maxlen=MOST)
        self._vectors: deque[np.ndarray] = deque(maxlen=MOST)

    def observe(self, said: Said) -> None:
        """Embed and hold it."""
        self._turns.append(said)
        self._vectors.append(self._vectorizer([said.text])[0])

    def context(self, query: Query, budget: int) -> Context:
        """Return turns, nearest first."""
        if not self._turns or not query.words:
            return Context()
        cosines = np.array(self._vectors) @ self._vectorizer([query.words])[0]
        order = np.argsort(-cosines, kind="stable")
        turns = list(self._turns)
        return fitted((Piece(turns[i].id, turns[i].text, float(cosines[i]), turns[i].labels) for i in order), budget)

    def close(self) -> None:
        """Give back the vectors."""
        self._vectors.clear()
