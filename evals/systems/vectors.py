"""Plain vector search over turns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ...memory.embedding import Vectors
from .system import MOST, Context, Piece, Query, Said, fitted


class PlainVectors:
    """Turns by the cosine of their vector with that of the last exchange and the message; no threshold, no decay."""

    def __init__(self, vectorizer: Callable[[Sequence[str]], Vectors]) -> None:
        self._vectorizer = vectorizer
        self._turns: list[Said] = []
        self._vectors = np.empty((0, 0), np.float32)  # with room for turns to come
        self._heard = 0

    def observe(self, said: Said) -> None:
        """Embed and hold it; beyond `MOST` turns in the place of the oldest."""
        vector, place = self._vectorizer([said.text])[0], self._heard % MOST
        self._turns[place : place + 1] = [said]
        if place >= len(self._vectors):
            more = np.empty((max(64, place), len(vector)), np.float32)
            self._vectors = np.concatenate([self._vectors.reshape(-1, len(vector)), more])
        self._vectors[place] = vector
        self._heard += 1

    def context(self, query: Query, budget: int) -> Context:
        """Return turns, nearest first."""
        if not self._turns or not query.words:
            return Context()
        turns = self._turns
        cosines = self._vectors[: len(turns)] @ self._vectorizer([query.words])[0]
        order = np.argsort(-cosines, kind="stable")
        return fitted((Piece(turns[i].id, turns[i].text, float(cosines[i]), turns[i].labels) for i in order), budget)

    def close(self) -> None:
        """Give back the vectors."""
        self._turns.clear()
