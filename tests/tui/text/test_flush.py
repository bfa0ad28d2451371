"""How often a reply that streams is drawn."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from penchant.tui.text.flush import LATEST, PATIENCE, SOONEST, delay, pause

moments = st.floats(0, 1e6)
costs = st.floats(0, 100)


@given(costs)
def test_a_pause_is_never_shorter_than_a_frame_or_longer_than_a_second(cost: float) -> None:
    assert SOONEST <= pause(cost) <= LATEST


@given(st.floats(0, LATEST / PATIENCE))
def test_drawing_takes_a_quarter_of_the_time_at_most(cost: float) -> None:
    assert cost <= 0.2500001 * (cost + pause(cost))


@given(moments, costs, st.floats(0, 10))
def test_the_wait_ends_a_pause_after_the_last_flush_however_late_it_is_asked_for(
    ended: float, cost: float, since: float
) -> None:
    wait = delay(ended + since, ended, cost)
    assert wait >= 0
    assert since + wait >= pause(cost) - 1e-6


def test_what_comes_after_silence_is_drawn_at_once() -> None:
    assert delay(now=100.0, ended=90.0, cost=5.0) == 0
