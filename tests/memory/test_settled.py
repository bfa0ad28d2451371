"""The settled weight: what is left of a weight without what the last days add."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from penchant.memory import Law
from penchant.memory import weights as w
from penchant.memory.weights import Accumulators

from tests.memory.life import DAY, Life

LAW = Law()
NOW = 20_000 * DAY

Piece = tuple[float, int]

examples = settings(deadline=None, max_examples=60)
masses = st.builds(lambda size, sign: size * sign, st.floats(1e-3, 1e3), st.sampled_from([1, -1]))
histories = st.lists(st.tuples(masses, st.integers(NOW, NOW + 3000 * DAY)), max_size=10)
spans = st.one_of(st.integers(0, 2 * DAY), st.integers(0, 5000 * DAY))


def both(history: list[Piece], wait: int = 0, pinned: bool = False) -> tuple[float, float]:
    """Return a topic's weight, and its settled one."""
    state = reduce(lambda state, piece: w.fold(state, piece[0], piece[1], LAW), history, Accumulators.empty())
    now = max((at for _, at in history), default=NOW) + wait
    values = w.decayed(state.logs[None], np.array([state.at]), now, LAW)
    found = [w.weights(some, np.ones(1), np.array([pinned]), LAW)[0] for some in (values, w.settled(values))]
    return float(found[0]), float(found[1])


@given(histories, spans, st.booleans())
@examples
def test_a_settled_weight_is_never_above_the_weight(history: list[Piece], wait: int, pinned: bool) -> None:
    weight, settled = both(history, wait, pinned)
    assert 0 <= settled <= weight < 1


@given(histories, spans, spans)
@examples
def test_silence_never_raises_a_settled_weight(history: list[Piece], wait: int, longer: int) -> None:
    assert both(history, wait + longer)[1] <= both(history, wait)[1] + 1e-12


@given(histories, st.floats(1e-3, 1e3), spans)
@examples
def test_positive_evidence_never_lowers_a_settled_weight_and_negative_never_raises_it(
    history: list[Piece], size: float, ago: int
) -> None:
    last = max((at for _, at in history), default=NOW)
    before, at = both(history)[1], last - min(ago, last)
    assert both([*history, (size, at)])[1] >= before - 1e-12
    assert both([*history, (-size, at)])[1] <= before + 1e-12


@given(histories)
@examples
def test_after_a_month_of_silence_the_weight_is_the_settled_one(history: list[Piece]) -> None:
    weight, settled = both(history, wait=60 * DAY)
    assert weight == pytest.approx(settled, abs=1e-9)


def test_a_weekly_habit_settles_above_the_excitement_of_one_day() -> None:
    habit = [(1.0, NOW - week * 7 * DAY) for week in range(12)]
    excited = [(1.0, NOW - minute * 60_000) for minute in range(4)]
    assert both(excited)[0] > both(habit)[0]
    assert both(excited)[1] < both(habit)[1]


def test_interests_tell_what_settles_now_and_as_it_was(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+jazz")
        present.wait(DAY)
        then, seen = present.now, person.interests()
        present.wait(1000)
        person.observe("+jazz; +tea")
        after = {one.label: one for one in person.interests()}
        assert person.interests(as_of=then)[0].settled == pytest.approx(seen[0].settled, rel=1e-9)
        assert person.explain("jazz").interest.settled == after["jazz"].settled
        tea, jazz = after["tea"].settled, after["jazz"].settled
        assert tea is not None
        assert jazz is not None
        assert 0 < tea < jazz < after["jazz"].weight
