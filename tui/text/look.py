"""Looking at interests as they were at another time, or would be under other half-lives. Pure functions and a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .moments import date

FACTORS = (1 / 8, 1 / 4, 1 / 2, 1.0, 2.0, 4.0, 8.0)
"""What the half-lives are multiplied by, at the stops of their slider."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at: now, or another moment; under the real half-lives, or all of them times a factor."""

    when: str = "now"
    as_of: datetime | None = None
    factor: float = 1.0
    lives: str = ""

    @property
    def live(self) -> bool:
        """Whether it is how things are, so that controls act on it."""
        return self.as_of is None and self.factor == 1.0

    def __str__(self) -> str:
        lives = f"with half-lives of {self.lives}" if self.factor != 1.0 else ""
        return ", ".join(filter(None, (f"as of {self.when}" if self.as_of else "", lives)))


def stops(now: datetime, since: datetime | None) -> list[tuple[str, datetime | None]]:
    """Return the moments that a time slider stops at, oldest first and now last, back to the first words, at most a year.

    Each is whole days before now.
    """
    local = now.astimezone()
    monday = local.weekday() or 7
    back = {"yesterday": 1, "last Monday": monday, "a week ago": 7, "two weeks ago": 14, "a month ago": 30,
            "two months ago": 61, "three months ago": 91, "six months ago": 183, "a year ago": 365}  # fmt: skip
    found: dict[int, str] = {}
    for name, days in back.items():
        found.setdefault(days, name)
    reached = [(name, now - timedelta(days=days)) for days, name in sorted(found.items(), reverse=True)]
    kept = [(name, moment) for name, moment in reached if since is not None and moment > since]
    return [*kept, ("now", None)]


def when(name: str, moment: datetime | None, now: datetime) -> str:
    """Return the words of a stop, with its date."""
    return f"{name}, {date(moment, now)}" if moment else name


def half_lives(factor: float, short: timedelta, long: timedelta) -> str:
    """Return two half-lives times a factor, in words.

    >>> half_lives(0.5, timedelta(days=1), timedelta(days=90))
    '12 hours and 45 days'
    """
    return f"{_exact(short * factor)} and {_exact(long * factor)}"


def _exact(length: timedelta) -> str:
    """Return a half-life in days, or in hours where it has less than two."""
    hours = length / timedelta(hours=1)
    count, unit = (hours, "hour") if hours < 24 else (hours / 24, "day")
    return f"{round(count)} {unit}{'s' * (round(count) != 1)}"
