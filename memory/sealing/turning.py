"""Turning encryption on and off and changing its keys, in place. Each is one transaction: cut off, the ledger is what it was before.

What is readable beside the ledger (its log, the index's folder, drafts) is cleared away after that; a mark in the ledger says that it is
still to be done, and whoever opens the ledger next does it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from ..errors import LedgerBusy, LedgerError
from ..forgetting.owed import COPIES, owe
from ..forgetting.purging import purge
from ..ledger import Ledger, must_be_there, put
from ..places import place_of
from ..store import full_text, schema, statements
from . import ciphers, drafts, guards, masters, values
from .opening import vault_before
from .record import KEY, Cost, Record, Source, from_json, record_in
from .retiring import retire
from .rewriting import Progress, Side, rewrite
from .vault import NOBODY, Vault


def encrypt(
    place: Path | str,
    source: Source,
    passphrase: str = "",
    *,
    cost: Cost | None = None,
    progress: Progress = lambda _rows: None,
) -> int:
    """Encrypt a ledger in place, and return how many rows were sealed.

    Raises:
        LedgerError: it is encrypted already.
        LedgerBusy: another program has it open.
        LedgerLocked: there is no key to be had from the source.
    """
    with _alone(place) as ledger:
        if ledger.vault is not None:
            raise LedgerError("the ledger is encrypted already: `penchant encrypt --rotate` gives it another key")
        record, vault = _fresh(source, passphrase, cost)
        with _writing(ledger) as connection:
            _refuse_if(connection, encrypted=True)
            done = _reseal(connection, None, vault, progress)
            _leave_no_words(connection)
            guards.put_up(connection)
            put(connection, KEY, replace(record, cleaning=True).to_json())
            owe(connection, COPIES)
    tidy(place)
    return done


def decrypt(place: Path | str, *, progress: Progress = lambda _rows: None) -> int:
    """Make a ledger readable again, and return how many rows were.

    Raises:
        LedgerError: there is none, or it is not encrypted.
        LedgerBusy: another program has it open.
    """
    must_be_there(place)
    with _alone(place) as ledger:
        if ledger.vault is None:
            raise LedgerError("the ledger is not encrypted")
        record = _record(ledger)
        drafts.uncover(place, ledger.vault)
        with _writing(ledger) as connection:
            guards.take_down(connection)
            done = _reseal(connection, ledger.vault, None, progress)
            connection.execute(schema.keys.delete())
            connection.execute(schema.meta.delete().where(schema.meta.c.key == KEY))
            owe(connection, COPIES)
    with closing(Ledger(place)) as ledger:
        purge(ledger)  # copies that the old key opens
        retire(ledger, [*record.retired, *([record.id] if record.source is Source.KEYRING else [])])
    return done


def rotate(
    place: Path | str,
    source: Source | None = None,
    passphrase: str = "",
    *,
    data_keys: bool = False,
    cost: Cost | None = None,
    progress: Progress = lambda _rows: None,
) -> int:
    """Give an encrypted ledger another master key; return how many rows were sealed anew.

    The data keys are wrapped by it, which takes a moment however much is stored. With `data_keys` they are replaced too, and every
    value is sealed anew: for when a data key may be known to somebody.

    Args:
        place: of the ledger.
        source: where the new master key comes from; where the old one does unless given.
        passphrase: the new one.
        data_keys: replace the data keys too.
        cost: of a guess at the passphrase.
        progress: called with how many rows are done.

    Raises: as of `decrypt`.
    """
    with _alone(place) as ledger:
        if ledger.vault is None:
            raise LedgerError("the ledger is not encrypted: `penchant encrypt` does it")
        before = _record(ledger)
        record, vault = _fresh(source or before.source, passphrase, cost, ledger.vault if not data_keys else None)
        if vault.master == ledger.vault.master:
            raise LedgerError(f"the new key is the old one: put the new one into {masters.NEW_VARIABLE}")
        with _writing(ledger) as connection:
            if data_keys:
                guards.take_down(connection)
                done = _reseal(connection, ledger.vault, vault, progress)
                guards.put_up(connection)
            else:
                done = _rewrap(connection, ledger.vault, vault)
            retired = (*before.retired, *([before.id] if before.source is Source.KEYRING else []))
            drafted = _wrapped_for_drafts(ledger.vault, vault, record) if data_keys else b""
            put(connection, KEY, replace(record, cleaning=True, retired=retired, before=drafted).to_json())
            owe(connection, COPIES)
    tidy(place)
    return done


def tidy(place: Path | str) -> bool:
    """Clear away what is readable beside an encrypted ledger, if that is still to be done; return whether it was.

    Raises:
        LedgerBusy: another program has it open.
    """
    ledger = Ledger(place)
    try:
        if ledger.vault is None or not untidy(ledger):
            return False
        record = _record(ledger)
        drafts.cover(place, ledger.vault, vault_before(record, ledger.vault))
        if (folder := place_of(place).folder) is not None:
            shutil.rmtree(folder.expanduser() / "index", ignore_errors=True)
        _rewrite_file(ledger)
        purge(ledger)  # copies of what was readable, or sealed by the key before
        retire(ledger, record.retired)
        with ledger.write() as connection:
            put(connection, KEY, replace(record, cleaning=False, retired=(), before=b"").to_json())
        ledger.truncate_log()
        return True
    finally:
        ledger.close()


def untidy(ledger: Ledger) -> bool:
    """Return whether something readable is still to be cleared away beside an encrypted ledger."""
    return ledger.vault is not None and _record(ledger).cleaning


# Inside


def _record(ledger: Ledger) -> Record:
    found = ledger.get(KEY)
    assert found is not None  # noqa: S101 - a vault comes from one
    return from_json(found)


def _fresh(source: Source, passphrase: str, cost: Cost | None, like: Vault | None = None) -> tuple[Record, Vault]:
    """Return the record and the vault of a new master key; with the ledger's own data key of another vault, if given."""
    record, master = masters.make(source, passphrase, cost)
    key = ciphers.new_key() if like is None else like.ledger_key
    record = replace(record, wrapped=ciphers.wrap(master, key, values.head(NOBODY, record.generation)))
    return record, Vault(master, (record.generation, record.wrapped), id=record.id)


