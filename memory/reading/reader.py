"""Reading a page: its phrases, and the vectors of its text and of each phrase, in one call of the embedding model."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar

import numpy as np

from ..embedding import Vectors
from ..extraction import MAX_PHRASES, Extractor
from ..records import Phrase
from .caring import Caring, as_avoided
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

    def refusing(self, phrase: Phrase, vector: Vectors) -> Reading:
        """Return it with one phrase more, in its place, and without those that stand there."""
        kept = [
            (one, at) for at, one in enumerate(self.phrases, 1) if one.end <= phrase.start or phrase.end <= one.start
        ]
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
        """Take what finds phrases, what makes vectors, and what tells by both which of a person's own phrases they care for."""
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
        for page, named in zip(pages, found, strict=True):
            end = start + 1 + len(named)
            if self._care is not None and isinstance(page, str):
                named = self._care(page, named, vectors[start:end])
            readings.append(_cut(Reading(named, vectors[start:end])))
            start = end
        self._keep(self._kept, dict(zip(pages, readings, strict=True)))
        return readings

    def learn_from(self, pages: Sequence[str | Page]) -> list[Reading]:
        """Read several pages as what they teach: with what a person's own words avoid in passing, where no rule finds a refusal.

        That takes vectors of all that such a text names, and waits until after the reply.

        Raises:
            EmbeddingError: the embedding model failed.
        """
        kept = {page: found for page in pages if (found := self._kept.get(page)) is not None}
        missing = [page for page in pages if page not in kept]
        kept |= dict(zip(missing, self.read_all(missing), strict=True)) if missing else {}
        readings = [kept[page] for page in pages]
        if self._care is None:
            return readings
        suspects = self._care.suspects(np.array([one.vectors[0] for one in readings])) if readings else ()
        named = {
            place: self._care.named(page)
            for place, (page, suspected) in enumerate(zip(pages, suspects, strict=True))
            if suspected and isinstance(page, str)
        }
        words = [one.text for some in named.values() for one in some]
        vectors, start = self._vectorize(words) if words else np.zeros((0, 0), np.float32), 0
        for place, some in named.items():
            own, start = vectors[start : start + len(some)], start + len(some)
            if some:
                readings[place] = self._without(str(pages[place]), readings[place], some, own)
        return readings

    def _without(self, text: str, reading: Reading, named: Sequence[Phrase], vectors: Vectors) -> Reading:
        """Return the reading of a text with what it avoids of all that it names, whose vectors are given."""
        if self._care is None:
            return reading
        place = self._care.avoided(text, reading.phrases, named, np.vstack([reading.vectors[0], vectors]))
        return reading if place is None else reading.refusing(as_avoided(named[place]), vectors[place])

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
    kept = best(reading.phrases, reading.vectors, MAX_PHRASES)
    return Reading(tuple(reading.phrases[i] for i in kept), reading.vectors[[0, *(i + 1 for i in kept)]])
