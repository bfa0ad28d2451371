"""Copies of a ledger in a file: made while others write, known to the ledger, and rewritten when something is forgotten.

They lie in the folder `backups` beside the ledger, or where a person has put one. A copy is one file, the ledger as it was at one moment.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, select

from ..errors import LedgerBusy, LedgerError
from ..ledger import FILE, put
from ..records import Ms, from_ms
from ..store.schema import meta
from .owed import COPIES, PURGES, owe
from .scrubbing import scrub

if TYPE_CHECKING:
    from ..ledger import Ledger

FOLDER: Final = "backups"

KEY: Final = "copies"
"""Under this key the ledger says where its copies are, and how often one is made by itself."""

THEN: Final = "copies then"
"""The same in a copy, of the moment it was made: for when the ledger is damaged. Who opens a copy as a ledger knows of no copies."""

SUFFIX: Final = ".sqlite3"

PREPARED: Final = "restoring"
"""The folder in which a copy is prepared for being restored."""

PATIENCE_SECONDS = 10.0
"""How long we wait for another program that is at the copies."""

NEW: Final = ".new"
"""What a copy is called until it is whole."""

GONE: Final = ".gone"
"""What a copy is called while a new one takes its place."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy: where it is, of which moment (milliseconds), and whether it has still to be rewritten, for it was not there."""

    path: str
    at: Ms
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Rotation:
    """How often a copy is made by itself, and how many are kept; `keep` is 0 where none is made."""

    every: timedelta = timedelta(days=1)
    keep: int = 0


def back_up(ledger: Ledger, now: Ms, target: Path | None = None) -> Path:
    """Copy a ledger as it is at this moment, and return where; others may write meanwhile.

    Without a target it goes into the folder `backups`. A copy of this ledger that is there already is replaced.

    Raises:
        LedgerError: the ledger is no file, or something else stands at the target.
        OSError: it cannot be written.
    """
    with held(_folder(ledger)):
        return make(ledger, now, target)


def make(ledger: Ledger, now: Ms, target: Path | None = None) -> Path:
    """Do what `back_up` does, where the copies are `held` already."""
    path = _free(_folder(ledger) / FOLDER, now) if target is None else target.expanduser().resolve()
    known = {one.path for one in copies_of(ledger)}
    if path.is_dir() or (path.exists() and str(path) not in known):
        raise LedgerError(f"{path} is there already and no copy of this ledger: name another file")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = Copy(str(path), now)
    _register(ledger, lambda known: [one for one in known if one.path != made.path] + [made])
    rewrite(ledger, path)
    _see_to(ledger, made)
    return path


