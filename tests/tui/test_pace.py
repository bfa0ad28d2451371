from __future__ import annotations

from penchant.tui.cli.evaluated import time_left
from penchant.tui.pace import Pace


def test_the_time_left_goes_by_what_was_done_in_this_run() -> None:
    pace = Pace(100, 0.0)
    for done in range(1, 61):
        pace.step(done, done * 0.001)  # sixty were there already
    assert pace.left(0.06) is None
    for done in range(61, 71):
        pace.step(done, 0.06 + (done - 60) * 30)
    assert pace.left(300.06) == 30 * 30


def test_it_counts_down_between_steps_and_never_below_nothing() -> None:
    pace = Pace(3, 0.0)
    pace.step(1, 50.0)
    assert [pace.left(now) for now in (50.0, 70.0, 200.0)] == [100.0, 80.0, 0.0]
    pace.step(3, 210.0)
    assert pace.left(210.0) == 0.0


def test_it_is_told_in_minutes_and_hours() -> None:
    assert [time_left(seconds) for seconds in (59.6, 3600, 0, None)] == ["1:00 left", "1:00:00 left", "", ""]
