"""The filters of a store's search, as LangGraph defines them: fields that are equal, or compared by operators. Pure functions."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from typing import Any

_ORDERS = {"$gt": operator.gt, "$gte": operator.ge, "$lt": operator.lt, "$lte": operator.le}


def fits(value: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Return whether a value has all that is wanted of it.

    >>> fits({"weight": 0.4, "label": "jazz"}, {"weight": {"$gte": 0.3}, "label": "jazz"})
    True

    Raises:
        ValueError: there is no such operator, or what it compares is no number.
    """
    return all(_agrees(value.get(name), one) for name, one in wanted.items())


def _agrees(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, Mapping):
        if any(str(name).startswith("$") for name in wanted):
            return all(_compares(value, name, than) for name, than in wanted.items())
        return isinstance(value, Mapping) and fits(value, wanted)
    if isinstance(wanted, list | tuple):
        alike = isinstance(value, Sequence) and not isinstance(value, str) and len(value) == len(wanted)
        return alike and all(map(_agrees, value, wanted))
    return bool(value == wanted)


def _compares(value: Any, name: str, than: Any) -> bool:
    if name == "$eq":
        return bool(value == than)
    if name == "$ne":
        return bool(value != than)
    if name not in _ORDERS:
        raise ValueError(f"a filter knows no {name!r}: choose $eq, $ne, $gt, $gte, $lt or $lte")
    if value is None:  # a field that is not there lies nowhere
        return False
    if not _is_number(value) or not _is_number(than):
        raise ValueError(f"{name} compares numbers, got {value!r} and {than!r}")
    return bool(_ORDERS[name](float(value), float(than)))


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True
