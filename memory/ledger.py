"""The ledger, the system of record: every event, topic, piece of evidence and control of every user, in SQL.

SQLite in WAL mode with `synchronous=FULL` by default: a transaction that has returned survives a kill and a power cut. This file knows
transactions and rows; what they mean is said in interests.py.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, select
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from .errors import LedgerBusy, LedgerError
from .store import schema

FILE = "ledger.sqlite3"

WAIT_SECONDS = 30
"""How long a transaction waits for another process's."""


class Ledger:
    """The tables behind a folder or an SQLAlchemy URL, opened and brought up to date.

    Raises:
        LedgerError: it cannot be opened: the message names the place and the cause.
        LedgerMismatch: it was made by a newer version.
    """

    def __init__(self, place: Path | str) -> None:
        self.url = _url(place)
        self.engine = _engine(self.url)
        try:
            with self.write() as connection:
                schema.migrate(connection)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction for reading: one consistent state."""
        with self._explained(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction for writing; on leaving it is durable, or after an error undone."""
        with (
            self._explained(),
            self.engine.connect() as connection,
            connection.execution_options(penchant_write=True).begin(),
        ):
            yield connection

    def get(self, key: str) -> bytes | None:
        """Return what `put` stored under a key."""
        with self.read() as connection:
            return connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == key)).scalar()

    def put(self, key: str, value: bytes) -> None:
        """Store a small fact about the ledger itself."""
        with self.write() as connection:
            put(connection, key, value)

    def truncate_log(self) -> None:
        """Take what was deleted out of SQLite's write-ahead log as well.

        Raises:
            LedgerBusy: another program has been reading for too long; the log still holds what was deleted.
        """
        if self.engine.dialect.name != "sqlite":
            return
        with self._explained(), self.engine.connect() as connection:
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        if busy:
            raise LedgerBusy(
                f"the ledger {self.url.database}: what was forgotten stays in its log until the other program that reads it is closed"
            )

    def check(self) -> None:
        """Read the whole ledger through.

        Raises:
            LedgerError: a page of it is damaged.
        """
        if self.engine.dialect.name == "sqlite":
            with self.read() as connection:
                found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            if found != "ok":
                cause = " ".join(str(found).split())  # SQLite's has line breaks
                raise LedgerError(
                    f"the ledger {self.url.database} is damaged ({cause}): keep the file and restore a copy"
                )

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise _explain(error, self.url) from error


def put(connection: Connection, key: str, value: bytes) -> None:
    """Store a small fact about the ledger inside a transaction."""
    changed = connection.execute(schema.meta.update().where(schema.meta.c.key == key).values(value=value)).rowcount
    if not changed:
        connection.execute(schema.meta.insert().values(key=key, value=value))


def _url(place: Path | str) -> URL:
    if isinstance(place, str) and "://" in place:
        return make_url(place)
    try:
        folder = Path(place).expanduser()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError) as error:  # the latter for the home of nobody
        cause = getattr(error, "strerror", None) or error
        raise LedgerError(f"the data folder {place} cannot be made: {cause}. Choose another with --data") from error
    return URL.create("sqlite", database=str(folder / FILE))


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url)
    engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where _on_begin says, not where the driver guesses
    _switch_to_wal(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Switch to WAL. While another connection makes the same new file SQLite refuses that at once, so the waiting is done here."""
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _on_begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("penchant_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


_ADVICE = (
    ("locked", LedgerBusy, "another process has held it for {wait} s; close it or try again"),
    ("busy", LedgerBusy, "another process has held it for {wait} s; close it or try again"),
    ("full", LedgerError, "the disk is full: nothing of this turn was stored, everything before it is safe"),
    ("readonly", LedgerError, "it cannot be written: check the folder's permissions or choose another with --data"),
    ("unable to open", LedgerError, "it cannot be opened: check the folder's permissions or choose another with --data"),
    ("malformed", LedgerError, "it is damaged: keep the file, restore a copy, or start anew with another --data"),
    ("not a database", LedgerError, "it is not a ledger: keep the file, restore a copy, or start anew with another --data"),
    ("disk i/o", LedgerError, "the disk failed: check it before going on"),
)  # fmt: skip


def _explain(error: DBAPIError, url: URL) -> LedgerError:
    cause = str(error.orig or error)
    where = url.render_as_string(hide_password=True).removeprefix("sqlite:///")
    if isinstance(error, (OperationalError, DatabaseError)):
        for sign, kind, advice in _ADVICE:
            if sign in cause.lower():
                return kind(f"the ledger {where}: {advice.format(wait=WAIT_SECONDS)} ({cause})")
    return LedgerError(f"the ledger {where}: {cause}")