def _wrapped_for_drafts(old: Vault, new: Vault, record: Record) -> bytes:
    """Return the old data key of the ledger under the new master key: a kill before the drafts are sealed anew loses none."""
    return ciphers.wrap(new.master, old.ledger_key, values.head(NOBODY, record.generation))


def _reseal(connection: Connection, old: Vault | None, new: Vault | None, progress: Progress) -> int:
    """Write every value anew; a new vault gets a key for each user."""
    rows = connection.execute(select(schema.keys.c.user, schema.keys.c.generation, schema.keys.c.wrapped)).all()
    generations = {row.user: row.generation for row in rows}
    if old is not None:
        for row in rows:
            old.take(row.user, row.generation, bytes(row.wrapped))
    if new is not None:
        connection.execute(schema.keys.delete())
        for user in connection.execute(select(schema.users.c.id)).scalars().all():
            generation = generations.get(user, 0) + 1
            wrapped = new.wrapped(user, generation)
            new.take(user, generation, wrapped)
            connection.execute(schema.keys.insert().values(user=user, generation=generation, wrapped=wrapped))
    dialect = connection.dialect
    return rewrite(connection, Side(old, dialect), Side(new, dialect), progress)


def _rewrap(connection: Connection, old: Vault, new: Vault) -> int:
    """Wrap the users' data keys by the new master key; no value changes."""
    for row in connection.execute(select(schema.keys)).all():
        start = values.head(row.user, row.generation)
        key = ciphers.unwrap(old.master, bytes(row.wrapped), start)
        wrapped = ciphers.wrap(new.master, key, start)
        connection.execute(schema.keys.update().where(schema.keys.c.user == row.user).values(wrapped=wrapped))
    return 0


def _leave_no_words(connection: Connection) -> None:
    """Take the index of words, and what a Chroma index knows of the ledger, out of it."""
    full_text.unmake(connection)
    connection.execute(schema.meta.delete().where(schema.meta.c.key.in_([full_text.STAMP, statements.INDEXED])))


def _refuse_if(connection: Connection, encrypted: bool) -> None:
    if (record_in(connection) is not None) is encrypted:
        raise LedgerBusy(
            "another process has changed the ledger's encryption at this moment: look with `penchant doctor`"
        )


@contextmanager
def _writing(ledger: Ledger) -> Iterator[Connection]:
    """Open the one transaction; nobody else writes meanwhile."""
    with ledger.write() as connection:
        if connection.dialect.name == "postgresql":
            named = ", ".join(f'"{table.name}"' for table in schema.tables.sorted_tables)
            connection.exec_driver_sql(f"LOCK TABLE {named} IN EXCLUSIVE MODE")
        yield connection


@contextmanager
def _alone(place: Path | str) -> Iterator[Ledger]:
    """Open the ledger, with the lock of the index that another open terminal would hold."""
    from filelock import FileLock, Timeout

    folder = place_of(place).folder
    ledger = Ledger(place)
    try:
        if folder is None or not (folder.expanduser() / "index").is_dir():
            yield ledger
            return
        with FileLock(folder.expanduser() / "index" / "lock", timeout=0):
            yield ledger
    except Timeout as error:
        raise LedgerBusy(f"another program has the memory in {folder} open: close it, and try again") from error
    finally:
        ledger.close()


def _rewrite_file(ledger: Ledger) -> None:
    """Write the database's file anew, without what its pages held before."""
    if ledger.engine.dialect.name == "sqlite":
        ledger.truncate_log()
        with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            _vacuum(connection)
        ledger.truncate_log()
        return
    with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        named = ", ".join(f'"{table.name}"' for table in schema.tables.sorted_tables)
        connection.exec_driver_sql(f"VACUUM FULL {named}")


def _vacuum(connection: Any) -> None:
    driver = connection.connection.driver_connection
    connection.rollback()
    driver.execute("PRAGMA temp_store=FILE")  # all of it is sealed, and may not fit into memory
    driver.execute("VACUUM")
    driver.execute("PRAGMA temp_store=MEMORY")
