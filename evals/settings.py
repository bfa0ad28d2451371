"""What of Penchant a search may change: the law, masses of kinds, and how readily something is put before the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Final

from ..agent.prompting.block import MAX_BLOCK_TOKENS
from ..agent.prompting.quotes import SURE
from ..memory import Law
from ..memory.weights import MASSES


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of a system under test; those of a new one are the packaged ones.

    `masses` are of kinds that differ from `weights.MASSES`. `worth` is a factor on the probability from which on the gate puts
    something in, `sure` how likely a past turn must matter to a closed question, `budget` the tokens that may be put in; None: as the
    suite has it.
    """

    law: Law = field(default_factory=Law)
    masses: tuple[tuple[str, float], ...] = ()
    worth: float = 1.0
    sure: float = SURE
    budget: int | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """Where a setting is looked for, on a logarithmic scale where its ends are far apart; half-lives are in days."""

    low: float
    high: float
    log: bool = False


DAYS: Final = frozenset({"short", "long", "negative"})

LAW: Final[Mapping[str, Range]] = {
    "short": Range(0.1, 20.0, log=True),
    "long": Range(21.0, 180.0, log=True),
    "burst": Range(1.0, 4.0),
    "mix": Range(0.3, 1.0),
    "saturation": Range(0.3, 6.0, log=True),
    "tolerance": Range(0.1, 2.0, log=True),
    "vote_rate": Range(0.5, 4.0),
    "switching": Range(0.0005, 0.05, log=True),
    "smoothing": Range(0.2, 5.0, log=True),
    "attention": Range(0.2, 5.0, log=True),
    "slack": Range(0.5, 10.0, log=True),
    "forgotten": Range(0.02, 1.0, log=True),
    "novelty": Range(0.3, 5.0, log=True),
    "discount": Range(0.0, 0.6),
    "absorption": Range(0.0, 0.95),
}
"""The constants of the law: half-lives, p, η, κ, k_N and those of the votes."""

KINDS: Final[Mapping[str, Range]] = {
    "mass of like": Range(0.5, 6.0, log=True),
    "mass of statement": Range(0.5, 6.0, log=True),
    "mass of dislike": Range(-6.0, -0.25),
}
"""The masses of the kinds that a set of data has beside plain turns, whose mass of 1 is the unit."""

PUTTING: Final[Mapping[str, Range]] = {
    "worth": Range(0.5, 2.0, log=True),
    "sure": Range(0.5, 0.99),
    "budget": Range(20, 400, log=True),
}
"""The thresholds, and the budget in tokens."""

SPACE: Final[Mapping[str, Range]] = {**LAW, **KINDS, **PUTTING}
"""All that can be searched."""

_KIND = "mass of "


def packaged(name: str) -> float:
    """Return the packaged value of a setting of `SPACE`."""
    if name in PUTTING:
        return {"worth": 1.0, "sure": SURE, "budget": float(MAX_BLOCK_TOKENS)}[name]
    if name in KINDS:
        return MASSES[name.removeprefix(_KIND)]
    value = getattr(Law(), name)
    return float(value / timedelta(days=1)) if name in DAYS else float(value)


def settings_of(values: Mapping[str, float]) -> Settings:
    """Return the packaged settings with some others.

    Raises:
        ValueError: the law does not take a value.
    """
    law = {name: _constant(name, value) for name, value in values.items() if name in LAW}
    masses = tuple((name.removeprefix(_KIND), value) for name, value in values.items() if name in KINDS)
    other: dict[str, Callable[[float], Any]] = {"worth": float, "sure": float, "budget": round}
    put = {name: other[name](value) for name, value in values.items() if name in PUTTING}
    return Settings(replace(Law(), **law), masses, **put)


def _constant(name: str, value: float) -> Any:
    return timedelta(days=value) if name in DAYS else value
