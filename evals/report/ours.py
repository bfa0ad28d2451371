"""Which of a suite's systems the reader wants to know about, and the order in which systems are shown."""

from __future__ import annotations

import math

from ..results import Outcome

OURS = "penchant"


def main_system(outcome: Outcome) -> str:
    """Return the system that stands for ours: `penchant`, else the first whose name begins so, else the best.

    Raises:
        ValueError: the suite has no system.
    """
    if not outcome.systems:
        raise ValueError("a suite without systems has nothing to report")
    if OURS in outcome.systems:
        return OURS
    return next((name for name in sorted(outcome.systems) if is_ours(name)), ranked(outcome)[0])


def is_ours(system: str) -> bool:
    """Return whether a system is Penchant in some configuration."""
    return system.startswith(OURS)


def ranked(outcome: Outcome, metric: str = "") -> list[str]:
    """Return the systems, best first by a metric, which is the leading one if none is named; those without it come last."""
    metric = metric or outcome.lead
    sign = 1 if metric in outcome.smaller_is_better else -1
    return sorted(outcome.systems, key=lambda name: (sign * _value(outcome, name, metric, sign), name))


def _value(outcome: Outcome, system: str, metric: str, sign: int) -> float:
    figure = outcome.systems[system].metrics.get(metric)
    return figure.value if figure and not math.isnan(figure.value) else sign * math.inf


def rivals(outcome: Outcome) -> list[str]:
    """Return what the main system is measured against by the leading metric, best first: what is not ours, where there is such."""
    main = main_system(outcome)
    others = [name for name in ranked(outcome) if name != main and outcome.lead in outcome.systems[name].metrics]
    return [name for name in others if not is_ours(name)] or others


def best(outcome: Outcome, metric: str) -> set[str]:
    """Return the systems that no other beats by a metric, as it is printed; empty where only one has it, or all have the same."""
    values = {
        name: round(figures.metrics[metric].value, 3)
        for name, figures in outcome.systems.items()
        if metric in figures.metrics and not math.isnan(figures.metrics[metric].value)
    }
    if len(set(values.values())) < 2:
        return set()
    top = min(values.values()) if metric in outcome.smaller_is_better else max(values.values())
    return {name for name, value in values.items() if value == top}


def metrics_of(outcome: Outcome) -> list[str]:
    """Return the metrics that any system has: the leading one, then the others by name."""
    names = {metric for figures in outcome.systems.values() for metric in figures.metrics}
    return sorted(names, key=lambda name: (name != outcome.lead, name))
