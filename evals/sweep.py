"""Searching for settings that do best on some people, and how they do on people who were not looked at.

The search is Optuna's (Akiba et al. 2019, KDD), by its tree-structured Parzen estimator with the seed; it needs the extra `eval`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np

from .jobs import Job, code_stamp, done, workers
from .measured import added, figures
from .results import Figure
from .run import hashes_of, samples, stamp, versions
from .settings import LAW, SPACE, packaged, settings_of
from .statistics import Difference, paired
from .targets import Target, target

TRAINING: Final = 0.5
"""The part of the units, and so of the people, that is searched on."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Tried:
    """A trial: the settings, what they gain on the training people beside the packaged ones, and each target's figure there.

    A gain is in standard errors of the packaged figure, on average over the targets.
    """

    settings: dict[str, float]
    gain: float
    values: dict[str, float]


@dataclass(frozen=True, slots=True)
class Compared:
    """A target under the packaged settings, then under the best that were found, on the training people and on the others.

    `difference` is the paired one on the test people, best less packaged: only it says whether to change a default. `searched` is False
    where the search did not see the target at all.
    """

    metric: str
    system: str
    smaller_is_better: bool
    train: tuple[Figure, Figure]
    test: tuple[Figure, Figure]
    difference: Difference
    searched: bool = True


@dataclass(frozen=True, slots=True)
class Sweep:
    """What a search found: the trials, the best settings, and how they do by target."""

    targets: dict[str, Compared]
    packaged: dict[str, float]
    best: dict[str, float]
    trials: tuple[Tried, ...]
    seed: int
    made_with: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON takes it; figures without each person's own value, with the number of people."""
        found = asdict(self)
        for one in found["targets"].values():
            for half in ("train", "test"):
                one[half] = [{**figure, "people": len(figure["people"])} for figure in one[half]]
        return found


def sweep(
    targets: Sequence[str],
    data: Path | None,
    *,
    trials: int = 50,
    seed: int = 0,
    processes: int = 1,
    settings: Sequence[str] = tuple(LAW),
    also: Sequence[str] = (),
    cache: Path | None = None,
    quick: bool = False,
    progress: Progress = lambda _what, _done, _of: None,
) -> Sweep:
    """Search for the settings that do best on one half of the people of some targets, and measure them on the other half.

    Args:
        targets: what is to become better at once, each as `targets.target` reads it.
        data: the folder of the data sets; None: the samples.
        trials: how many settings are tried; the packaged ones are the first.
        seed: of the search, and of the split.
        processes: how many work at once.
        settings: which are searched, of `settings.SPACE`.
        also: targets that the best settings are measured on in the end, though the search never saw them.
        cache: where vectors and finished work are kept.
        quick: fewer people.
        progress: called after each trial, and after each target in the end.

    Raises:
        ValueError: there is no target or setting of a name, a target has fewer than two units to split, or Optuna is not installed.
    """
    wanted = [target(text) for text in dict.fromkeys((*targets, *also))]
    _check(targets, settings, trials)
    quick, place = quick or data is None, samples() if data is None else data
    with _halves(wanted, place, seed, quick, processes, cache) as halves:
        tried = _searched(halves[: len(set(targets))], settings, trials, seed, progress)
        best = max(tried, key=lambda one: one.gain).settings
        found = dict[str, Compared]()
        for number, half in enumerate(halves, 1):
            found[half.target.name] = _compared(half, settings, best, seed, half.target.name in targets)
            progress("held out", number, len(halves))
    made_with = {"quick": quick, "code": code_stamp(), "versions": versions()}
    made_with["data"] = {name: digest for one in wanted for name, digest in hashes_of(one.suite, place).items()}
    return Sweep(found, _packaged(settings), best, tuple(tried), seed, made_with)


