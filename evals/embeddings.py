"""An embedding model whose vectors are kept on disk by their content: no text is embedded twice, in this run or the next.

Texts are embedded one by one: in a batch the last bits of a vector depend on what else is in it, and then a run on two processes
would differ from a run on one.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock
from time import perf_counter
from typing import Final

import numpy as np
import numpy.typing as npt

from ..memory import Embedder
from ..memory.embedding import DEFAULT, open_embedder

HELD = 4096
"""Vectors that are held in memory, those used last."""

TOGETHER = 64
"""New vectors that are written at once."""

Vectors = npt.NDArray[np.float32]


@dataclass(slots=True)
class Spent:
    """What embedding took in this process: seconds, and texts."""

    seconds: float = 0.0
    texts: int = 0


SPENT: Final = Spent()
"""Which system meets a text first, and so pays for it, is chance: what a system costs is counted without this (`suites.suite.Timed`)."""


class KeptEmbedder:
    """The packaged embedding model, with what it has embedded in an SQLite file; several threads and processes may share that."""

    def __init__(self, folder: Path) -> None:
        self._model: Embedder = open_embedder(DEFAULT)
        folder.mkdir(parents=True, exist_ok=True)
        self._kept = sqlite3.connect(
            folder / "vectors.sqlite", timeout=60, isolation_level=None, check_same_thread=False
        )
        self._kept.execute("pragma journal_mode = wal")
        self._kept.execute("pragma synchronous = off")  # what a crash loses is embedded again
        self._kept.execute("create table if not exists vectors (key blob primary key, vector blob) without rowid")
        self._held: OrderedDict[bytes, Vectors] = OrderedDict()
        self._new: dict[bytes, Vectors] = {}
        self._alone = Lock()  # a memory embeds in threads of its own too

    @property
    def name(self) -> str:
        """The model's own name: what was fitted for the model is for this one too."""
        return self._model.name

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts, shape (n, d)."""
        start = perf_counter()
        with self._alone:
            vectors = np.array([self._one(text) for text in texts], np.float32)
            SPENT.seconds += perf_counter() - start
            SPENT.texts += len(texts)
        return vectors

    def keep(self) -> None:
        """Write what is new."""
        with self._alone:
            if self._new:
                self._write()

    def close(self) -> None:
        """Write what is new, and close the file."""
        self.keep()
        self._kept.close()

    def _one(self, text: str) -> Vectors:
        key = sha256(f"{self.name}\0{text}".encode("utf-8", "surrogatepass")).digest()
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        vector = self._held[key] = self._read(key) if key not in self._new else self._new[key]
        if not len(vector):
            vector = self._held[key] = self._new[key] = np.asarray(self._model([text])[0], np.float32)
        if len(self._new) >= TOGETHER:
            self._write()
        if len(self._held) > HELD:
            self._held.popitem(last=False)
        return vector

    def _read(self, key: bytes) -> Vectors:
        row = self._kept.execute("select vector from vectors where key = ?", (key,)).fetchone()
        return np.frombuffer(row[0] if row else b"", np.float32)

    def _write(self) -> None:
        self._kept.execute("begin immediate")
        self._kept.executemany(
            "insert or ignore into vectors values (?, ?)", [(key, one.tobytes()) for key, one in self._new.items()]
        )
        self._kept.execute("commit")
        self._new.clear()
