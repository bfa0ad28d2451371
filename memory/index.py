"""The semantic index: Chroma, over the vectors of past events, in a folder of this machine.

It finds neighbours and remembers nothing: it holds numbers of events and their vectors, no text, and can be rebuilt from the
ledger at any time. One process at a time may open its folder; a thread of that process follows the ledger, and the others work
without it. A folder that was not closed cleanly is read in a child process first, because a damaged one ends the process
that reads it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import numpy as np

from . import arenas
from .embedding import Vectors
from .errors import NO_MEMORY, PenchantError
from .forgetting.scrubbing import scrub
from .forgetting.slots import Slots
from .pace import Pace

PROBE_SECONDS = 120
"""How long the child process may take to read a folder that was not closed cleanly."""

POLL_SECONDS = 30
"""How often the index looks for what other processes have stored."""

AT_ONCE = 64
"""Vectors that are stored by one call of Chroma, which keeps every other thread waiting for so long (some 80 ms)."""

NEXT, PAST = "next", "past"
"""Beside Chroma's folder: the one that is being written in its stead, and the one that was."""


class State(Enum):
    """Where the index stands; the value says it to a person."""

    OPENING = "the index is being opened"
    REBUILDING = "the index was damaged or missing and is being rebuilt from the ledger"
    READY = "the index is up to date"
    REWRITING = "the index is being rewritten, for something was forgotten"
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

    rest: Callable[[], None]
    """What it calls before each part of long work; set by the index that follows it."""

    @property
    def stamp(self) -> str:
        """What names the vectors, by the model that made them: another one is another collection."""
        ...

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

    def owed(self) -> str:
        """Return a token as long as the folder still holds bytes of what was erased; "" when it need not be rewritten."""
        ...

    def paid(self, token: str) -> None:
        """Take note that it was rewritten after that token was there."""
        ...


