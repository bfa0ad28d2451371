"""The weight law: how evidence becomes a weight that fades in silence and comes back with new evidence.

Evidence for a topic is a signed mass m at a time t. Decayed and summed under a half-life H and an exponent p,

    A(t) = ( Σ_k ( |m_k| · 2^(-(t - t_k)/H) )^p )^(1/p)

it gives one accumulator. A topic has thirteen: S (short), L (long) and N (negative evidence) with p = 2, so that n equal
events at once count √n, and ten rungs of a ladder of half-lives with p = 1. An accumulator is kept as its logarithm
at the time of its last evidence: its size does not grow, nothing ticks, and reading changes nothing.

    weight   w = r / (r + κ)   with   r = u · (η·S + (1 - η)·L + P) · k_N / (k_N + N)
    share    Σ_h a_h · p_h(i)

u is the person's boost, P what people like the person lend the topic: 0 unless asked for, and from the first word against it on. The
weight says how strong an interest is, the share how likely it is to come next: votes.py has its law, where each rung forecasts
and is listened to as far as its forecasts were right. Everything here is a pure function of evidence and time. docs/weights.md
derives it and says where the defaults come from.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt

from . import votes as ballot
from .arguments import a_number, a_time
from .records import Ms
from .votes import no_votes as no_votes

Floats = npt.NDArray[np.float64]
Times = npt.NDArray[np.int64]

LADDER = tuple(timedelta(seconds=15 * 5**rung) for rung in range(ballot.RUNGS))
"""Half-lives of the rungs: from 15 seconds to 339 days, each five times the one before."""

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
    "image": 0.5,  # what a picture shows are not the person's words: attaching it is like a click
    "audio": 1.0,  # what they say in a recording are
    "save": 1.5,
    "like": 2.0,
    "statement": 3.0,
    "skip": -0.2,
    "dislike": -2.0,
    "not interested": -3.0,
}
"""Mass of the evidence that one event of a kind gives; a "rating" has what `rating_mass` says.

A search over those of "like", "dislike" and "statement" found none that are better beyond chance (docs/results/sweeps.md); no set of data
that it could ask has the other kinds.
"""

MOST_MASS = 1e6
"""The mass of an app's kind lies between this and its negative: far beyond any use, and far from where floating-point numbers end."""

RATED = 2.0
"""The mass of the best rating; the worst has its negative."""

DWELL_ONSET = timedelta(seconds=5)
"""Up to about here looking at something is deciding whether to stay."""

DWELL_PLAIN = timedelta(seconds=30)
"""The dwell time that gives a view its plain mass: from here on a page is taken to have satisfied (Fox et al. 2005, TOIS 23(2))."""

DWELL_MOST = 2.5
"""However long the dwell time, a view's mass is at most so many times the plain one: what a click has."""


def rating_mass(rating: float) -> float:
    """Return the mass of a rating in [0, 1]: -2 for the worst, 0 in the middle, 2 for the best.

    Raises:
        ValueError: it lies outside.

    >>> rating_mass(0.5), rating_mass(1)
    (0.0, 2.0)
    """
    if not 0 <= rating <= 1:
        raise ValueError(f"a rating lies between 0 and 1, got {rating}")
    return RATED * (2 * rating - 1)


def dwell_factor(dwell: timedelta) -> float:
    """Return what a view of some time counts beside a plain one: ln(1 + t/5 s) / ln(1 + 30 s/5 s), at most 2.5.

    The logarithm is the scale on which dwell times are compared as a sign of interest (Yi, Hong, Zhong, Liu and Rajan, "Beyond clicks:
    dwell time for personalization", RecSys 2014), for they spread over orders of magnitude and are shortest most often (Liu, White and
    Dumais, SIGIR 2010: a Weibull distribution of negative ageing). The onset of 5 s and the cap are chosen, not fitted.

    Raises:
        ValueError: it is negative.

    >>> [round(dwell_factor(timedelta(seconds=seconds)), 2) for seconds in (0, 2, 30, 300, 3600)]
    [0.0, 0.17, 1.0, 2.11, 2.5]
    """
    if dwell < timedelta(0):
        raise ValueError(f"a dwell time is not negative, got {dwell}")
    return min(DWELL_MOST, math.log1p(dwell / DWELL_ONSET) / math.log1p(DWELL_PLAIN / DWELL_ONSET))


