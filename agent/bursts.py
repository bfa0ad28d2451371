"""Bursts: many words on one topic within hours and on no other day. They enter a prompt behind what has come up on many. Pure functions.

A weight says what a person is taken with now, so a hundred messages in an hour, a loop or a paste, outweigh a month of days. Whoever can
make a person's app say so much must not thereby decide what is named first. So beside an interest that is settled a burst has no
higher score than that one, no stronger word than "Interested in", and no more than two of the places. Without any settled one nothing
changes: of somebody's first day nothing else is known.
"""

from __future__ import annotations

from ..memory import Interest

EVENTS = 8
"""Fewer pieces of evidence are no burst: an evening's talk of something new."""

ONE_SITTING = 1.5
"""Fewer sittings (memory/lasting.py) are one: all within about fifteen hours."""

MANY = 3.0
"""From so many sittings on an interest is settled."""

MOST = 2
"""So many bursts are named beside what is settled."""

BEHIND = 0.999
"""What part of a settled interest's score a burst has at most."""


def is_burst(one: Interest) -> bool:
    """Return whether all that speaks for an interest came at once; what the person pinned is their own word."""
    if one.sittings is None or one.pinned:
        return False
    return one.evidence >= EVENTS and one.sittings < ONE_SITTING


def is_settled(one: Interest) -> bool:
    """Return whether an interest came up on several days."""
    return one.sittings is not None and one.sittings >= MANY