@dataclass(frozen=True, slots=True)
class _Halves:
    """A target with the jobs on the people to search on and on the others, under the packaged settings."""

    target: Target
    train: list[Job]
    test: list[Job]
    pool: ProcessPoolExecutor | None

    def figure(self, values: Mapping[str, float], jobs: Sequence[Job], seed: int) -> Figure:
        """Return what some settings reach."""
        asked = [replace(job, settings=settings_of(values)) for job in jobs]
        found = figures(added(done(asked, self.pool, lambda _job: None)), self.target.metric, seed)
        if self.target.metric not in found.metrics:
            raise ValueError(f"{self.target.name} has no such metric: choose of {', '.join(found.metrics)}")
        if not found.metrics[self.target.metric].people:
            raise ValueError(f"{self.target.name} is no mean over people, so that it cannot be compared in pairs")
        return found.metrics[self.target.metric]


@contextmanager
def _halves(
    wanted: Sequence[Target], data: Path, seed: int, quick: bool, processes: int, cache: Path | None
) -> Iterator[list[_Halves]]:
    with TemporaryDirectory() as folder, workers(processes) as pool:
        found = list[_Halves]()
        for one in wanted:
            mark, kept = stamp(one.suite, data), cache or Path(folder)
            train, test = split(one.suite.units(data, quick, seed), seed)
            to_search, to_test = (
                [Job(one.suite.name, unit, one.system, data, kept, mark, seed, quick) for unit in some]
                for some in (train, test)
            )
            found.append(_Halves(one, to_search, to_test, pool))
        yield found


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


def _packaged(settings: Sequence[str]) -> dict[str, float]:
    return {name: packaged(name) for name in settings}


def _searched(
    halves: Sequence[_Halves], settings: Sequence[str], trials: int, seed: int, progress: Progress
) -> list[Tried]:
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=seed, multivariate=False))
    study.enqueue_trial(_packaged(settings))
    first = {half.target.name: half.figure(_packaged(settings), half.train, seed) for half in halves}
    tried = list[Tried]()
    for number in range(trials):
        trial = study.ask()
        chosen = {name: _suggested(trial, name) for name in settings}
        values = {half.target.name: half.figure(chosen, half.train, seed).value for half in halves}
        gains = [_gain(half.target, first[half.target.name], values[half.target.name]) for half in halves]
        tried.append(Tried(chosen, float(np.mean(gains)), values))
        study.tell(trial, tried[-1].gain)
        progress("trials", number + 1, trials)
    return tried


def _gain(one: Target, first: Figure, value: float) -> float:
    """Return how much better a figure is than the packaged one, in standard errors of that (its interval has 3.92 of them)."""
    width = 0.0 if first.low is None or first.high is None else first.high - first.low
    better = first.value - value if one.smaller_is_better else value - first.value
    return better / (width / 3.92 if width else abs(first.value) or 1.0)


def _compared(half: _Halves, settings: Sequence[str], best: Mapping[str, float], seed: int, searched: bool) -> Compared:
    one, plain = half.target, _packaged(settings)
    train = half.figure(plain, half.train, seed), half.figure(best, half.train, seed)
    test = half.figure(plain, half.test, seed), half.figure(best, half.test, seed)
    apart = paired(test[1].people, test[0].people, seed)
    return Compared(one.metric, one.system, one.smaller_is_better, train, test, apart, searched)


def _suggested(trial: Any, name: str) -> float:
    its = SPACE[name]
    return float(trial.suggest_float(name, its.low, its.high, log=its.log))


def _check(targets: Sequence[str], settings: Sequence[str], trials: int) -> None:
    from importlib.util import find_spec

    if not targets:
        raise ValueError("name what is to become better: SUITE[:METRIC][@SYSTEM]")
    if wrong := [name for name in settings if name not in SPACE]:
        raise ValueError(f"no setting {wrong[0]!r}: choose of {', '.join(SPACE)}")
    if trials < 1 or not settings:
        raise ValueError(f"at least one trial of one setting is needed, got {trials} of {len(settings)}")
    if find_spec("optuna") is None:
        raise ValueError("a sweep needs Optuna: pip install penchant[eval]")
