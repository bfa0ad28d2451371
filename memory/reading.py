"""Reading a text: its phrases, and the vectors of the text and of each phrase, in one call of the embedding model."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from .embedding import Vectorizer, Vectors
from .extraction import MAX_PHRASES, Extractor
from .ranking import best
from .records import Phrase

KEPT = 512
"""Readings kept for the moment: a turn is read once for recall and once for learning."""


@dataclass(frozen=True, eq=False)
class Reading:
    """What a text names; `vectors` has the text's own in its first row and one more row a phrase."""

    phrases: tuple[Phrase, ...]
    vectors: Vectors


class Reader:
    """Reads texts, and remembers the last few readings. Safe to share between threads."""

    def __init__(self, extract: Extractor, vectorize: Vectorizer) -> None:
        self._extract = extract
        self._vectorize = vectorize
        self._kept: OrderedDict[str, Reading] = OrderedDict()
        self._lock = Lock()

    def __call__(self, text: str) -> Reading:
        """Read one text.

        Raises:
            EmbeddingError: the embedding model failed.
        """
        kept = self._kept.get(text)
        return kept if kept is not None else self.read_all([text])[0]

    def read_all(self, texts: Sequence[str]) -> list[Reading]:
        """Read several texts with one call of the embedding model."""
        phrases = [self._extract(text) for text in texts]
        words = [word for text, found in zip(texts, phrases, strict=True) for word in (text, *(p.text for p in found))]
        vectors = self._vectorize(words)
        readings, start = [], 0
        for found in phrases:
            end = start + 1 + len(found)
            readings.append(_cut(Reading(found, vectors[start:end])))
            start = end
        self._keep(texts, readings)
        return readings

    def forget(self) -> None:
        """Drop what is remembered."""
        with self._lock:
            self._kept.clear()

    def _keep(self, texts: Sequence[str], readings: Sequence[Reading]) -> None:
        with self._lock:
            self._kept.update(zip(texts, readings, strict=True))
            while len(self._kept) > max(KEPT, len(texts)):
                self._kept.popitem(last=False)


def _cut(reading: Reading) -> Reading:
    """Return a reading with no more phrases than a text may have, those that say most of it."""
    if len(reading.phrases) <= MAX_PHRASES:
        return reading
    kept = best(reading.phrases, reading.vectors, MAX_PHRASES)
    return Reading(tuple(reading.phrases[i] for i in kept), reading.vectors[[0, *(i + 1 for i in kept)]])
