"""The weight law: how evidence becomes a weight that fades in silence and comes back with new evidence.

Evidence for a topic is a signed mass m at a time t. Decayed and summed under a half-life H and an exponent p,

    A(t) = ( Σ_k ( |m_k| · 2^(-(t - t_k)/H) )^p )^(1/p)

it gives one accumulator. A topic has thirteen: S (short), L (long) and N (negative evidence) with p = 2, so that n equal
events at once count √n, and ten rungs of a ladder of half-lives with p = 1. An accumulator is kept as its logarithm
at the time of its last evidence: its size does not grow, nothing ticks, and reading changes nothing.

    weight   w = r / (r + κ)   with   r = u · (η·S + (1 - η)·L) · k_N / (k_N + N)
    share    Σ_h softmax(V)_h · p_h(i)   with   p_h(i) = (A_h,i + α/n) / (Σ_j A_h,j + α + θ)

The weight says how strong an interest is, the share how likely it is to come next. V are the rungs' votes: how well each
one's forecast p_h did so far. Everything here is a pure function of evidence and time. docs/weights.md derives it and says where the
defaults come from.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt

from .records import Ms

Floats = npt.NDArray[np.float64]
Times = npt.NDArray[np.int64]

LADDER = tuple(timedelta(minutes=4**rung) for rung in range(10))
"""Half-lives of the rungs: from one minute to 182 days, each four times the one before."""

PINNED = 0.6
"""A pinned topic's weight does not fall below this."""

NEVER: Ms = -(2**61)
"""The reference time of an accumulator without evidence: earlier than any event."""

S, L, N, RUNGS = 0, 1, 2, slice(3, None)

MASSES = {
    "view": 0.2,
    "click": 0.5,
    "search": 0.8,
    "chat": 1.0,
    "save": 1.5,
    "like": 2.0,
    "statement": 3.0,
    "skip": -0.2,
    "dislike": -2.0,
    "not interested": -3.0,
}
"""Mass of the evidence that one event of a kind gives."""


@dataclass(frozen=True)
class Law:
    """The constants of the law. Half-lives must obey `short < long <= negative`.

    Otherwise a weight could rise in silence, because a dislike would fade before the interest it dampens.

    Raises:
        ValueError: a constant lies outside its range, or the half-lives are out of order.
    """

    short: timedelta = timedelta(days=1)
    long: timedelta = timedelta(days=90)
    negative: timedelta = timedelta(days=180)
    burst: float = 2.0
    """p: 1 counts a burst in full, larger values dampen it."""
    mix: float = 0.8
    """η: how much of the weight the short accumulator makes."""
    saturation: float = 1.5
    """κ: the mass whose weight is one half."""
    tolerance: float = 0.5
    """k_N: the negative mass that halves an interest."""
    vote_memory: float = 0.95
    """ρ: what a vote still counts one event later."""
    smoothing: float = 1.0
    """α: mass that all known topics together have in a forecast without any evidence, spread evenly."""
    novelty: float = 0.5
    """θ: mass that "something new" has in a forecast."""

    def __post_init__(self) -> None:
        if not timedelta(0) < self.short < self.long <= self.negative:
            raise ValueError(
                f"half-lives must obey 0 < short < long <= negative, got {self.short}, {self.long}, {self.negative}"
            )
        if self.burst < 1 or not 0 <= self.mix <= 1 or not 0 < self.vote_memory < 1:
            raise ValueError("burst must be at least 1, mix in [0, 1], vote_memory above 0 and below 1")
        if min(self.saturation, self.tolerance, self.smoothing, self.novelty) <= 0:
            raise ValueError("saturation, tolerance, smoothing and novelty must be above 0")

    @property
    def voting_events(self) -> int:
        """How many events' votes are above the last bit of a float."""
        return math.ceil(math.log(1e-18) / math.log(self.vote_memory))

    @cached_property
    def rates(self) -> Floats:
        """λ of each accumulator, per millisecond; shape (13,)."""
        half_lives = (self.short, self.long, self.negative, *LADDER)
        milliseconds = np.array([half_life / timedelta(milliseconds=1) for half_life in half_lives])
        return np.asarray(np.log(2) / milliseconds, np.float64)

    @cached_property
    def exponents(self) -> Floats:
        """p of each accumulator; shape (13,)."""
        return np.array([self.burst] * 3 + [1.0] * len(LADDER))


CHANNELS = 3 + len(LADDER)


