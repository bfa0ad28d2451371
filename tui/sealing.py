"""`penchant encrypt` and `decrypt`, the passphrase that is asked for, and what an encrypted memory may leave on this machine."""

from __future__ import annotations

import getpass
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..memory.errors import LedgerLocked

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..agent.settings import Settings
    from ..memory.sealing.drafts import Cover
    from ..memory.sealing.record import Source

MEMORY_FOLDERS = ("/dev/shm", os.environ.get("XDG_RUNTIME_DIR", ""))  # noqa: S108 - in memory: that is why it is chosen
"""Folders that are in memory on most systems."""


def ask(question: str) -> str | None:
    """Ask for a passphrase at the terminal; None where there is none."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    return getpass.getpass(f"{question}: ", stream=sys.stderr)


def ask_for_new(question: str, variable: str) -> str:
    """Return a new passphrase: from the environment, or asked for twice.

    Raises:
        LedgerLocked: there is neither.
        ValueError: the two differ, or are empty.
    """
    if given := os.environ.get(variable):
        return given
    if (first := ask(question)) is None:
        raise LedgerLocked(f"there is no terminal to ask for a passphrase: set {variable}")
    if not first:
        raise ValueError("a passphrase cannot be empty")
    if ask("The same again") != first:
        raise ValueError("the two passphrases differ: nothing was changed")
    return first


def unlocked(data: Path) -> Cover | None:
    """Have an encrypted memory's key before its first screen is drawn, and return what drafts are sealed by; None for any other.

    Raises:
        LedgerLocked: the key or passphrase is missing or is another one.
    """
    from ..memory.sealing.drafts import cover_for

    return cover_for(data)


def keep_off_the_disk() -> None:
    """Let temporary files be in memory, where there is a folder that is, and no crash leave an image of this process."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    folder = next((one for one in MEMORY_FOLDERS if one and Path(one).is_dir() and os.access(one, os.W_OK)), None)
    if folder is not None:
        tempfile.tempdir = os.environ["TMPDIR"] = folder  # the latter for processes that this one starts


def encrypt(settings: Settings, with_: str | None, rotate: bool, data_keys: bool) -> str:
    """Encrypt the memory, or change its key, and return what was done."""
    from ..memory.sealing import masters, turning
    from ..memory.sealing.record import Source, peek

    before = peek(settings.data)
    if rotate or data_keys:
        if before is None:
            raise ValueError("the memory is not encrypted: `penchant encrypt` does it")
        unlocked(settings.data)  # the old passphrase is asked for before the new one
        source = Source(with_) if with_ else before.source
        passphrase = ask_for_new("New passphrase", masters.NEW_PASSPHRASE) if source is Source.PASSPHRASE else ""
        done = _counted(
            lambda told: turning.rotate(settings.data, source, passphrase, data_keys=data_keys, progress=told)
        )
        what = f"{done:,} rows were sealed by new data keys" if data_keys else "the data keys were wrapped anew"
        return f"{_KEPT[source]}; {what}{_kept_for_copies(settings.data)}"
    if before is not None:
        raise ValueError("the memory is encrypted already: `penchant encrypt --rotate` gives it another key")
    source = Source(with_) if with_ else _best()
    passphrase = ""
    if source is Source.PASSPHRASE:
        passphrase = masters.given_passphrase() or ask_for_new("Passphrase for the memory", masters.PASSPHRASE)
    done = _counted(lambda told: turning.encrypt(settings.data, source, passphrase, progress=told))
    return f"encrypted, {done:,} rows; {_KEPT[source]}"


def decrypt(settings: Settings) -> str:
    """Make the memory readable again, and return what was done."""
    from ..memory.sealing import turning

    done = _counted(lambda told: turning.decrypt(settings.data, progress=told))
    return f"readable again, {done:,} rows{_kept_for_copies(settings.data)}"


def _kept_for_copies(data: Path) -> str:
    """Return what is to be known of a key that the keyring still keeps; "" where it keeps none that is used no more."""
    from ..memory.sealing.retiring import kept_for

    copies = kept_for(data)
    return (
        f"; the keyring keeps the old key until these copies are reached again: {', '.join(copies)}" if copies else ""
    )


def state(settings: Settings) -> str:
    """Return whether a memory is encrypted, and by what."""
    from ..memory.sealing.record import peek

    record = peek(settings.data)
    if record is None:
        return "off: `penchant encrypt` turns it on"
    left = (
        "; what was readable before is still to be cleared away: close every other program that has it open"
        if record.cleaning
        else ""
    )
    return f"on, {_KEPT[record.source]}{left}"


_KEPT = {
    "keyring": "the key is in this system's keyring",
    "passphrase": "the key is made of a passphrase",
    "environment": "the key is taken from PENCHANT_MASTER_KEY",
}


def _best() -> Source:
    """Return where a new key comes from where nothing was chosen: the keyring, where there is one."""
    from ..memory.sealing import masters
    from ..memory.sealing.record import Source

    if os.environ.get(masters.VARIABLE):
        return Source.ENVIRONMENT
    if os.environ.get(masters.PASSPHRASE) or os.environ.get(masters.PASSPHRASE_FD):
        return Source.PASSPHRASE
    return Source.KEYRING if masters.has_keyring() else Source.PASSPHRASE


def _counted(work: Callable[[Callable[[int], None]], int]) -> int:
    from rich.console import Console

    with Console(stderr=True).status("reading the memory") as status:
        return work(lambda rows: status.update(f"{rows:,} rows"))
