"""The rungs' sums just before each event of a history, for its topics and for all, by passes over arrays.

A sum that fades and grows, x_k = f_k · x_{k-1} + m_k, is computed for all k at once by doubling: after pass d each place holds what the
last 2^d steps make, of factors f that are at most one and masses m above 0, so that nothing overflows or cancels
(Hillis and Steele, "Data parallel algorithms", CACM 1986). Where topics are stopped in between, the walk goes from stop to stop.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .. import weights as w
from ..records import Ms
from .columns import Bools, Columns, Ints

Places = npt.NDArray[np.intp]


class Void(NamedTuple):
    """What was said of the topic at a place is void from a moment on: up to a time, and up to an event in that millisecond."""

    at: Ms
    event: int
    place: int


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """What stands just before each event, in time order, and what the event is about.

    Args:
        sizes: how many pieces of evidence an event has, shape (events,).
        totals: the rungs' sums over all topics, shape (events, 10).
        counts: the number of known topics, shape (events,).
        sums: the rungs' sums of each piece's topic, shape (pieces, 10).
        known: whether that topic had any evidence, shape (pieces,).
        parts: the part of its event's mass that each piece has, shape (pieces,).
    """

    sizes: Ints
    totals: w.Floats
    counts: w.Floats
    sums: w.Floats
    known: Bools
    parts: w.Floats

    @classmethod
    def over(cls, pieces: Columns, places: Places, events: Ints, voids: Sequence[Void], rates: w.Floats) -> Walk:
        """Walk over the last events of a history.

        Args:
            pieces: the positive evidence in time order, one piece an event and topic.
            places: which topic each is for, numbered from 0 without a gap.
            events: where the events to walk over begin among the pieces.
            voids: in the order of their moments.
            rates: how fast each rung fades, per millisecond.
        """
        ends = np.append(events[1:], len(pieces))
        moments = [(int(pieces.at[start]), int(pieces.event[start])) for start in events] if voids else []
        level = _Level.before(pieces, places, int(events[0]), voids, rates)
        cuts = _cuts(moments, voids)
        walked = []
        for number, (first, last) in enumerate(zip([0, *cuts], [*cuts, len(events)], strict=True)):
            if number:
                level.drop([void.place for void in voids if moments[first - 1] <= void[:2] < moments[first]])
            walked.append(level.advance(pieces, places, events[first:last], ends[first:last]))
        totals, counts, sums, known = (np.concatenate(column) for column in zip(*walked, strict=True))
        masses = pieces.mass[events[0] :]
        sizes = ends - events
        parts = masses / np.repeat(np.add.reduceat(masses, events - events[0]), sizes)
        return cls(sizes, totals, counts, sums, known, parts)


def _cuts(moments: Sequence[tuple[Ms, int]], voids: Sequence[Void]) -> list[int]:
    """Return before which events, the first one left out, something becomes void."""
    places = {bisect_right(moments, void[:2]) for void in voids} if moments else set()
    return sorted(place for place in places if 0 < place < len(moments))


class _Level:
    """Where the sums stand after some pieces: each topic's as of its last one, and the totals."""

    def __init__(self, count: int, rates: w.Floats) -> None:
        self._rates = rates
        self._sums, self._totals = np.zeros((count, len(rates))), np.zeros(len(rates))
        self._at, self._known = np.zeros(count, np.int64), np.zeros(count, np.bool_)
        self._seen = 0

    @classmethod
    def before(cls, pieces: Columns, places: Places, first: int, voids: Sequence[Void], rates: w.Floats) -> _Level:
        """Return where they stand before the `first` piece, by their closed forms."""
        level = cls(int(places.max()) + 1, rates)
        if first:
            level._sum_up(pieces, places, first, voids)
        return level

    def _sum_up(self, pieces: Columns, places: Places, first: int, voids: Sequence[Void]) -> None:
        moment = (int(pieces.at[first]), int(pieces.event[first]))
        void = np.full((len(self._at), 2), (w.NEVER, 0), np.int64)
        for one in voids:
            if one[:2] < moment:
                void[one.place] = one[:2]
        some, places = pieces.take(slice(first)), places[:first]
        valid = some.after(void[places, 0], void[places, 1])
        some, places, self._seen = some.take(valid), places[valid], int(pieces.at[first - 1])
        for rung, rate in enumerate(self._rates):
            decayed = some.mass * np.exp(-rate * (self._seen - some.at))
            self._sums[:, rung] = np.bincount(places, decayed, len(self._at))
        self._at[:], self._totals = self._seen, self._sums.sum(axis=0)
        self._known[places] = True

    def drop(self, places: Sequence[int]) -> None:
        """Empty some topics; the totals are summed anew, not taken from, to stay exact."""
        self._sums[places], self._known[places] = 0.0, False
        elapsed = np.where(self._known, self._seen - self._at, 0)
        self._totals = (self._sums * np.exp(-self._rates * elapsed[:, None])).sum(axis=0)

    def advance(
        self, pieces: Columns, places: Places, starts: Ints, ends: Ints
    ) -> tuple[w.Floats, w.Floats, w.Floats, Bools]:
        """Take events in, each given by where its pieces start and end; return what a `Walk` has of them."""
        first, last = int(starts[0]), int(ends[-1])
        totals = self._add_to_all(pieces.mass[first:last], pieces.at[starts], starts - first)
        sums, known, fresh = self._add_to_each(pieces.mass[first:last], pieces.at[first:last], places[first:last])
        counts = np.count_nonzero(self._known) - len(fresh) + np.searchsorted(np.sort(fresh), starts - first)
        return totals, counts.astype(np.float64), sums, known

    def _add_to_all(self, masses: w.Floats, times: Ints, starts: Ints) -> w.Floats:
        """Return the totals before each event, and keep those after the last."""
        elapsed = np.diff(times, prepend=self._seen if self._totals.any() else times[0])
        factors = np.exp(-self._rates * elapsed[:, None])
        grown = np.add.reduceat(masses, starts)[:, None] * np.ones_like(self._rates)
        grown[0] += factors[0] * self._totals
        after = _scanned(factors, grown)
        before = np.vstack([factors[0] * self._totals, factors[1:] * after[:-1]])
        self._totals, self._seen = after[-1], int(times[-1])
        return before

    def _add_to_each(self, masses: w.Floats, times: Ints, places: Places) -> tuple[w.Floats, Bools, Ints]:
        """Return the sums of each piece's topic before it, whether it was known, and which pieces made topics known."""
        order = np.argsort(places, kind="stable")
        places, times = places[order], times[order]
        begins = np.diff(places, prepend=-1) != 0
        known = ~begins | self._known[places]
        since = np.where(begins, self._at[places], np.roll(times, 1))
        factors = np.exp(-self._rates * np.where(known, times - since, 0)[:, None])
        start = factors * np.where(begins[:, None], self._sums[places], 0.0)
        factors[begins] = 0.0  # a topic's sums go on from its own, not from those of the one before
        after = _scanned(factors, start + masses[order][:, None])
        before = np.where(begins[:, None], start, factors * np.roll(after, 1, axis=0))
        lasts = np.append(begins[1:], True)
        self._sums[places[lasts]], self._at[places[lasts]], self._known[places] = after[lasts], times[lasts], True
        back = np.empty_like(order)
        back[order] = np.arange(len(order))
        return before[back], known[back], order[~known]


def _scanned(factors: w.Floats, grown: w.Floats) -> w.Floats:
    """Return x of shape (n, 10), where x_k = f_k · x_{k-1} + m_k and x_0 = m_0."""
    factors, grown, reach = factors.copy(), grown.copy(), 1
    while reach < len(grown):
        grown[reach:] += factors[reach:] * grown[:-reach]  # numpy reads all of it before it writes
        factors[reach:] *= factors[:-reach].copy()
        reach *= 2
    return grown
