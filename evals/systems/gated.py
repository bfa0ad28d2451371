"""Penchant's gate over what a person has stated: which statements make an answer better, and whether any does."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ...agent.gate.gate import Gate, before
from ...memory import Interest, Relevant
from ...memory.embedding import Vectorizer
from ...memory.extraction import extract
from .system import Context, Piece, Query, Said, fitted

MOST = 3
"""Statements that are put in at most."""


class Gated:
    """Statements as interests: relevant as memory finds them, put in as the gate says."""

    def __init__(self, vectorizer: Vectorizer, gate: Gate) -> None:
        self._vectorizer, self._gate = vectorizer, gate
        self._said: list[Said] = []
        self._vectors: list[npt.NDArray[np.float32]] = []

    def observe(self, said: Said) -> None:
        """Hold a statement."""
        self._said.append(said)
        self._vectors.append(self._vectorizer([said.text])[0])

    def context(self, query: Query, budget: int) -> Context:
        """Return the statements by the gate's probability; put in are those that are worth their place."""
        if not self._said:
            return Context()
        found = relevant(self._vectorizer, self._said, np.array(self._vectors), query)
        some, each = self._gate(query.text, query.before, found)
        order = np.argsort(-np.array(each), kind="stable")
        put = frozenset(self._said[i].id for i in order[:MOST] if each[i] >= self._gate.worth)
        pieces = (Piece(self._said[i].id, self._said[i].text, float(each[i])) for i in order)
        return fitted(pieces, budget, some, put)

    def close(self) -> None:
        """Give back the statements."""
        self._said.clear()


def relevant(
    vectorizer: Vectorizer, said: list[Said], vectors: npt.NDArray[np.float32], query: Query
) -> list[Relevant]:
    """Return statements as memory returns interests for a message after what was said before it."""
    words = vectorizer([query.text, *(phrase.text for phrase in extract(query.text))])
    relevance = vectorizer.calibration.relevance((vectors @ words.T).max(axis=1))
    earlier = before(query.before)
    around = vectorizer.calibration.relevance(vectors @ vectorizer([earlier])[0]) if earlier else None
    return [
        Relevant(
            Interest(place, one.text, 0.5, 0.1, 0.0, 1, None),
            float(relevance[place]),
            vectors[place],
            None if around is None else float(around[place]),
        )
        for place, one in enumerate(said)
    ]
