"""How far a person's interests of late are from those of the long run.

Jensen-Shannon divergence (Lin 1991, Divergence measures based on the Shannon entropy, IEEE Trans. Inf. Theory 37) in bits:

    JSD(P, Q) = H((P + Q)/2) - (H(P) + H(Q))/2       0: the same, 1: nothing in common

P is how the positive evidence of the window spreads over the topics. Q is how what was said before the window does, each piece decayed
by the long half-life to the window's beginning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from .. import weights as w
from ..history.replay import EvidenceRow
from ..records import Ms, from_ms

LEAST = 5
"""Pieces of evidence that both sides must have for the divergence to say anything."""

DRAWS = 400
"""How often a window is drawn from the long run to see what chance alone does."""


@dataclass(frozen=True, slots=True)
class Move:
    """A topic's part of what was said before the window and in it; `bits` is its part of the divergence."""

    topic: int
    label: str
    before: float
    lately: float
    bits: float

    @property
    def up(self) -> bool:
        """Whether it takes a larger part than before."""
        return self.lately > self.before


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the interests since `since` are from those before.

    `bits` in [0, 1] is the divergence, None where too little was said on either side. `chance` is what it would be on average
    if nothing had changed and as many pieces had been drawn from the long run: a shift is one that lies above it. `moves` are the
    topics whose part changed, the one that makes most of the divergence first. `pieces` counts the evidence of the window,
    `pieces_before` that before it.
    """

    since: datetime
    bits: float | None
    chance: float | None
    moves: tuple[Move, ...]
    pieces: int
    pieces_before: int


def divergence(p: w.Floats, q: w.Floats) -> w.Floats:
    """Return each entry's part of the Jensen-Shannon divergence in bits; `p` may have several rows, shape (…, n)."""
    middle = (p + q) / 2

    def half(one: w.Floats) -> w.Floats:
        ratio = np.divide(one, middle, out=np.ones_like(middle), where=(one > 0) & (middle > 0))
        return np.asarray(one * np.log2(ratio), np.float64)

    return np.maximum((half(p) + half(q)) / 2, 0.0)


def shift(evidence: Sequence[EvidenceRow], labels: dict[int, str], since: Ms, until: Ms, law: w.Law) -> Shift:
    """Return how far the evidence from `since` to `until` is from that before; topics without a label are left out."""
    counted = [one for one in evidence if one.mass > 0 and one.topic in labels and one.at <= until]
    topics = sorted({one.topic for one in counted})
    before, lately = ([one for one in counted if (one.at >= since) is late] for late in (False, True))
    if min(len(before), len(lately)) < LEAST:
        return Shift(from_ms(since), None, None, (), len(lately), len(before))
    long_run = _spread(before, topics, since, law)
    of_late = _spread(lately, topics, since, law)
    bits = divergence(of_late, long_run)
    order = np.argsort(-bits, kind="stable")
    moves = tuple(
        Move(topics[i], labels[topics[i]], float(long_run[i]), float(of_late[i]), float(bits[i]))
        for i in order
        if bits[i] > 0
    )
    total, chance = min(1.0, float(bits.sum())), _by_chance(lately, long_run)
    return Shift(from_ms(since), total, chance, moves, len(lately), len(before))


def _spread(evidence: Sequence[EvidenceRow], topics: Sequence[int], since: Ms, law: w.Law) -> w.Floats:
    """Return how evidence spreads over topics, shape (n,); pieces before `since` decayed to it."""
    place = {topic: i for i, topic in enumerate(topics)}
    sums = np.zeros(len(topics))
    newest = max(one.at for one in evidence)
    for one in evidence:
        age = max(0, min(since, newest) - one.at)
        sums[place[one.topic]] += one.mass * np.exp(-law.rates[w.L] * age)
    return np.asarray(sums / sums.sum(), np.float64)


def _by_chance(lately: Sequence[EvidenceRow], long_run: w.Floats) -> float:
    """Return the mean divergence of windows of as many pieces that are drawn from the long run, always the same ones."""
    masses = np.array([one.mass for one in lately])
    drawn = np.random.default_rng(0).choice(len(long_run), (DRAWS, len(masses)), p=long_run)
    sums = np.zeros((DRAWS, len(long_run)))
    np.add.at(sums, (np.arange(DRAWS)[:, None], drawn), masses)
    return float(divergence(sums / sums.sum(axis=1, keepdims=True), long_run).sum(axis=1).mean())


def start_of(window: timedelta, now: Ms) -> Ms:
    """Return when a window up to now begins.

    Raises:
        ValueError: it is not above 0.
    """
    if window <= timedelta(0):
        raise ValueError(f"a window must be above 0, got {window}")
    return max(0, now - window // timedelta(milliseconds=1))
