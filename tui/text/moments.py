"""Moments and spans of time in words, in local time. Pure functions: the present moment is passed in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from .bars import exact

if TYPE_CHECKING:
    from ...memory import Interest

_SPANS = (
    ("year", timedelta(days=365)),
    ("month", timedelta(days=30.44)),
    ("week", timedelta(weeks=1)),
    ("day", timedelta(days=1)),
    ("hour", timedelta(hours=1)),
    ("minute", timedelta(minutes=1)),
)
_ENOUGH = 1.5
"""A span is told in the largest unit that it has at least so many of, save the day, the hour and the year."""


def span(length: timedelta) -> str:
    """Return a span of time, rounded, as people say it.

    >>> span(timedelta(days=3, hours=5)), span(timedelta(minutes=70)), span(timedelta(seconds=20))
    ('3 days', '1 hour', 'a minute')
    """
    for name, unit in _SPANS:
        count = length / unit
        if count >= (_ENOUGH if name in ("month", "week") else 0.95):
            return f"{round(count)} {name}{'s' * (round(count) != 1)}"
    return "a minute"


def date(moment: datetime, now: datetime) -> str:
    """Return a local date, with its year where it is another than this one.

    >>> from datetime import UTC
    >>> date(datetime(2025, 7, 4, 12, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC))
    '4 Jul 2025'
    """
    local = moment.astimezone()
    return f"{local.day} {local:%b}" + (f" {local.year}" if local.year != now.astimezone().year else "")


def day(moment: datetime | None, now: datetime) -> str:
    """Return when something was last seen, by the calendar: today, yesterday, 3 days ago, 14 Jul, Jul 2025."""
    if moment is None:
        return ""
    local, present = moment.astimezone(), now.astimezone()
    days = (present.date() - local.date()).days
    if days < 7:
        return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago" if days > 0 else "today")
    return date(moment, now) if local.year == present.year else f"{local:%b %Y}"


def leaves(one: Interest, threshold: float, at: datetime | None, now: datetime) -> str:
    """Return whether a topic gets into the prompts of open questions, and how long that goes on in silence."""
    if one.muted:
        return "muted: is in no prompt"
    if one.tentative and not one.pinned:
        return "said once: is in no prompt until it comes up again, or you confirm it"
    if one.negative > one.weight:
        return "disliked: what it is about is avoided" if one.negative >= threshold else "is not in the prompt"
    if one.weight < threshold:
        return f"is not in the prompt: under {exact(threshold)}"
    if one.pinned:
        return "pinned: stays in the prompt"
    return "stays in the prompt" if at is None else f"leaves the prompt in about {span(at - now)}"
