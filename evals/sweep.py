"""Searching for settings: the constants of the law that do best on some people, and how they do on people who were not looked at.

The search is Optuna's (Akiba et al. 2019, KDD), by its tree-structured Parzen estimator with the seed; it needs the extra `eval`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np

from ..memory import Law
from .jobs import Job, done
from .measured import added, figures
from .results import Figure
from .run import SUITES, samples, stamp
from .statistics import Difference, paired
from .suites.suite import Suite
from .suites.table import TABLE

TRAINING: Final = 0.5
"""The part of the units, and so of the people, that is searched on."""


@dataclass(frozen=True, slots=True)
class Range:
    """Where a constant of the law is looked for; `days` of a half-life, on a logarithmic scale where its ends are far apart."""

    low: float
    high: float
    log: bool = False
    days: bool = False


SPACE: Final[Mapping[str, Range]] = {
    "short": Range(0.1, 20.0, log=True, days=True),
    "long": Range(21.0, 180.0, log=True, days=True),
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
"""The constants that are searched unless others are named: half-lives, p, η, κ, k_N and those of the votes."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A trial: the constants, and the leading metric on the training people."""

    settings: dict[str, float]
    value: float


@dataclass(frozen=True, slots=True)
class Sweep:
    """What a search found.

    `best` are the constants that did best on the training people; `train` and `test` have the leading metric of the packaged law
    first, then of `best`. `difference` is the paired one on the test people, best less packaged: only it says whether to change a default.
    """

    suite: str
    metric: str
    smaller_is_better: bool
    seed: int
    trials: tuple[Tried, ...]
    best: dict[str, float]
    train: tuple[Figure, Figure]
    test: tuple[Figure, Figure]
    difference: Difference
    people: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON takes it."""
        return asdict(self)


def sweep(
    suite: str,
    data: Path | None,
    *,
    trials: int = 50,
    seed: int = 0,
    processes: int = 1,
    system: str = "penchant",
    settings: Sequence[str] = tuple(SPACE),
    cache: Path | None = None,
    quick: bool = False,
    progress: Callable[[str, int, int], None] = lambda _suite, _done, _of: None,
) -> Sweep:
    """Search the law's constants on one half of a suite's people, and measure the best ones on the other half.

    Args:
        suite: the name of one, whose system rests on the law.
        data: the folder of the data sets; None: the samples.
        trials: how many settings are tried; the packaged ones are the first.
        seed: of the search, and of the split.
        processes: how many work at once.
        system: the one that is given the settings.
        settings: which constants are searched, of `SPACE`.
        cache: where vectors and finished work are kept.
        quick: fewer people.
        progress: called after each trial.

    Raises:
        ValueError: there is no suite or setting of a name, there are fewer than two units to split, or Optuna is not installed.
    """
    one, quick, place = _suite(suite), quick or data is None, samples() if data is None else data
    _check(settings, trials)
    units = one.units(place, quick, seed)
    train, test = split(units, seed)
    with TemporaryDirectory() as folder:
        asked = _Asked(one, place, cache or Path(folder), system, stamp(one, place), seed, quick, processes)
        tried = _searched(asked, train, settings, trials, progress)
        sign = 1 if one.lead in one.smaller_is_better else -1
        best = min(tried, key=lambda each: sign * each.value)
        laws = Law(), law_of(best.settings)
        trained = asked(laws[0], train), asked(laws[1], train)
        tested = asked(laws[0], test), asked(laws[1], test)
    return Sweep(
        suite,
        one.lead,
        sign > 0,
        seed,
        tuple(tried),
        best.settings,
        trained,
        tested,
        paired(tested[1].people, tested[0].people, seed),
        {"train": len(trained[0].people), "test": len(tested[0].people)},
    )


@dataclass(frozen=True)
class _Asked:
    """How a law is measured on some units."""

    suite: Suite
    data: Path
    cache: Path
    system: str
    stamp: str
    seed: int
    quick: bool
    processes: int

    def __call__(self, law: Law, units: Sequence[str]) -> Figure:
        jobs = [
            Job(self.suite.name, unit, self.system, self.data, self.cache, self.stamp, self.seed, self.quick, law)
            for unit in units
        ]
        found = added(done(jobs, self.processes, lambda _job: None))
        return figures(found, self.suite.lead, self.seed).metrics[self.suite.lead]


def split(units: Sequence[str], seed: int) -> tuple[list[str], list[str]]:
    """Return the units to search on and those to test on: no person is in both.

    Raises:
        ValueError: there are fewer than two.
    """
    if len(units) < 2:
        raise ValueError(f"{len(units)} unit of work cannot be split into people to search on and people to test on")
    order = np.random.default_rng(seed).permutation(len(units))
    most = max(1, round(TRAINING * len(units)))
    train = set(order[:most].tolist())
    return [one for n, one in enumerate(units) if n in train], [one for n, one in enumerate(units) if n not in train]


def law_of(settings: Mapping[str, float]) -> Law:
    """Return the packaged law with some other constants."""
    return replace(Law(), **{name: _value(name, value) for name, value in settings.items()})


def _value(name: str, value: float) -> Any:
    return timedelta(days=value) if SPACE[name].days else value


def _packaged(name: str) -> float:
    value = getattr(Law(), name)
    return float(value / timedelta(days=1)) if SPACE[name].days else float(value)


def _searched(
    asked: _Asked,
    train: Sequence[str],
    settings: Sequence[str],
    trials: int,
    progress: Callable[[str, int, int], None],
) -> list[Tried]:
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    smaller = asked.suite.lead in asked.suite.smaller_is_better
    study = optuna.create_study(
        direction="minimize" if smaller else "maximize", sampler=optuna.samplers.TPESampler(seed=asked.seed)
    )
    study.enqueue_trial({name: _packaged(name) for name in settings})
    tried = list[Tried]()
    for number in range(trials):
        trial = study.ask()
        chosen = {name: _suggested(trial, name) for name in settings}
        value = asked(law_of(chosen), train).value
        study.tell(trial, value)
        tried.append(Tried(chosen, value))
        progress(asked.suite.name, number + 1, trials)
    return tried


def _suggested(trial: Any, name: str) -> float:
    its = SPACE[name]
    return float(trial.suggest_float(name, its.low, its.high, log=its.log))


def _suite(name: str) -> Suite:
    if name not in SUITES:
        raise ValueError(f"no suite {name!r}: choose of {', '.join(SUITES)}")
    return TABLE[name]


def _check(settings: Sequence[str], trials: int) -> None:
    from importlib.util import find_spec

    if wrong := [name for name in settings if name not in SPACE]:
        raise ValueError(f"no setting {wrong[0]!r}: choose of {', '.join(SPACE)}")
    if trials < 1:
        raise ValueError(f"at least one trial is needed, got {trials}")
    if find_spec("optuna") is None:
        raise ValueError("a sweep needs Optuna: pip install penchant[eval]")
