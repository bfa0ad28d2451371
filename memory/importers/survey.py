"""An account of what a reader finds: what is taken, what is left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from .found import Found, LeftOut, Reason

PLACES = 5
"""Places of what should not have been there that are told."""

SHOWN = 40
"""Characters of the words that are shown of something."""


@dataclass(slots=True)
class Survey:
    """Counts of what is taken, by kind and role, and of what is left out, by reason; when the first and the last of it was.

    What is dated later than `now` counts as of now: `ahead` says how much that is, `furthest` the latest moment and how its words begin.
    """

    now: datetime | None = None
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    left_out: Counter[Reason] = field(default_factory=Counter)
    places: list[str] = field(default_factory=list)
    looked_at: int = 0
    undated: int = 0
    ahead: int = 0
    furthest: tuple[datetime, str] | None = None
    first: datetime | None = None
    last: datetime | None = None

    def add(self, found: Found) -> None:
        """Count one thing that was found."""
        if isinstance(found, LeftOut):
            self.left_out[found.reason] += 1
            if found.place and len(self.places) < PLACES:
                self.places.append(found.place)
            return
        self.taken[found.kind, found.role] += 1
        self.looked_at += found.dwell is not None
        self.undated += found.at is None
        if found.at is not None and self.now is not None and found.at > self.now:
            self.ahead += 1
            words = (found.text or (found.item.title if found.item else ""))[:SHOWN]
            self.furthest = max(self.furthest or (found.at, words), (found.at, words))
        elif found.at is not None:
            self.first = min(self.first or found.at, found.at)
            self.last = max(self.last or found.at, found.at)


def survey(
    reading: Iterable[Found], progress: Callable[[int], None] = lambda _count: None, now: datetime | None = None
) -> Survey:
    """Return the account of everything that a reader finds; `progress` is called with how much that is so far."""
    counts = Survey(now)
    for number, found in enumerate(reading, start=1):
        counts.add(found)
        if number % 1000 == 0:
            progress(number)
    return counts
