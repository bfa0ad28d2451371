"""Runs made by hand: what an evaluation could have found, without the time that one takes."""

from __future__ import annotations

from random import Random

from penchant.evals.results import Curve, Figure, Figures, Outcome, Run

SYSTEMS = ("penchant", "penchant without gate", "bm25", "vectors", "recent", "last turns", "full history", "nothing")


def figure(values: dict[str, float], spread: float = 0.05) -> Figure:
    """The mean of people's values, with an interval about it."""
    mean = sum(values.values()) / len(values)
    return Figure(mean, mean - spread, mean + spread, values)


def people(mean: float, count: int = 20, *, seed: int = 0) -> dict[str, float]:
    draw = Random(seed)
    return {f"person {index}": mean + draw.uniform(-0.05, 0.05) for index in range(count)}


def figures(level: float, tokens: float, seed: int = 0) -> Figures:
    """One system's figures, curves and costs; the higher its level, the better."""
    metrics = {
        "recall": figure(people(level, seed=seed)),
        "lag": Figure(20 - 15 * level, 18 - 15 * level, 22 - 15 * level, people(20 - 15 * level, seed=seed)),
        "ece": Figure(0.2 - 0.1 * level),
    }
    budgets = (64.0, 128.0, 256.0, 512.0)
    curves = {
        "recall by budget": Curve("tokens", "recall", [(n, level * n / (n + 60)) for n in budgets]),
        "reliability": Curve(
            "weight", "came back", [(n / 10, min(1, n / 10 * (0.6 + 0.4 * level))) for n in range(11)]
        ),
        "lag after a change": Curve("turns since", "weight of the new", [(n, 1 - 0.5**n * level) for n in range(20)]),
    }
    return Figures(metrics, curves, {"milliseconds a turn": 12.5 + tokens / 10, "tokens a turn": tokens})


def outcome(systems: tuple[str, ...] = SYSTEMS, shift: float = 0.0) -> Outcome:
    found = {
        name: figures(0.75 - 0.07 * index + shift * (index == 0), 40.0 * index**2, index)
        for index, name in enumerate(systems)
    }
    return Outcome("recall", found, {"talks.json": "ab" * 32}, ["Twenty people."], ["lag", "ece"])


def run(shift: float = 0.0, systems: tuple[str, ...] = SYSTEMS) -> Run:
    """A run over two suites, one with a Chinese name; ours is better by `shift`."""
    suites = {"evidence": outcome(systems, shift), "偏好": outcome(systems[:3], shift)}
    return Run(suites, 7, "penchant eval run all --seed 7", {"budget": 256}, {"penchant": "0.1.0", "python": "3.11"})