class NeighbourIndex:
    """Chroma in a folder, kept up to date by a thread of its own from `start` to `close`, after which it stays closed.

    The thread works in passes: each makes the index equal to the ledger, or ends in a state that says why it cannot. Nothing that fails is
    given up: the next pass tries again, when the ledger has grown or after `POLL_SECONDS`.

    Args:
        folder: where Chroma keeps its files; nothing else may be in it.
        feed: the ledger's side.
        notice: called with a `State` whenever it changes, from the index's thread; with CLOSED from the one that closes.
    """

    shared = False
    """It has all of the ledger, or says that it has not."""

    def __init__(self, folder: Path, feed: Feed, notice: Callable[[State], None] = lambda _state: None) -> None:
        self.folder = folder.expanduser().resolve()
        self.state = State.CLOSED
        self.cause = ""
        self.pace = Pace()
        self._feed = feed
        feed.rest = lambda: self.pace.rest(self._moved, self._pressed)
        self._notice = notice
        self._client: Any = None
        self._collection: Any = None
        self._broken: BaseException | None = None
        self._slots = Slots()
        self._using = threading.Lock()  # held by a search and while closing: Chroma is not closed under a query
        self._moved = threading.Condition()  # guards the six below
        self._asked, self._begun, self._ended = 0, 0, 0  # passes asked for; of these, how many the last pass serves
        self._hurried, self._urgent, self._stopping = False, False, False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Open the folder and catch up, in the background. Calling it again, or after `close`, does nothing."""
        with self._moved:
            if self._thread is None and not self._stopping:
                self._thread = threading.Thread(target=self._run, name="penchant-index", daemon=True)
                self._thread.start()

    def wake(self) -> None:
        """Say that the ledger has grown."""
        with self._moved:
            self._asked += 1
            self._moved.notify_all()

    def settle(self, timeout_seconds: float | None = None) -> bool:
        """Wait for a pass over all that is in the ledger now; return whether the index is ready."""
        with self._moved:
            self._hurried = True
            self.wake()
            wanted = self._asked
            self._moved.wait_for(
                lambda: self._ended >= wanted or self._stopping or self._thread is None, timeout_seconds
            )
        return self.state is State.READY

    def search(
        self, vector: Vectors, user: int | None, count: int, behind: bool = False
    ) -> list[tuple[int, float]] | None:
        """Return (event number, cosine similarity) of the nearest entries, best first; None while there is no index.

        `user` limits the search to one user's entries, which makes Chroma slower: give None where there is only one. None also while
        the index is behind, for what was just said must be found and the ledger has it, unless `behind` says that it need not.
        """
        waiting = self._ended < self._asked and not behind
        if self.state not in (State.READY, State.REWRITING) or waiting or count < 1:
            return None
        try:
            with self._using:
                if self._collection is None:
                    return None
                found = self._collection.query(
                    query_embeddings=[vector],
                    n_results=count,
                    where=None if user is None else {"user": user},
                    include=["distances"],
                )
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001 - a panic of Chroma's Rust core is one; the ledger can answer
            self._broken = error
            self.wake()
            return None
        return [
            (int(key), 1.0 - distance) for key, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def close(self) -> None:
        """Stop following the ledger and close the folder cleanly."""
        with self._moved:
            self._stopping = True
            self._moved.notify_all()
        if self._thread is not None:
            self._thread.join()
        self._set(State.CLOSED)

    @property
    def trouble(self) -> str:
        """What keeps it from working, with what to do."""
        return f"{self.cause}; move {self.folder} away, and it is built anew from the ledger"

    # The thread

    def _run(self) -> None:
        self._set(State.OPENING)
        while not self._stopping:
            state = self._attempt()
            if state is State.FAILED and not self._stopping:
                state = self._attempt()  # what failed left its mark: this time the folder is read through before
            self._end(state)

    def _attempt(self) -> State:
        """Hold the folder and follow the ledger until `close` or a failure; return what that leaves."""
        from filelock import FileLock, Timeout

        self._begin()
        if self.state is State.READY:
            self._set(State.OPENING)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with FileLock(self.folder / "lock", timeout=0):
                self._follow()
        except Timeout:
            return State.ELSEWHERE
        except BaseException as error:  # noqa: BLE001 - the person is told, the ledger goes on without
            return self._failed(error)
        return self.state

    def _follow(self) -> None:
        self._clear_damage()
        while not self._stopping:
            scrub(self.folder / NEXT, self.folder / PAST)  # what a kill has left of a rewriting
            self._slots.blank(self.folder / "chroma")
            with self._opened():
                token = self._serve()
            if token:
                self._swap(token)

    def _serve(self) -> str:
        """Follow the ledger until `close`, or until a rewritten folder is ready to take this one's place; return what it was owed by."""
        while not self._stopping:
            self._begin()
            if self._broken is not None:
                raise self._broken
            state = self._pass()
            if state is State.READY and (token := self._feed.owed()) and self._rewrite():
                return token
            self._end(state)
        return ""

    def _rewrite(self) -> bool:
        """Fill a new folder from the ledger, for Chroma's own delete leaves what it deletes in its files; False when stopped before.

        Many erasures are one rewriting: what is erased meanwhile owes another.
        """
        self._set(State.REWRITING)
        mark, client = self._collection.metadata["mark"], _open_client(self.folder / NEXT)
        try:
            name = self._collection.name
            collection = client.create_collection(
                name=name, metadata={"mark": mark}, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
            )
            _, until = self._feed.progress()
            seq = 0
            while not self._stopping and (batch := [one for one in self._feed.after(seq) if one.seq <= until]):
                _upsert(collection, batch)
                seq = batch[-1].seq
        finally:
            client.close()
        self._slots.blank(self.folder / NEXT)
        return not self._stopping

    def _swap(self, token: str) -> None:
        """Put the rewritten folder in the other's place, and overwrite that: a kill at any point leaves one of them, and the token."""
        (self.folder / "chroma").rename(self.folder / PAST)
        (self.folder / NEXT).rename(self.folder / "chroma")
        scrub(self.folder / PAST)
        arenas.give_back()
        self._feed.paid(token)

    def _pass(self) -> State:
        try:
            self._catch_up()
            self._erase()
            with self._using:  # a query, too, may let Chroma write its files
                self._slots.blank(self.folder / "chroma")
        except PenchantError as error:  # the ledger's or the embedding model's: Chroma itself is well and stays open
            return self._failed(error)
        return State.READY

    def _begin(self) -> None:
        with self._moved:
            self._begun, self._urgent, self._hurried = self._asked, self._hurried, False

    def _end(self, state: State) -> None:
        """Tell how a pass ended, and wait until the next one is asked for or due."""
        if not self._stopping:
            self._set(state)
        with self._moved:
            self._ended, self._urgent = self._begun, False
            self._moved.notify_all()
            self._moved.wait_for(lambda: self._stopping or self._asked > self._begun, POLL_SECONDS)
            self.pace.gather(self._moved, self._pressed)

    def _pressed(self) -> bool:
        return self._stopping or self._hurried or self._urgent

    # Chroma

    def _clear_damage(self) -> None:
        """Take away a folder that was not closed cleanly and cannot be read to its end."""
        store = self.folder / "chroma"
        if not (self.folder / "open").exists() or _readable(store, lambda: self._stopping) or self._stopping:
            return
        self._set(State.REBUILDING)
        aside = self.folder / "damaged"  # moved first: what a kill leaves of it must not be opened as the index
        scrub(aside)
        store.rename(aside)
        scrub(aside)

    @contextlib.contextmanager
    def _opened(self) -> Iterator[None]:
        """Hold Chroma's folder open; a mark in it says so, for whoever comes after a kill or a failure."""
        mark = self.folder / "open"
        mark.touch()
        self._broken = None
        self._client = _open_client(self.folder / "chroma")
        try:
            self._collection = self._own()
            yield
        finally:
            with self._using:
                self._collection, client, self._client = None, self._client, None
                client.close()
        self._slots.blank(self.folder / "chroma")
        mark.unlink(missing_ok=True)

    def _own(self) -> Any:
        """Return the collection that this ledger filled, else an empty one; any other goes."""
        name = f"events-{hashlib.sha256(self._feed.stamp.encode()).hexdigest()[:32]}"
        filled, _ = self._feed.progress()
        for one in self._client.list_collections():
            if one.name != name or (one.metadata or {}).get("mark") != filled:
                self._client.delete_collection(one.name)
        collection = self._client.get_or_create_collection(
            name=name,
            metadata={"mark": uuid4().hex},  # an existing collection keeps the mark it was made with
            configuration={"hnsw": {"space": "cosine"}},
            embedding_function=None,
        )
        collection.get(limit=1, include=["embeddings"])  # fails without the graph's files, which a query does not
        return collection

    def _catch_up(self) -> None:
        mark, (known, seq) = self._collection.metadata["mark"], self._feed.progress()
        if known != mark:
            seq = 0
        while not self._stopping and (batch := self._feed.after(seq)):
            if seq == 0 and known:
                self._set(State.REBUILDING)
            for start in range(0, len(batch), AT_ONCE):
                self._store(batch[start : start + AT_ONCE])
            seq, known = batch[-1].seq, mark
            self._feed.record(mark, seq)

    def _store(self, some: Sequence[Entry]) -> None:
        with self._moved:
            self.pace.pause(self._moved, self._pressed)
        _upsert(self._collection, some)

    def _erase(self) -> None:
        while seqs := self._feed.erased()[:1000]:
            self._collection.delete(ids=[str(seq) for seq in seqs])
            self._feed.dropped(seqs)

    # The state

    def _set(self, state: State) -> None:
        if state is not self.state:
            self.state = state
            with contextlib.suppress(Exception):  # a listener that fails must not end the indexing
                self._notice(state)

    def _failed(self, error: BaseException) -> State:
        said = NO_MEMORY if isinstance(error, MemoryError) else error
        self.cause = f"{type(error).__name__}: {said}"
        return State.FAILED


