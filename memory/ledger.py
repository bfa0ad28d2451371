"""The ledger, the system of record: every event, topic, piece of evidence and control of every user, in SQL.

SQLite in WAL mode with `synchronous=FULL` by default: a transaction that has returned survives a kill and a power cut. PostgreSQL by URL,
for many processes and machines. This file knows transactions and rows; what they mean is said in interests.py, what the two databases do
differently in store/sqlite.py and store/postgresql.py.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL, Connection, Engine, bindparam, exc, make_url, select, text
from sqlalchemy.exc import DBAPIError

from .errors import NO_MEMORY, LedgerBusy, LedgerError
from .places import place_of
from .sealing.columns import Private
from .sealing.opening import unlock
from .sealing.vault import Vault
from .store import postgresql, schema, sqlite, statements

FILE = "ledger.sqlite3"


class Database(Protocol):
    """What a database does in a way of its own; each function is described in the modules that have it."""

    def open_engine(self, url: URL, /) -> Engine: ...
    def migrate(self, connection: Connection, /) -> None: ...
    def reading(self, engine: Engine, /) -> Engine: ...
    def writing(self, engine: Engine, /) -> Engine: ...
    def connected(self, engine: Engine, /) -> Connection: ...
    def hold(self, connection: Connection, user: int, /) -> None: ...
    def duty(self, engine: Engine, name: str, /) -> AbstractContextManager[Callable[[], bool] | None]: ...
    def truncate_log(self, connection: Connection, url: URL, /) -> None: ...
    def compact(self, engine: Engine, /) -> None: ...
    def check(self, connection: Connection, url: URL, /) -> None: ...
    def explain(self, error: DBAPIError, committing: bool, /) -> tuple[type[LedgerError], str]: ...


_DATABASES: dict[str, Database] = {"sqlite": sqlite, "postgresql": postgresql}


class Ledger:
    """The tables behind a folder or an SQLAlchemy URL, opened and brought up to date.

    Raises:
        LedgerError: it cannot be opened: the message names the place and the cause.
        LedgerMismatch: it was made by a newer version.
    """

    def __init__(self, place: Path | str) -> None:
        self.url = _url(place_of(place).ledger)
        self._database = _database(self.url)
        self.engine = self._database.open_engine(self.url)
        self.vault = self._unlocked()
        self._reader, self._writer = self._database.reading(self.engine), self._database.writing(self.engine)
        self._here = threading.local()
        try:
            with self.write() as connection:
                self._database.migrate(connection)
                statements.note_most(connection)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def read(self, user: int | None = None) -> Iterator[Connection]:
        """Open a transaction for reading: one consistent state. Of an encrypted ledger only what is the `user`'s can be read in it."""
        with (
            self._explained(),
            self._database.connected(self._reader) as connection,
            self._keyed(writing=False),
            self._owned(connection, user, writing=False),
        ):
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Open a transaction for reading that may go from thread to thread; what is a user's is read in it as `belonging` to them."""
        with self._explained(), self._database.connected(self._reader) as connection:
            yield connection

    @contextmanager
    def belonging(self, connection: Connection, user: int) -> Iterator[None]:
        """Read what is a user's inside a `snapshot`, in this thread."""
        with self._owned(connection, user, writing=False):
            yield

    @contextmanager
    def write(self, user: int | None = None) -> Iterator[Connection]:
        """Open a transaction for writing; on leaving it is durable, or after an error undone.

        Changes of one `user` are made one after the other, by all processes; where none is given, the change is nobody's alone.
        """
        with (
            self._explained(),
            self._database.connected(self._writer) as connection,
            self._keyed(writing=True),
            connection.begin() as transaction,
        ):
            if user is not None:
                self._database.hold(connection, user)
            with self._owned(connection, user, writing=True):
                yield connection
            with self._explained(committing=True):
                self._here.written = self.written + 1
                transaction.commit()

    @property
    def written(self) -> int:
        """How many transactions this thread has written, or may have: while it stays the same, an attempt has left no trace."""
        return int(getattr(self._here, "written", 0))

    @property
    def trying(self) -> bool:
        """Whether this thread is within an `attempt`."""
        return bool(getattr(self._here, "trying", False))

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Say that what this thread does is begun anew as a whole where the ledger is lost (again.py)."""
        self._here.trying = True
        try:
            yield
        finally:
            self._here.trying = False

    def get(self, key: str) -> bytes | None:
        """Return what `put` stored under a key."""
        with self.read() as connection:
            return connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == key)).scalar()

    def put(self, key: str, value: bytes) -> None:
        """Store a small fact about the ledger itself."""
        with self.write() as connection:
            put(connection, key, value)

    def duty(self, name: str) -> AbstractContextManager[Callable[[], bool] | None]:
        """Hold a duty that one process at a time has; what is entered tells whether it is still held, and is None where another has it."""
        return self._database.duty(self.engine, name)

    def truncate_log(self) -> None:
        """Take what was deleted out of the write-ahead log as well, where that is in a file beside the ledger.

        Raises:
            LedgerBusy: another program has been reading for too long; the log still holds what was deleted.
        """
        with self._explained(), self._database.connected(self.engine) as connection:
            self._database.truncate_log(connection, self.url)

    def compact(self) -> None:
        """Take what was erased out of the database's pages and out of its log, as far as the database does that (store/).

        Raises:
            LedgerBusy: another program has used it for too long.
        """
        with self._explained():
            self._database.compact(self.engine)
        self.truncate_log()

    def check(self) -> None:
        """Read the whole ledger through, where it is a file.

        Raises:
            LedgerError: a page of it is damaged.
        """
        with self.read() as connection:
            self._database.check(connection, self.url)

    def close(self) -> None:
        """Close every connection."""
        if self.vault is not None and self.vault.words is not None:
            self.vault.words.clear()
        self.engine.dispose()

    @contextmanager
    def of(self, connection: Connection, user: int) -> Iterator[None]:
        """Store what is a user's inside a transaction that is nobody's alone."""
        with self._owned(connection, user, writing=True):
            yield

    def _unlocked(self) -> Vault | None:
        try:
            with self._explained():
                self._database.connected(self.engine).close()  # a server that restarts is waited for
                return unlock(self.engine)
        except BaseException:
            self.engine.dispose()
            raise

    def _keyed(self, writing: bool) -> AbstractContextManager[None]:
        """Let the keys of a transaction be as it has them, where the ledger is encrypted."""
        return nullcontext() if self.vault is None else self.vault.transaction(writing)

    @contextmanager
    def _owned(self, connection: Connection, user: int | None, writing: bool) -> Iterator[None]:
        """Seal and open by a user's key, where the ledger is encrypted."""
        if self.vault is None:
            yield
            return
        from .sealing.keyholding import admit, check

        if writing:
            check(connection, self.vault)
        if user is not None:
            admit(connection, self.vault, user, make=writing)
        with self.vault.owning(user, writing):
            yield

    @contextmanager
    def _explained(self, committing: bool = False) -> Iterator[None]:
        try:
            yield
        except UnicodeEncodeError as error:
            raise ValueError(
                f"{error.object!r:.60} has half of a surrogate pair, which the ledger cannot hold: nothing of this was stored"
            ) from error
        except DBAPIError as error:
            raise _explain(error, self.url, self._database, committing) from error
        except MemoryError as error:
            raise LedgerError(
                f"the ledger {_name(self.url)}: {NO_MEMORY}. Nothing of this was stored, everything before it is safe"
            ) from error
        except exc.TimeoutError as error:
            raise LedgerBusy(
                f"the ledger {_name(self.url)}: every connection of this process is in use; try again"
            ) from error


