"""The ladder's votes: which of a topic's ten half-lives to believe, learned from how well each one forecast.

Rung h keeps the sums A_h,i of evidence for topic i that fade by its half-life; their total is T_h. n topics are known, N events have voted.

    new_h   = (1 - f_h) · (θ + d · n) / (N + θ)     what rung h says of something new; f_h = f for the two shortest, else 0
    p_h(i)  = (1 - new_h) · ((1 - ε_h) · A_h,i / T_h + ε_h / n)       and of the known topics; ε_h = α_h / (T_h + τ + α_h)
    b_h     = q · T_h / (T_h + κ)                   how awake it is: what has faded says nothing
    a_h     = V_h · b_h / Σ_g V_g · b_g             how much it is listened to
    share_i = Σ_h a_h · p_h(i)                      topic i comes next; what all shares lack to one is something new

An event about i, known or new, moves the trust V by Bayes' rule with rate η; a rung that sleeps is taken to say what all say together:

    V_h ← (1 - s) · V_h · l_h^η / Σ_g V_g · l_g^η + s · π_h       l_h = b_h · p_h(i) + (1 - b_h) · Σ_g a_g · p_g(i)

The small part s goes back to the prior π, so that a rung that was wrong for years is heard again within a few events (fixed share:
Herbster and Warmuth 1998; sleeping experts: Freund et al. 1997; the novelty is Pitman and Yor's). The two shortest rungs are attention
that stays, and leave less room for something new: so what is new speaks against them. π is a population's (population.json, or
`Law.trust`). All arrays may have further axes in front, for many people at once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from .weights import Law

Floats = npt.NDArray[np.float64]

RUNGS = 10
ATTENTION = 2
"""So many rungs, the shortest ones, follow what holds a person's attention now."""

FLOOR = 1e-300
ROUNDING = 1e-12
"""A part of an event that is no more than this is none."""


@cache
def population() -> dict[str, Any]:
    """Return what was learned from many people: where a new person starts from."""
    found: dict[str, Any] = json.loads(files(__package__).joinpath("population.json").read_text("utf-8"))
    return found


def prior(trust: Sequence[float] | None = None) -> Floats:
    """Return π, the trust in each rung before a person's first event, shape (10,); it sums to one. None: the population's."""
    parts = np.array(population()["trust"] if trust is None else trust, np.float64)
    parts /= parts.sum()
    parts.setflags(write=False)
    return parts


def no_votes(law: Law | None = None) -> Floats:
    """Return the votes before any event, shape (11,): the trust V in each rung, and the number of events that have voted."""
    return np.append(prior() if law is None else law.prior, 0.0)


def awake(totals: Floats, law: Law) -> Floats:
    """Return b, how much each rung still remembers, of the totals (10,); in [0, 1]."""
    return law.certainty * totals / (totals + law.forgotten)


def listened(votes: Floats, totals: Floats, law: Law) -> Floats:
    """Return a, how much each rung is listened to, shape (10,): it sums to one, or to zero where nothing is remembered."""
    return _listened(votes, awake(totals, law))


def _listened(votes: Floats, open_: Floats) -> Floats:
    heard = votes[..., :RUNGS] * open_
    return np.asarray(heard / (heard.sum(axis=-1, keepdims=True) + FLOOR))


def novelty(voted: Floats, known: Floats, law: Law) -> Floats:
    """Return what each rung says of something new, shape (10,), after `voted` events about `known` topics, both (): one at first."""
    ever = np.minimum((law.novelty + law.discount * known) / (voted + law.novelty), 1)
    return np.where(np.asarray(known > 0)[..., None], ever[..., None] * law.room, 1.0)


def forecast(sums: Floats, totals: Floats, known: Floats, new: Floats, law: Law) -> Floats:
    """Return p of known topics, shape (10, n).

    Args:
        sums: their sums, shape (10, n).
        totals: the rungs' sums over all topics, shape (10,).
        known: the number of known topics, shape ().
        new: what `novelty` says, shape (10,).
        law: the constants.
    """
    doubt = law.spread / (totals + law.slack + law.spread)
    told = (1 - new) * (1 - doubt) / (totals + FLOOR)
    spread = (1 - new) * doubt / np.maximum(known, 1)[..., None]
    return np.asarray(told[..., None] * sums + spread[..., None])


def vote(votes: Floats, sums: Floats, totals: Floats, known: Floats, parts: Floats, law: Law) -> Floats:
    """Return the votes, shape (11,), after an event.

    Args:
        votes: those before.
        sums: the rungs' sums of the known topics that the event is about, just before it, shape (10, n).
        totals: the rungs' sums over all topics, shape (10,).
        known: the number of known topics, shape ().
        parts: the part of the event that each of the topics has, shape (n,); what is missing to one went to new topics.
    """
    new = novelty(votes[..., RUNGS], known, law)
    return sway(votes, forecast(sums, totals, known, new, law), new, awake(totals, law), parts, law)


def sway(votes: Floats, said: Floats, new: Floats, open_: Floats, parts: Floats, law: Law) -> Floats:
    """Return the votes after an event.

    Args:
        votes: those before.
        said: what `forecast` said of the event's known topics, shape (10, n).
        new: what `novelty` said of something new, shape (10,).
        open_: how `awake` the rungs were, shape (10,).
        parts: the part of the event that each of the topics has, shape (n,); what is missing to one went to new topics.
        law: the constants.
    """
    heard = _listened(votes, open_)
    gained = _likelihood(said, open_, heard) @ parts[..., None]
    fresh = 1 - parts.sum(axis=-1, keepdims=True)
    if (fresh > ROUNDING).any():
        gained = gained + _likelihood(new[..., None], open_, heard) * np.maximum(fresh, 0)[..., None]
    gained = law.vote_rate * gained[..., 0]
    believed = votes[..., :RUNGS] * np.exp(gained - gained.max(axis=-1, keepdims=True))
    believed *= (1 - law.switching) / believed.sum(axis=-1, keepdims=True)
    after = np.empty_like(votes)
    after[..., :RUNGS] = believed + law.switching * law.prior
    after[..., RUNGS] = votes[..., RUNGS] + 1
    return after


def _likelihood(said: Floats, open_: Floats, heard: Floats) -> Floats:
    """Return ln of what each rung said, shape (10, n), a rung that sleeps saying what all say together."""
    together = heard[..., None, :] @ said
    return np.asarray(np.log(open_[..., None] * said + (1 - open_[..., None]) * together + FLOOR))
