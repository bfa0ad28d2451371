"""Reading a page: its phrases, and the vectors of its text and of each phrase, in one call of the embedding model."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar

from ..embedding import Vectors
from ..extraction import MAX_PHRASES, Extractor
from ..records import Phrase
from .caring import Care
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


class Reader:
    """Reads pages, and remembers the last few readings. Safe to share between threads."""

    def __init__(
        self, extract: Extractor, vectorize: Callable[[Sequence[str]], Vectors], care: Care | None = None
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