@dataclass(frozen=True)
class Law:
    """The constants of the law. Half-lives must obey `short < long <= negative`.

    Otherwise a weight could rise in silence, because a dislike would fade before the interest it dampens.

    The defaults were searched anew by `penchant eval sweep` (commands and all trials: docs/results/sweeps.md). Of the weight's constants
    with the masses of kinds the best of 32 settings is within chance of them on people held out: AUROC .520 and .518, p .36. Of the votes'
    constants none of 20 others did better than they on the people searched on (`drift` and `focus` at once).

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
    vote_rate: float = 1.8
    """η_V: how much one event's likelihood moves the trust in a rung."""
    switching: float = 0.002
    """s: the part of the trust that goes back to the prior with every event."""
    smoothing: float = 1.5
    """α: mass that a rung's forecast spreads evenly over all known topics, beside what it remembers."""
    attention: float = 1.0
    """The same for the two shortest rungs: what holds attention is surer."""
    slack: float = 3.0
    """τ: mass that makes this part smaller where a rung remembers little."""
    forgotten: float = 0.1
    """κ_V: the mass at which a rung is half asleep."""
    certainty: float = 0.9
    """q: how far a rung that is wide awake is believed at most."""
    novelty: float = 1.3
    """θ: mass that "something new" has before the first event."""
    discount: float = 0.2
    """d: mass that every known topic adds to it."""
    absorption: float = 0.6
    """f: how much less room for something new attention that stays leaves, that of the two shortest rungs."""
    lending: float = 10.0
    """n₀: pieces of evidence for other topics that halve what people like the person lend a topic."""
    trust: tuple[float, ...] | None = None
    """π: how far each rung is trusted before a person's first event, in any unit; None: as far as the population's (population.json)."""

    def __post_init__(self) -> None:
        for one in fields(self):
            check = a_time if one.name in ("short", "long", "negative") else a_number
            if one.name != "trust":
                check(one.name, getattr(self, one.name))
        if not timedelta(0) < self.short < self.long <= self.negative:
            raise ValueError(
                f"half-lives must obey 0 < short < long <= negative, got {self.short}, {self.long}, {self.negative}"
            )
        if self.burst < 1 or not 0 <= self.mix <= 1:
            raise ValueError(f"burst must be at least 1 and mix in [0, 1], got {self.burst} and {self.mix}")
        if not 0 < self.switching < 1 or not 0 <= self.discount < 1:
            raise ValueError(
                f"switching must lie above 0 and below 1, discount in [0, 1), got {self.switching} and {self.discount}"
            )
        if not 0 < self.certainty <= 1 or not 0 <= self.absorption <= 1:
            raise ValueError(
                f"certainty must lie above 0 and up to 1, absorption in [0, 1], got {self.certainty} and {self.absorption}"
            )
        above_zero = (
            "saturation",
            "tolerance",
            "vote_rate",
            "smoothing",
            "attention",
            "slack",
            "forgotten",
            "novelty",
            "lending",
        )
        if min(getattr(self, name) for name in above_zero) <= 0:
            raise ValueError(f"{', '.join(above_zero)} must be above 0")

        if self.trust is not None and (len(self.trust) != ballot.RUNGS or min(self.trust) <= 0):
            raise ValueError(f"trust must be {ballot.RUNGS} numbers above 0, one for each rung, got {self.trust}")

    @cached_property
    def prior(self) -> Floats:
        """π, the trust in each rung before a person's first event; shape (10,), with sum one."""
        return ballot.prior(self.trust)

    @cached_property
    def spread(self) -> Floats:
        """α of each rung, shape (10,)."""
        return np.repeat([self.attention, self.smoothing], [ballot.ATTENTION, ballot.RUNGS - ballot.ATTENTION])

    @cached_property
    def room(self) -> Floats:
        """1 - f_h: how much room each rung leaves for something new, shape (10,)."""
        return np.repeat([1 - self.absorption, 1.0], [ballot.ATTENTION, ballot.RUNGS - ballot.ATTENTION])

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
    return Accumulators(_merged(one.logs, at - one.at, other.logs, at - other.at, law), at)


def merge_all(logs: Floats, at: Times, other_logs: Floats, other_at: Times, law: Law) -> tuple[Floats, Times]:
    """Return `merge` of many pairs: logarithms, shape (n, 13), and moments, shape (n,)."""
    until = np.maximum(at, other_at)
    return _merged(logs, (until - at)[:, None], other_logs, (until - other_at)[:, None], law), until


def _merged(logs: Floats, elapsed: Times | int, other_logs: Floats, other_elapsed: Times | int, law: Law) -> Floats:
    mine, theirs = logs - law.rates * elapsed, other_logs - law.rates * other_elapsed
    return np.asarray(np.logaddexp(law.exponents * mine, law.exponents * theirs) / law.exponents, np.float64)


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
    return Accumulators(np.logaddexp.reduce(_terms(signed, at - moments, law), axis=0) / law.exponents, at)


def fold_groups(masses: Floats, times: Times, firsts: Times, law: Law) -> tuple[Times, Floats]:
    """Return the accumulators of several histories at once: their moments, shape (k,), and logarithms, shape (k, 13).

    `masses`, none of them 0, and `times` are parallel; `firsts`, shape (k,), is where each history begins in them.
    """
    at = np.maximum.reduceat(times, firsts)
    elapsed = np.repeat(at, np.diff(firsts, append=len(times))) - times
    return at, np.logaddexp.reduceat(_terms(masses, elapsed, law), firsts, axis=0) / law.exponents


