"""Which topics may lie near each of many phrases: one matrix product for all of them, and another for each topic that comes in between."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from ..embedding import Vectors
from ..records import Phrase
from .assigning import MARGIN, Topics
from .names import name_key

Places = npt.NDArray[np.intp]


class Near:
    """The topics near the phrases of a batch; those that a phrase names by their label or an alias need no looking for."""

    def __init__(self, named: Sequence[tuple[Phrase, Vectors]], topics: Topics, same: float) -> None:
        self._topics, self._same = topics, same
        self._known = len(topics)
        known = topics.names()
        fresh = {phrase.text: vector for phrase, vector in named if name_key(phrase.text) not in known}
        self._row = {text: row for row, text in enumerate(fresh)}
        self._near = self._nearest(np.stack([*fresh.values()])) if fresh and self._known else None

    def of(self, phrases: Sequence[Phrase], vectors: Vectors) -> Callable[[int], Places]:
        """Return what gives, for a phrase by its place, the places of the topics that may lie near it."""

        def close(place: int) -> Places:
            if not len(self._topics):
                return np.zeros(0, np.intp)
            row = self._row.get(phrases[place].text)
            earlier = self._earlier(row) if row is not None else self._all(vectors[place])
            later = self._topics.vectors[self._known :] @ vectors[place]
            return np.concatenate([earlier, self._known + np.flatnonzero(later >= self._least)])

        return close

    @property
    def _least(self) -> float:
        return self._same - MARGIN

    def _nearest(self, vectors: Vectors) -> list[Places]:
        """Return the places for each vector, some at a time: the cosines of all with thousands of topics are many megabytes."""
        found: list[Places] = []
        for start in range(0, len(vectors), CHUNK):
            cosines = vectors[start : start + CHUNK] @ self._topics.vectors[: self._known].T
            rows, places = np.nonzero(cosines >= self._least)
            found += np.split(places, np.searchsorted(rows, np.arange(1, len(cosines))))
        return found

    def _earlier(self, row: int) -> Places:
        return np.zeros(0, np.intp) if self._near is None else self._near[row]

    def _all(self, vector: Vectors) -> Places:
        return np.flatnonzero(self._topics.vectors[: self._known] @ vector >= self._least)


CHUNK = 128
"""Phrases that are compared with all topics at once."""
