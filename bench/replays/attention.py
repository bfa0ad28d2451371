"""What a population teaches of attention: the prior of its shares, fitted on conversations of some of its people.

A population's prior is a `Law` with its own trust in the rungs and its own constants of doubt and novelty: how readily its people
turn from one thing to another, and to something new. Coordinate search finds those under which what came next was likeliest; hitting
less often than a half-life of one turn costs extra. evals/suites/populations.json holds what came out;
`python bench/law.py DATA --fit` makes it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from penchant.evals.suites.populations import FILE
from penchant.memory.weights import Law

from . import focus
from .people import MINUTE, Fading, Floats, Ladder

GAPS = (1.0, 4.0)
"""Minutes between turns; both count alike."""

MISSED = 8.0
"""What a hit less than one turn's costs, in nats of likelihood."""

ROUNDS, LEAST = 6, 1e-5

Point = list[float]
"""ln of how much more each of the first four rungs is trusted than the next, ln of attention's α, of τ and θ, log-odds of d, f and q."""


def training(data: Path) -> dict[str, list[Floats]]:
    """Return the conversations that each population's prior is fitted on: every other one of Topical-Chat, and of KdConv's about films."""
    parts = focus.parts(data)
    return {
        "Topical-Chat": [focus.table(talks[::2]) for name, talks in parts.items() if name.startswith("Topical-Chat")],
        "KdConv": [focus.table(parts["KdConv film"][::2])],
    }


def held_out(name: str, talks: list[focus.Conversation]) -> list[focus.Conversation]:
    """Return those of a set's conversations that its population's prior was not fitted on."""
    return talks if name in ("KdConv music", "KdConv travel") else talks[1::2]


def fit(data: Path) -> None:
    """Fit every population's prior into populations.json."""
    found = {name: constants(search(tables, name)) for name, tables in training(data).items()}
    FILE.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def search(tables: list[Floats], name: str) -> Point:
    """Return the point of the least loss that coordinate steps find, each halved where neither direction helps."""
    goals = [_hits(lambda people, topics: Fading(people, topics, 1.0, turns=True), table) for table in tables]

    def loss(at: Point) -> float:
        return float(np.mean([_loss(law(at), table, goal) for table, goal in zip(tables, goals, strict=True)]))

    here: Point = [2.0, 3.0, 3.0, 0.0, *np.log([1.0, 3.0, 1.3]), *(np.log([0.2, 0.6, 0.9]) - np.log([0.8, 0.4, 0.1]))]
    steps, least = [1.0] * len(here), loss(here)
    for number in range(ROUNDS):
        for place in range(len(here)):
            tried = [[*here[:place], here[place] + way * steps[place], *here[place + 1 :]] for way in (1, -1)]
            better = next((one for one in tried if (cost := loss(one)) < least - LEAST), None)
            if better is None:
                steps[place] /= 2
            else:
                here, least = better, cost
        print(f"  {name}, round {number + 1}: {least:.4f} nats a turn")
    return here


def constants(at: Point) -> dict[str, object]:
    """Return a point as the constants of a law."""
    steps = np.exp(np.clip(at[:4], -3, 8))
    trust = [*np.cumprod(steps[::-1])[::-1], *[1.0] * 6]
    alpha, tau, theta = np.exp(np.clip(at[4:7], -5, 5))
    d, f, q = 1 / (1 + np.exp(-np.clip(at[7:], -7, 7)))
    rest = {"attention": alpha, "slack": tau, "novelty": theta, "discount": d, "absorption": f, "certainty": q}
    return {"trust": [round(float(part), 2) for part in trust]} | {k: round(float(v), 4) for k, v in rest.items()}


def law(at: Point) -> Law:
    """Return the law of a point."""
    found = constants(at)
    return replace(Law(), **found | {"trust": tuple(found["trust"])})  # type: ignore[arg-type]  # as `constants` makes it


def _loss(some: Law, table: Floats, goals: list[float]) -> float:
    hits = _hits(lambda people, topics: Ladder(people, topics, some), table)
    missed = sum(max(0.0, goal - hit) for goal, hit in zip(goals, hits, strict=True)) / len(GAPS)
    return _surprise(some, table) + MISSED * missed


def _hits(make: Callable[[int, int], Fading | Ladder], table: Floats) -> list[float]:
    runs = [focus.replay(make(len(table), table.shape[2]), table, gap * MINUTE) for gap in GAPS]
    return [float(run.hits.sum() / run.turns.sum()) for run in runs]


def _surprise(some: Law, table: Floats) -> float:
    """Return the mean of -ln of the share that a turn's topic had, or that something new had."""
    total = count = 0.0
    for gap in GAPS:
        crowd = Ladder(len(table), table.shape[2], some)
        for turn in range(table.shape[1]):
            now = table[:, turn]
            if turn:
                crowd.pass_(np.full(len(table), gap * MINUTE))
                shares, new = crowd.shares()
                fresh = (now * ~crowd.known).sum(axis=1)
                told = (now * crowd.known * np.log(np.maximum(shares, 1e-9))).sum(axis=1)
                total -= float((told + fresh * np.log(np.maximum(new, 1e-9))).sum())
                count += float(now.any(axis=1).sum())
            crowd.learn(now)
    return total / count
