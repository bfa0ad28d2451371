"""Figures that must be reached, for continuous integration: `--fail-under recall=0.8`."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from ..results import Outcome, Run
from .figures import OF_THE_DATA
from .ours import main_system


@dataclass(frozen=True, slots=True)
class Threshold:
    """A value that a metric must reach, on every suite that has it or on one, for a system or the main one."""

    metric: str
    value: float
    suite: str = ""
    system: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """A figure that is worse than its threshold."""

    suite: str
    system: str
    metric: str
    found: float
    needed: float
    smaller_is_better: bool

    def __str__(self) -> str:
        way = "above" if self.smaller_is_better else "below"
        return f"{self.suite}: {self.metric} of {self.system} is {self.found:.4g}, {way} {self.needed:g}"


def threshold(text: str) -> Threshold:
    """Return the threshold that `[SUITE:]METRIC[@SYSTEM]=VALUE` names.

    >>> threshold("evidence:recall@256@bm25=0.5")
    Threshold(metric='recall@256', value=0.5, suite='evidence', system='bm25')

    Raises:
        ValueError: it is written otherwise, or names a figure of the data, which no system can make better.
    """
    name, mark, number = text.rpartition("=")
    try:
        value = float(number)
    except ValueError:
        value = math.nan
    if not mark or not name.strip() or not math.isfinite(value):
        raise ValueError(f"--fail-under {text!r}: write METRIC=NUMBER, or SUITE:METRIC@SYSTEM=NUMBER: recall=0.8")
    suite, _, metric = name.strip().rpartition(":")
    metric, system = _without_system(metric)
    if metric in OF_THE_DATA:
        raise ValueError(
            f"--fail-under {text!r}: {metric!r} is of the data, the same whatever is measured; name another figure"
        )
    return Threshold(metric, value, suite, system)


def _without_system(metric: str) -> tuple[str, str]:
    """Part a metric from a system; what follows the `@` of `hit@1` is a number and belongs to the metric."""
    name, _, system = metric.rpartition("@")
    return (metric, "") if not name or system.isdigit() else (name, system)


def missed(run: Run, thresholds: Iterable[Threshold]) -> list[Missed]:
    """Return the figures that are worse than their thresholds, in the order of these; one that is no number is worse.

    Raises:
        ValueError: a threshold names a suite, a system or a metric that the run does not have.
    """
    return [one for wanted in thresholds for one in _missed(run, wanted)]


def _missed(run: Run, wanted: Threshold) -> list[Missed]:
    if wanted.suite and wanted.suite not in run.suites:
        raise ValueError(f"--fail-under: no suite {wanted.suite!r} in this run; it has {_listed(run.suites)}")
    suites = {name: one for name, one in run.suites.items() if wanted.suite in ("", name)}
    found = [each for name, outcome in suites.items() for each in _figure(name, outcome, wanted)]
    if not found:
        metrics = {metric for one in suites.values() for each in one.systems.values() for metric in each.metrics}
        of = f" of a system {wanted.system!r}" if wanted.system else ""
        raise ValueError(f"--fail-under: no metric {wanted.metric!r}{of} in this run; it has {_listed(metrics)}")
    return [one for one in found if not _reached(one)]


def _figure(suite: str, outcome: Outcome, wanted: Threshold) -> list[Missed]:
    system = wanted.system or main_system(outcome)
    if system not in outcome.systems or wanted.metric not in outcome.systems[system].metrics:
        return []
    smaller = wanted.metric in outcome.smaller_is_better
    return [
        Missed(
            suite, system, wanted.metric, outcome.systems[system].metrics[wanted.metric].value, wanted.value, smaller
        )
    ]


def _reached(one: Missed) -> bool:
    return one.found <= one.needed if one.smaller_is_better else one.found >= one.needed


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def annotation(one: Missed) -> str:
    """Return the line by which GitHub's runner marks a failure.

    It is a workflow command (docs.github.com, Workflow commands): what would end it or begin another is escaped.
    """
    text = str(one).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::error title=penchant eval::{text}"
