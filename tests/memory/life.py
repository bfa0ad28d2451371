"""A person's life in a data folder of its own: what they say in plain signs, and a clock that they move."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from penchant.memory import Interest, InterestMemory, Phrase, UserMemory
from penchant.memory.embedding import Vectors

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = 86_400_000


def called(person: UserMemory, label: str) -> Interest:
    """Return the one interest of a label."""
    [interest] = [interest for interest in person.interests() if interest.label == label]
    return interest


def weights(person: UserMemory) -> dict[str, float]:
    """Return how much a person's interests weigh, by their labels."""
    return {one.label: one.weight for one in person.interests()}


def listed(text: str) -> tuple[Phrase, ...]:
    """Read texts such as "+jazz; -tea; ?chess; !go; ~golf; ^opera": liked, disliked, mentioned, refused now, no more liked, liked now."""
    return tuple(
        Phrase(
            found[2],
            found.start(2),
            found.end(2),
            -1 if found[1] in "-!" else 1,
            "mentioned" if found[1] == "?" else "stated",
            ends=found[1] in "!~",
            turns=found[1] == "^",
        )
        for found in re.finditer(r"([+?!~^-])([^;]+)", text)
    )


@dataclass(frozen=True)
class WordVectors:
    """The sum of one random vector a word: texts with words in common lie near each other."""

    name: str = "words"

    def __call__(self, texts: Sequence[str]) -> Vectors:
        return np.array([sum(_word(word) for word in [*text.split(), "."]) for text in texts], np.float32)


def _word(word: str) -> Vectors:
    return np.random.default_rng(crc32(word.encode())).normal(size=64).astype(np.float32)


@dataclass
class Life:
    """A person's data folder, and the moment it stands at."""

    folder: Path
    now: datetime = START
    names: Iterator[int] = field(default_factory=itertools.count)
    embedder: Any = field(default_factory=WordVectors)

    @contextmanager
    def lived(self) -> Iterator[tuple[UserMemory, InterestMemory]]:
        with InterestMemory(
            self.folder, clock=lambda: self.now, embedder=self.embedder, extractor=listed, index=False
        ) as memory:
            yield memory.user("ada"), memory

    def wait(self, ms: int) -> datetime:
        self.now += timedelta(milliseconds=ms)
        return self.now
