"""Rows by many numbers: one bound value however many there are, so that a statement is compiled once and has no limit."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Each(FunctionElement[int]):
    """The numbers of a JSON array, as a subquery."""

    type = BigInteger()
    inherit_cache = True


@compiles(_Each, "sqlite")
def _sqlite(element: _Each, compiler: SQLCompiler, **options: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses, **options)}))"  # noqa: S608 - what is bound


@compiles(_Each, "postgresql")
def _postgresql(element: _Each, compiler: SQLCompiler, **options: Any) -> str:
    bound = compiler.process(element.clauses, **options)
    return f"(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST({bound} AS JSON)))"  # noqa: S608 - the same


def among(column: ColumnElement[int]) -> ColumnElement[bool]:
    """Return the condition that a column is among the numbers that are bound as `numbers`, as `listed` gives them."""
    return column.op("IN", is_comparison=True)(_Each(bindparam("numbers")))


def listed(numbers: Iterable[int]) -> str:
    """Return numbers as `among` takes them.

    >>> listed({3: "three"})
    '[3]'
    """
    return json.dumps([int(number) for number in numbers])