def _terms(masses: Floats, elapsed: Times, law: Law) -> Floats:
    """Return the logarithm of what each piece of evidence adds to each accumulator's power sum, shape (n, 13)."""
    feeds = np.repeat((masses > 0)[:, None], CHANNELS, axis=1)
    feeds[:, N] = masses < 0
    terms = np.log(np.abs(masses))[:, None] - law.rates * elapsed[:, None]
    return np.where(feeds, law.exponents * terms, -np.inf)


def decayed(logs: Floats, at: Times, now: Ms, law: Law) -> Floats:
    """Return the accumulators' values at `now`: shape (n, 13) from logarithms (n, 13) as of times (n,).

    A clock that was set back (`now` before `at`) freezes them and never inflates them.
    """
    elapsed = np.maximum(now - at, 0)[:, None].astype(np.float64)
    return np.exp(logs - law.rates * elapsed)


def lent(masses: Floats, since: Times, others: Floats | Times, now: Ms | Times, law: Law) -> Floats:
    """Return the mass that people like the person still lend each topic, shape (n,).

        P_i = m_i · 2^(-(now - t_i)/H_L) · n₀ / (n₀ + n_i)

    It fades as what lasts does, and yields to what the person does themselves. A topic's own evidence is left out of n_i, so
    that evidence for a topic cannot lower its weight.

    Args:
        masses: what each topic was lent, shape (n,).
        since: when, shape (n,).
        others: the pieces of evidence that the person's other topics have, n_i, shape (n,).
        now: the present moment, or one for each.
        law: the constants.
    """
    elapsed = np.maximum(now - since, 0).astype(np.float64)
    left = law.lending / (law.lending + others)
    return np.asarray(masses * np.exp(-law.rates[L] * elapsed) * left, np.float64)


def weights(
    values: Floats, boost: Floats, pinned: npt.NDArray[np.bool_], law: Law, lent: Floats | float = 0.0
) -> Floats:
    """Return the weights in [0, 1), shape (n,), of decayed values (n, 13) under the person's controls.

    What is `lent` counts for as long as the person has said nothing against the topic.
    """
    mixed = law.mix * values[:, S] + (1 - law.mix) * values[:, L] + np.where(values[:, N] > 0, 0.0, lent)
    strength = boost * mixed * law.tolerance / (law.tolerance + values[:, N])
    weight = np.minimum(strength / (strength + law.saturation), np.nextafter(1.0, 0.0))
    return np.where(pinned, np.maximum(weight, PINNED), weight)


def settled(values: Floats) -> Floats:
    """Return decayed values (n, 13) without their short accumulators: their `weights` are what is left when the last days are over.

    What obeys the law with S obeys it without: evidence for a topic never lowers its settled weight, silence never raises it.
    """
    calm = values.copy()
    calm[:, S] = 0.0
    return calm


def standing(values: Floats) -> tuple[Floats, Floats]:
    """Return the rungs' totals over all topics, shape (10,), and the number of known topics, shape ().

    A topic is known from its first positive evidence on.
    """
    return values[:, RUNGS].sum(axis=0), np.asarray(np.count_nonzero(values[:, L] > 0), np.float64)


def voices(values: Floats, votes: Floats, law: Law) -> tuple[Floats, Floats]:
    """Return who speaks for the shares: how much each rung is listened to, shape (10,), and its forecasts, shape (10, n).

    The first sums to one, or to zero where nothing is remembered; a forecast is the probability that a topic comes next, and what it lacks
    to one over all topics is "something new". A topic's share is the sum over the rungs of the one times the other.
    """
    totals, count = standing(values)
    heard = ballot.listened(votes, totals, law)
    new = ballot.novelty(votes[..., ballot.RUNGS], count, law)
    return heard, ballot.forecast(values[:, RUNGS].T, totals, count, new, law) * (values[:, L] > 0)


def shares(values: Floats, votes: Floats, law: Law) -> Floats:
    """Return the probability that each topic is what the person turns to next, shape (n,); the sum is at most one."""
    heard, said = voices(values, votes, law)
    share: Floats = heard @ said
    return share


def vote(votes: Floats, values: Floats, masses: Floats, law: Law, standing: tuple[Floats, Floats]) -> Floats:
    """Return the votes, shape (11,), after an event: `votes.vote` of what an event was about.

    Args:
        votes: those before.
        values: decayed accumulators of the topics that it was about, just before it, shape (n, 13).
        masses: its positive mass on each of them, shape (n,); without any it does not vote.
        standing: what `standing` gives of all topics at that moment.
    """
    total = float(masses.sum())
    if total <= 0:
        return votes
    known = (values[:, L] > 0) & (masses > 0)
    return ballot.vote(votes, values[known][:, RUNGS].T, *standing, masses[known] / total, law)
