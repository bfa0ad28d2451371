"""A ledger in SQLite: a file in WAL mode, one transaction that writes at a time."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from ..errors import LedgerBusy, LedgerError
from . import schema

WAIT_SECONDS = 30
"""How long a transaction waits for another process's."""


def open_engine(url: URL) -> Engine:
    """Return the engine of a file."""
    engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def migrate(connection: Connection) -> None:
    """Make a new ledger, or bring an old one to the newest version.

    Raises:
        LedgerMismatch: it was made by a newer version of Penchant.
    """
    schema.migrate(connection)


def reading(engine: Engine) -> Engine:
    """Return the engine as a transaction that only reads takes it: each sees one state, whatever is written meanwhile."""
    return engine


def writing(engine: Engine) -> Engine:
    """Return the engine as a transaction that writes takes it: from its first moment on nobody else writes."""
    return engine.execution_options(penchant_write=True)


def connected(engine: Engine) -> Connection:
    """Return a connection."""
    return engine.connect()


def hold(_connection: Connection, _user: int) -> None:
    """Let nobody else change a user until the end of the transaction: nobody does, for it writes alone."""


@contextmanager
def duty(engine: Engine, name: str) -> Iterator[Callable[[], bool] | None]:
    """Hold a duty by the lock of a file beside the ledger."""
    from filelock import FileLock, Timeout

    lock = FileLock(f"{engine.url.database}.{name}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        yield None
        return
    try:
        yield lambda: True
    finally:
        lock.release()


def truncate_log(connection: Connection, url: URL) -> None:
    """Take what was deleted out of the write-ahead log as well.

    Raises:
        LedgerBusy: another program has been reading for too long; the log still holds what was deleted.
    """
    until = time.monotonic() + WAIT_SECONDS
    while connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]:
        if time.monotonic() > until:
            raise LedgerBusy(
                f"the ledger {url.database}: what was forgotten stays in its log until the other program that reads it is closed"
            )
        time.sleep(
            0.01
        )  # SQLite waits for who reads or writes, not for who is emptying the log, a thread of ours perhaps


def compact(engine: Engine) -> None:
    """Write the whole file anew, so that no page of it holds anything but what is stored.

    Raises:
        LedgerBusy: another program writes, and went on for too long.
        LedgerError: the disk is full, fails, or may not be written.
    """
    raw = engine.raw_connection()
    try:
        connection: Any = raw.driver_connection
        connection.execute("VACUUM")
    except sqlite3.Error as error:
        kind, why = _meant(error, _UNWRITTEN) or (LedgerError, "SQLite refuses")
        raise kind(f"the ledger {engine.url.database} cannot be written anew: {why} ({error})") from error
    finally:
        raw.close()


_UNWRITTEN: Final = (
    ("locked", LedgerBusy, "another program uses it"),
    ("busy", LedgerBusy, "another program uses it"),
    ("full", LedgerError, "the disk is full"),
    ("readonly", LedgerError, "its file or folder may not be written"),
    ("unable to open", LedgerError, "its file or folder may not be written"),
    ("disk i/o", LedgerError, "the disk failed, or no more may be written to it"),
    ("malformed", LedgerError, "it is damaged"),
)


def _meant(error: object, told: Sequence[tuple[str, type[LedgerError], str]]) -> tuple[type[LedgerError], str] | None:
    """Return what SQLite's words mean by the first of some signs that stands in them, None where none does."""
    cause = str(error).lower()
    return next(((kind, words) for sign, kind, words in told if sign in cause), None)


def check(connection: Connection, url: URL) -> None:
    """Read the whole file through.

    Raises:
        LedgerError: a page of it is damaged.
    """
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if found != "ok":
        cause = " ".join(str(found).split())  # SQLite's has line breaks
        raise LedgerError(
            f"the ledger {url.database} is damaged ({cause}): keep the file and restore a copy{offer(url)}"
        )


def offer(url: URL) -> str:
    """Return the command that restores the last good copy beside a damaged ledger; "" where there is none."""
    from ..forgetting.copies import last_good

    found = last_good(Path(url.database).parent) if url.database else None
    return "" if found is None else f". The last good one: `penchant restore {found}`"


def refuse_emptied(url: URL) -> None:
    """Refuse an empty file that was a ledger: SQLite would take it for a new one.

    A first opening that was cut off leaves an empty file, too, but nothing beside it: copies and an index come after its first page.

    Raises:
        LedgerError: it was.
    """
    file = Path(url.database or "")
    if _is_empty(file) and _was_used(file.parent) and _is_empty(file):  # again: another program may be making both
        raise LedgerError(f"the ledger {file}: {_DAMAGED}{offer(url)} (the file is empty)")


def _is_empty(file: Path) -> bool:
    return file.is_file() and not file.stat().st_size


def _was_used(folder: Path) -> bool:
    """Return whether copies of a ledger or its filled index are in its folder."""
    from ..forgetting.copies import beside

    return bool(beside(folder)) or any((folder / "index").glob("chroma/*"))


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where _on_begin says, not where the driver guesses
    _switch_to_wal(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY"):
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
    sql = "BEGIN IMMEDIATE" if connection.get_execution_options().get("penchant_write", False) else "BEGIN"
    try:
        connection.connection.driver_connection.execute(sql)  # type: ignore[union-attr]
    except sqlite3.Error as error:  # raised as SQLAlchemy would, which is left out: each turn begins two
        raise DBAPIError(sql, None, error) from error


_DAMAGED: Final = "it is damaged: keep the file, restore a copy, or start anew with another --data"

_UNWRITABLE: Final = (
    "check the folder's permissions or choose another with --data. Its folder must be one that can be written to, even to read it: "
    "from a read-only disk open a copy"
)

_ADVICE: Final = (
    ("locked", LedgerBusy, "another process has held it for {wait} s; close it or try again"),
    ("busy", LedgerBusy, "another process has held it for {wait} s; close it or try again"),
    ("full", LedgerError, "the disk is full: nothing of this was stored, everything before it is safe"),
    ("readonly", LedgerError, f"it cannot be written: {_UNWRITABLE}"),
    ("unable to open", LedgerError, f"it cannot be opened: {_UNWRITABLE}"),
    ("malformed", LedgerError, _DAMAGED),
    ("vtable", LedgerError, _DAMAGED),
    ("not a database", LedgerError, "it is not a ledger: keep the file, restore a copy, or start anew with another --data"),
    ("disk i/o", LedgerError, "the disk failed: check it before going on"),
)  # fmt: skip


def explain(error: DBAPIError, _committing: bool) -> tuple[type[LedgerError], str]:
    """Return what an error is to the caller, and what to do about it."""
    kind, advice = _meant(error.orig or error, _ADVICE) or (LedgerError, "")
    return kind, advice.format(wait=WAIT_SECONDS)
