"""The versions of a ledger in PostgreSQL, as Alembic runs them: one file in versions/ for each, none ever changed once released.

A version has the same number as in SQLite, where schema.py brings a file up to date in place. A new ledger is made from the tables as
they are now and marked with the newest version; a test compares that with what the steps make. To add one: change schema.py, append its
step for SQLite to `STEPS`, and write versions/vN.py for PostgreSQL.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, inspect, text
from sqlalchemy.schema import CreateIndex, CreateTable

from ...errors import LedgerMismatch
from .. import full_text, schema

FOLDER: Final = Path(__file__).parent

NEWEST: Final = len(schema.STEPS) + 1

FIRST: Final = 3
"""The version that was the newest when Alembic took over: older ones are brought up to it by schema.py's steps."""

_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtext('penchant migrate'), hashtext(current_schema()))"


def migrate(connection: Connection) -> None:
    """Make a new ledger, or bring an old one to the newest version, inside the caller's transaction; the others wait.

    Raises:
        LedgerMismatch: it was made by a newer version of Penchant.
    """
    if _current(connection) == NEWEST:
        full_text.make(connection)
        return
    connection.execute(text(_LOCK))
    if not inspect(connection).has_table("meta"):
        _make(connection)
    elif _current(connection) is None:  # made before Alembic took over
        schema.migrate(connection, FIRST)
        _mark(connection, FIRST)
    if (there := _current(connection)) is not None and there > NEWEST:
        raise LedgerMismatch(
            f"the ledger has version {there}, this Penchant knows up to {NEWEST}: install a newer Penchant"
        )
    if there != NEWEST:
        upgrade(connection)
    full_text.make(connection)


def _current(connection: Connection) -> int | None:
    """Return the version that a ledger is marked with; None where there is no mark."""
    there = connection.execute(text("SELECT to_regclass('alembic_version')")).scalar()
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if there else None
    return int(found.removeprefix("v")) if found else None


def _make(connection: Connection) -> None:
    """Make the tables as they are now, in one message to the server."""
    made: list[Any] = [CreateTable(table) for table in schema.tables.sorted_tables]
    made += [CreateIndex(index) for table in schema.tables.sorted_tables for index in sorted(table.indexes, key=str)]
    connection.exec_driver_sql(";".join(str(one.compile(dialect=connection.dialect)) for one in made))
    connection.execute(schema.meta.insert().values(key="version", value=str(NEWEST).encode()))
    _mark(connection, NEWEST)


def _mark(connection: Connection, version: int) -> None:
    connection.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
    connection.execute(text("DELETE FROM alembic_version"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": f"v{version}"})


def upgrade(connection: Connection) -> None:
    """Run the versions' steps from where a ledger is up to the newest, in the caller's transaction."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)

    def steps(revision: Any, _context: object) -> Any:
        return scripts._upgrade_revs("head", revision)

    with EnvironmentContext(config, scripts, fn=steps) as environment:
        environment.configure(connection=connection, target_metadata=schema.tables)
        environment.run_migrations()
    version = {"value": str(NEWEST).encode()}
    connection.execute(schema.meta.update().where(schema.meta.c.key == "version").values(version))
