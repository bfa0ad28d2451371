"""Databases of browsers, read from a copy: the browser's own file is never opened by SQLite, locked or changed."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from .files import File
from .node import YEARS, Unreadable
from .pages import host_of

MAGIC = b"SQLite format 3\0"


@contextmanager
def copied(file: File) -> Iterator[sqlite3.Connection]:
    """Open a copy of a database, with what its log holds; the copy goes when it is done with.

    Raises:
        Unreadable: it is damaged, or was changed while it was copied.
    """
    with tempfile.TemporaryDirectory(prefix="penchant-") as folder:
        target = Path(folder) / "copy"
        with file.reading("a database of a browser"):
            _copy(file, target)
        try:
            with closing(sqlite3.connect(f"{target.as_uri()}?mode=ro", uri=True)) as connection:
                connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
                yield connection
        except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter where SQLite's message quotes what is damaged
            raise Unreadable(f"{file.where}: {error}; close the browser and try again, or name another copy") from error


def _copy(file: File, target: Path) -> None:
    with closing(file.open()) as raw, target.open("wb") as copy:
        shutil.copyfileobj(raw, copy)
    for tail in ("-wal", "-journal"):
        beside = file.path.with_name(file.path.name + tail)
        if not file.inside and beside.is_file():
            shutil.copyfile(beside, f"{target}{tail}")


def tables(file: File) -> dict[str, set[str]]:
    """Return the names of the tables of a database with those of their columns."""
    with copied(file) as connection:
        return columns(connection)


def columns(connection: sqlite3.Connection) -> dict[str, set[str]]:
    """Return the names of the tables with those of their columns."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        name: {column for (column,) in connection.execute("SELECT name FROM pragma_table_info(?)", (name,))}
        for (name,) in names
    }


def titles(connection: sqlite3.Connection, table: str) -> Iterator[tuple[str, str]]:
    """Yield the host and the title of each page in a table, as far as it can be read."""
    try:
        for url, title in connection.execute(f"SELECT url, title FROM {table} WHERE title != ''"):  # noqa: S608 - our own word
            yield host_of(str(url)), str(title)
    except sqlite3.DatabaseError:
        return


def moment(stamp: object, epoch: datetime) -> datetime | None:
    """Return a time of a database, in microseconds since its epoch; None where it is none.

    >>> moment(13_350_000_000_000_000, datetime(1601, 1, 1, tzinfo=UTC))
    datetime.datetime(2024, 1, 17, 21, 20, tzinfo=datetime.timezone.utc)
    """
    if not isinstance(stamp, int) or stamp <= 0:
        return None
    try:
        at = epoch + timedelta(microseconds=stamp)
    except OverflowError:
        return None
    return at if at.year in YEARS else None
