"""What an evaluation found: figures of systems on suites, and everything needed to find them again.

One run is a `Run`; `written` and `read` are its JSON. The same seed, data and settings give the same text, byte for byte: costs
(milliseconds, seconds), which no two runs share, stand apart in `Figures.costs`, are left out of `written(run, costs=False)`, and have
a text of their own that lies beside it (`costs_written`, `with_costs`).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from typing import Any, Final

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One metric of one system: the mean over people, with the 95 % bootstrap interval of that mean.

    `people` has each person's own value, by which two runs or two systems are compared in pairs. A metric that is not a mean
    over people (a calibration error over all forecasts) has none, and its interval may be absent.
    """

    value: float
    low: float | None = None
    high: float | None = None
    people: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Curve:
    """Points of a plot: recall by tokens, lag by moment, a reliability curve, a weight over time."""

    x: str
    y: str
    points: list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Figures:
    """What one system reached on one suite: figures by metric, curves by name, and what it cost."""

    metrics: dict[str, Figure]
    curves: dict[str, Curve] = field(default_factory=dict)
    costs: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a suite found: figures by system, the metric that it is led by, and what a reader must know of it."""

    lead: str
    systems: dict[str, Figures]
    data: dict[str, str] = field(default_factory=dict)  # SHA-256 by file
    notes: list[str] = field(default_factory=list)
    smaller_is_better: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Run:
    """An evaluation: outcomes by suite, and what it was made with."""

    suites: dict[str, Outcome]
    seed: int = 0
    command: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    version: int = VERSION


def written(run: Run, *, costs: bool = True) -> str:
    """Return a run as JSON, keys sorted; without costs two runs with the same seed have the same text."""
    found = asdict(run)
    if not costs:
        for outcome in found["suites"].values():
            for figures in outcome["systems"].values():
                figures["costs"] = {}
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def noted(run: Run, note: str) -> Run:
    """Return a run each of whose suites has one more note."""
    return replace(run, suites={name: replace(one, notes=[*one.notes, note]) for name, one in run.suites.items()})


def costs_written(run: Run) -> str:
    """Return the costs of a run by suite and system as JSON, with the digest of the text without them, to which they belong."""
    costs = {
        name: {system: figures.costs for system, figures in outcome.systems.items()}
        for name, outcome in run.suites.items()
    }
    digest = sha256(written(run, costs=False).encode()).hexdigest()
    return json.dumps({"of": digest, "costs": costs}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def with_costs(run: Run, text: str) -> Run:
    """Return a run with the costs that `costs_written` wrote of it; as it is where the text is none or belongs to another run."""
    try:
        found = json.loads(text)
        if found["of"] != sha256(written(run, costs=False).encode()).hexdigest():
            return run
        suites = {name: _costing(outcome, found["costs"][name]) for name, outcome in run.suites.items()}
    except (KeyError, TypeError, json.JSONDecodeError):
        return run
    return replace(run, suites=suites)


def _costing(outcome: Outcome, costs: dict[str, dict[str, float]]) -> Outcome:
    systems = {name: replace(figures, costs=costs[name]) for name, figures in outcome.systems.items()}
    return replace(outcome, systems=systems)


def read(text: str) -> Run:
    """Return the run that `written` wrote; raises ValueError where the text is none."""
    try:
        found = json.loads(text)
        if not isinstance(found, dict) or "version" not in found:
            raise ValueError("this is no result of `penchant eval`: it says no version")
        if found["version"] != VERSION:
            raise ValueError(f"results of version {found['version']} cannot be read: this is version {VERSION}")
        return Run(**{**found, "suites": {name: _outcome(one) for name, one in found["suites"].items()}})
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        lacks = f"{error} is missing in it" if isinstance(error, KeyError) else str(error)
        raise ValueError(f"this is no result of `penchant eval`: {lacks}") from error


def _outcome(found: dict[str, Any]) -> Outcome:
    return Outcome(**{**found, "systems": {name: _figures(one) for name, one in found["systems"].items()}})


def _figures(found: dict[str, Any]) -> Figures:
    metrics = {name: Figure(**one) for name, one in found["metrics"].items()}
    curves = {
        name: Curve(one["x"], one["y"], [(x, y) for x, y in one["points"]]) for name, one in found["curves"].items()
    }
    return Figures(metrics, curves, found["costs"])
