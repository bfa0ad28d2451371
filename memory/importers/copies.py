"""Databases of browsers, read from a copy: the browser's own file is never opened by SQLite, locked or changed."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from .files import File
from .node import Unreadable

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
