"""Restoring a ledger from a copy: prepared and checked beside the one that is there, which stays until the new one is whole.

What was forgotten since the copy was made stays forgotten: its tombstones are carried over, and what they name is erased before anything is
put in place. Other programs may have the ledger open: they go on with what was restored.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select, update

from ..control.erasing import scrubbed
from ..embedding import Embedder
from ..errors import LedgerBusy, LedgerError, LedgerLocked, LedgerMismatch, PenchantError
from ..ledger import FILE, Ledger, put
from ..places import place_of
from ..records import to_ms
from ..sealing.record import KEY as SEALING
from ..sealing.record import peek
from ..store import forgetting_statements, statements
from ..store.schema import events, forgettings, tombstone_keys, tombstones, users
from ..weights import NEVER, no_votes
from .copies import (
    PREPARED,
    Copy,
    copies_of,
    held,
    know_again,
    leave_place,
    lying_in,
    make,
    rewrite,
    sound,
    stored,
    told_then,
)
from .events import erase_events
from .owed import COPIES, INDEX, LEDGER, owe, owed
from .scrubbing import scrub
from .tombstones import Marks

ATTEMPTS: Final = 5
"""How often a restoring is prepared again because somebody wrote meanwhile."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: from where, how many people and events it has, how many events were erased because they were forgotten since,
    and where the ledger that was there is kept."""

    source: Path
    people: int
    events: int
    erased: int
    aside: Path | None


@dataclass(frozen=True, slots=True)
class _Kept:
    """What must be carried over from the ledger that is there.

    Attributes:
        graves: the tombstones of people by name: their key, the forgettings and the marks.
        people: their numbers and revisions by name.
        owing: whether its copies were still to be rewritten.
        given: the greatest number that a topic ever had.
    """

    graves: dict[str, tuple[bytes, list[dict[str, Any]], list[tuple[str, int]]]]
    people: dict[str, tuple[int, int]]
    owing: bool
    given: int


def restore(place: Path | str, source: Path, clock: Callable[[], datetime], embedder: str | Embedder) -> Restored:
    """Put a copy of a ledger in the place of the one in a folder.

    Raises:
        LedgerError: the copy is damaged, no ledger, or readable where the ledger is encrypted; the place is on a server; or the ledger
            there cannot be opened now. Nothing has changed.
    """
    folder = _folder(place)
    source = source.expanduser().resolve()
    if not source.is_file():
        raise LedgerError(f"there is no copy {source}: `penchant backup --list` lists those that are known")
    if wrong := sound(source):
        raise LedgerError(f"the copy {source} cannot be used ({wrong}): nothing was changed; choose another")
    _refuse_readable(folder, source)
    with held(folder):
        return _restore(folder, source, clock, embedder)


def _restore(folder: Path, source: Path, clock: Callable[[], datetime], embedder: str | Embedder) -> Restored:
    current, aside = _opened(folder), None
    try:
        for attempt in range(ATTEMPTS):
            kept = _Kept({}, {}, False, 0) if current is None else _kept(current)
            people, count, erased = _prepare(folder, source, kept, clock, embedder)
            aside = aside or _set_aside(folder, current, clock)
            dirty = partial(_is_dirty, kept, source if erased else None, aside)
            _know_copies(folder, current, dirty)
            try:
                _install(folder, current, partial(_settle, current, aside, kept))
                break
            except _Moved as error:
                if attempt == ATTEMPTS - 1:
                    raise LedgerBusy(
                        f"another program goes on writing into the ledger in {folder}: nothing was replaced; close it and try again"
                    ) from error
    finally:
        if current is not None:
            current.close()
        scrub(folder / PREPARED)
    return Restored(source, people, count, erased, aside)


def _is_dirty(kept: _Kept, source: Path | None, aside: Path | None, path: str) -> bool:
    """Return whether a copy is to be rewritten: all but the newest where that was owed, else the one that had what was forgotten since."""
    return path != str(aside) if kept.owing else source is not None and path == str(source)


class _Moved(Exception):
    """Somebody has written since the ledger was read."""


def _settle(current: Ledger | None, aside: Path | None, kept: _Kept) -> None:
    """Bring what is set aside up to this moment, in which nobody can write; called with the ledger still as it was.

    Raises:
        _Moved: people came or something was forgotten since, which the prepared ledger must have.
    """
    if current is None or aside is None:
        return
    if _kept(current) != kept:
        raise _Moved
    rewrite(current, aside)


def _folder(place: Path | str) -> Path:
    where = place_of(place).ledger
    if isinstance(where, str) and "://" in where:
        raise LedgerError("this ledger is on a server: restore it by the server's own means (pg_restore)")
    folder = Path(where).expanduser().resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _refuse_readable(folder: Path, source: Path) -> None:
    """Let nothing become readable by the way: a copy from before the encryption is no ledger for an encrypted place."""
    if peek(folder) is None:
        return
    with closing(sqlite3.connect(f"{source.as_uri()}?mode=ro&immutable=1", uri=True)) as raw:
        if raw.execute("SELECT 1 FROM meta WHERE key = ?", (SEALING,)).fetchone() is None:
            raise LedgerError(
                f"the ledger is encrypted and the copy {source} is readable: nothing was changed. Choose a copy made since, "
                "or `penchant decrypt`, restore this one, and `penchant encrypt` again"
            )


def _opened(folder: Path) -> Ledger | None:
    """Return the ledger that is there; None where there is none, or where it is damaged.

    Raises:
        LedgerError: it is held by another program, locked, newer, or out of our reach: none of that is damage.
    """
    if not (folder / FILE).is_file():
        return None
    found = None
    try:
        found = Ledger(folder)
        found.check()
    except PenchantError as error:
        if found is not None:
            found.close()
        if isinstance(error, (LedgerBusy, LedgerLocked, LedgerMismatch)) or _out_of_reach(error):
            raise
        return None
    return found


def _out_of_reach(error: BaseException) -> bool:
    """Return whether SQLite could not get at a file, which may be whole."""
    code = getattr(getattr(error.__cause__, "orig", None), "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL)


def _kept(ledger: Ledger) -> _Kept:
    graves, numbers = {}, dict[str, tuple[int, int]]()
    with ledger.read() as connection:
        people = connection.execute(select(users.c.id, users.c.name, users.c.revision)).all()
        owing, given = bool(owed(connection, COPIES)), statements.last_given(connection)
    for row in people:
        numbers[row.name] = (row.id, row.revision)
        with ledger.read(row.id) as connection:
            if (key := forgetting_statements.tombstone_key(connection, row.id)) is not None:
                rows = [dict(one._mapping) for one in forgetting_statements.forgettings_of(connection, row.id)]
                marks = [
                    (mark, one["id"])
                    for one in rows
                    for mark in forgetting_statements.marks_of(connection, row.id, one["id"])
                ]
                graves[row.name] = (bytes(key), rows, marks)
    return _Kept(graves, numbers, owing, given)


def _prepare(
    folder: Path, source: Path, kept: _Kept, clock: Callable[[], datetime], embedder: str | Embedder
) -> tuple[int, int, int]:
    """Make the ledger that is to be, in a folder of its own; return how many people, events and erased events it has."""
    from ..interests import InterestMemory

    prepared = folder / PREPARED
    scrub(prepared)
    prepared.mkdir(mode=0o700)
    shutil.copyfile(source, prepared / FILE)
    (prepared / FILE).chmod(0o600)
    with closing(sqlite3.connect(prepared / FILE)) as raw, raw:
        leave_place(raw)  # or opening it would rewrite the copies that it knew
    with InterestMemory(prepared, clock=clock, embedder=embedder, index=False) as memory:
        erased = 0
        with memory.ledger.write() as connection:
            here = {row.name: row.id for row in connection.execute(select(users.c.id, users.c.name))}
            _keep_numbers(connection, here, kept)
            statements.note_given(connection, max(kept.given, statements.last_given(connection)))
            names = set(statements.user_names(connection))
        for name, grave in kept.graves.items():
            if name in names:
                erased += _bury_again(memory.user(name)._access, *grave)
        with memory.ledger.write() as connection:
            _let_others_see(connection, kept)
            owe(connection, LEDGER, INDEX)
            count = int(connection.execute(select(func.count()).select_from(events)).scalar_one())
        memory.ledger.compact()
        memory.ledger.check()
    return len(here), count, erased


def _keep_numbers(connection: Connection, here: dict[str, int], kept: _Kept) -> None:
    """Let those who came after the copy keep their numbers, with nothing: programs that know them by it would store for somebody else."""
    taken = set(here.values())
    for name, (number, revision) in kept.people.items():
        if name not in here and number not in taken:
            values = {"id": number, "name": name, "revision": revision, "rebuilt": revision}
            connection.execute(insert(users).values(**values, votes=no_votes().tobytes(), voted_at=NEVER))


def _bury_again(access: Any, key: bytes, rows: list[dict[str, Any]], marks: list[tuple[str, int]]) -> int:
    """Carry a person's tombstones over, and erase what they name; return how many events that were.

    A copy has the ids that the ledger has, so they alone say which events went: others that say the same were not forgotten. Of what
    went with a topic, what else it taught stays.
    """
    user, own = access.number, Marks(key)
    with access.writing() as connection:
        for table in (tombstones, forgettings, tombstone_keys):
            connection.execute(table.delete().where(table.c.user == user))
        forgetting_statements.set_tombstone_key(connection, user, key)
        for row in rows:
            mine = [mark for mark, number in marks if number == row["id"]]
            forgetting_statements.bury(connection, user, row["kind"], row["at"], row["events"], mine)
        topical = {row["id"] for row in rows if row["kind"] == "topic"}
        buried, whole = {mark for mark, _ in marks}, {mark for mark, number in marks if number not in topical}
        numbers = forgetting_statements.left_numbers(connection, user)
        gone = [
            row.seq
            for row in forgetting_statements.rows_of(connection, numbers)
            if own.of_id(row.id) in (buried if row.text or row.item is not None else whole)
        ]
        if gone:
            erase_events(connection, access, gone, scrubbed)
            access.standing.rebuild(connection)
    return len(gone)


def _let_others_see(connection: Connection, kept: _Kept) -> None:
    """Let every person's revision be a new one, so that whoever has the ledger open reads all anew, and the index be made anew."""
    for row in connection.execute(select(users.c.id, users.c.name, users.c.revision)).all():
        newest = max(row.revision, kept.people.get(row.name, (0, 0))[1]) + 1
        connection.execute(update(users).where(users.c.id == row.id).values(revision=newest, rebuilt=newest))
    put(connection, statements.INDEXED, b'["", 0]')


