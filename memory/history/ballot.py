"""The ladder's votes over a whole history.

Each event moves them, so they are a fold event by event; but what they were long ago is forgotten, and the sums that they are about are
closed forms. So the last few thousand events vote again, from every extreme that the votes could have had before. Where these have all
come to one, that is what voting from the first event on gives. Where they have not, more events vote again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .. import votes as v
from .. import weights as w
from ..records import Ms
from .columns import Columns
from .sums import Void, Walk

if TYPE_CHECKING:
    from .replay import Stop

WINDOW = 5_000
"""So many events vote again at first, in a quarter of a second; then three times as many, until nothing of what was before is left."""

LEFT = 1e-10
"""How far the votes may still lie apart: a tenth of what a rebuild must agree to."""


def elect(columns: Columns, stops: Sequence[Stop], law: w.Law) -> tuple[w.Floats, Ms]:
    """Return the votes after all positive evidence, given in any order, and when the last event voted.

    An event has one piece of evidence a topic. `stops` void evidence, in the order of their moments.
    """
    voting = columns.take(columns.mass > 0).in_order()
    if not len(voting):
        return w.no_votes(law), w.NEVER
    topics, places = np.unique(voting.topic, return_inverse=True)
    place = {topic: number for number, topic in enumerate(topics.tolist())}
    voids = [Void(stop.at, stop.event, place[stop.topic]) for stop in stops if stop.topic in place]
    events = np.flatnonzero(np.diff(voting.event, prepend=-1) | np.diff(voting.at, prepend=w.NEVER))
    window = WINDOW
    while True:
        since = max(0, len(events) - window)
        walk = Walk.over(voting, places, events[since:], voids, law.rates[w.RUNGS])
        votes = _voted(_extremes(since, law), walk, law)
        if np.ptp(votes, axis=0).max() <= LEFT:
            return votes[0], int(voting.at[-1])
        window *= 3


def _extremes(count: int, law: w.Law) -> w.Floats:
    """Return the votes after so many events: as if nothing had moved them, and as far as one can move all trust to one rung.

    Shape (11, 11); before any event there is one, shape (1, 11).
    """
    beginning = w.no_votes(law)
    moved = law.switching * beginning + (1 - law.switching) * np.eye(len(beginning) - 1, len(beginning))
    votes = np.vstack([beginning, moved]) if count else beginning[None]
    votes[:, -1] = count
    return votes


def _voted(votes: w.Floats, walk: Walk, law: w.Law) -> w.Floats:
    """Return the votes after the events of a walk."""
    each = np.repeat(np.arange(len(walk.sizes)), walk.sizes)
    new = v.novelty(votes[0, -1] + np.arange(len(walk.sizes)), walk.counts, law)
    said = v.forecast(walk.sums[..., None], walk.totals[each], walk.counts[each], new[each], law)[..., 0]
    open_, start = v.awake(walk.totals, law), 0
    for number, size in enumerate(walk.sizes.tolist()):
        some = slice(start, start + size)
        known = walk.known[some]
        votes = v.sway(votes, said[some][known].T, new[number], open_[number], walk.parts[some][known], law)
        start += size
    return votes
