"""What keeps readable values out of an encrypted ledger: the database itself refuses them, whoever writes.

A process that was open before, or an older Penchant, knows nothing of keys; what it tries to store fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Table

from . import values
from .columns import SealedBytes
from .rewriting import TABLES, sealed_columns


def put_up(connection: Connection) -> None:
    """Let the database take only what is sealed or empty."""
    take_down(connection)
    for statement in _statements(connection.dialect.name):
        connection.exec_driver_sql(statement)


def take_down(connection: Connection) -> None:
    """Let it take anything again."""
    for table in TABLES:
        if connection.dialect.name == "sqlite":
            for moment in ("insert", "update"):
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS sealed_{table.name}_{moment}")
        else:
            connection.exec_driver_sql(f'ALTER TABLE "{table.name}" DROP CONSTRAINT IF EXISTS sealed')


def _statements(dialect: str) -> Iterator[str]:
    for table in TABLES:
        if dialect == "sqlite":
            readable = " OR ".join(f"NOT {one}" for one in _conditions(table, dialect))
            for moment in ("INSERT", "UPDATE"):
                yield (
                    f"CREATE TRIGGER sealed_{table.name}_{moment.lower()} BEFORE {moment} ON {table.name} WHEN {readable} "
                    "BEGIN SELECT RAISE(ABORT, 'the ledger has been encrypted: open it again'); END"
                )
        else:
            yield f'ALTER TABLE "{table.name}" ADD CONSTRAINT sealed CHECK ({" AND ".join(_conditions(table, dialect))})'


def _conditions(table: Table, dialect: str) -> Iterator[str]:
    """Yield for each column the condition that it is sealed, empty or null."""
    new = "new." if dialect == "sqlite" else ""
    for column in sealed_columns(table):
        name = f'{new}"{column.name}"'
        if isinstance(column.type, SealedBytes):
            mark = f"x'{values.BYTES_MARK.hex()}'" if dialect == "sqlite" else f"'\\x{values.BYTES_MARK.hex()}'::bytea"
            start = f"substr({name}, 1, 3)" if dialect == "sqlite" else f"substring({name} from 1 for 3)"
            yield f"({name} IS NULL OR {start} = {mark})"
        else:
            empty = ", ".join(f"'{one}'" for one in values.EMPTY)
            yield f"({name} IS NULL OR {name} IN ({empty}) OR substr({name}, 1, 3) = '{values.MARK}')"
