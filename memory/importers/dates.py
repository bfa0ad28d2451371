"""How a column of a table writes its dates: the way that fits most of them; ISO 8601, which cannot be mistaken, is read beside any way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
    """Return how values are written as dates: the name of the order that fits most of those that are not ISO; ISO where none fits, "" where
    ISO does not either.

    >>> way_of(["13/01/2024", "02/03/2024", "2024-04-05"]), way_of(["2024-01-13", "soon"]), way_of(["soon"])
    ('day/month/year', 'ISO 8601 or a number of seconds', '')
    """
    values = [value for value in values if value]
    others = [value for value in values if _iso(value) is None]
    fitting = {way: sum(moment(value, way) is not None for value in others) for way in _DAYS}
    best = max(fitting, key=lambda way: fitting[way])
    return best if fitting[best] else ISO if len(others) < len(values) else ""


def moment(value: str, way: str) -> datetime | None:
    """Return a moment in UTC; None where a value is written neither this way nor as ISO.

    `way` may also be a format of `strptime`: whoever says one means that alone.
    """
    if way not in _DAYS:
        return _iso(value) if way in (ISO, "") else _moment(lambda: datetime.strptime(value.strip(), way))
    return _moment(lambda: written(value.strip(), _formats(way))) or _iso(value)


def _moment(read: Callable[[], datetime]) -> datetime | None:
    try:
        at = read()
    except ValueError:
        return None
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC) if at.year in YEARS else None


@cache
def _formats(way: str) -> tuple[str, ...]:
    return tuple(day + time for day in _DAYS[way] for time in _TIMES)


def _iso(value: str) -> datetime | None:
    plain = value.strip().removesuffix(" UTC")
    if plain[1:3].strip("0123456789").startswith("."):  # a day and a month: one of the ways above
        return None
    try:
        return Node(plain, "").moment()
    except Unreadable:
        return None
