"""Two runs, or two systems of one, compared person by person.

The difference of a metric is the mean over the people whom both have. Its interval is the percentile bootstrap over people
(Efron and Tibshirani 1993, chapter 13). Whether it could be chance says the sign-flip permutation test (Fisher 1935, chapter 21):
were the two alike, each person's difference would be as likely with the other sign. All p values of one comparison are corrected
together by Holm's step-down method (Holm 1979); rows where nobody's value differs are not among them.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..results import Figure, Outcome, Run
from .figures import OF_THE_DATA
from .ours import main_system, metrics_of, ranked

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, slots=True)
class Compared:
    """One metric of two systems: both means and their difference over the people that both have.

    `low` and `high` are the 95 % interval of the difference; `p` is the chance of one as large were there none, `adjusted` the
    same by Holm. All four are None where fewer than two people are in both.
    """

    suite: str
    metric: str
    first: str
    second: str
    people: int
    before: float
    after: float
    smaller_is_better: bool
    low: float | None = None
    high: float | None = None
    p: float | None = None
    adjusted: float | None = None

    @property
    def difference(self) -> float:
        """How much larger the second is."""
        return self.after - self.before

    @property
    def same(self) -> bool:
        """Whether nobody's value differs: nothing is tested there."""
        return self.low == self.high == self.difference == 0.0 and self.p == 1.0

    @property
    def verdict(self) -> str:
        """What it means at the 5 % level after Holm: "better", "worse", "level", or "" where it cannot be told."""
        if self.adjusted is None:
            return ""
        if self.adjusted >= 0.05:
            return "level"
        return "better" if (self.difference < 0) == self.smaller_is_better else "worse"


def compare_runs(first: Run, second: Run, *, system: str = "", metric: str = "", seed: int = 0) -> list[Compared]:
    """Return every metric of every system that both runs have, or those named: the first run's beside the second's.

    Raises:
        ValueError: there is no such metric, or the runs have nothing of it in common.
    """
    _must_be_metric(metric, first, second)
    found = [
        _compared(suite, name, (each, each), (a, b), outcome, seed)
        for suite, outcome, other in _shared(first, second)
        for each in ranked(outcome)
        if each in other.systems and system in ("", each)
        for name, a, b in _both(outcome, each, other, each)
        if metric in ("", name)
    ]
    if not found:
        of = f" of {system or 'any system'} by {metric or 'any metric'}"
        raise ValueError(f"the runs have nothing{of} in common: {_held(first)}; {_held(second)}")
    return holm(found)


def compare_systems(run: Run, *, system: str = "", metric: str = "", seed: int = 0) -> list[Compared]:
    """Return every other system beside `system`, which is ours if none is named: by each suite's leading metric, or by `metric`.

    Raises:
        ValueError: there is no such metric, or no suite has that system and another.
    """
    _must_be_metric(metric, run)
    found = [
        _compared(suite, name, (other, chosen), (a, b), outcome, seed)
        for suite, outcome in run.suites.items()
        if outcome.systems and (chosen := system or main_system(outcome)) in outcome.systems
        for other in ranked(outcome)
        if other != chosen
        for name, a, b in _both(outcome, other, outcome, chosen)
        if name == (metric or outcome.lead)
    ]
    if not found:
        of = f"{system or 'a system'} and another by {metric or 'the leading metric'}"
        raise ValueError(f"no suite has {of}: {_held(run)}")
    return holm(found)


def notes(first: Run, second: Run) -> list[str]:
    """Return why two runs may not be comparable: other data or another seed, and why something of them was not compared."""
    other = [
        f"{suite}: {file} is not the same file in both runs"
        for suite, a, b in _shared(first, second)
        for file in sorted(a.data.keys() & b.data.keys())
        if a.data[file] != b.data[file]
    ]
    other += [
        f"{suite}: the runs read different data: {_listed(mine)} in the first, {_listed(theirs)} in the second"
        for suite, a, b in _shared(first, second)
        if (mine := _alone(a, b)) + (theirs := _alone(b, a))
    ]
    return other + [f"the seeds differ: {first.seed} and {second.seed}"] * (first.seed != second.seed)


