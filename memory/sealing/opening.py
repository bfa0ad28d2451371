"""Unlocking a ledger when it is opened: before anything else is read of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import LedgerLocked
from . import masters
from .record import Record, record_in
from .vault import Vault, hang

if TYPE_CHECKING:
    from sqlalchemy import Engine


def unlock(engine: Engine) -> Vault | None:
    """Return the vault of an encrypted ledger, through which everything goes from now on; None for any other.

    Raises:
        LedgerLocked: its key or passphrase is missing or is another one.
    """
    with engine.connect() as connection:
        record = record_in(connection)
    if record is None:
        return None
    from .keyholding import loader
    from .placing import place_all
    from .words import Words

    vault = vault_for(record)
    vault.load = loader(engine)
    vault.words = Words(vault)
    hang(engine.dialect, vault)
    place_all(engine)
    engine.hide_parameters = True  # of an error's message
    return vault


def vault_for(record: Record) -> Vault:
    """Return a vault that knows the ledger's own key only.

    Raises:
        LedgerLocked: as of `unlock`.
    """
    try:
        return Vault(masters.master_of(record), (record.generation, record.wrapped), id=record.id)
    except LedgerLocked as error:
        masters.forget(record.id)
        if error.__cause__ is None:
            raise
        raise LedgerLocked(f"the {_WHAT[record.source]} is another one than the ledger was encrypted with") from error


def vault_before(record: Record, vault: Vault) -> Vault | None:
    """Return a vault of the ledger's data key before this one, while drafts may still be sealed by it."""
    if not record.before:
        return None
    return Vault(vault.master, (record.generation, record.before), id=record.id)


_WHAT = {"keyring": "keyring's key", "passphrase": "passphrase", "environment": f"key in {masters.VARIABLE}"}
