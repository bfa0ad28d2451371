"""Fold a whole history of evidence at once: what the ledger's states are, computed anew.

Rebuilding and `as_of` go through here. A "stop" takes effect at its own moment: what it voids has voted before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from . import weights as w
from .records import Ms
from .votes import vote


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
    topics = {row.topic for row in ordered}
    stops = [*stops, *(Stop(row.topic, row.at, row.event - 1) for row in ordered if row.ends)]
    stops = sorted((stop for stop in stops if stop.topic in topics), key=attrgetter("at", "event"))
    ballot = _Ballot(topics, stops, law)
    for (at, event), group in groupby(ordered, key=attrgetter("at", "event")):
        ballot.take(at, event, [row for row in group if row.mass > 0])
    return Replayed(_states(ordered, stops, law), ballot.votes, ballot.voted_at)


def _states(ordered: Sequence[EvidenceRow], stops: Sequence[Stop], law: w.Law) -> dict[int, w.Accumulators]:
    """Return what the evidence after each topic's last stop sums up to."""
    void = {stop.topic: (stop.at, stop.event) for stop in stops}
    states = {}
    for topic, group in groupby(sorted(ordered, key=attrgetter("topic")), key=attrgetter("topic")):
        after = void.get(topic, (w.NEVER, 0))
        valid = [(row.mass, row.at) for row in group if (row.at, row.event) > after]
        states[topic] = w.fold_all([mass for mass, _ in valid], [at for _, at in valid], law)
    return states


class _Ballot:
    """The votes, advanced event by event: each topic's rungs, and their totals, so that an event costs what it touches."""

    def __init__(self, topics: set[int], stops: Sequence[Stop], law: w.Law) -> None:
        self.votes, self.voted_at = w.no_votes(law), w.NEVER
        self._law, self._rates = law, law.rates[w.RUNGS]
        self._stops, self._stopped = stops, 0
        self._place = {topic: place for place, topic in enumerate(sorted(topics))}
        self._sums = np.zeros((len(topics), len(self._rates)))
        self._at = np.zeros(len(topics), np.int64)
        self._known = np.zeros(len(topics), np.bool_)
        self._count, self._totals = 0, np.zeros(len(self._rates))

    def take(self, at: Ms, event: int, group: Sequence[EvidenceRow]) -> None:
        """Let the rungs vote on an event's positive evidence, then fold it."""
        self._stop(before=(at, event))
        if not group:
            return
        places = np.array([self._place[row.topic] for row in group])
        masses = np.array([row.mass for row in group])
        known = self._known[places]
        self._fade(places, known, at)
        sums, parts = self._sums[places[known]].T, masses[known] / masses.sum()
        self.votes = vote(self.votes, sums, self._totals, np.asarray(float(self._count)), parts, self._law)
        np.add.at(self._sums, places, masses[:, None])
        self._totals = self._totals + masses.sum()
        self._count += len(set(places[~known].tolist()))
        self._known[places] = True

    def _fade(self, places: npt.NDArray[np.int64], known: npt.NDArray[np.bool_], at: Ms) -> None:
        """Bring the totals and some topics' sums to a moment."""
        elapsed = np.where(known, at - self._at[places], 0)
        self._sums[places] *= np.exp(-self._rates * elapsed[:, None])
        self._at[places] = at
        if self.voted_at != w.NEVER:
            self._totals = self._totals * np.exp(-self._rates * (at - self.voted_at))
        self.voted_at = at

    def _stop(self, before: tuple[Ms, int]) -> None:
        """Empty the topics that were stopped before an event; the totals are summed anew, not taken from, to stay exact."""
        first = self._stopped
        while self._stopped < len(self._stops) and self._moment(self._stopped) < before:
            place = self._place[self._stops[self._stopped].topic]
            self._sums[place], self._known[place] = 0.0, False
            self._stopped += 1
        if self._stopped > first and self.voted_at != w.NEVER:
            elapsed = np.where(self._known, self.voted_at - self._at, 0)
            self._totals = (self._sums * np.exp(-self._rates * elapsed[:, None])).sum(axis=0)
            self._count = int(np.count_nonzero(self._known))

    def _moment(self, stop: int) -> tuple[Ms, int]:
        return self._stops[stop].at, self._stops[stop].event
