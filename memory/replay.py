"""Fold a whole history of evidence at once: what the ledger's states are, computed anew.

Rebuilding and `as_of` go through here. A "stop" takes effect at its own moment: what it voids has voted before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

import numpy as np

from . import weights as w
from .records import Ms


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One piece of evidence; `event` orders pieces of the same millisecond."""

    topic: int
    event: int
    mass: float
    at: Ms
    stated: bool = True
    ends: bool = False
    """The words end the interest: what was before them is void."""


@dataclass(frozen=True, slots=True)
class Stop:
    """The person stopped a topic: evidence up to `at`, and up to `event` in that millisecond, is void from then on."""

    topic: int
    at: Ms
    event: int


@dataclass(frozen=True, slots=True, eq=False)
class Replayed:
    """The states of the topics that have evidence, the ladder's votes, and the time of the last event that voted."""

    states: dict[int, w.Accumulators]
    votes: w.Floats
    voted_at: Ms


def replay(rows: Iterable[EvidenceRow], stops: Sequence[Stop], law: w.Law) -> Replayed:
    """Fold evidence in time order, whatever order it is given in; words that end an interest stop it just before their own event."""
    ordered = sorted(rows, key=attrgetter("at", "event"))
    stops = [*stops, *(Stop(row.topic, row.at, row.event - 1) for row in ordered if row.ends)]
    events = [list(group) for _, group in groupby(ordered, key=attrgetter("at", "event"))]
    columns = _Columns({row.topic for row in ordered}, sorted(stops, key=attrgetter("at", "event")))
    split = _first_that_counts(events, law)
    if split:
        columns.sum_up([row for group in events[:split] for row in group], _place(events[split]), law)
    votes, voted_at = w.no_votes(), w.NEVER
    for group in events[split:]:
        columns.stop(before=_place(group))
        if _votes(group):
            voted_at = group[0].at
            votes = w.vote(votes, columns.values(voted_at, law), columns.masses(group), law)
        columns.fold(group, law)
    columns.stop(before=(-w.NEVER, 0))
    return Replayed(columns.states(), votes, voted_at)


def _place(group: Sequence[EvidenceRow]) -> tuple[Ms, int]:
    """Return where an event stands in time."""
    return group[0].at, group[0].event


def _votes(group: Sequence[EvidenceRow]) -> bool:
    return any(row.mass > 0 for row in group)


def _first_that_counts(events: Sequence[Sequence[EvidenceRow]], law: w.Law) -> int:
    """Return the first event whose vote is still above the last bit of a float: votes fade by the event."""
    voting = [place for place, group in enumerate(events) if _votes(group)]
    return voting[-law.voting_events] if len(voting) > law.voting_events else 0


class _Columns:
    """The topics' states as arrays, advanced event by event; `stops` are those still to come, in time order."""

    def __init__(self, topics: set[int], stops: list[Stop]) -> None:
        self.place = {topic: place for place, topic in enumerate(sorted(topics))}
        self.stops = [stop for stop in stops if stop.topic in topics]
        self.logs = np.full((len(topics), w.CHANNELS), -np.inf)
        self.at = np.full(len(topics), w.NEVER, np.int64)

    def sum_up(self, rows: Sequence[EvidenceRow], until: tuple[Ms, int], law: w.Law) -> None:
        """Fold the rows before `until` without stepping through them, and the stops among them."""
        void = {stop.topic: (stop.at, stop.event) for stop in self.stops if (stop.at, stop.event) < until}
        self.stops = [stop for stop in self.stops if (stop.at, stop.event) >= until]
        valid = [row for row in rows if (row.at, row.event) > void.get(row.topic, (w.NEVER, 0))]
        valid.sort(key=attrgetter("topic"))
        for topic, group in groupby(valid, key=attrgetter("topic")):
            masses, times = zip(*((row.mass, row.at) for row in group), strict=True)
            self._put(topic, w.fold_all(masses, times, law))

    def stop(self, before: tuple[Ms, int]) -> None:
        """Empty the topics that were stopped before an event."""
        while self.stops and (self.stops[0].at, self.stops[0].event) < before:
            self._put(self.stops.pop(0).topic, w.Accumulators.empty())

    def values(self, now: Ms, law: w.Law) -> w.Floats:
        return w.decayed(self.logs, self.at, now, law)

    def masses(self, group: Sequence[EvidenceRow]) -> w.Floats:
        masses = np.zeros(len(self.place))
        for row in group:
            masses[self.place[row.topic]] = max(0.0, row.mass)
        return masses

    def fold(self, group: Sequence[EvidenceRow], law: w.Law) -> None:
        for row in group:
            self._put(row.topic, w.fold(self._get(row.topic), row.mass, row.at, law))

    def states(self) -> dict[int, w.Accumulators]:
        return {topic: self._get(topic) for topic in self.place}

    def _put(self, topic: int, state: w.Accumulators) -> None:
        self.logs[self.place[topic]], self.at[self.place[topic]] = state.logs, state.at

    def _get(self, topic: int) -> w.Accumulators:
        place = self.place[topic]
        return w.Accumulators(self.logs[place].copy(), int(self.at[place]))