@dataclass(frozen=True, slots=True, eq=False)
class Accumulators:
    """A topic's thirteen accumulators: logarithms `logs`, shape (13,), as of the moment `at`."""

    logs: Floats
    at: Ms

    @classmethod
    def empty(cls) -> Self:
        """Accumulators without evidence."""
        return cls(np.full(CHANNELS, -np.inf), NEVER)

    def to_bytes(self) -> bytes:
        """Return the state in 112 bytes, exactly: `at`, then the logarithms, little-endian."""
        return np.array([self.at], "<i8").tobytes() + self.logs.astype("<f8").tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` wrote."""
        return cls(np.frombuffer(data, "<f8", offset=8).astype(np.float64), int(np.frombuffer(data, "<i8", 1)[0]))


def evidence(mass: float, at: Ms) -> Accumulators:
    """Return the accumulators of a single piece of evidence: positive mass feeds S, L and the rungs, negative N."""
    logs = np.full(CHANNELS, -np.inf)
    if mass > 0:
        logs[:] = np.log(mass)
        logs[N] = -np.inf
    elif mass < 0:
        logs[N] = np.log(-mass)
    return Accumulators(logs, at)


def merge(one: Accumulators, other: Accumulators, law: Law) -> Accumulators:
    """Return the accumulators of both histories together. Commutative and associative, to rounding."""
    at = max(one.at, other.at)
    mine = one.logs - law.rates * (at - one.at)
    theirs = other.logs - law.rates * (at - other.at)
    return Accumulators(np.logaddexp(law.exponents * mine, law.exponents * theirs) / law.exponents, at)


def fold(state: Accumulators, mass: float, at: Ms, law: Law) -> Accumulators:
    """Return `state` with one more piece of evidence, in whatever order evidence comes."""
    return merge(state, evidence(mass, at), law) if mass else state


def fold_all(masses: Sequence[float] | Floats, times: Sequence[Ms] | Times, law: Law) -> Accumulators:
    """Return the accumulators of a whole history at once; `masses` and `times` are parallel."""
    signed, moments = np.asarray(masses, np.float64), np.asarray(times, np.int64)
    moments, signed = moments[signed != 0], signed[signed != 0]
    if not len(signed):
        return Accumulators.empty()
    at = int(moments.max())
    feeds = np.repeat((signed > 0)[:, None], CHANNELS, axis=1)
    feeds[:, N] = signed < 0
    terms = np.log(np.abs(signed))[:, None] - law.rates * (at - moments)[:, None]
    terms = np.where(feeds, law.exponents * terms, -np.inf)
    return Accumulators(np.logaddexp.reduce(terms, axis=0) / law.exponents, at)


def decayed(logs: Floats, at: Times, now: Ms, law: Law) -> Floats:
    """Return the accumulators' values at `now`: shape (n, 13) from logarithms (n, 13) as of times (n,).

    A clock that was set back (`now` before `at`) freezes them and never inflates them.
    """
    elapsed = np.maximum(now - at, 0)[:, None].astype(np.float64)
    return np.exp(logs - law.rates * elapsed)


def weights(values: Floats, boost: Floats, pinned: npt.NDArray[np.bool_], law: Law) -> Floats:
    """Return the weights in [0, 1), shape (n,), of decayed values (n, 13) under the person's controls."""
    mixed = law.mix * values[:, S] + (1 - law.mix) * values[:, L]
    strength = boost * mixed * law.tolerance / (law.tolerance + values[:, N])
    weight = np.minimum(strength / (strength + law.saturation), np.nextafter(1.0, 0.0))
    return np.where(pinned, np.maximum(weight, PINNED), weight)


def forecasts(values: Floats, law: Law) -> tuple[Floats, Floats]:
    """Return each rung's forecast of the next topic: each topic's, shape (10, n), and "something new", shape (10,).

    Topics that no positive evidence has reached yet are part of "something new".
    """
    known = values[:, L] > 0
    sums = values[:, RUNGS].T + law.smoothing * known / max(1, known.sum())
    total = sums.sum(axis=1) + law.novelty
    return sums / total[:, None], law.novelty / total


def vote(votes: Floats, values: Floats, masses: Floats, law: Law) -> Floats:
    """Return the votes, shape (10,), after an event: each rung gains the mean log-likelihood that its forecast gave it.

    Args:
        votes: the rungs' votes before.
        values: decayed accumulators of all topics just before the event, shape (n, 13).
        masses: the event's positive mass on each topic, shape (n,).
    """
    total = float(masses.sum())
    if total <= 0:
        return votes
    known, new = forecasts(values, law)
    likelihood = np.where(values[:, L] > 0, known, new[:, None])
    touched = masses > 0
    gained: Floats = np.log(likelihood[:, touched]) @ masses[touched] / total
    return law.vote_memory * votes + gained


def voices(values: Floats, votes: Floats, law: Law) -> tuple[Floats, Floats]:
    """Return who speaks for the shares: each rung's trust, shape (10,), and its forecast of each topic, shape (10, n).

    Trust is the softmax of the votes and sums to one; a topic's share is the sum over the rungs of trust times forecast.
    """
    trust = np.exp(votes - votes.max())
    return trust / trust.sum(), forecasts(values, law)[0]


def shares(values: Floats, votes: Floats, law: Law) -> Floats:
    """Return the probability that each topic is what the person turns to next, shape (n,); the sum is at most one."""
    trust, forecast = voices(values, votes, law)
    share: Floats = trust @ forecast
    return share


def no_votes() -> Floats:
    """Return the votes before any event: all rungs alike."""
    return np.zeros(len(LADDER))
