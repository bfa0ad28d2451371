"""The parts of an explanation: where a weight comes from, which rungs speak for a share, and how both have moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Parts:
    """A weight taken apart: `recent`, `lasting`, `lent` and `pinned` sum to it.

    `recent` comes from the short accumulator (the last days), `lasting` from the long one, `lent` from people like the person, and
    `pinned` is what the pin adds. `lost` is not in the sum: by so much the weight would be higher without the dislike.
    """

    recent: float = 0.0
    lasting: float = 0.0
    lent: float = 0.0
    pinned: float = 0.0
    lost: float = 0.0


@dataclass(frozen=True, slots=True)
class Voice:
    """A rung of the ladder: its half-life, the part of all trust that it has, and the chance that it gives the topic to come next.

    The share is the sum of trust times forecast over the rungs.
    """

    half_life: timedelta
    trust: float
    forecast: float


@dataclass(frozen=True, slots=True)
class Trend:
    """A topic's weight a week ago, a day ago and now."""

    week_ago: float
    day_ago: float
    now: float


@dataclass(frozen=True, slots=True)
class Loan:
    """What a topic got from people like the person: how many of them have it, since when, and the mass that it still counts."""

    people: int
    since: datetime
    mass: float


@dataclass(frozen=True, slots=True)
class Fall:
    """When in silence a weight falls below a level: None if not within 20 years."""

    level: float
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Together:
    """A topic that often comes together with another: the rule's support, confidence and lift."""

    topic: int
    label: str
    support: float
    confidence: float
    lift: float