def is_there(place: Path | str) -> bool:
    """Return whether there is a ledger at a place, and make none; a server is taken to have one, and what cannot be looked at too."""
    where = place_of(place).ledger
    try:
        return "://" in str(where) or (Path(where).expanduser() / FILE).exists()
    except (OSError, RuntimeError, ValueError):  # opening it says why
        return True


def must_be_there(place: Path | str) -> None:
    """See that there is a ledger at a place, where none should be made.

    Raises:
        LedgerError: there is none.
    """
    if not is_there(place):
        raise LedgerError(f"there is no memory in {place} yet")


_PUT = text(statements.PUT_FACT).bindparams(bindparam("value", type_=schema.meta.c.value.type))

PRIVATE = ("session ", "api key ")
"""How the keys of those facts begin that say something of people."""


def put(connection: Connection, key: str, value: bytes) -> None:
    """Store a small fact about the ledger inside a transaction."""
    connection.execute(_PUT, {"key": key, "value": Private(value) if key.startswith(PRIVATE) else value})


def _database(url: URL) -> Database:
    if (name := url.get_backend_name()) not in _DATABASES:
        raise LedgerError(
            f"the ledger {_name(url)}: {name} is no database for it; it takes a folder, SQLite or PostgreSQL"
        )
    return _DATABASES[name]


def _url(place: Path | str) -> URL:
    if isinstance(place, str) and "://" in place:
        return make_url(place)
    try:
        folder = Path(place).expanduser()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError, ValueError) as error:  # the latter two for the home of nobody, and what is no name
        cause = getattr(error, "strerror", None) or error
        raise LedgerError(f"the data folder {place} cannot be made: {cause}. Choose another with --data") from error
    url = URL.create("sqlite", database=str(file := folder / FILE))
    with suppress(OSError):  # SQLite says what is wrong
        if file.exists():
            sqlite.refuse_emptied(url)
        else:
            file.touch(mode=0o600)  # the files beside it get the same permissions
    return url


def _name(url: URL) -> str:
    return url.render_as_string(hide_password=True).removeprefix("sqlite:///")


def _explain(error: DBAPIError, url: URL, database: Database, committing: bool) -> LedgerError:
    kind, advice = database.explain(error, committing)
    cause = str(error.orig or error)
    if "restore a copy" in advice:
        advice += sqlite.offer(url)
    return kind(f"the ledger {_name(url)}: {advice} ({cause})" if advice else f"the ledger {_name(url)}: {cause}")
