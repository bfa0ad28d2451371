"""The ladder's votes: which of a topic's ten half-lives to believe, learned from how well each one forecast.

Rung h keeps the sums A_h,i of evidence for topic i that fade by its half-life; their total is T_h. n topics are known, N events have voted.

    p_h(i)  = (1 - ε_h) · A_h,i / T_h + ε_h / n     ε_h = α / (T_h + τ + α)      what rung h says of the known topics
    b_h     = q · T_h / (T_h + κ)                                               how awake it is: what has faded says nothing
    a_h     = V_h · b_h / Σ_g V_g · b_g                                         how much it is listened to
    new     = (θ + d · n) / (N + θ) · (1 - f · (a_0 + a_1))                     something new comes next, less so while attention stays
    share_i = (1 - new) · Σ_h a_h · p_h(i)                                      topic i comes next

An event about known topics moves the trust V by Bayes' rule with rate η; a rung that sleeps is taken to say what all say together:

    V_h ← (1 - s) · V_h · l_h^η / Σ_g V_g · l_g^η + s · π_h       l_h = b_h · p_h(i) + (1 - b_h) · Σ_g a_g · p_g(i)

The small part s goes back to the prior π, so that a rung that was wrong for years is heard again within a few events (fixed share:
Herbster and Warmuth 1998; sleeping experts: Freund et al. 1997; the novelty is Pitman and Yor's). π is a population's
(population.json). All arrays may have further axes in front, for many people at once.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from .weights import Law

Floats = npt.NDArray[np.float64]

RUNGS = 10
FLOOR = 1e-300


@cache
def population() -> dict[str, Any]:
    """Return what was learned from many people: where a new person starts from."""
    found: dict[str, Any] = json.loads(files(__package__).joinpath("population.json").read_text("utf-8"))
    return found


@cache
def prior() -> Floats:
    """Return π: the trust in each rung before a person's first event, shape (10,); it sums to one."""
    trust = np.array(population()["trust"], np.float64)
    trust /= trust.sum()
    trust.setflags(write=False)
    return trust


def no_votes() -> Floats:
    """Return the votes before any event, shape (11,): the trust V in each rung, and the number of events that have voted."""
    return np.append(prior(), 0.0)


def awake(totals: Floats, law: Law) -> Floats:
    """Return b, how much each rung still remembers, of the totals (10,); in [0, 1]."""
    return law.certainty * totals / (totals + law.forgotten)


def listened(votes: Floats, totals: Floats, law: Law) -> Floats:
    """Return a, how much each rung is listened to, shape (10,): it sums to one, or to zero where nothing is remembered."""
    return _listened(votes, awake(totals, law))


def _listened(votes: Floats, open_: Floats) -> Floats:
    heard = votes[..., :RUNGS] * open_
    return np.asarray(heard / (heard.sum(axis=-1, keepdims=True) + FLOOR))


def forecast(sums: Floats, totals: Floats, known: Floats, law: Law) -> Floats:
    """Return p of known topics, shape (10, n), from their sums (10, n), all topics' totals (10,) and their number ()."""
    doubt = law.smoothing / (totals + law.slack + law.smoothing)
    told = (1 - doubt) / (totals + FLOOR)
    return np.asarray(told[..., None] * sums + (doubt / np.maximum(known, 1)[..., None])[..., None])


def novelty(votes: Floats, heard: Floats, known: Floats, law: Law) -> Floats:
    """Return the probability that something new comes next, shape (): one before the first event."""
    ever = (law.novelty + law.discount * known) / (votes[..., RUNGS] + law.novelty)
    stays = law.absorption * (heard[..., 0] + heard[..., 1])
    return np.where(known > 0, np.minimum(ever, 1) * (1 - stays), 1.0)


def vote(votes: Floats, sums: Floats, totals: Floats, known: Floats, parts: Floats, law: Law) -> Floats:
    """Return the votes, shape (11,), after an event.

    Args:
        votes: those before.
        sums: the rungs' sums of the known topics that the event is about, just before it, shape (10, n).
        totals: the rungs' sums over all topics, shape (10,).
        known: the number of known topics, shape ().
        parts: the part of the event that each of the topics has, shape (n,); what is missing to one went to new topics.
    """
    return sway(votes, forecast(sums, totals, known, law), awake(totals, law), parts, law)


def sway(votes: Floats, said: Floats, open_: Floats, parts: Floats, law: Law) -> Floats:
    """Return the votes after an event, from what `forecast` said of its topics, shape (10, n), and how `awake` the rungs were, (10,)."""
    together = _listened(votes, open_)[..., None, :] @ said
    open_ = open_[..., None]
    likelihood = np.log(open_ * said + (1 - open_) * together + FLOOR)
    gained = law.vote_rate * (likelihood @ parts[..., None])[..., 0]
    believed = votes[..., :RUNGS] * np.exp(gained - gained.max(axis=-1, keepdims=True))
    after = np.empty_like(votes)
    after[..., :RUNGS] = (1 - law.switching) * believed / believed.sum(axis=-1, keepdims=True) + law.switching * prior()
    after[..., RUNGS] = votes[..., RUNGS] + 1
    return after
