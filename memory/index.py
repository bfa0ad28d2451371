"""The semantic index: Chroma, over the vectors of past events. The only file that imports chromadb.

It finds neighbours and remembers nothing: it holds numbers of events and their vectors, no text, and can be rebuilt from the
ledger at any time. One process at a time may open its folder; a thread of that process follows the ledger, and the others work
without it. A folder that was not closed cleanly is read in a child process first, because a damaged one ends the process
that reads it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import numpy as np

from .embedding import Vectors

PROBE_SECONDS = 120
"""How long the child process may take to read a folder that was not closed cleanly."""

POLL_SECONDS = 30
"""How often the index looks for what other processes have stored."""


class State(Enum):
    """Where the index stands; the value says it to a person."""

    OPENING = "the index is being opened"
    REBUILDING = "the index was damaged or missing and is being rebuilt from the ledger"
    READY = "the index is up to date"
    ELSEWHERE = "another process keeps the index; this one searches the ledger"
    FAILED = "the index does not work; the ledger is searched instead"
    CLOSED = "the index is closed"


@dataclass(frozen=True, eq=False)
class Entry:
    """An event as the index holds it: its number in the ledger, its user's number, its vector."""

    seq: int
    user: int
    vector: Vectors


class Feed(Protocol):
    """What the index follows: the ledger, seen as a growing list of vectors."""

    stamp: str
    """Names the model that made the vectors: another one is another collection."""

    def after(self, seq: int) -> Sequence[Entry]:
        """Return the next few entries after a number, in order; none when all are known."""
        ...

    def progress(self) -> tuple[str, int]:
        """Return which collection was filled, by its mark, and up to which number."""
        ...

    def record(self, mark: str, seq: int) -> None:
        """Store what `progress` returns."""
        ...

    def erased(self) -> list[int]:
        """Return the numbers of entries that must go."""
        ...

    def dropped(self, seqs: list[int]) -> None:
        """Take note that they are gone."""
        ...


class NeighbourIndex:
    """Chroma in a folder, kept up to date by a thread of its own from `start` to `close`.

    Args:
        folder: where Chroma keeps its files; nothing else may be in it.
        feed: the ledger's side.
        notice: called with a `State` whenever it changes, from the index's thread.
    """

    def __init__(self, folder: Path, feed: Feed, notice: Callable[[State], None] = lambda _state: None) -> None:
        self.folder = folder.expanduser().resolve()
        self.state = State.CLOSED
        self.cause = ""
        self._feed = feed
        self._notice = notice
        self._client: Any = None
        self._collection: Any = None
        self._lock = threading.Lock()
        self._wake, self._settled, self._stopping = threading.Event(), threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Open the folder and catch up, in the background. Calling it again does nothing."""
        with self._lock:
            if self._thread is None:
                self._set(State.OPENING)
                self._thread = threading.Thread(target=self._run, name="penchant-index", daemon=True)
                self._thread.start()

    def wake(self) -> None:
        """Say that the ledger has grown."""
        self._settled.clear()
        self._wake.set()

    def settle(self, timeout_seconds: float | None = None) -> bool:
        """Wait until the index has caught up, or cannot; return whether it is ready."""
        self._settled.wait(timeout_seconds)
        return self.state is State.READY

    def search(self, vector: Vectors, user: int | None, count: int) -> list[tuple[int, float]] | None:
        """Return (event number, cosine similarity) of the nearest entries, best first; None while there is no index.

        `user` limits the search to one user's entries, which makes Chroma slower: give None where there is only one.
        """
        if self.state is not State.READY:
            return None
        try:
            found = self._collection.query(
                query_embeddings=[vector],
                n_results=count,
                where=None if user is None else {"user": user},
                include=["distances"],
            )
        except Exception as error:  # noqa: BLE001 - Chroma raises its own and its Rust core's; the ledger can answer
            self._fail(error)
            return None
        return [
            (int(key), 1.0 - distance) for key, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def close(self) -> None:
        """Stop following the ledger and close the folder cleanly."""
        with self._lock:
            thread, self._thread = self._thread, None
        self._stopping.set()
        self._wake.set()
        if thread is not None:
            thread.join()
        self._stopping.clear()
        self._set(State.CLOSED)

    def _run(self) -> None:
        from filelock import FileLock, Timeout

        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / "lock", timeout=0):
                self._follow()
        except Timeout:
            self._set(State.ELSEWHERE)
        except Exception as error:  # noqa: BLE001 - a thread's end: the person is told, the ledger goes on without
            self._fail(error)
        finally:
            self._settled.set()

    def _follow(self) -> None:
        with self._opened():
            while not self._stopping.is_set():
                self._wake.clear()
                self._catch_up()
                self._erase()
                if not self._wake.is_set():
                    self._set(State.READY)
                    self._settled.set()
                self._wake.wait(POLL_SECONDS)

    @contextlib.contextmanager
    def _opened(self) -> Any:
        """Hold Chroma's folder open; a mark in it says so, for whoever comes after a kill."""
        store, mark = self.folder / "chroma", self.folder / "open"
        if mark.exists() and not _readable(store):
            self._set(State.REBUILDING)
            shutil.rmtree(store, ignore_errors=True)
        mark.touch()
        self._client = _open_client(store)
        try:
            self._collection = self._client.get_or_create_collection(
                name=f"events-{hashlib.sha256(self._feed.stamp.encode()).hexdigest()[:32]}",
                metadata={"mark": uuid4().hex},  # an existing collection keeps the mark it was made with
                configuration={"hnsw": {"space": "cosine"}},
                embedding_function=None,
            )
            yield
        finally:
            self._collection, client, self._client = None, self._client, None
            client.close()
            mark.unlink(missing_ok=True)

    def _catch_up(self) -> None:
        mark, (known, seq) = self._collection.metadata["mark"], self._feed.progress()
        if known != mark:
            seq = 0
        while not self._stopping.is_set() and (batch := self._feed.after(seq)):
            if seq == 0 and known:
                self._set(State.REBUILDING)
            self._collection.upsert(
                ids=[str(entry.seq) for entry in batch],
                embeddings=np.stack([entry.vector for entry in batch]),
                metadatas=[{"user": entry.user} for entry in batch],
            )
            seq, known = batch[-1].seq, mark
            self._feed.record(mark, seq)

    def _erase(self) -> None:
        while seqs := self._feed.erased()[:1000]:
            self._collection.delete(ids=[str(seq) for seq in seqs])
            self._feed.dropped(seqs)

    def _set(self, state: State) -> None:
        if state is not self.state:
            self.state = state
            self._notice(state)

    def _fail(self, error: Exception) -> None:
        self.cause = f"{type(error).__name__}: {error}"
        self._set(State.FAILED)


def _open_client(store: Path) -> Any:
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # chromadb imports onnxruntime, which writes telemetry files
    import chromadb
    from chromadb.config import Settings

    settings = Settings(_env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]  # pydantic's own argument
    return chromadb.PersistentClient(path=str(store), settings=settings)


_PROBE = """
import sys
from pathlib import Path
from penchant.memory.index import _open_client
client = _open_client(Path(sys.argv[1]))
for collection in client.list_collections():
    if collection.count():
        found = collection.get(limit=1, include=["embeddings"])
        collection.query(query_embeddings=found["embeddings"], n_results=1)
client.close()
"""


def _readable(store: Path) -> bool:
    """Return whether a child process can read the folder to its end."""
    if not store.exists():
        return True
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and script
            [sys.executable, "-c", _PROBE, str(store)], capture_output=True, timeout=PROBE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
