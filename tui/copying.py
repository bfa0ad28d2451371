"""Exports and copies, as the command line makes them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from .durations import duration, spoken
from .text.erasing import people

if TYPE_CHECKING:
    from ..agent.settings import Settings
    from ..memory import InterestMemory, Taken, UserMemory


def write_out(pieces: Iterator[str], file: Path | None) -> str:
    """Write an export into a new file that only its owner can read, or to the screen; return what was done.

    Raises:
        ValueError: something is there already, and nothing is overwritten; or it cannot be written, and nothing is left of it.
    """
    if file is None or str(file) == "-":
        for piece in pieces:
            sys.stdout.write(piece)
        sys.stdout.flush()
        return ""
    target = file.expanduser()
    try:
        target.touch(mode=0o600, exist_ok=False)
    except FileExistsError as error:
        raise ValueError(f"{target} is there already: name another file") from error
    try:
        with target.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(pieces)
    except BaseException as error:
        target.unlink(missing_ok=True)  # half of it is of no use
        if not isinstance(error, OSError):
            raise
        raise ValueError(f"{target} cannot be written: {error.strerror or error}") from error
    return f"written to {target}"


def for_reading(file: Path | None) -> bool:
    """Return whether the name of an export says that it is to be read.

    >>> for_reading(Path("me.md")), for_reading(Path("me.json")), for_reading(None)
    (True, False, False)
    """
    return file is not None and file.suffix.lower() in (".md", ".markdown")


def in_a_folder(file: Path | None) -> Path | None:
    """Return where a copy is to go.

    Raises:
        ValueError: its folder is not there; a misspelt one is not made.
    """
    if file is not None and not (folder := file.expanduser().resolve().parent).is_dir():
        raise ValueError(f"there is no folder {folder}: make it, or name another file")
    return file


def there(file: Path) -> Path:
    """Return a copy that is to be restored.

    Raises:
        ValueError: there is no such file.
    """
    if not file.expanduser().is_file():
        raise ValueError(f"there is no copy {file}: `penchant backup --list` lists those that are known")
    return file


def take_in(person: UserMemory, files: list[Path]) -> Iterator[tuple[Path, Taken]]:
    """Take exports of Penchant's in, and yield what came of each.

    Raises:
        ValueError: one is damaged, or of a newer version.
    """
    from ..memory.exporting.document import read

    for file, told in [(file, read(file)) for file in files]:
        yield file, person.import_export(told)


def print_taken(file: Path, taken: Taken) -> None:
    """Print what an export brought."""
    left = "".join(f", {count:,} {reason}" for reason, count in taken.left_out.items())
    typer.echo(f"{file.name}: {taken.new:,} new, {taken.known:,} known{left}")


def taken_fields(file: Path, taken: Taken) -> dict[str, Any]:
    """Return the same for JSON, under the names that other files' have."""
    left = [{"reason": reason, "count": count} for reason, count in taken.left_out.items()]
    return {"file": str(file), "format": "penchant", "left_out": left, "new": taken.new, "known": taken.known}


def set_rotation(memory: InterestMemory, keep: int, every: str) -> str:
    """Let copies be made by themselves, and return what is to be."""
    from ..memory.forgetting.copies import Rotation, rotate
    from ..memory.forgetting.copies import set_rotation as put

    put(memory.ledger, Rotation(duration(every), keep))
    if not keep:
        return "no copies are made by themselves from now on; those that are there stay"
    made = rotate(memory.ledger, memory.now())
    return f"a copy every {every}, the last {keep:,} are kept" + (f"; the first: {made}" if made else "")


def let_go(memory: InterestMemory, file: Path) -> str:
    """Know no more of a copy that was deleted; return what was done."""
    from ..memory.forgetting.copies import let_go as drop
    from ..memory.sealing.retiring import retire

    drop(memory.ledger, file)
    retire(memory.ledger, ())  # a key that was kept for it
    return f"{file}: no longer waited for. If it turns up again, it holds what was in it"


def print_copies(memory: InterestMemory) -> None:
    """Print the copies that are known, and whether they are sound."""
    from ..memory.forgetting.copies import copies_of, rotation_of
    from ..memory.records import from_ms

    rotation = rotation_of(memory.ledger)
    found = copies_of(memory.ledger)
    for one in found:
        _print_copy(from_ms(one.at), Path(one.path), one.stale)
    if not found:
        typer.echo("There are no copies yet: `penchant backup` makes one.")
    typer.echo(
        f"by itself: every {spoken(rotation.every)}, {rotation.keep:,} kept" if rotation.keep else "by itself: none"
    )


@contextmanager
def lying_listed(settings: Settings) -> Iterator[None]:
    """Print the copies that lie beside a ledger where it cannot be opened: one of them is wanted then.

    Raises:
        LedgerError: what opening it raised.
    """
    from ..memory.errors import LedgerError
    from ..memory.forgetting.copies import beside
    from ..memory.places import place_of

    try:
        yield
    except LedgerError:
        folder = place_of(settings.data).ledger
        for path in beside(Path(folder).expanduser()) if isinstance(folder, Path) else ():
            _print_copy(datetime.fromtimestamp(path.stat().st_mtime, UTC), path)
        raise


def _print_copy(at: datetime, path: Path, stale: bool = False) -> None:
    from ..memory.forgetting.copies import sound

    state = (sound(path) or "sound") if path.is_file() else "not there now"
    state += ", holds what was forgotten since: rewritten when it is found again" if stale else ""
    typer.echo(f"{at.astimezone():%Y-%m-%d %H:%M}  {path}  {state}")


def bring_back(settings: Settings, file: Path) -> str:
    """Restore a copy, and return what came of it."""
    from ..memory.forgetting.restoring import restore

    done = restore(settings.data, file, lambda: datetime.now(UTC), settings.embedder)
    gone = f", {done.erased:,} of them erased again, for they were forgotten since" if done.erased else ""
    aside = f"; what was there is in {done.aside}" if done.aside else ""
    told = f"restored: {people(done.people)}, {done.events:,} event{'s' * (done.events != 1)}"
    return f"{told}{gone}{aside}. The index is built anew by itself"
