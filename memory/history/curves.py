"""A topic's weight over time: what it was at moments of the past, and what it will be if the person says no more of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Row

from .. import weights as w
from ..records import Ms
from ..topics.assigning import TopicRow
from .replay import EvidenceRow

HORIZON: Ms = timedelta(days=20 * 365) // timedelta(milliseconds=1)
"""How far ahead a weight is followed."""

FELT = [w.S, w.L, w.N]
"""The accumulators that a weight is made of."""


def curve(
    evidence: Sequence[EvidenceRow],
    controls: Sequence[Row[Any]],
    moments: w.Times,
    now: Ms,
    law: w.Law,
    others: w.Floats | w.Times | int = 0,
) -> w.Floats:
    """Return one topic's weight at each moment, shape (n,), under the evidence and the controls up to that moment.

    After `now` nothing more comes: what is in the ledger by now fades.

    Args:
        evidence: the topic's, in any order.
        controls: what the person decided about it, oldest first.
        moments: in milliseconds, in any order.
        now: the present moment.
        law: the constants.
        others: the pieces of evidence that the person's other topics have at each moment, shape (n,), where it was lent something.
    """
    seen, reached, decided = _stages(controls, moments, now)
    values, boost, pinned, prior, since = (
        np.zeros((len(moments), w.CHANNELS)),
        np.ones(len(moments)),
        np.zeros(len(moments), np.bool_),
        np.zeros(len(moments)),
        moments.copy(),
    )
    for place in np.unique(reached):
        here, row = reached == place, decided[place]
        boost[here], pinned[here] = row.boost, row.pinned
        prior[here], since[here] = row.prior, row.prior_at
        counted = Course.of([one for one in evidence if row.counts(one.at, one.event)], law)
        values[np.ix_(here, FELT)] = counted.values(moments[here], seen[here], law)
    return w.weights(values, boost, pinned, law, w.lent(prior, since, np.asarray(others), moments, law))


def pieces(
    evidence: Sequence[EvidenceRow], controls: Sequence[Row[Any]], moments: w.Times, now: Ms
) -> npt.NDArray[np.int64]:
    """Return how many pieces of one topic's evidence count at each moment, shape (n,); arguments as of `curve`."""
    seen, reached, decided = _stages(controls, moments, now)
    counts = np.zeros(len(moments), np.int64)
    for place in np.unique(reached):
        here, row = reached == place, decided[place]
        times = sorted(one.at for one in evidence if row.counts(one.at, one.event))
        counts[here] = np.searchsorted(times, seen[here], side="right")
    return counts


def _stages(
    controls: Sequence[Row[Any]], moments: w.Times, now: Ms
) -> tuple[w.Times, npt.NDArray[np.intp], list[TopicRow]]:
    """Return up to when evidence and controls count at each moment, how many controls that are, and what each makes of the topic."""
    seen = np.where(moments > now, -w.NEVER, moments)
    return seen, np.searchsorted([control.at for control in controls], seen, side="right"), _decided(controls)


def _decided(controls: Sequence[Row[Any]]) -> list[TopicRow]:
    """Return how a topic stands before the first control and after each."""
    row = TopicRow(0, "", np.zeros(0, np.float32), w.Accumulators.empty())
    stages = [row]
    for control in controls:
        row = copy(row)
        row.decide(control.action, control.value, control.at)
        stages.append(row)
    return stages


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Evidence folded step by step: `logs[k]` are the accumulators of the first k pieces, grown back to the first one's moment.

    Shape (n + 1, 3): all terms decay alike, so that one running sum holds the state after every piece.
    """

    times: w.Times
    logs: w.Floats

    @classmethod
    def of(cls, evidence: Sequence[EvidenceRow], law: w.Law) -> Course:
        ordered = sorted(evidence, key=lambda one: one.at)
        times = np.array([one.at for one in ordered], np.int64)
        masses = np.array([one.mass for one in ordered])
        logs = np.full((len(ordered) + 1, len(FELT)), -np.inf)
        if len(ordered):
            feeds = np.stack([masses > 0, masses > 0, masses < 0], axis=1)
            terms = np.log(np.abs(masses))[:, None] + law.rates[FELT] * (times - times[0])[:, None]
            logs[1:] = np.logaddexp.accumulate(np.where(feeds, law.exponents[FELT] * terms, -np.inf), axis=0)
        return cls(times, logs / law.exponents[FELT])

    def values(self, moments: w.Times, seen: w.Times, law: w.Law) -> w.Floats:
        """Return the accumulators at moments, shape (n, 3), of the evidence up to `seen`."""
        if not len(self.times):
            return np.zeros((len(moments), len(FELT)))
        count = np.searchsorted(self.times, seen, side="right")
        last = self.times[np.maximum(count, 1) - 1]
        elapsed = np.maximum(moments, last) - self.times[0]  # a clock that was set back freezes weights
        return np.asarray(np.exp(self.logs[count] - law.rates[FELT] * elapsed[:, None]))


def fades_at(row: TopicRow, weight: float, now: Ms, law: w.Law, others: int = 0) -> Ms | None:
    """Return the first moment from now on at which a topic's weight lies below `weight` in silence, None if not within `HORIZON`.

    `others` are the pieces of evidence that the person's other topics have.
    """

    def below(elapsed: Ms) -> bool:
        values = w.decayed(row.state.logs[None], np.array([row.state.at]), now + elapsed, law)
        lent = w.lent(np.array([row.prior]), np.array([row.prior_at]), np.array([others]), now + elapsed, law)
        return bool(w.weights(values, np.array([row.boost]), np.array([row.pinned]), law, lent)[0] < weight)

    elapsed = _first(below, HORIZON)
    return None if elapsed is None else now + elapsed


def _first(holds: Any, most: int) -> int | None:
    """Return the smallest number up to `most` for which something holds that goes on holding once it does."""
    found = bisect_right(range(most + 1), False, key=holds)
    return found if found <= most else None
