"""Durations as a person types and reads them."""

from __future__ import annotations

import re
from datetime import timedelta

_UNITS = {
    "w": timedelta(weeks=1),
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}
_NAMES = {
    "week": "w",
    "wk": "w",
    "day": "d",
    "hour": "h",
    "hr": "h",
    "minute": "m",
    "min": "m",
    "second": "s",
    "sec": "s",
}
_DURATION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*", re.IGNORECASE)

_SPOKEN = (
    (timedelta(days=365), "year"),
    (timedelta(days=30), "month"),
    (timedelta(weeks=1), "week"),
    (timedelta(days=1), "day"),
    (timedelta(hours=1), "hour"),
    (timedelta(minutes=1), "minute"),
)


def duration(text: str) -> timedelta:
    """Return a duration that a person typed.

    >>> duration("7d"), duration("1.5 hours")
    (datetime.timedelta(days=7), datetime.timedelta(seconds=5400))

    Raises:
        ValueError: it is none, or longer than a person's memory needs.
    """
    found = _DURATION.fullmatch(text)
    name = found[2].lower() if found else ""
    unit = _UNITS.get(_NAMES.get(name.removesuffix("s"), name))
    if not found or unit is None:
        raise ValueError(f"{text!r} is no duration; write 90m, 12h, 7d or 2w")
    try:
        return float(found[1]) * unit
    except OverflowError as error:
        raise ValueError(f"{text!r} is too long a duration") from error


def spoken(length: timedelta) -> str:
    """Return a duration in words, rounded to what matters.

    >>> spoken(timedelta(days=3, hours=2)), spoken(timedelta(hours=1)), spoken(timedelta(days=16))
    ('3 days', '1 hour', '2 weeks')
    """
    for unit, name in _SPOKEN:
        if length >= (2 * unit if name in ("week", "month", "year") else unit):
            count = round(length / unit)
            return f"{count} {name}{'s' * (count != 1)}"
    return "less than a minute"
