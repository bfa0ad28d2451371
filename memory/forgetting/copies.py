"""Copies of a ledger in a file: made while others write, known to the ledger, and rewritten when something is forgotten.

They lie in the folder `backups` beside the ledger, or where a person has put one. A copy is one file, the ledger as it was at one moment.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..errors import LedgerError
from ..records import Ms, from_ms
from .owed import PURGES
from .scrubbing import scrub

if TYPE_CHECKING:
    from ..ledger import Ledger

FOLDER: Final = "backups"

KEY: Final = "copies"
"""Under this key the ledger says where its copies are, and how often one is made by itself."""

THEN: Final = "copies then"
"""The same in a copy, of the moment it was made: for the case that the ledger is damaged. Whoever opens a copy as a ledger knows of no copies."""

SUFFIX: Final = ".sqlite3"

GONE: Final = ".gone"
"""What a copy is called while a new one takes its place."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy: where it is, of which moment (milliseconds), and whether it has still to be rewritten, for it was out of reach."""

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
    folder = _folder(ledger)
    path = _free(folder / FOLDER, now) if target is None else target.expanduser().resolve()
    known = {one.path for one in copies_of(ledger)}
    if path.is_dir() or (path.exists() and str(path) not in known):
        raise LedgerError(f"{path} is there already and no copy of this ledger: name another file")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _register(ledger, [one for one in copies_of(ledger) if one.path != str(path)] + [Copy(str(path), now)])
    _write(ledger, path)
    return path


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
    _store(ledger, stored(ledger) | {"rotation": {"every": every, "keep": rotation.keep}})


def rotate(ledger: Ledger, now: Ms) -> Path | None:
    """Make a copy where one is due, and remove the oldest of too many; return the new one."""
    wanted = rotation_of(ledger)
    if not wanted.keep:
        return None
    own = [one for one in copies_of(ledger) if Path(one.path).parent == _folder(ledger) / FOLDER]
    if own and now - max(one.at for one in own) < wanted.every // timedelta(milliseconds=1):
        return None
    made = back_up(ledger, now)
    own = [one for one in copies_of(ledger) if Path(one.path).parent == made.parent]
    _remove(ledger, own[: -wanted.keep])
    return made


def renew(ledger: Ledger) -> list[str]:
    """After an erasure: overwrite every copy, and make the newest ones anew from the ledger as it is; return what was done in words.

    Of those in `backups` the newest is made anew and the others go; one elsewhere is made anew in its place. One whose folder is
    not there now, on a disk that is not connected perhaps, waits until it is.
    """
    known = copies_of(ledger)
    own = [one for one in known if Path(one.path).parent == _own(ledger)]
    there, told, left = [one for one in known if _is_there(Path(one.path))], list[str](), list[Copy]()
    for one in known:
        path = Path(one.path)
        if one not in there:
            left += [] if path.parent.is_dir() else [Copy(one.path, one.at, stale=True)]
        elif one in own and one != own[-1]:
            scrub(path, path.with_suffix(GONE))
            told.append(f"removed the copy {path.name}")
        else:
            _write(ledger, path)
            left.append(Copy(one.path, one.at))
            told.append(f"the copy {path}")
    if known:
        _register(ledger, left)
    return told


def reach(ledger: Ledger) -> None:
    """Rewrite the copies that were out of reach when something was forgotten, where they are back."""
    back = [one for one in copies_of(ledger) if one.stale and _is_there(Path(one.path))]
    for one in back:
        _write(ledger, Path(one.path))
    if back:
        _register(ledger, [replace(one, stale=one.stale and one not in back) for one in copies_of(ledger)])


def sound(path: Path) -> str:
    """Return what is wrong with a copy; "" when nothing is."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as raw:
            found = raw.execute("PRAGMA quick_check(1)").fetchone()[0]
            raw.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()[0]
            return "" if found == "ok" else str(found)
    except (sqlite3.Error, TypeError) as error:
        return str(error) or "it is no ledger"


def last_good(folder: Path) -> Path | None:
    """Return the newest sound copy beside a ledger, by its name; the ledger itself may be unreadable."""
    found = sorted((folder / FOLDER).glob(f"*{SUFFIX}"), key=lambda one: one.stat().st_mtime, reverse=True)
    return next((one for one in found if not sound(one)), None)


def _write(ledger: Ledger, path: Path) -> None:
    """Write a copy beside its place, check it, and put it there; what was there is overwritten."""
    new, gone = path.with_suffix(".new"), path.with_suffix(GONE)
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
    there = (folder / FOLDER).glob(f"*{SUFFIX}")
    return [Copy(str(one), int(one.stat().st_mtime * 1000)) for one in there if not sound(one)]


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
    _register(ledger, [one for one in copies_of(ledger) if one not in some])


def _register(ledger: Ledger, some: Sequence[Copy]) -> None:
    _store(ledger, _told(stored(ledger), some))


def _told(told: dict[str, Any], some: Sequence[Copy]) -> dict[str, Any]:
    return told | {"copies": [asdict(one) for one in sorted(some, key=lambda one: one.at)]}


def stored(ledger: Ledger) -> dict[str, Any]:
    """Return what the ledger says of its copies, as it holds it."""
    found = ledger.get(KEY)
    return json.loads(found) if found else {}


def _store(ledger: Ledger, told: dict[str, Any]) -> None:
    ledger.put(KEY, json.dumps(told).encode())
