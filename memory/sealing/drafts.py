"""Drafts beside an encrypted ledger: sealed as the ledger's own, for nobody knows yet whose they become."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ..errors import LedgerError
from ..places import place_of
from . import values
from .opening import vault_before, vault_for
from .record import peek
from .vault import NOBODY, Vault

PLACE = "draft"


class Cover:
    """Seals drafts, and opens what it or a vault `before` has sealed."""

    def __init__(self, vault: Vault, before: Vault | None = None) -> None:
        self._vault, self._before = vault, before

    def seal(self, text: str) -> str:
        """Return a draft as it is written to the disk."""
        return self._vault.seal_text(PLACE, text, NOBODY)

    def open(self, text: str) -> str | None:
        """Return what `seal` was given; a readable text as it is; None for what cannot be opened."""
        if not text.startswith(values.MARK):
            return text
        for vault in filter(None, (self._vault, self._before)):
            with suppress(LedgerError):
                return vault.open_text(PLACE, text, NOBODY)
        return None


def cover_for(place: Path | str) -> Cover | None:
    """Return what drafts are sealed by beside the ledger of a place; None where it is not encrypted.

    Raises:
        LedgerLocked: its key or passphrase is missing or is another one.
    """
    record = peek(place)
    if record is None:
        return None
    vault = vault_for(record)
    return Cover(vault, vault_before(record, vault))


def cover(place: Path | str, vault: Vault, before: Vault | None = None) -> None:
    """Seal the drafts that lie beside a ledger; those that another vault has sealed, anew."""
    either = Cover(vault, before)
    for file, text in _drafts(place):
        if (told := either.open(text)) is not None:
            _replace(file, either.seal(told))


def uncover(place: Path | str, vault: Vault) -> None:
    """Make them readable again."""
    for file, text in _drafts(place):
        if (told := Cover(vault).open(text)) is not None:
            _replace(file, told)


def _drafts(place: Path | str) -> Iterator[tuple[Path, str]]:
    folder = place_of(place).folder
    for file in sorted((folder.expanduser() / "drafts").glob("*.json")) if folder is not None else ():
        yield file, file.read_text("utf-8")


def _replace(file: Path, text: str) -> None:
    new = file.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())  # the key that opens the old one goes after this
    new.replace(file)
