"""Durations as a person types and reads them."""

from __future__ import annotations

import re
from datetime import timedelta

from ..agent.reasons import spoken as spoken

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