def _upsert(collection: Any, some: Sequence[Entry]) -> None:
    collection.upsert(
        ids=[str(entry.seq) for entry in some],
        embeddings=np.stack([entry.vector for entry in some]),
        metadatas=[{"user": entry.user} for entry in some],
    )


def _open_client(store: Path) -> Any:
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # chromadb imports onnxruntime, which writes telemetry files
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings

    settings = Settings(_env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]  # pydantic's own argument
    try:
        return chromadb.PersistentClient(path=str(store), settings=settings)
    except BaseException:
        # It keeps what it made of a folder that it failed to open, and would hand that out at the next attempt.
        SharedSystemClient._identifier_to_system.pop(str(store), None)
        raise


_PROBE = """
import sys
from pathlib import Path
from penchant.memory.index import _open_client
client = _open_client(Path(sys.argv[1]))
for collection in client.list_collections():
    for start in range(0, collection.count(), 1000):
        found = collection.get(limit=1000, offset=start, include=["embeddings"])
        collection.query(query_embeddings=found["embeddings"][:1], n_results=1)
client.close()
"""


def _readable(store: Path, stopping: Callable[[], bool]) -> bool:
    """Return whether a child process can read the folder to its end; False also when it was stopped before."""
    if not store.exists():
        return True
    command = [sys.executable, "-P", "-c", _PROBE, str(store)]  # -P: no module of the working folder is imported
    nowhere = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=nowhere, stdout=nowhere, stderr=nowhere) as child:  # noqa: S603 - our own
        until = time.monotonic() + PROBE_SECONDS
        while child.poll() is None and time.monotonic() < until and not stopping():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(0.1)
        child.kill()
    return child.returncode == 0
