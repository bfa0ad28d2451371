"""The ladder's votes over a whole history.

Each event moves them, so they are a fold event by event; but what they were long ago is forgotten. The sums that they are about are
closed forms. So the last few hundred events vote again, from every extreme that the votes could have had before; where these have all
come to one, that is what voting from the first event on would give. Where they have not, more events vote again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from . import weights as w
from .columns import Columns, Ints
from .records import Ms
from .votes import vote

if TYPE_CHECKING:
    from .replay import Stop

WINDOW = 1024
"""So many events vote again at first, then twice as many, until nothing of what was before them is left."""

LEFT = 1e-12
"""How far the votes may still lie apart: a thousandth of what a rebuild must agree to."""


def elect(columns: Columns, stops: Sequence[Stop], law: w.Law) -> tuple[w.Floats, Ms]:
    """Return the votes after all positive evidence, given in any order, and when the last event voted.

    `stops` void evidence, in the order of their moments.
    """
    voting = columns.take(columns.mass > 0).in_order()
    if not len(voting):
        return w.no_votes(), w.NEVER
    topics, places = np.unique(voting.topic, return_inverse=True)
    named = set(topics.tolist())
    stops = [stop for stop in stops if stop.topic in named]
    events = np.flatnonzero(np.diff(voting.event, prepend=-1) | np.diff(voting.at, prepend=w.NEVER))
    window = WINDOW
    while True:
        since = max(0, len(events) - window)
        ballot = _Ballot(voting, topics, places, stops, law)
        ballot.begin(since, events)
        for start, end in zip(events[since:], [*events[since + 1 :], len(voting)], strict=True):
            ballot.take(start, end)
        if np.ptp(ballot.votes, axis=0).max() <= LEFT:
            return ballot.votes[0], ballot.voted_at
        window *= 2


class _Ballot:
    """The votes, advanced event by event: each topic's rungs, and their totals, so that an event costs what it touches."""

    def __init__(
        self, voting: Columns, topics: Ints, places: npt.NDArray[np.intp], stops: Sequence[Stop], law: w.Law
    ) -> None:
        self.votes, self.voted_at = w.no_votes()[None], w.NEVER
        self._voting, self._places = voting, places
        self._law, self._rates = law, law.rates[w.RUNGS]
        self._stops, self._stopped = stops, 0
        self._place = {topic: place for place, topic in enumerate(topics.tolist())}
        self._sums = np.zeros((len(topics), len(self._rates)))
        self._at = np.zeros(len(topics), np.int64)
        self._known = np.zeros(len(topics), np.bool_)
        self._count, self._totals = 0, np.zeros(len(self._rates))

    def begin(self, since: int, events: Ints) -> None:
        """Stand where the first `since` events have voted, with every extreme that the votes may have then."""
        if not since:
            return
        first = events[since]
        moment = int(self._voting.at[first]), int(self._voting.event[first])
        self.voted_at = int(self._voting.at[first - 1])
        void = np.full((len(self._place), 2), (w.NEVER, 0), np.int64)
        while self._stopped < len(self._stops) and self._moment(self._stopped) < moment:
            void[self._place[self._stops[self._stopped].topic]] = self._moment(self._stopped)
            self._stopped += 1
        before, places = self._voting.take(slice(first)), self._places[:first]
        valid = before.after(void[places, 0], void[places, 1])
        self._sum(before.take(valid), places[valid])
        self.votes = _extremes(since, self._law)

    def _sum(self, valid: Columns, places: npt.NDArray[np.intp]) -> None:
        """Let evidence be summed up as of the last vote."""
        elapsed = self.voted_at - valid.at
        for rung, rate in enumerate(self._rates):
            decayed = valid.mass * np.exp(-rate * elapsed)
            self._sums[:, rung] = np.bincount(places, decayed, len(self._place))
        self._at[:] = self.voted_at
        self._known[places] = True
        self._count, self._totals = int(np.count_nonzero(self._known)), self._sums.sum(axis=0)

    def take(self, start: int, end: int) -> None:
        """Let the rungs vote on an event's positive evidence, the pieces from `start` to `end`, then fold it."""
        at, event = int(self._voting.at[start]), int(self._voting.event[start])
        self._stop(before=(at, event))
        places, masses = self._places[start:end], self._voting.mass[start:end]
        known = self._known[places]
        self._fade(places, known, at)
        sums, parts = self._sums[places[known]].T, masses[known] / masses.sum()
        self.votes = vote(self.votes, sums, self._totals, np.asarray(float(self._count)), parts, self._law)
        np.add.at(self._sums, places, masses[:, None])
        self._totals = self._totals + masses.sum()
        self._count += len(set(places[~known].tolist()))
        self._known[places] = True

    def _fade(self, places: npt.NDArray[np.intp], known: npt.NDArray[np.bool_], at: Ms) -> None:
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


def _extremes(count: int, law: w.Law) -> w.Floats:
    """Return votes after so many events: as if nothing had moved them, and as far as one of them can move all trust to one rung."""
    beginning = w.no_votes()
    votes = np.vstack([beginning, law.switching * beginning + (1 - law.switching) * np.eye(len(beginning) - 1, len(beginning))])
    votes[:, -1] = count
    return votes