@contextmanager
def held(folder: Path, seconds: float | None = None) -> Iterator[None]:
    """Hold the copies of the ledger in a folder: one at a time makes, rewrites, restores or clears them away.

    Raises:
        LedgerBusy: another has held them for too long.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / f"{FILE}.copies.lock", timeout=PATIENCE_SECONDS if seconds is None else seconds)
    try:
        lock.acquire()
    except Timeout as error:
        raise LedgerBusy(f"another program is at the copies of the ledger in {folder}: try again") from error
    try:
        yield
    finally:
        lock.release()


def copies_of(ledger: Ledger) -> list[Copy]:
    """Return the copies that we made and that may still be there, oldest first."""
    return [Copy(**one) for one in stored(ledger).get("copies", [])]


def rotation_of(ledger: Ledger) -> Rotation:
    """Return how often a copy is made by itself."""
    told = stored(ledger).get("rotation")
    return Rotation() if told is None else Rotation(timedelta(milliseconds=told["every"]), told["keep"])


def set_rotation(ledger: Ledger, rotation: Rotation) -> None:
    """Let copies be made by themselves from now on, or none with `keep` 0.

    Raises:
        ValueError: it is to be made more often than every hour, or more than 1,000 are to be kept.
    """
    if rotation.every < timedelta(hours=1) or not 0 <= rotation.keep <= 1000:
        raise ValueError(
            f"a copy is made every hour at most, and up to 1,000 are kept, got {rotation.every} and {rotation.keep}"
        )
    _folder(ledger)
    every = rotation.every // timedelta(milliseconds=1)
    _change(ledger, lambda told: told | {"rotation": {"every": every, "keep": rotation.keep}})


def rotate(ledger: Ledger, now: Ms) -> Path | None:
    """Make a copy where one is due, and remove the oldest of too many; return the new one."""
    if not _is_due(ledger, now):
        return None
    with held(_folder(ledger)):
        if not _is_due(ledger, now):  # another program has made it
            return None
        made = make(ledger, now)
        own = [one for one in copies_of(ledger) if Path(one.path).parent == made.parent and _is_there(Path(one.path))]
        own.sort(key=lambda one: (one.at <= now, one.at))  # of a clock that was ahead: older than those of today
        _remove(ledger, own[: -rotation_of(ledger).keep])
    return made


def _is_due(ledger: Ledger, now: Ms) -> bool:
    wanted = rotation_of(ledger)
    if not wanted.keep:
        return False
    own = [one.at for one in copies_of(ledger) if Path(one.path).parent == _folder(ledger) / FOLDER]
    return not any(0 <= now - at < wanted.every // timedelta(milliseconds=1) for at in own)


def renew(ledger: Ledger) -> list[str]:
    """After an erasure: overwrite every copy, and make the newest ones anew from the ledger as it is; return what was done in words.

    Of those in `backups` the newest is made anew and the others go; one elsewhere is made anew in its place. One that is not there
    now waits until it is: its disk may not be connected, of which the folder can be there all the same, and empty.
    """
    if not copies_of(ledger):
        return []
    with held(_folder(ledger)):
        return _renew(ledger, copies_of(ledger))


def _renew(ledger: Ledger, known: list[Copy]) -> list[str]:
    there, told, left = [one for one in known if _is_there(Path(one.path))], list[str](), list[Copy]()
    own = [one for one in there if Path(one.path).parent == _own(ledger)]
    for one in known:
        path = Path(one.path)
        if one not in there:
            left.append(Copy(one.path, one.at, stale=True))
        elif one in own and one != own[-1]:
            scrub(path, path.with_suffix(GONE))
            told.append(f"removed the copy {path.name}")
        else:
            rewrite(ledger, path)
            left.append(Copy(one.path, one.at))
            told.append(f"the copy {path}")
    _register(ledger, lambda now: [one for one in now if one not in known] + left)
    return told


def reach(ledger: Ledger) -> None:
    """Rewrite the copies that were out of reach when something was forgotten, where they are back."""
    if not _back(ledger):
        return
    with held(_folder(ledger)):
        back = _back(ledger)
        for one in back:
            rewrite(ledger, Path(one.path))
        _register(ledger, lambda now: [replace(one, stale=one.stale and one not in back) for one in now])


def waiting(ledger: Ledger) -> list[str]:
    """Return the copies that have still to be rewritten, in words, each with what becomes of it."""
    return [
        f"the copy {one.path} (not there now: rewritten when it is found again; `penchant backup --deleted` if you deleted it)"
        for one in copies_of(ledger)
        if one.stale
    ]


def let_go(ledger: Ledger, path: Path) -> None:
    """Know no more of a copy that the person has deleted: nothing is owed of it from now on.

    Raises:
        LedgerError: it is there, or no copy of this ledger.
    """
    path = path.expanduser().resolve()
    with held(_folder(ledger)):
        if str(path) not in {one.path for one in copies_of(ledger)}:
            raise LedgerError(f"{path} is no copy that is known: `penchant backup --list` lists them")
        if _is_there(path):
            raise LedgerError(f"{path} is there: delete it first, or leave it, and what is forgotten goes from it too")
        _register(ledger, lambda known: [one for one in known if one.path != str(path)])


def _back(ledger: Ledger) -> list[Copy]:
    return [one for one in copies_of(ledger) if one.stale and _is_there(Path(one.path))]


def clear_away(ledger: Ledger) -> None:
    """Take away what a kill has left of a copy or of a restoring, a whole ledger perhaps. Not while another program is at it."""
    if (own := _own(ledger)) is None or not any(_left(ledger, own)):
        return
    with suppress(LedgerBusy), held(own.parent, 0):
        for one in list(_left(ledger, own)):
            scrub(one)


def _left(ledger: Ledger, own: Path) -> Iterator[Path]:
    """Yield what is there of it; a copy whose successor did not arrive has only its old file, and keeps it until it is rewritten."""
    if (prepared := own.parent / PREPARED).exists():
        yield prepared
    known = {Path(one.path) for one in copies_of(ledger)}
    for path in known | {one.with_suffix(SUFFIX) for end in (NEW, GONE) for one in own.glob(f"*{end}")}:
        new, gone = path.with_suffix(NEW), path.with_suffix(GONE)
        yield from [new] if new.exists() else []
        yield from [gone] if gone.exists() and (path.exists() or path not in known) else []


def sound(path: Path) -> str:
    """Return what is wrong with a copy; "" when nothing is."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as raw:
            found = raw.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found == "ok" and not _is_ledger(raw):
                return "it is no ledger of Penchant's"
            return "" if found == "ok" else str(found)
    except (sqlite3.Error, TypeError) as error:
        return str(error) or "it is no ledger of Penchant's"


def _is_ledger(raw: sqlite3.Connection) -> bool:
    named = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"meta", "users", "events"} <= named:
        return False
    return raw.execute("SELECT value FROM meta WHERE key = 'version'").fetchone() is not None


def beside(folder: Path) -> list[Path]:
    """Return the copies that lie beside a ledger, sound or not, oldest first; the ledger itself may be unreadable."""
    return sorted((folder / FOLDER).glob(f"*{SUFFIX}"), key=lambda one: one.stat().st_mtime)


def last_good(folder: Path) -> Path | None:
    """Return the newest sound copy beside a ledger, by its name; the ledger itself may be unreadable."""
    return next((one for one in reversed(beside(folder)) if not sound(one)), None)


