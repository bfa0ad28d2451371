"""What one piece of work measured: sums by person and metric, kept small whatever is replayed, and added up into figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .metrics.calibration import BINS, auroc, bin_of, ece_of
from .results import Curve, Figure, Figures
from .statistics import interval, ratio

DIGITS = 6
MANY = 1000
"""With more people than that only the leading metric keeps everyone's own value: results stay small."""


@dataclass
class Measured:
    """Sums: a person's value of a metric is the first number over the second."""

    people: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    bins: dict[str, list[list[float]]] = field(default_factory=dict)
    """By calibration: ten times cases, what was told, what came."""
    scores: dict[str, list[list[float]]] = field(default_factory=dict)
    """By AUROC: a score, and whether it was wanted."""
    traces: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    """By curve: x, and the sum and number of y there."""
    costs: dict[str, float] = field(default_factory=dict)

    def add(self, person: str, metric: str, value: float, weight: float = 1.0) -> None:
        """Count a value, or a numerator with its denominator as the weight."""
        sums = self.people.setdefault(person, {}).setdefault(metric, [0.0, 0.0])
        sums[0] += value
        sums[1] += weight

    def tell(self, name: str, told: float, came: float) -> None:
        """Count a probability that was told, and what came."""
        row = self.bins.setdefault(name, [[0.0] * 3 for _ in range(BINS)])[bin_of(told)]
        for place, value in enumerate((1.0, told, came)):
            row[place] += value

    def score(self, name: str, value: float, wanted: bool) -> None:
        """Keep a score, and whether it was for something that was wanted."""
        self.scores.setdefault(name, []).append([value, float(wanted)])

    def trace(self, curve: str, x: float, y: float) -> None:
        """Count a point of a curve."""
        sums = self.traces.setdefault(curve, {}).setdefault(repr(x), [0.0, 0.0])
        sums[0] += y
        sums[1] += 1

    def cost(self, name: str, value: float) -> None:
        """Add to a cost."""
        self.costs[name] = self.costs.get(name, 0.0) + value


def added(parts: Iterable[Mapping[str, Any]]) -> Measured:
    """Return the sums of several pieces of work, in their order; each is a `Measured` as JSON has it."""
    whole = Measured()
    for part in parts:
        for person, metrics in part["people"].items():
            for metric, (value, weight) in metrics.items():
                whole.add(person, metric, value, weight)
        for name, rows in part["bins"].items():
            kept = whole.bins.setdefault(name, [[0.0] * 3 for _ in range(BINS)])
            whole.bins[name] = [[a + b for a, b in zip(*pair, strict=True)] for pair in zip(kept, rows, strict=True)]
        for name, rows in part["scores"].items():
            whole.scores.setdefault(name, []).extend(rows)
        for name, points in part["traces"].items():
            for x, (y, count) in points.items():
                sums = whole.traces.setdefault(name, {}).setdefault(x, [0.0, 0.0])
                sums[0], sums[1] = sums[0] + y, sums[1] + count
        for name, value in part["costs"].items():
            whole.cost(name, value)
    return whole


def figures(found: Measured, lead: str, seed: int) -> Figures:
    """Return what was measured as figures with intervals over people."""
    metrics = {name: _figure(name, each, name == lead, seed) for name, each in _by_metric(found).items()}
    curves = dict[str, Curve]()
    for name, rows in found.bins.items():
        told = [(told / n, came / n, int(n)) for n, told, came in rows if n]
        metrics[f"ECE {name}".strip()] = Figure(_round(ece_of(told)))
        curves[f"reliability {name}".strip()] = Curve("told", "came", [(_round(x), _round(y)) for x, y, _ in told])
    for name, pairs in found.scores.items():
        scores = np.array(pairs)
        if 0 < scores[:, 1].sum() < len(scores):
            metrics[name] = Figure(_round(auroc(scores[:, 0], scores[:, 1] > 0)))
    for name, points in found.traces.items():
        x, _, y = name.partition(": ")
        line = sorted((float(at), _round(total / count)) for at, (total, count) in points.items())
        curves[name] = Curve(x, y or name, line)
    curves |= _by_tokens(metrics)
    return Figures(metrics, curves, _costs(found.costs))


def _by_metric(found: Measured) -> dict[str, dict[str, list[float]]]:
    each: dict[str, dict[str, list[float]]] = defaultdict(dict)
    for person in sorted(found.people):
        for metric, sums in found.people[person].items():
            if sums[1]:
                each[metric][person] = sums
    return dict(sorted(each.items()))


def _figure(name: str, each: Mapping[str, list[float]], leads: bool, seed: int) -> Figure:
    """Return a mean over people; of a `micro` metric the ratio of all sums, of which each person has a part.

    The parts are scaled so that their mean is the ratio: two systems are compared by them in pairs. One person alone has no interval.
    """
    values, weights = np.array(list(each.values())).T
    mean, low, high = ratio(values, weights, seed) if name.startswith("micro ") else interval(values / weights, seed)
    parts = values / weights.mean() if name.startswith("micro ") else values / weights
    kept = {person: _round(part) for person, part in zip(each, parts, strict=True)}
    kept = kept if leads or len(each) <= MANY else {}
    return Figure(_round(mean), people=kept) if len(each) < 2 else Figure(_round(mean), _round(low), _round(high), kept)


def _by_tokens(metrics: Mapping[str, Figure]) -> dict[str, Curve]:
    """Return a curve of every metric that is taken at several budgets: `recall at 64 tokens`."""
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for name, figure in metrics.items():
        what, _, budget = name.removesuffix(" tokens").rpartition(" at ")
        if what and name.endswith(" tokens") and budget.isdigit():
            points[what].append((float(budget), figure.value))
    return {f"{what} by tokens": Curve("tokens", what, sorted(line)) for what, line in points.items() if len(line) > 1}


def _costs(sums: Mapping[str, float]) -> dict[str, float]:
    turns, asked = sums.get("turns", 0.0), sums.get("asked", 0.0)
    costs = {name: round(value, 3) for name, value in sums.items()}
    if turns:
        costs["ms a turn"] = round(1000 * sums.get("seconds observing", 0.0) / turns, 3)
        costs["texts embedded a turn"] = round(sums.get("texts embedded", 0.0) / turns, 3)
    if asked:
        costs["ms a query"] = round(1000 * sums.get("seconds asking", 0.0) / asked, 3)
    return costs


def _round(value: float) -> float:
    return round(float(value), DIGITS) + 0.0