def _listed(files: Sequence[str]) -> str:
    return ", ".join(files) or "no other"


def _must_be_metric(metric: str, *runs: Run) -> None:
    there = list(dict.fromkeys(name for run in runs for one in run.suites.values() for name in metrics_of(one)))
    if metric and there and metric not in there:
        raise ValueError(f"there is no metric {metric!r}; there are: {', '.join(there)}")


def _alone(one: Outcome, other: Outcome) -> list[str]:
    """Return the files of an outcome that the other has under no name."""
    return [file for file in sorted(one.data) if file not in other.data and one.data[file] not in other.data.values()]


def is_tested(one: Compared) -> bool:
    """Return whether a row is one of those that are corrected together."""
    return one.p is not None and not one.same and one.metric not in OF_THE_DATA


def untested(found: Sequence[Compared]) -> list[str]:
    """Return why some rows of a comparison were not tested."""
    few = {one.people for one in found if one.p is None and one.adjusted is None}
    if not few:
        return []
    how = "nobody is" if few == {0} else "fewer than two people are"
    return [f"not tested: {how} in both under the same name with a figure of their own, and a test takes two"]


def _shared(first: Run, second: Run) -> Iterator[tuple[str, Outcome, Outcome]]:
    for suite, outcome in first.suites.items():
        if suite in second.suites:
            yield suite, outcome, second.suites[suite]


def _held(run: Run) -> str:
    return ", ".join(f"{name} ({', '.join(one.systems) or 'none'})" for name, one in run.suites.items()) or "no suite"


def _both(a: Outcome, first: str, b: Outcome, second: str) -> Iterator[tuple[str, Figure, Figure]]:
    for metric in metrics_of(a):
        one, other = a.systems[first].metrics.get(metric), b.systems[second].metrics.get(metric)
        if one is not None and other is not None:
            yield metric, one, other


def _compared(
    suite: str, metric: str, systems: tuple[str, str], figures: tuple[Figure, Figure], outcome: Outcome, seed: int
) -> Compared:
    smaller = metric in outcome.smaller_is_better
    before, after = _pairs(figures[0].people, figures[1].people)
    if len(before) < 2:
        return Compared(suite, metric, *systems, len(before), figures[0].value, figures[1].value, smaller)
    import numpy as np

    from ..statistics import bootstrap, sign_flip

    one, other = np.array(before), np.array(after)
    drawn = _generator(seed, suite, metric, *systems)
    low, high = bootstrap(other - one, drawn)
    found = Compared(suite, metric, *systems, len(before), float(one.mean()), float(other.mean()), smaller, low, high)
    return replace(found, p=sign_flip(other - one, drawn))


def _pairs(before: Mapping[str, float], after: Mapping[str, float]) -> tuple[list[float], list[float]]:
    people = [name for name in sorted(before.keys() & after.keys()) if math.isfinite(before[name] + after[name])]
    return [before[name] for name in people], [after[name] for name in people]


def _generator(seed: int, *words: str) -> np.random.Generator:
    """Return a generator for one comparison, so that its draws do not hang on which others there are."""
    import numpy as np

    digest = hashlib.sha256("\0".join([str(seed), *words]).encode("utf-8", "replace")).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big"))


def holm(found: Sequence[Compared]) -> list[Compared]:
    """Return comparisons with their p values corrected together: the k-th smallest of m times m - k + 1, never falling.

    Rows where nobody's value differs are none of the m, nor are figures that are of the data.
    """
    tested = [(one.p, index) for index, one in enumerate(found) if one.p is not None and is_tested(one)]
    largest, adjusted = 0.0, {index: 1.0 for index, one in enumerate(found) if one.same}
    for rank, (p, index) in enumerate(sorted(tested)):
        largest = max(largest, min(1.0, p * (len(tested) - rank)))
        adjusted[index] = largest
    return [replace(one, adjusted=adjusted.get(index)) for index, one in enumerate(found)]
