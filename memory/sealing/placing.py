"""Which row each value is written into: found in every statement on its way to an encrypted ledger, so that no statement has to say it.

An `INSERT` gives its row's key, or gets the next number here, before the database would give it; an `UPDATE` that writes a sealed value
names the row by its key in its conditions. One that does neither is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BindParameter, Column, Connection, Insert, Table, Update, event, func, select
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BinaryExpression

from . import values
from .columns import Sealed, SealedBytes, SealedName
from .rows import Placed, keys_of, told, unplaced

if TYPE_CHECKING:
    from sqlalchemy import Engine

Given = dict[str, Any]


def place_all(engine: Engine) -> None:
    """Let everything that is written through an engine be bound to its row."""
    event.listen(engine, "before_execute", _before, retval=True)


def bound_columns(table: Table) -> list[Column[Any]]:
    """Return the columns of a table whose values are bound to their row."""
    return [c for c in table.columns if isinstance(c.type, Sealed | SealedBytes)] if keys_of(table) else []


_BOUND: Final = cache(bound_columns)


def _before(
    connection: Connection, statement: Any, many: Sequence[Given], one: Given, _options: Any
) -> tuple[Any, Sequence[Given], Given]:
    if not isinstance(statement, Insert | Update) or not isinstance(statement.table, Table):
        return statement, many, one
    if not (columns := _BOUND(statement.table)):
        return statement, many, one
    if isinstance(statement, Insert) and statement._multi_values:
        raise unplaced(statement.table.name)  # rows are given beside a statement, not in it
    sets = [dict(given) for given in (many or [one])]
    fixed: Given = {
        c if isinstance(c, str) else c.key: v for c, v in (statement._values or {}).items()
    }  # what `.values()` was given
    written = [c.name for c in columns if any(_is_value(given.get(c.name, fixed.get(c.name))) for given in sets)]
    if written:
        statement = _placed(connection, statement, sets, fixed, written)
    return statement, sets if many else [], {} if many else sets[0]


def _placed(connection: Connection, statement: Any, sets: list[Given], fixed: Given, written: list[str]) -> Any:
    """Put its row beside each value that is written."""
    table, more = statement.table, dict[str, Any]()
    named = fixed if isinstance(statement, Insert) else _conditions(statement)
    if isinstance(statement, Insert):
        more = _numbered(connection, table, sets, fixed)
    for given in sets:
        row = told(_stored(connection, table.c[key], key, given, named | more) for key in keys_of(table))
        for name in written:
            if name in given:
                given[name] = Placed(given[name], row)
            elif isinstance(value := fixed.get(name), BindParameter):
                more[name] = Placed(value.effective_value, row)
    return statement.values(more) if more else statement


def _is_value(given: Any) -> bool:
    """Return whether something would be sealed."""
    value = given.effective_value if isinstance(given, BindParameter) else given
    return value is not None and value not in values.EMPTY


def _stored(connection: Connection, column: Column[Any], key: str, given: Given, named: Mapping[str, Any]) -> Any:
    """Return a part of a row's key as the database has it."""
    value = given.get(key, named.get(key))
    if isinstance(value, BindParameter):
        value = given.get(value.key, value.effective_value)
    if value is None:
        raise unplaced(str(column))
    process = column.type.bind_processor(connection.dialect) if isinstance(column.type, SealedName) else None
    return value if process is None else process(value)


def _conditions(statement: Update) -> dict[str, Any]:
    """Return what the columns of the rows equal that a statement changes."""
    return {
        one.left.name: one.right
        for clause in statement._where_criteria
        for one in _flat(clause)
        if isinstance(one, BinaryExpression) and one.operator is operators.eq and isinstance(one.left, Column)
        if one.left.table is statement.table and isinstance(one.right, BindParameter)
    }


def _flat(clause: Any) -> Iterator[Any]:
    """Yield the parts of a condition that must all hold."""
    if getattr(clause, "operator", None) is operators.and_:
        for one in clause.clauses:
            yield from _flat(one)
    else:
        yield clause


def _numbered(connection: Connection, table: Table, sets: list[Given], fixed: Given) -> Given:
    """Give each new row its number where the database would; return what is to be added to the statement."""
    key = table.autoincrement_column
    if key is None or key.name not in keys_of(table) or key.name in fixed:
        return {}
    without = [given for given in sets if given.get(key.name) is None]
    numbers = iter(_next(connection, table, key, len(without)) if without else [])
    if len(sets) == 1 and without and not sets[0]:  # everything stands in the statement
        return {key.name: next(numbers)}
    for given in without:
        given[key.name] = next(numbers)
    return {}


def _next(connection: Connection, table: Table, key: Column[Any], count: int) -> Sequence[int]:
    """Return the next numbers of a table; in SQLite nobody else writes meanwhile."""
    if connection.dialect.name == "sqlite":
        last = f'SELECT max("{key.name}") FROM "{table.name}"'  # noqa: S608 - names of the schema
        first = int(connection.exec_driver_sql(last).scalar() or 0) + 1  # each turn asks: it is not built anew
        return range(first, first + count)
    named = func.nextval(func.pg_get_serial_sequence(table.name, key.name))
    return [int(connection.execute(select(named)).scalar_one()) for _ in range(count)]