def _know_copies(folder: Path, current: Ledger | None, dirty: Callable[[str], object]) -> None:
    """Let the ledger that is to be know the copies of the one that is there; `dirty` ones are rewritten when it is opened.

    Of a damaged one they are those that the restored copy knew, and those that lie beside it.
    """
    prepared = folder / PREPARED / FILE
    if current is None:
        told = told_then(prepared) if (folder / FILE).exists() or list(folder.glob("damaged-*")) else {}
        known = {one.path: one for one in lying_in(folder)} | {
            one["path"]: Copy(**one) for one in told.get("copies", [])
        }
    else:
        told = stored(current)
        known = {one.path: one for one in copies_of(current)}
    know_again(prepared, told, [replace(one, stale=one.stale or bool(dirty(one.path))) for one in known.values()])


def _set_aside(folder: Path, current: Ledger | None, clock: Callable[[], datetime]) -> Path | None:
    """Keep what is there: a sound ledger as a copy among the others, a damaged one's files in a folder."""
    now = to_ms(clock())
    if current is not None:
        return make(current, now)
    there = [file for suffix in ("", "-wal", "-shm") if (file := folder / f"{FILE}{suffix}").exists()]
    if not there:
        return None
    place = folder / f"damaged-{clock():%Y%m%d-%H%M%S}"
    place.mkdir(mode=0o700)
    for file in there:
        file.rename(place / file.name)
    return place


def _install(folder: Path, current: Ledger | None, settle: Callable[[], None]) -> None:
    """Put the prepared ledger in place, in one step: into the file that others have open, or where there is none.

    `settle` is called once others can write no more, and before anything is changed; what it raises leaves all as it was.
    """
    prepared = folder / PREPARED / FILE
    if current is None:
        prepared.replace(folder / FILE)
        return
    waiting = [settle]

    def held_out(status: int, _left: int, _pages: int) -> None:
        if status == sqlite3.SQLITE_OK and waiting:  # from the first page on SQLite lets nobody else write
            waiting.pop()()

    with closing(sqlite3.connect(prepared)) as source:
        raw = current.engine.raw_connection()
        try:
            target: Any = raw.driver_connection
            source.backup(target, pages=1, progress=held_out)
        except sqlite3.Error as error:
            raise LedgerError(
                f"the copy could not be put in place ({error}): what was there is unchanged; try again"
            ) from error
        finally:
            raw.close()
