"""T2: how fast and how well a system follows people whose interests drift.

At every turn the system says by its context what comes next; then it hears the turn, a request of CLINC150 in the domain that the
simulated person turned to, which bears the domain's name as its label.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from ...agent.gate.exchanges import Exchange
from ..measured import Measured
from ..metrics.change import lag, lag_hours, lingering
from ..metrics.distributions import divergence, surprise
from ..systems.system import Context, Query, Said, belief
from .lives import BURST, CHANGES, REGIMES, TOPICS, TURNS, Floats, life
from .suite import BASELINES, DAY, HOUR, START, Suite, Timed, Work, read, size

BUDGET = 256
SCALES = {"days": DAY, "hours": HOUR}
"""How long a day of the schedule really is."""

SHORT = 60
"""Turns of a person where it is only for a look."""


def units(data: Path, quick: bool, seed: int) -> list[str]:
    """Return simulated people: a regime, a number, a scale."""
    del data
    if quick:
        return [f"{regime} {seed} days" for regime in ("abrupt", "recurring")]
    people = [(n, "days") for n in range(3)] + [(3, "hours")]
    return [f"{regime} {seed + n} {scale}" for regime in REGIMES for n, scale in people]


@cache
def utterances(data: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the ten domains with what people say in each."""
    domains = read(data / "clinc150/domains.json")
    said = read(data / "clinc150/data_train_val.json")["train"]
    of = {intent: name for name, intents in domains.items() for intent in intents}
    return tuple((name, tuple(text for text, intent in said if of.get(intent) == name)) for name in domains)


def measure(work: Work) -> Measured:
    """Replay one person."""
    regime, number, scale = work.unit.split()
    days, topics, truth = life(regime, int(number), SHORT if work.quick else TURNS)
    domains, rng = utterances(work.data), np.random.default_rng([work.seed, REGIMES.index(regime), int(number)])
    found, leads = Measured(), list[int]()
    system, before = Timed(work.make(), found), tuple[Exchange, ...]()
    names = [name for name, _ in domains]
    for turn, (day, topic) in enumerate(zip(days, topics, strict=True)):
        at = START + float(day) * SCALES[scale]
        context = system.context(Query("", at, before), BUDGET)
        told = _told(context, names)
        leads.append(int((told + 1e-9 * rng.random(TOPICS)).argmax()))
        _count(found, work.unit, told, context, truth[turn], int(topic), leads[-1])
        text = domains[topic][1][int(rng.integers(len(domains[topic][1])))]
        system.observe(Said(str(turn), at, text, session=str(turn), labels=(names[topic],)))
        before = (Exchange(text, ""),)
    system.close()
    _changes(found, work.unit, regime, days, leads)
    return found


def _told(context: Context, names: Sequence[str]) -> Floats:
    """Return the forecast; what is left for something new is spread over the topics that the context does not have."""
    said = belief(context)
    known = np.array([said.get(name, 0.0) for name in names])
    unseen = known == 0
    rest = max(0.0, 1 - float(known.sum()))
    whole = np.where(unseen, rest / max(1, int(unseen.sum())), known) + 1e-12
    return np.asarray(whole / whole.sum())


def _count(found: Measured, person: str, told: Floats, context: Context, truth: Floats, topic: int, lead: int) -> None:
    found.add(person, "JSD", float(divergence(told, truth)))
    found.add(person, "hit@1", float(lead == topic))
    found.add(person, "NLL", surprise(told, topic, 1e-3))
    found.add(person, "tokens", size(context))
    for place, chance in enumerate(told):
        found.tell("of shares", float(chance), float(place == topic))


def _changes(found: Measured, person: str, regime: str, days: Floats, leads: Sequence[int]) -> None:
    for name, day, main in CHANGES:
        if name == regime:
            after = [lead == main for lead, on in zip(leads, days, strict=True) if on >= day]
            since = [24 * float(on - day) for on in days if on >= day]
            found.add(person, "lag", lag(after))
            found.add(person, f"lag {name}", lag(after))
            found.add(person, "lag in hours", lag_hours(after, since))
            for turn, led in enumerate(after[:40]):
                found.trace("turns since the change: new interest leads", turn, float(led))
    if regime == "burst":
        later = [lead == BURST for lead, on in zip(leads, days, strict=True) if on >= 66]
        found.add(person, "burst lingers", lingering(later))


DRIFT = Suite(
    name="drift",
    lead="JSD",
    files=("clinc150/domains.json", "clinc150/data_train_val.json"),
    systems=(
        "penchant",
        "penchant reading",
        *BASELINES,
    ),
    units=units,
    measure=measure,
    penchant="law",
    notes=(
        "Simulated people over 120 days and 120 hours, five regimes; `lag in hours` counts hours of the schedule in days. JSD in bits.",
        "`penchant` has the domain of every turn as its topic, as all others have it as a label; `penchant reading` finds its own "
        "topics in the words, and what it loses beside the first is lost in reading.",
        "Retrievers are asked with the turn before, for nothing else is known of the next one.",
    ),
    smaller_is_better=(
        "JSD",
        "NLL",
        "lag",
        "lag abrupt",
        "lag recurring",
        "lag in hours",
        "burst lingers",
        "ECE of shares",
        "tokens",
    ),
)
