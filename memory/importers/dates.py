"""How a column of a table writes its dates: the first way of writing that fits them all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache

from .node import YEARS, Node, Unreadable
from .written import written

ISO = "ISO 8601 or a number of seconds"

_DAYS = {
    "year/month/day": ("%Y/%m/%d", "%Y.%m.%d"),
    "month/day/year": ("%m/%d/%Y", "%m/%d/%y"),
    "day/month/year": ("%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d.%m.%y", "%d-%m-%Y"),
    "month day, year": ("%b %d, %Y", "%B %d, %Y"),
    "day month year": ("%d %b %Y", "%d %B %Y", "%d-%b-%Y"),
    "年月日": ("%Y年%m月%d日",),
}
_TIMES = (
    "",
    " %H:%M",
    " %H:%M:%S",
    " %I:%M %p",
    " %I:%M:%S %p",
    ", %H:%M",
    ", %H:%M:%S",
    ", %I:%M %p",
    ", %I:%M:%S %p",
)


def way_of(values: Iterable[str]) -> str:
    """Return how values are written as dates: ISO, or a name of the order that fits most of them; "" if none fits half.

    >>> way_of(["13/01/2024", "02/03/2024"]), way_of(["2024-01-13"])
    ('day/month/year', 'ISO 8601 or a number of seconds')
    """
    values = [value for value in values if value]
    fitting = {way: sum(moment(value, way) is not None for value in values) for way in (ISO, *_DAYS)}
    best = max(fitting, key=lambda way: fitting[way])
    return best if values and 2 * fitting[best] >= len(values) else ""


def moment(value: str, way: str) -> datetime | None:
    """Return a moment in UTC; None where a value is not written this way. `way` may also be a format of `strptime`."""
    if way == ISO:
        return _iso(value)
    try:
        at = written(value.strip(), _formats(way)) if way in _DAYS else datetime.strptime(value.strip(), way)
    except ValueError:
        return None
    at = at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
    return at if at.year in YEARS else None


@cache
def _formats(way: str) -> tuple[str, ...]:
    return tuple(day + time for day in _DAYS[way] for time in _TIMES)


def _iso(value: str) -> datetime | None:
    plain = value.strip().removesuffix(" UTC")
    try:
        return Node(plain, "").moment()
    except Unreadable:
        return None
