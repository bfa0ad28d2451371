"""The interest memory: a ledger, an index and an embedding model, and a handle for each user."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

import numpy as np
from sqlalchemy import Connection

from .again import again
from .background.refining import Background
from .background.worker import Worker
from .cleaning import clean
from .embedding import DEFAULT, Embedder, Vectorizer, Vectors, open_embedder
from .errors import EmbeddingError, LedgerBusy, LedgerMismatch
from .extraction import Extractor, candidates
from .index import NeighbourIndex, State
from .kinds import Kinds
from .ledger import Ledger
from .places import Place, place_of
from .reading.reader import Reader
from .records import Ms, to_ms
from .sealing.index import SealedIndex
from .sealing.turning import tidy, untidy
from .server_index import ServerIndex
from .store import event_statements, statements
from .store.feed import LedgerFeed
from .user import UserMemory
from .weights import Law

SCANNED = 20_000
"""Without an index, the newest this many vectors are searched."""

NEWEST = 2_000
"""The same while a model waits for the answer."""


def utc_now() -> datetime:
    """Return the present moment in UTC: the default clock."""
    return datetime.now(UTC)


class InterestMemory:
    """What is known of all users, in one place. Safe to share between threads; close it, or use it as a context manager.

    Args:
        place: a folder for the ledger and the index, or an SQLAlchemy URL for a ledger without an index; a folder with a `stores.toml`
            stands for the servers that are named there (docs/scaling.md).
        clock: returns the present moment, aware; a test or a replay passes its own.
        embedder: the name of an embedding model (embedding.py), or one of your own.
        extractor: finds the phrases of a text; of more than eight those count that say most of the text.
        law: the constants of the weight law.
        kinds: an app's own kinds of events with their masses, such as {"purchase": 2.5}.
        index: False for a memory that searches the ledger only; a URL for an index on a Chroma server or in Chroma Cloud.
        notice: called with the index's state whenever it changes, from another thread.
        background: models that read the person's turns, pictures and recordings later; `work` starts them.

    Raises:
        ValueError: a kind's name is empty or taken, or its mass no finite number.
        LedgerError: the ledger cannot be opened.
        LedgerMismatch: its vectors were made by another embedding model; `reindex` makes them anew.
    """

    def __init__(
        self,
        place: Path | str,
        *,
        clock: Callable[[], datetime] = utc_now,
        embedder: str | Embedder = DEFAULT,
        extractor: Extractor = candidates,
        law: Law | None = None,
        kinds: Mapping[str, float] | None = None,
        index: bool | str = True,
        notice: Callable[[State], None] = lambda _state: None,
        background: Background | None = None,
    ) -> None:
        self.clock = clock
        self.background = background or Background()
        self._worker: Worker | None = None
        self.law = law or Law()
        self.kinds = Kinds(kinds)
        self.vectorizer = Vectorizer(open_embedder(embedder) if isinstance(embedder, str) else embedder)
        self.extractor = extractor
        self.reader = Reader(extractor, self.vectorizer)
        self.ledger = Ledger(place)
        self._tidy(place)
        self._stamp()
        where = place_of(place, index if isinstance(index, str) else "")
        self._index = self._make_index(where, notice) if index else None
        self._users: dict[str, UserMemory] = {}
        self._lock = Lock()

    def user(self, name: str = "me") -> UserMemory:
        """Return the handle to one person's data. Any non-empty text names a person; names that differ are different people.

        Raises:
            ValueError: the name is empty.
        """
        if not name:
            raise ValueError("a user needs a name")
        with self._lock:
            if name not in self._users:
                self._users[name] = again(self.ledger, lambda: UserMemory(self, name))
                if isinstance(self._index, SealedIndex):
                    self._index.follow(self._users[name]._access.number)
                self._users[name].forget_due()  # what a kill has left
                self._users[name].catch_up()
                with suppress(EmbeddingError):  # what a kill has left unlearned; without the model it waits on
                    self._users[name].learn()
            return self._users[name]

    def users(self) -> list[str]:
        """Return the names of everyone who is known."""
        with self.ledger.read() as connection:
            return statements.user_names(connection)

    def knows(self, name: str) -> bool:
        """Return whether someone of a name is known; asking does not make them known."""
        with self.ledger.read() as connection:
            return statements.user_number(connection, name) is not None

    def now(self) -> Ms:
        """Return the clock's moment in milliseconds."""
        return to_ms(self.clock())

    def read_ahead(self, texts: Sequence[str]) -> None:
        """Read texts that will soon be observed, with one call of the embedding model."""
        self.reader.read_all([clean(text) for text in texts])

    def warm(self) -> None:
        """Load the embedding model and open the index, so that the first turn does not wait."""
        self.vectorizer.warm()
        self.grown()

    def work(self) -> None:
        """Let the models of `background` read what waits, in a thread, until `close`; returns at once.

        For the users who were asked for in this process; without it `UserMemory.read_waiting` does the same on demand.
        """
        if self._worker is None and (self.background.refiner or self.background.media):
            self._worker = Worker(lambda: [person.later for person in self._known_here()])
            self._worker.start()

    def settle(self, timeout_seconds: float | None = None) -> State:
        """Wait until the index has caught up with the ledger, or cannot; return its state."""
        if self._index is None:
            return State.CLOSED
        self._index.start()
        self._index.settle(timeout_seconds)
        return self._index.state

    @property
    def index_state(self) -> State:
        """Where the index stands."""
        return State.CLOSED if self._index is None else self._index.state

    @property
    def index_trouble(self) -> str:
        """What keeps the index from working, with what to do; empty while nothing does."""
        if self._index is None or self._index.state is not State.FAILED:
            return ""
        return self._index.trouble

    def index_lag(self) -> int:
        """Return how many turns are stored and not yet in the index, or erased and still in it; 100,000 for more of either."""
        if isinstance(self._index, SealedIndex):
            return self._index.lag()
        with self.ledger.read() as connection:
            return event_statements.count_after(connection, statements.indexed(connection)[1])

    def close(self) -> None:
        """Close the index and the ledger cleanly."""
        if self._worker is not None:
            self._worker.close()
        if self._index is not None:
            self._index.close()
        self.ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _known_here(self) -> list[UserMemory]:
        with self._lock:
            return list(self._users.values())

    # For the users' handles

    def grown(self) -> None:
        """Let the index follow what was stored."""
        if self._index is not None:
            self._index.start()
            self._index.wake()

    def nearest(
        self, connection: Connection, user: int, vector: Vectors, count: int, patient: bool = True
    ) -> list[tuple[int, float]]:
        """Return (number, cosine) of a user's events nearest to a vector, best first.

        One who is not `patient` takes the index as it is, a few turns behind perhaps, and scans less where there is none.
        """
        scanned = SCANNED if patient else NEWEST
        index = self._index
        if isinstance(index, SealedIndex):
            return index.nearest(connection, user, vector, count)
        alone = index is not None and not index.shared and statements.user_count(connection) == 1
        found = None if index is None else index.search(vector, None if alone else user, count, behind=not patient)
        if index is None or found is None:
            return _scan(event_statements.newest_vectors(connection, user, scanned), vector, count)
        return _joined(found, self._newer(connection, user, vector, count, scanned) if index.shared else [], count)

    def _newer(
        self, connection: Connection, user: int, vector: Vectors, count: int, scanned: int
    ) -> list[tuple[int, float]]:
        """Search what a shared index has not taken in yet: what was just said must be found, in whichever process."""
        known = statements.indexed(connection)[1]
        return _scan(event_statements.newest_vectors(connection, user, scanned, after=known), vector, count)

    def erased(self) -> None:
        """Take what the ledger has erased out of everything beside it; another process's index follows by itself."""
        self.reader.forget()
        self.ledger.truncate_log()
        self.grown()
        self.settle()

    # Inside

    def _tidy(self, place: Path | str) -> None:
        """Clear away what was readable beside a ledger whose encryption was cut off."""
        if untidy(self.ledger):
            with suppress(LedgerBusy):  # the next to open it does it
                tidy(place)

    def _make_index(
        self, place: Place, notice: Callable[[State], None]
    ) -> NeighbourIndex | ServerIndex | SealedIndex | None:
        if self.ledger.vault is not None:
            return SealedIndex(self.ledger, self.vectorizer, notice)
        if place.index:
            return ServerIndex(place.index, LedgerFeed(self.ledger, self.vectorizer), notice)
        if place.folder is None:
            return None
        return NeighbourIndex(place.folder / "index", LedgerFeed(self.ledger, self.vectorizer), notice)

    def _stamp(self) -> None:
        """Mark a new ledger with the embedding model, or check an old one's mark."""
        stamp = self.ledger.get(statements.STAMP)
        if stamp is None:
            self.ledger.put(statements.STAMP, self.vectorizer.stamp.encode())
        elif stamp.decode() != self.vectorizer.stamp:
            made_by = stamp.decode()
            self.ledger.close()
            raise LedgerMismatch(
                f"the ledger's vectors were made by {made_by}, not by {self.vectorizer.stamp}. "
                f"`penchant reindex` makes them anew, or choose that model again in the settings"
            )


def _joined(found: list[tuple[int, float]], newer: list[tuple[int, float]], count: int) -> list[tuple[int, float]]:
    """Return the best of both, each once."""
    return sorted(dict([*found, *newer]).items(), key=lambda one: -one[1])[:count] if newer else found


def _scan(rows: Sequence[tuple[int, bytes]], vector: Vectors, count: int) -> list[tuple[int, float]]:
    """Return (number, cosine) of the nearest rows, best first."""
    if not rows:
        return []
    numbers, blobs = zip(*rows, strict=True)
    cosines = np.frombuffer(b"".join(blobs), np.float32).reshape(len(rows), -1) @ vector
    return [(numbers[i], float(cosines[i])) for i in np.argsort(-cosines, kind="stable")[:count]]
