"""The semantic index of an encrypted ledger: one matrix for each person, in this process's memory, searched whole.

It takes the place of Chroma, on disk or on a server, which would keep readable vectors. A thread reads the people's vectors and words when
they are first asked for; a search that comes earlier reads the rest itself.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from sqlalchemy import Connection, bindparam, func, select

from ..cosines import cosines_to
from ..embedding import Vectorizer, Vectors
from ..errors import PenchantError
from ..index import POLL_SECONDS, State
from ..pace import GATHER_SECONDS
from ..store import event_statements
from ..store.among import among, listed
from ..store.schema import events, told
from .followed import Followed
from .vault import Vault

if TYPE_CHECKING:
    from ..ledger import Ledger

BATCH: Final = 500
"""Vectors that are read at once."""

MOST_ROWS: Final = 100_000
"""Vectors that are held of all people together, 0.2 GB of the packaged model's, or those of one person if they have more; who was
searched longest ago is read again when needed."""

EMBEDDED: Final = 256
"""Events that are embedded at once."""

_COLUMNS = select(events.c.seq, events.c.vector).where(events.c.user == bindparam("user"), told)
_NEXT = _COLUMNS.where(events.c.seq > bindparam("after")).order_by(events.c.seq).limit(bindparam("count"))
_LATE = _COLUMNS.where(events.c.vector.is_not(None), among(events.c.seq))
_BARE = (
    select(events.c.seq, events.c.user, events.c.text)
    .where(events.c.vector.is_(None), told, events.c.seq > bindparam("after"))
    .order_by(events.c.seq)
    .limit(EMBEDDED)
)


class _Matrix:
    """The vectors of one person; its rows that are in use, and whose they are."""

    def __init__(self, user: int, dimension: int) -> None:
        self.followed = Followed(user)
        self.bare: set[int] = set()  # told, and without a vector yet
        self._numbers = np.zeros(0, np.int64)
        self._rows = np.zeros((0, dimension), np.float32)
        self._used = 0

    @property
    def size(self) -> int:
        """How many rows are in use."""
        return self._used

    def clear(self) -> None:
        """Overwrite all that is held."""
        self._rows[:] = 0.0

    def put(self, rows: Sequence[Any]) -> None:
        """Take in rows of numbers and vectors."""
        if not rows:
            return
        until = self._used + len(rows)
        if until > len(self._rows):
            room = max(until, 2 * len(self._rows)) - len(self._rows)
            self._rows = np.concatenate([self._rows, np.zeros((room, self._rows.shape[1]), np.float32)])
            self._numbers = np.concatenate([self._numbers, np.zeros(room, np.int64)])
        self._numbers[self._used : until] = [row.seq for row in rows]
        blob = b"".join(row.vector for row in rows)
        self._rows[self._used : until] = np.frombuffer(blob, np.float32).reshape(len(rows), -1)
        self._used = until

    def remove(self, numbers: set[int]) -> None:
        """Overwrite and drop some rows."""
        here = np.isin(self._numbers[: self._used], sorted(numbers))
        if here.any():
            left = self._rows[: self._used][~here]
            self._numbers = self._numbers[: self._used][~here]
            self._rows[:] = 0.0
            self._rows, self._used = left, len(left)

    def nearest(self, vector: Vectors, count: int) -> list[tuple[int, float]]:
        """Return (number, cosine) of the nearest, best first; of equal ones the newer."""
        cosines = cosines_to(self._rows[: self._used], vector)
        order = np.lexsort((-self._numbers[: self._used], -cosines))[:count]
        return [(int(self._numbers[place]), float(cosines[place])) for place in order]


class SealedIndex:
    """The matrices of the people who were asked for, from `start` to `close`.

    It has the calls of `index.NeighbourIndex`, with `nearest` for `search`.

    Args:
        ledger: an encrypted one.
        vectorize: embeds what has no vector yet, the agent's replies among it.
        notice: called with a `State` whenever it changes, from the index's thread; with CLOSED from the one that closes.
    """

    def __init__(
        self,
        ledger: Ledger,
        vectorize: Vectorizer,
        notice: Callable[[State], None] = lambda _state: None,
    ) -> None:
        assert ledger.vault is not None  # noqa: S101 - it is made for an encrypted ledger alone
        self.state = State.CLOSED
        self.cause = ""
        self._ledger, self._vectorize, self._notice = ledger, vectorize, notice
        self._vault: Vault = ledger.vault
        self._people: OrderedDict[int, _Matrix] = OrderedDict()  # who was searched last stands last
        self._most = MOST_ROWS
        self._lock = threading.RLock()  # guards the matrices
        self._moved = threading.Condition()  # guards the four below
        self._asked, self._ended = 0, 0
        self._hurried, self._stopping = False, False
        self._embedded = 0
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Read the people's vectors in the background. Calling it again, or after `close`, does nothing."""
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

    def follow(self, user: int) -> None:
        """Hold a user's vectors and words from now on."""
        with self._lock:
            self._people.setdefault(user, _Matrix(user, self._vectorize.dimension))

    def nearest(self, connection: Connection, user: int, vector: Vectors, count: int) -> list[tuple[int, float]]:
        """Return (event number, cosine) of a user's nearest events, best first, in the state of a transaction."""
        with self._lock:
            while self._follow(connection, user):
                pass
            self._people.move_to_end(user)
            found = self._people[user].nearest(vector, count)
        self._let_go(user)
        return found

    def lag(self) -> int:
        """Return how many vectors are still to be read or made; what was stored in this very moment is read by the next search."""
        with self._lock:
            numbers = {user: one.followed.last for user, one in self._people.items()}
            bare = sum(len(one.bare) for one in self._people.values())
        with self._ledger.read() as connection:
            left = [select(func.count()).where(events.c.user == u, told, events.c.seq > n) for u, n in numbers.items()]
            return bare + sum(connection.execute(one).scalar_one() for one in left)

    def close(self) -> None:
        """Stop, and drop what is held."""
        with self._moved:
            self._stopping = True
            self._moved.notify_all()
        if self._thread is not None:
            self._thread.join()
        self._people = OrderedDict()
        self._set(State.CLOSED)

    @property
    def trouble(self) -> str:
        """What keeps it from working."""
        return self.cause

    # The thread

    def _run(self) -> None:
        self._set(State.OPENING)
        while not self._stopping:
            with self._moved:
                begun, self._hurried = self._asked, False
            try:
                self._pass()
                self._set(State.READY)
            except PenchantError as error:  # of the ledger or the embedding model: the next pass tries again
                self.cause = f"{type(error).__name__}: {error}"
                self._set(State.FAILED)
            with self._moved:
                self._ended = begun
                self._moved.notify_all()
                self._moved.wait_for(lambda begun=begun: self._stopping or self._asked > begun, POLL_SECONDS)  # type: ignore[misc]
                self._moved.wait_for(lambda: self._stopping or self._hurried, GATHER_SECONDS)

    def _pass(self) -> None:
        self._embed()
        with self._lock:
            people = list(self._people)
        for user in people:
            while not self._stopping and self._step(user):
                pass
        self._drop_marks()

    def _step(self, user: int) -> bool:
        """Read the next few vectors and words of a user; return whether there are more."""
        words = self._vault.words
        with self._ledger.read(user) as connection:
            with self._lock:
                if user not in self._people:  # let go of meanwhile
                    return False
                more = self._follow(connection, user)
            more = (words is not None and words.follow(connection, user)) or more
        self._let_go(user)
        return more

    def _let_go(self, user: int) -> None:
        """Drop who was searched longest ago, with their words, as long as too much is held; `user` stays."""
        gone = list[int]()
        with self._lock:
            held = sum(one.size for one in self._people.values())
            for other in [one for one in self._people if one != user]:
                if held <= self._most:
                    break
                person = self._people.pop(other)
                held -= person.size
                person.clear()
                gone.append(other)
        if self._vault.words is not None:
            for other in gone:
                self._vault.words.forget(other)

    def _embed(self) -> None:
        """Make and keep the vectors that are missing."""
        while not self._stopping:
            with self._ledger.read() as connection:
                rows = connection.execute(_BARE, {"after": self._embedded}).all()
            if not rows:
                return
            made = self._vectorize([row.text for row in rows])
            for user in {row.user for row in rows}:
                theirs = [(row.seq, one) for row, one in zip(rows, made, strict=True) if row.user == user]
                with self._ledger.write(user) as connection:
                    event_statements.set_vectors(connection, theirs)
            self._embedded = rows[-1].seq

    def _drop_marks(self) -> None:
        """Take back the notes for an index on disk of what was erased: there is none."""
        with self._ledger.read() as connection:
            noted = event_statements.erased_events(connection)
        if noted:
            with self._ledger.write() as connection:
                event_statements.drop_erased(connection, noted)

    def _follow(self, connection: Connection, user: int) -> bool:
        self.follow(user)
        person = self._people[user]
        with self._vault.owning(user):
            gone = person.followed.gone(connection)
            if gone:
                person.remove(gone)
                person.bare -= gone
            if person.followed.late:
                return False
            rows = connection.execute(_NEXT, {"user": user, "after": person.followed.last, "count": BATCH}).all()
            person.put([row for row in rows if row.vector is not None])
            self._late(connection, user, person)
        person.followed.add(row.seq for row in rows)
        person.bare |= {row.seq for row in rows if row.vector is None}
        return len(rows) == BATCH

    def _late(self, connection: Connection, user: int, person: _Matrix) -> None:
        """Take in the vectors that were made since."""
        if person.bare:
            late = connection.execute(_LATE, {"user": user, "numbers": listed(person.bare)}).all()
            person.put(late)
            person.bare -= {row.seq for row in late}

    def _set(self, state: State) -> None:
        if state is not self.state:
            self.state = state
            with suppress(Exception):  # a listener that fails must not end the indexing
                self._notice(state)
