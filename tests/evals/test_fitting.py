"""A gate that is fitted: its threshold promises what it keeps on turns that it has not seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pytest
from penchant.evals.suites.fitting import FOLDS, fit, told, worth
from penchant.evals.systems.gated import MOST

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Turn:
    group: str
    whole: Floats
    pairs: Floats
    needed: npt.NDArray[np.bool_]


def turns(signal: float, seed: int, count: int = 60, features: int = 20) -> list[Turn]:
    """Turns of twelve groups with five statements each; the first feature of a statement says with `signal` whether it matters."""
    rng, found = np.random.default_rng(seed), list[Turn]()
    for number in range(count):
        needed = rng.random(5) < 0.2
        pairs = rng.normal(size=(5, features))
        pairs[:, 0] += signal * needed
        found.append(Turn(str(number % 12), rng.normal(size=3), pairs, needed))
    return found


def promised(lessons: list[Turn]) -> float:
    """What a gate promises of the very turns that it was fitted on."""
    gate = fit(lessons, "own")
    return worth([told(gate, one)[1] for one in lessons])


def test_gates_ask_for_less_than_the_turns_that_they_were_fitted_on_would_promise() -> None:
    lessons = [turns(0.0, seed, features=60) for seed in range(6)]
    asked = sum(fit(one, "gate").worth for one in lessons)
    assert asked < sum(map(promised, lessons)) - 0.001


@pytest.mark.parametrize("seed", range(3))
def test_a_threshold_is_half_of_the_best_f1_that_any_cut_promises(seed: int) -> None:
    each = list(np.random.default_rng(seed).random((20, 5)) ** 3)
    cuts = [sorted(one)[::-1][:MOST] for one in each]
    promises = []
    for cut in np.concatenate(each):
        taken = [p for one in cuts for p in one if p >= cut]
        promises.append(2 * sum(taken) / (len(taken) + sum(map(sum, each))) if taken else 0.0)
    assert worth(each) == pytest.approx(max(promises) / 2)


def test_the_order_of_the_lessons_changes_nothing() -> None:
    lessons = turns(1.0, 2)
    one, other = fit(lessons, "gate"), fit(lessons[::-1], "gate")
    assert one.worth == pytest.approx(other.worth, rel=1e-9)
    assert one.pair.weights == pytest.approx(other.pair.weights, rel=1e-6)


def test_a_group_says_nothing_of_what_is_worth_saying_to_itself() -> None:
    """With two groups each is told by the other alone, so that the threshold follows from two gates of one group."""
    lessons = [one for one in turns(2.0, 3) if one.group in "01"]
    each = [[one for one in lessons if one.group == group] for group in "01"]
    crossed = [told(fit(rest, "one"), one)[1] for rest, fold in (each, each[::-1]) for one in fold]
    assert fit(lessons, "gate").worth == pytest.approx(worth(crossed), rel=1e-9)
    assert len(each) < FOLDS
