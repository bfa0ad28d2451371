"""The interest memory: a ledger, an index and an embedding model, and a handle for each user."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from sqlalchemy import Connection

from .again import again
from .arguments import expect
from .background.refining import Background
from .background.worker import Worker
from .cleaning import clean, kept_whole
from .cosines import cosines_to
from .embedding import DEFAULT, Embedder, Vectorizer, Vectors, is_packaged, open_embedder
from .errors import EmbeddingError, LedgerBusy, LedgerError, LedgerMismatch
from .extraction import Extractor, candidates
from .forgetting.copies import back_up, rotate
from .forgetting.leaps import look
from .forgetting.purging import Purged, purge
from .forgetting.tending import Tending, check_daily
from .handles import Handles
from .index import NeighbourIndex, State
from .kinds import Kinds
from .ledger import Ledger
from .narrowing import Narrowing
from .notices import notices, untold
from .places import Place, place_of
from .privacy.given import Given
from .privacy.kinds import SECRETS, Kind
from .privacy.redactor import Redactor
from .privacy.unfinished import Unfinished
from .privacy.unnamed import around_placeholders
from .reading.caring import caring
from .reading.reader import Reader
from .recall.held import Shelf
from .records import Ms, to_ms
from .sealing.index import SealedIndex
from .sealing.retiring import retire
from .sealing.turning import tidy, untidy
from .server_index import ServerIndex
from .store import event_statements, statements, vectors
from .store.feed import LedgerFeed
from .user import UserMemory
from .weights import Law
from .whereabouts import here, log_left, note

HANDLES = 1_000
"""Users whose topics are kept in memory, some 0.2 MB each."""

SCANNED = 20_000
"""Without an index, the newest this many vectors are searched."""

NEWEST = 2_000
"""The same while a model waits for the answer."""

MEASURED = 50
"""Of what an index finds, the nearest so many are measured by their whole vectors: each lies in a page of its own of the ledger."""

PATIENCE_SECONDS = 60.0
"""How long an erasure waits for the index to be rewritten; then it goes on in the background."""


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
        handles: so many users' topics are kept in memory, those of the last that were asked for; the others are read again.
        redact: the kinds of words that are replaced by a placeholder before anything is stored (privacy/kinds.py): by default keys,
            passwords and card numbers.

    Raises:
        ValueError: no place is named; there is no such embedding model, or another argument is not what it must be; a kind's name is
            empty or taken, or its mass no number from -1,000,000 to 1,000,000; or `handles` is below 1.
        SettingsError: there is no such kind of words to redact, or its package is not installed.
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
        handles: int = HANDLES,
        redact: str | frozenset[Kind] = SECRETS,
    ) -> None:
        for fits, name, expected, given in (
            (callable(clock), "clock", "a function that returns the present moment", clock),
            (
                _embeds(embedder),
                "embedder",
                "a name such as 'usem3', or what is callable and hashable and has a name",
                embedder,
            ),
            (callable(extractor), "extractor", "a function of a text", extractor),
            (isinstance(law, Law | None), "law", "a Law", law),
            (isinstance(kinds, Mapping | None), "kinds", "masses by name, such as {'purchase': 2.5}", kinds),
            (isinstance(index, bool | str), "index", "True, False or a URL", index),
            (callable(notice), "notice", "a function of the index's state", notice),
            (isinstance(background, Background | None), "background", "a Background", background),
            (isinstance(handles, int), "handles", "a number", handles),
            (isinstance(redact, str | set | frozenset), "redact", "kinds of words, such as 'off'", redact),
        ):
            expect(fits, name, expected, given)
        if handles < 1:
            raise ValueError(f"at least one user's handle must be kept, got handles={handles}")
        self.clock = clock
        self.background = background or Background()
        self._worker: Worker | None = None
        self.law = law or Law()
        self.kinds = Kinds(kinds)
        self.vectorizer = Vectorizer(open_embedder(embedder) if isinstance(embedder, str) else embedder)
        self.narrow = Narrowing(self.vectorizer.name)
        self.redact = Redactor(redact)
        self.unfinished = Unfinished()
        self.given = Given()
        self.extractor = around_placeholders(extractor)
        here = is_packaged(self.vectorizer.name)
        self.care = caring(self.vectorizer.name) if extractor is candidates else None
        self.reader = Reader(self.extractor, self.vectorizer if here else self._without_secrets, self.care)
        self.shelf = Shelf()
        self.place = place_of(place, index if isinstance(index, str) else "")
        self._log_left = log_left(self.place)
        self.ledger = Ledger(place)
        self._tidy(place)
        self._stamp()
        self._before = note(self.ledger)
        self._look_after(cut_off=self._was_cut_off)
        purge(self.ledger)  # what a kill, or another program at the files, has left of a forgetting
        retire(self.ledger, ())
        self._index = self._make_index(self.place, notice) if index else None
        self._users = Handles(handles)
        self.tending = Tending(self._tend, self.now)

    def user(self, name: str = "me") -> UserMemory:
        """Return the handle to one person's data. Any non-empty text names a person; names that differ are different people.

        Raises:
            ValueError: the name is empty, no text, cannot be stored, or is new and longer than 1,900 bytes in UTF-8.
        """
        if not kept_whole("a user's name", name):
            raise ValueError("a user needs a name")
        if (found := self._users.get(name)) is not None:
            return found
        with self._users.door(name):
            return self._users.get(name) or self._users.add(name, self._opened(name))

    def open_handle(self, name: str) -> UserMemory | None:
        """Return a user's handle if this process has it open, without waiting for anything."""
        return self._users.get(name)

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
        self.reader.read_all([self.redact(clean(text)) for text in texts])

    def warm(self) -> None:
        """Load the embedding model and open the index, so that the first turn does not wait."""
        self.vectorizer.warm()
        self.grown()

    def work(self) -> None:
        """Let the models of `background` read what waits, in a thread, until `close`; returns at once.

        For the users who were asked for in this process last, as many as it keeps; without it
        `UserMemory.read_waiting` does the same on demand.
        """
        if self._worker is None and (self.background.refiner or self.background.media):
            self._worker = Worker(lambda: [person.later for person in self._known_here()])
            self._worker.start()

    def make_way(self, busy: Callable[[], bool]) -> None:
        """Let the index take in what was stored in moments that are not `busy`, and in larger parts: what serves many answers faster.

        What it does not have yet is found in the ledger.
        """
        if self._index is not None and not isinstance(self._index, SealedIndex):
            self._index.pace.busy = busy

    def settle(self, timeout_seconds: float | None = None) -> State:
        """Wait until the index has caught up with the ledger, or cannot; return its state."""
        if self._index is None:
            return State.CLOSED
        self._index.start()
        self._index.settle(timeout_seconds)
        return self._index.state

    @property
    def folder(self) -> Path | None:
        """The data folder; None where all is on servers."""
        return None if self.place.folder is None else self.place.folder.resolve()

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

    @property
    def _was_cut_off(self) -> bool:
        """Whether the machine has started anew since the ledger was last open, and it had not been closed: its power may have failed."""
        return self._log_left and self._before is not None and self._before.boot != here().boot

    def notices(self) -> tuple[str, ...]:
        """Return what a person should know of this ledger and its place, each in a sentence; mostly nothing (notices.py)."""
        return tuple(self._notices().values())

    def new_notices(self) -> tuple[str, ...]:
        """Return those that nobody was told yet, and take note that they are told."""
        return untold(self.ledger, self._notices())

    def _notices(self) -> dict[str, str]:
        elsewhere = self._log_left and self._before is not None and self._before.machine != here().machine
        return notices(self.ledger, self.folder, self.now(), elsewhere)

    def index_lag(self) -> int:
        """Return how many turns are stored and not yet in the index, or erased and still in it; 100,000 for more of either."""
        if isinstance(self._index, SealedIndex):
            return self._index.lag()
        with self.ledger.read() as connection:
            return event_statements.count_after(connection, statements.indexed(connection)[1])

    def back_up(self, target: Path | None = None) -> Path:
        """Copy the ledger as it is now into a file, and return where; others may write meanwhile (docs/forgetting.md).

        Raises:
            LedgerError: the ledger is on a server, or something else stands at the target.
            OSError: it cannot be written.
        """
        return back_up(self.ledger, self.now(), target)

    def close(self) -> None:
        """Close the index and the ledger cleanly.

        What another thread, or a reply that is being cut off, still stores or asks for afterwards is not lost: the ledger is opened again
        for it, while the index stays closed and takes it in at the next opening. Whoever goes on so closes once more.
        """
        self.tending.close()
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
        return self._users.all()

    def _opened(self, name: str) -> UserMemory:
        person = again(self.ledger, lambda: UserMemory(self, name))
        if isinstance(self._index, SealedIndex):
            self._index.follow(person._access.number)
        person.forget_due()  # what a kill has left
        person.let_go()
        person.catch_up()
        self.vectorizer.stored = self.vectorizer.stored or person._access.standing.topics.vectors.shape[1]
        with suppress(EmbeddingError):  # what a kill has left unlearned; without the model it waits on
            person.learn()
        return person

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

        Who has said little is searched in memory before it comes to this (recall/held.py). One who is not `patient` scans less where
        there is no index.
        """
        index = self._index
        if isinstance(index, SealedIndex):
            return index.nearest(connection, user, vector, count)
        if index is None:
            return self._scanned(connection, user, vector, count, patient)
        alone = not index.shared and statements.is_alone(connection)
        found = index.search(self.narrow(vector[np.newaxis])[0], None if alone else user, count, behind=True)
        if found is None:
            return self._scanned(connection, user, vector, count, patient)
        near = _measured(connection, found, vector)
        newer = dict(self._scanned(connection, user, vector, count, patient, behind=True))
        return sorted((near | newer).items(), key=lambda one: -one[1])[:count]

    def _scanned(
        self, connection: Connection, user: int, vector: Vectors, count: int, patient: bool, behind: bool = False
    ) -> list[tuple[int, float]]:
        """Search the ledger, or what an index is `behind`: what was just said must be found, in whichever process."""
        known = statements.indexed(connection)[1] if behind else 0
        return _scan(vectors.newest(connection, user, SCANNED if patient else NEWEST, known), vector, count)

    def erased(self, timeout_seconds: float | None = PATIENCE_SECONDS) -> Purged:
        """Take what the ledger has erased out of everything beside it; another process's index follows by itself.

        What is not done when this returns stays owed: `purge` does it, also at the next opening.
        """
        self.reader.forget()
        self.shelf.clear()
        purged = purge(self.ledger)
        self.grown()
        self.settle(timeout_seconds)
        return purged

    # Inside

    def _tidy(self, place: Path | str) -> None:
        """Clear away what was readable beside a ledger whose encryption was cut off."""
        if untidy(self.ledger):
            with suppress(LedgerBusy):  # the next to open it does it
                tidy(place)

    def _look_after(self, cut_off: bool = False) -> None:
        """Read the ledger through once a day, or where it was cut off; note where the clock is, and make the copy that is due."""
        try:
            check_daily(self.ledger, self.now(), cut_off)
        except LedgerBusy:  # another program is at it
            return
        except LedgerError:
            self.ledger.close()
            raise
        with suppress(LedgerError, OSError):  # no room for a copy: the memory works without
            look(self.ledger, self.now())
            rotate(self.ledger, self.now())

    def _tend(self) -> None:
        self._look_after()
        purge(self.ledger)
        retire(self.ledger, ())
        for person in self._known_here():
            person.forget_due()
            person.let_go()

    def _make_index(
        self, place: Place, notice: Callable[[State], None]
    ) -> NeighbourIndex | ServerIndex | SealedIndex | None:
        if self.ledger.vault is not None:
            return SealedIndex(self.ledger, self.vectorizer, notice)
        if place.index:
            return ServerIndex(place.index, LedgerFeed(self.ledger, self.vectorizer, self.narrow), notice)
        if place.folder is None:
            return None
        return NeighbourIndex(place.folder / "index", LedgerFeed(self.ledger, self.vectorizer, self.narrow), notice)

    def _without_secrets(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts as they would be stored: a query too, for the embedding model may be elsewhere."""
        return self.vectorizer([self.redact(text) for text in texts])

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


