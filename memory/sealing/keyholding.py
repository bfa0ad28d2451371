"""The keys of users as the ledger holds them: wrapped, one a user; each function takes an open transaction."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, bindparam, delete, insert, select

from ..errors import LedgerLocked
from ..store.schema import keys
from .record import record_in
from .vault import Loader, Vault

_ROW = select(keys.c.generation, keys.c.wrapped).where(keys.c.user == bindparam("user"))


def check(connection: Connection, vault: Vault) -> None:
    """See that the ledger still has the key that this process opened it by, before anything is stored.

    Raises:
        LedgerLocked: it was given another one, or decrypted.
    """
    record = record_in(connection, made=True)
    if record is None or record.id != vault.id:
        what = "decrypted" if record is None else "given another key"
        raise LedgerLocked(f"the ledger has been {what} since it was opened here: open it again")


def admit(connection: Connection, vault: Vault, user: int, make: bool) -> None:
    """Take in a user's key as the ledger has it; where there is none and something may be stored, give them one."""
    row = connection.execute(_ROW, {"user": user}).first()
    if row is not None:
        try:
            vault.take(user, row.generation, bytes(row.wrapped))
        except LedgerLocked as error:
            raise LedgerLocked(
                "the ledger has been given another key since it was opened here: open it again"
            ) from error
    elif make:
        renew(connection, vault, user, 1)


def renew(connection: Connection, vault: Vault, user: int, generation: int | None = None) -> None:
    """Destroy a user's key and give them another: nobody opens any more what it has sealed.

    Until the transaction has ended well the new one is this thread's alone.
    """
    if generation is None:
        before = connection.execute(_ROW, {"user": user}).first()
        generation = 1 if before is None else before.generation + 1
    connection.execute(delete(keys).where(keys.c.user == user))
    wrapped = vault.wrapped(user, generation)
    connection.execute(insert(keys).values(user=user, generation=generation, wrapped=wrapped))
    vault.take(user, generation, wrapped)


def loader(engine: Engine) -> Loader:
    """Return what finds a user's key by a connection of its own."""

    def load(user: int) -> tuple[int, bytes] | None:
        with engine.connect() as connection:
            row = connection.execute(_ROW, {"user": user}).first()
        return None if row is None else (row.generation, bytes(row.wrapped))

    return load
