"""Reading a page: its phrases, and the vectors of its text and of each phrase, in one call of the embedding model."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import TypeVar

import numpy as np

from ..embedding import Vectors
from ..extraction import MAX_PHRASES, Extractor
from ..records import Phrase
from .caring import Caring, overlap
from .page import Page, phrases
from .ranking import best

K = TypeVar("K")
V = TypeVar("V")

KEPT = 512
"""Readings kept for the moment: a turn is read once for recall and once for learning."""


@dataclass(frozen=True, eq=False)
class Reading:
    """What a text names; `vectors` has the text's own in its first row and one more row a phrase."""

    phrases: tuple[Phrase, ...]
    vectors: Vectors

    def only(self, places: Sequence[int]) -> Reading:
        """Return it with the phrases at these places alone."""
        return Reading(tuple(self.phrases[i] for i in places), self.vectors[[0, *(i + 1 for i in places)]])

    def refusing(self, phrase: Phrase, vector: Vectors) -> Reading:
        """Return it with one phrase more, in its place, and without those that stand there."""
        kept = [(one, at) for at, one in enumerate(self.phrases, 1) if not overlap(one, phrase)]
        before = sum(one.start < phrase.start for one, _ in kept)
        phrases = [one for one, _ in kept]
        rows = [self.vectors[at] for _, at in kept]
        whole = [self.vectors[0], *rows[:before], vector, *rows[before:]]
        return Reading((*phrases[:before], phrase, *phrases[before:]), np.array(whole))


class Reader:
    """Reads pages, and remembers the last few readings. Safe to share between threads."""

    def __init__(
        self, extract: Extractor, vectorize: Callable[[Sequence[str]], Vectors], care: Caring | None = None
    ) -> None:
        """Take what finds phrases, what makes vectors, and what tells of a person's own words which they care for and avoid."""
        self.extract = extract
        self._vectorize, self._care = vectorize, care
        self._kept: OrderedDict[str | Page, Reading] = OrderedDict()
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()

    def __call__(self, page: str | Page) -> Reading:
        """Read one page.

        Raises:
            EmbeddingError: the embedding model failed.
        """
        kept = self._kept.get(page)
        return kept if kept is not None else self.read_all([page])[0]

    def read_all(self, pages: Sequence[str | Page]) -> list[Reading]:
        """Read several pages with one call of the embedding model."""
        found = [phrases(page, self.extract) for page in pages]
        texts = (page if isinstance(page, str) else page.text for page in pages)
        words = [word for text, named in zip(texts, found, strict=True) for word in (text, *(p.name for p in named))]
        vectors = self._vectorize(words)
        readings, start = [], 0
        for named in found:
            end = start + 1 + len(named)
            readings.append(_cut(Reading(named, vectors[start:end])))
            start = end
        self._keep(self._kept, dict(zip(pages, readings, strict=True)))
        return readings

    def learn_from(self, pages: Sequence[str | Page]) -> list[Reading]:
        """Read several pages as what they teach: a person's own words also by what they mean where they stand.

        Of what these avoid in others' clauses vectors are made, so that it waits until after the reply.

        Raises:
            EmbeddingError: the embedding model failed.
        """
        kept = {page: found for page in pages if (found := self._kept.get(page)) is not None}
        missing = [page for page in pages if page not in kept]
        kept |= dict(zip(missing, self.read_all(missing), strict=True)) if missing else {}
        readings = [kept[page] for page in pages]
        own = {place: page for place, page in enumerate(pages) if isinstance(page, str)}
        if self._care is None or not own:
            return readings
        texts = np.array([readings[place].vectors[0] for place in own])
        judged = self._care(list(own.values()), [readings[place].phrases for place in own], texts)
        vectors = iter(self._vectorize([one.text for _, refused in judged for one in refused]))
        for place, (named, refused) in zip(own, judged, strict=True):
            readings[place] = replace(readings[place], phrases=named)
            for one in refused:
                readings[place] = readings[place].refusing(one, next(vectors))
        return readings

    def vector(self, text: str) -> Vectors:
        """Return a text's own vector, shape (dimension,), without reading what it names.

        Raises:
            EmbeddingError: the embedding model failed.
        """
        kept = self._vectors.get(text)
        if kept is None:
            kept = self._vectorize([text])[0]
            self._keep(self._vectors, {text: kept})
        return kept

    def forget(self) -> None:
        """Drop what is remembered."""
        with self._lock:
            self._kept.clear()
            self._vectors.clear()

    def _keep(self, there: OrderedDict[K, V], new: Mapping[K, V]) -> None:
        with self._lock:
            there.update(new)
            while len(there) > max(KEPT, len(new)):
                there.popitem(last=False)


def _cut(reading: Reading) -> Reading:
    """Return a reading with no more phrases than a text may have, those that say most of it."""
    if len(reading.phrases) <= MAX_PHRASES:
        return reading
    return reading.only(best(reading.phrases, reading.vectors, MAX_PHRASES))