def _embeds(embedder: object) -> bool:
    own = callable(embedder) and isinstance(embedder, Hashable) and isinstance(getattr(embedder, "name", None), str)
    return isinstance(embedder, str) or own


def _measured(connection: Connection, found: Sequence[tuple[int, float]], vector: Vectors) -> dict[int, float]:
    """Return what an index found, best first, with cosines: the nearest `MEASURED`, the others as the index's shorter vectors have them,
    which are too high by about as much as those of the measured ones."""
    near = event_statements.cosines(connection, [number for number, _ in found[:MEASURED]], vector)
    guessed = sum(cosine for number, cosine in found if number in near)
    share = sum(near.values()) / guessed if guessed > 0 else 1.0
    return {number: share * cosine for number, cosine in found[MEASURED:]} | near


def _scan(rows: Sequence[tuple[int, bytes]], vector: Vectors, count: int) -> list[tuple[int, float]]:
    """Return (number, cosine) of the nearest rows, best first."""
    if not rows:
        return []
    numbers, blobs = zip(*rows, strict=True)
    cosines = cosines_to(np.frombuffer(b"".join(blobs), np.float32).reshape(len(rows), -1), vector)
    return [(numbers[i], float(cosines[i])) for i in np.argsort(-cosines, kind="stable")[:count]]
