"""A ledger in PostgreSQL: as many processes and machines as there are connections, each user changed by one at a time.

A transaction that changes a user begins by locking their row, so that it starts from all that was changed before: the changes of one user
are in a row, those of different users beside each other. What only reads sees one state and waits for nobody.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from ..errors import LedgerBusy, LedgerError, LedgerLost
from ..sealing.vault import vault_of
from . import revisions, schema

WAIT_SECONDS = 30
"""How long a transaction waits for a server that restarts."""

POOL = 5
"""Connections that a process keeps."""

MOST = 20
"""Connections that a process has at most; who needs one more waits."""

_CONNECTING: Final = {
    "connect_timeout": 10,
    "keepalives_idle": 30,  # a machine that has gone without a word is noticed after about a minute
    "keepalives_interval": 10,
    "keepalives_count": 3,
}


def open_engine(url: URL) -> Engine:
    """Return the engine of a database. What the URL says of connecting stands before what is said here.

    Raises:
        LedgerError: the driver is not installed.
    """
    options = {name: value for name, value in _CONNECTING.items() if name not in url.query}
    try:
        return create_engine(
            url, connect_args=options, pool_pre_ping=True, pool_size=POOL, max_overflow=MOST - POOL, pool_timeout=WAIT_SECONDS
        )  # fmt: skip
    except ModuleNotFoundError as error:
        raise LedgerError(
            f"a ledger in PostgreSQL needs its driver ({error.name} is missing): pip install 'penchant[postgres]', "
            "and a URL that begins with postgresql+psycopg://"
        ) from error


def migrate(connection: Connection) -> None:
    """Make a new ledger, or bring an old one to the newest version.

    Raises:
        LedgerMismatch: it was made by a newer version of Penchant.
    """
    revisions.migrate(connection)


def reading(engine: Engine) -> Engine:
    """Return the engine as a transaction that only reads takes it: each sees one state, whatever is written meanwhile."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def writing(engine: Engine) -> Engine:
    """Return the engine as a transaction that writes takes it: after `hold` it sees what others have stored before."""
    return engine.execution_options(isolation_level="READ COMMITTED")


def connected(engine: Engine) -> Connection:
    """Return a connection that works: one that broke is replaced, and a server that restarts is waited for."""
    until = time.monotonic() + WAIT_SECONDS
    wait = 0.05
    while True:
        try:
            return engine.connect()
        except OperationalError as error:
            if time.monotonic() > until or not _away(error):
                raise
            time.sleep(wait)
            wait = min(1.0, 2 * wait)


def _away(error: OperationalError) -> bool:
    """Return whether a server that cannot be connected to may be back in a moment."""
    cause = str(error.orig).lower()
    return not any(
        sign in cause for sign in ("password", "does not exist", "pg_hba", "could not translate", "resolve host")
    )


_HOLD = select(schema.users.c.id).with_for_update(key_share=True)


def hold(connection: Connection, user: int) -> None:
    """Let nobody else change a user until the end of the transaction."""
    connection.execute(_HOLD.where(schema.users.c.id == user))


_TAKE: Final = text("SELECT pg_try_advisory_lock(hashtext('penchant ' || :name), hashtext(current_schema()))")


@contextmanager
def duty(engine: Engine, name: str) -> Iterator[Callable[[], bool] | None]:
    """Hold a duty by an advisory lock: it ends with the connection, so that another process has it after a kill or a restart."""
    with connected(engine) as connection:
        alone = connection.execution_options(isolation_level="AUTOCOMMIT")
        try:
            yield (lambda: _works(alone)) if alone.execute(_TAKE, {"name": name}).scalar() else None
        finally:
            connection.invalidate()  # closed, not given back: the lock goes with it


def _works(connection: Connection) -> bool:
    try:
        return bool(connection.execute(text("SELECT true")).scalar())
    except DBAPIError:
        return False


def truncate_log(_connection: Connection, _url: URL) -> None:
    """Take what was deleted out of the log as well: the server recycles it by itself (docs/scaling.md says when)."""


def compact(engine: Engine) -> None:
    """Free the rows that were erased. Their bytes stay in the pages until new rows come there, and in the server's log until that is
    recycled: only `VACUUM FULL`, which stops everybody for as long as it takes, writes the tables anew."""
    with connected(engine) as connection:
        alone = connection.execution_options(isolation_level="AUTOCOMMIT")
        alone.execute(text(f"VACUUM {_tables(engine)}"))


def _tables(engine: Engine) -> str:
    """Return every table's name; an encrypted ledger has none of words."""
    words = ["words"] if vault_of(engine.dialect) is None else []
    return ", ".join([f'"{table.name}"' for table in schema.tables.sorted_tables] + words)


def check(_connection: Connection, _url: URL) -> None:
    """Read the whole ledger through: the server has checksums and tools of its own for that (pg_amcheck)."""


_UNDONE: Final = {"40001": "two changes met", "40P01": "two changes waited for each other"}


def explain(error: DBAPIError, committing: bool) -> tuple[type[LedgerError], str]:
    """Return what an error is to the caller, and what to do about it; `committing` when all but the last word was said."""
    state = getattr(error.orig, "sqlstate", None) or ""
    if state in _UNDONE:
        return LedgerLost, f"{_UNDONE[state]}, and PostgreSQL has undone this one; try again"
    gone = error.connection_invalidated or state[:3] in ("08", "57P")
    if gone and committing:
        return (
            LedgerLost,
            "the connection broke at the last moment: this may be stored or not; look before trying again",
        )
    if gone or state == "57P01":
        return LedgerLost, "the connection broke, and nothing of this was stored; try again"
    if isinstance(error, OperationalError) and not state:
        return LedgerBusy, f"it was not reached within {WAIT_SECONDS} s; check that PostgreSQL runs, and the URL"
    if state.startswith("53"):
        return LedgerError, "the server is out of room or connections: nothing of this was stored"
    return LedgerError, ""
