"""Interests that came about in an odd way, for the person to look at: in a burst, in one session alone, by an import. Pure functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ..records import Interest, Ms

HOUR: Ms = 3_600_000

BURST = 8
"""So many pieces of evidence within an hour are a burst where they are nearly all there is."""

NEARLY_ALL = 0.8

PHRASES = 4
"""So many different phrases of one topic in a single session are many."""

SESSIONS = 3
"""Of somebody with fewer sessions it says nothing that a topic comes from one."""

TOP = 5

Kind = Literal["burst", "one session", "import"]


@dataclass(frozen=True, slots=True)
class Origin:
    """A piece of evidence for a topic, and where it came from; `source` is None for what was not imported."""

    topic: int
    phrase: str
    mass: float
    at: Ms
    session: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something odd about an interest, and how it is told."""

    kind: Kind
    topic: int
    label: str
    told: str


def anomalies_of(interests: Sequence[Interest], origins: Sequence[Origin]) -> list[Anomaly]:
    """Return what is odd about interests.

    Args:
        interests: heaviest first.
        origins: all evidence that speaks for them, in any order.
    """
    pieces: dict[int, list[Origin]] = defaultdict(list)
    for one in origins:
        pieces[one.topic].append(one)
    sessions = len({one.session for one in origins if one.source is None})
    top = {one.topic for one in [one for one in interests if not one.muted][:TOP]}
    return [
        Anomaly(kind, one.topic, one.label, told)
        for one in interests
        if (own := pieces.get(one.topic))
        for kind, told in _oddities(own, sessions, one.topic in top)
    ]


def _oddities(own: Sequence[Origin], sessions: int, at_the_top: bool) -> Iterator[tuple[Kind, str]]:
    most = _busiest(sorted(one.at for one in own))
    if most >= BURST and most >= NEARLY_ALL * len(own):
        yield "burst", f"{most} of its {len(own)} pieces of evidence came within an hour"
    phrases = {one.phrase.casefold() for one in own}
    if (
        sessions >= SESSIONS
        and len({one.session for one in own}) == 1
        and len(phrases) >= PHRASES
        and not own[0].source
    ):
        yield "one session", f"all its {len(phrases)} phrases come from one session"
    by_source: dict[str, float] = defaultdict(float)
    for one in own:
        by_source[one.source or ""] += one.mass
    source, mass = max(by_source.items(), key=lambda pair: pair[1])
    total = sum(by_source.values())
    if at_the_top and source and mass > total / 2:
        yield "import", f"it is among the first {TOP} by the import {source!r}: {mass / total:.0%} of its evidence"


def _busiest(times: Sequence[Ms]) -> int:
    """Return the most moments within an hour.

    >>> _busiest([0, 1, HOUR, HOUR + 1, HOUR + 2])
    3
    """
    most = first = 0
    for last, at in enumerate(times):
        while times[first] <= at - HOUR:
            first += 1
        most = max(most, last - first + 1)
    return most