def rewrite(ledger: Ledger, path: Path) -> None:
    """Write a copy beside its place, check it, and put it there; what was there is overwritten."""
    new, gone = path.with_suffix(NEW), path.with_suffix(GONE)
    scrub(new, gone)
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        copy_file(ledger, new)
        if wrong := sound(new):
            raise LedgerError(f"the copy {new} is not sound ({wrong}): nothing was replaced; run `penchant doctor`")
        if path.exists():
            path.rename(gone)
        new.rename(path)
    finally:
        scrub(new, gone)


def copy_file(ledger: Ledger, target: Path) -> None:
    """Write the ledger as it is now into a file, one consistent state."""
    raw = ledger.engine.raw_connection()
    try:
        source: Any = raw.driver_connection
        with closing(sqlite3.connect(target, isolation_level=None)) as other:
            source.backup(other)
            leave_place(other)
            other.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    except sqlite3.Error as error:
        raise LedgerError(f"the ledger {ledger.url.database} cannot be copied to {target}: {error}") from error
    finally:
        raw.close()
    with target.open("rb") as stream:
        os.fsync(stream.fileno())


def leave_place(raw: sqlite3.Connection) -> None:
    """Take out of a copy what is true of the ledger's place and not of what is in it: where copies are, and what is to be rewritten."""
    raw.execute("UPDATE OR REPLACE meta SET key = ? WHERE key = ?", (THEN, KEY))
    raw.executemany("DELETE FROM meta WHERE key = ?", [(key,) for key in PURGES])


def know_again(file: Path, told: dict[str, Any], some: Sequence[Copy]) -> None:
    """Let a copy that becomes the ledger know of copies; `told` is what else is known under their key."""
    value = json.dumps(_told(told, some)).encode()
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("DELETE FROM meta WHERE key = ?", (THEN,))
        raw.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (KEY, value))


def told_then(file: Path) -> dict[str, Any]:
    """Return what a copy says of the copies of its time."""
    with closing(sqlite3.connect(file)) as raw:
        found = raw.execute("SELECT value FROM meta WHERE key IN (?, ?)", (THEN, KEY)).fetchone()
    return json.loads(found[0]) if found else {}


def lying_in(folder: Path) -> list[Copy]:
    """Return the sound copies that lie beside a ledger, whether it knows of them or not."""
    return [Copy(str(one), int(one.stat().st_mtime * 1000)) for one in beside(folder) if not sound(one)]


def _own(ledger: Ledger) -> Path | None:
    try:
        return _folder(ledger) / FOLDER
    except LedgerError:
        return None


def _folder(ledger: Ledger) -> Path:
    if ledger.url.get_backend_name() != "sqlite" or not ledger.url.database:
        raise LedgerError(
            "this ledger is on a server: copy it by the server's own means (pg_dump), or `penchant migrate` it into a folder"
        )
    return Path(ledger.url.database).resolve().parent


def _free(folder: Path, now: Ms) -> Path:
    stem = f"ledger-{from_ms(now):%Y%m%d-%H%M%S}"
    names = (folder / f"{stem}{f'-{count}' if count else ''}{SUFFIX}" for count in range(1_000_000))
    return next(one for one in names if not one.exists())


def _is_there(path: Path) -> bool:
    return path.is_file() or path.with_suffix(GONE).is_file()


def _remove(ledger: Ledger, some: Sequence[Copy]) -> None:
    scrub(*(Path(one.path) for one in some))
    _register(ledger, lambda known: [one for one in known if one not in some])


def _register(ledger: Ledger, change: Callable[[list[Copy]], list[Copy]]) -> None:
    """Change which copies are known, in one transaction: others may change it too."""
    _change(ledger, lambda told: _told(told, change([Copy(**one) for one in told.get("copies", [])])))


def _see_to(ledger: Ledger, made: Copy) -> None:
    """See that a copy just made is known; where it is not, an erasure may have passed it by, so it is to be rewritten."""
    with ledger.write() as connection:
        told = _read(connection)
        if made.path not in {one["path"] for one in told.get("copies", [])}:
            known = [Copy(**one) for one in told.get("copies", [])]
            put(connection, KEY, json.dumps(_told(told, [*known, made])).encode())
            owe(connection, COPIES)


def _told(told: dict[str, Any], some: Sequence[Copy]) -> dict[str, Any]:
    return told | {"copies": [asdict(one) for one in sorted(some, key=lambda one: one.at)]}


def stored(ledger: Ledger) -> dict[str, Any]:
    """Return what the ledger says of its copies, as it holds it."""
    with ledger.read() as connection:
        return _read(connection)


def _change(ledger: Ledger, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    with ledger.write() as connection:
        put(connection, KEY, json.dumps(change(_read(connection))).encode())


def _read(connection: Connection) -> dict[str, Any]:
    found = connection.execute(select(meta.c.value).where(meta.c.key == KEY)).scalar()
    return json.loads(found) if found else {}
