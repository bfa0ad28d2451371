"""Looking at another time, or at other half-lives."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from penchant.memory import Law
from penchant.tui.text.look import FACTORS, Look, half_lives, stops, when

from tests.tui.topics import NOW


@pytest.fixture(autouse=True)
def in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


def test_without_a_history_there_is_only_now() -> None:
    assert stops(NOW, None) == [("now", None)]


def test_the_stops_go_back_to_the_first_words_and_at_most_a_year() -> None:
    assert [name for name, _ in stops(NOW, NOW - timedelta(days=10))] == [
        "a week ago",
        "last Monday",
        "yesterday",
        "now",
    ]
    whole = stops(NOW, NOW - timedelta(days=4000))
    assert whole[0] == ("a year ago", NOW - timedelta(days=365))
    assert whole[-1] == ("now", None)


def test_last_monday_is_the_monday_before_today() -> None:
    sunday, monday, tuesday = (NOW + timedelta(days=days) for days in range(3))
    found = [dict(stops(now, now - timedelta(days=400))) for now in (sunday, monday, tuesday)]
    assert found[0]["last Monday"] == sunday - timedelta(days=6)
    assert found[1]["last Monday"] == monday - timedelta(days=7)
    assert "last Monday" not in found[2]  # it is yesterday


def test_the_moments_are_in_order_and_all_different() -> None:
    for days in range(7):
        now = NOW + timedelta(days=days)
        moments = [moment or now for _, moment in stops(now, now - timedelta(days=400))]
        assert moments == sorted(set(moments))


def test_a_stop_has_its_date() -> None:
    assert when("last Monday", NOW - timedelta(days=6), NOW) == "last Monday, 23 Feb"
    assert when("now", None, NOW) == "now"


def test_half_lives_are_told_in_hours_and_days() -> None:
    law = Law()
    assert [half_lives(factor, law.short, law.long) for factor in FACTORS] == [
        "3 hours and 11 days",
        "6 hours and 22 days",
        "12 hours and 45 days",
        "1 day and 90 days",
        "2 days and 180 days",
        "4 days and 360 days",
        "8 days and 720 days",
    ]


def test_only_now_under_the_real_half_lives_is_live() -> None:
    assert Look().live
    assert not Look("yesterday", NOW - timedelta(days=1)).live
    assert not Look(factor=2.0).live


def test_what_is_looked_at_is_told() -> None:
    assert str(Look()) == ""
    assert str(Look("yesterday, 28 Feb", NOW, 2.0, "2 days and 180 days")) == (
        "as of yesterday, 28 Feb, with half-lives of 2 days and 180 days"
    )
