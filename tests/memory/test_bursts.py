"""What a burst can do: n equal events at once count √n, so that who a person is in the long run does not change in an hour.

The weight says what a person is taken with now, and a burst moves it. The settled weight says who they are: with equal masses n events at
once stay below days of one event each as long as n < Σ_k 2^(-2k/H_L), which is 24.2 for a month. And the weight comes back: an interest of
a month that goes on is above ten events at once a day later, above 23 after two days, above 60 after four. More than that a weight cannot
tell from an interest: what names interests in a prompt has a rule of its own for bursts (agent/bursts.py).
"""

from __future__ import annotations

import math
from functools import reduce

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.memory import Law
from penchant.memory import weights as w
from penchant.memory.weights import Accumulators

from tests.memory.life import DAY
from tests.tried import tried

LAW = Law()
NOW = 20_000 * DAY
HOUR = DAY // 24


def state(pieces: list[tuple[float, int]]) -> Accumulators:
    return reduce(lambda made, piece: w.fold(made, piece[0], piece[1], LAW), pieces, Accumulators.empty())


def weights(pieces: list[tuple[float, int]], now: int = NOW) -> tuple[float, float]:
    """Return the weight and the settled one."""
    made = state(pieces)
    values = w.decayed(made.logs[None], np.array([made.at]), now, LAW)
    weight, settled = (
        float(w.weights(some, np.ones(1), np.zeros(1, bool), LAW)[0]) for some in (values, w.settled(values))
    )
    return weight, settled


def burst(count: int, mass: float = 1.0, spread: int = 0, at: int = NOW) -> list[tuple[float, int]]:
    return [(mass, at - spread * place // max(1, count)) for place in range(count)]


def days(count: int, mass: float = 1.0, last: int = NOW) -> list[tuple[float, int]]:
    return [(mass, last - place * DAY) for place in range(count)]


def worth(count: int) -> float:
    """Return how many events at once make as much of the settled weight as so many days: Σ_k 2^(-2k/H_L)."""
    ratio = 2 ** (-2 * 86_400 / LAW.long.total_seconds())
    return (1 - ratio**count) / (1 - ratio)


@given(st.integers(1, 400), st.floats(0.1, 3), st.integers(0, HOUR))
@tried(40, fuzz=2_000)
def test_a_burst_counts_no_more_than_the_root_of_its_events(count: int, mass: float, spread: int) -> None:
    strength = math.exp(state(burst(count, mass, spread)).logs[w.S])
    assert strength <= math.sqrt(count) * mass * (1 + 1e-9)
    assert weights(burst(count, mass, spread))[0] <= weights([(math.sqrt(count) * mass, NOW)])[0] + 1e-9


@given(st.integers(2, 200), st.floats(0.1, 3), st.data())
@tried(60, fuzz=3_000)
def test_a_burst_does_not_outrank_a_settled_interest_of_as_many_days(
    count: int, mass: float, data: st.DataObject
) -> None:
    """Whatever the mass, and wherever in an hour the events are."""
    most = math.ceil(worth(count)) - 1
    events = data.draw(st.integers(1, max(1, most)))
    spread = data.draw(st.integers(0, HOUR))
    assert weights(burst(events, mass, spread))[1] <= weights(days(count, mass))[1] + 1e-12


def test_as_many_events_at_once_as_a_month_is_worth_do_and_one_less_does_not() -> None:
    """The bound is met: it is the law's, and no lower one holds."""
    assert math.floor(worth(30)) == 24
    settled = weights(days(30))[1]
    assert weights(burst(24))[1] < settled < weights(burst(25))[1]


def test_right_after_four_messages_what_a_person_is_taken_with_now_is_first() -> None:
    """What the weight does not promise: four messages at once are above a month of one a day, for it tells the present."""
    month = weights(days(30))[0]
    assert weights(burst(3))[0] < month < weights(burst(4))[0]


@pytest.mark.parametrize(("events", "after"), [(4, 1), (10, 1), (23, 2), (60, 4)])
def test_what_goes_on_is_above_a_burst_again_after_days(events: int, after: int) -> None:
    """An interest of thirty days that goes on, and a burst that does not: after so many days the first is above it."""
    later = NOW + after * DAY
    assert weights(burst(events), later)[0] < weights(days(30 + after, last=later), later)[0]


@given(st.integers(1, 400), st.integers(0, 40 * DAY))
@tried(40, fuzz=2_000)
def test_in_silence_a_burst_falls_at_least_as_fast_as_what_is_settled(count: int, wait: int) -> None:
    """So once it is below, it stays below."""
    settled = days(30)
    ratios = [_strength(burst(count), NOW + some) / _strength(settled, NOW + some) for some in (wait, wait + DAY)]
    assert ratios[1] <= ratios[0] * (1 + 1e-9)


def _strength(pieces: list[tuple[float, int]], now: int) -> float:
    weight = weights(pieces, now)[0]
    return weight / (1 - weight)
