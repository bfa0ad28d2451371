"""Moments and spans in words."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from penchant.tui.text.moments import date, day, leaves, span

from tests.tui.topics import NOW, THRESHOLD, interest


@pytest.fixture(autouse=True)
def in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=3), "a minute"),
        (timedelta(minutes=5), "5 minutes"),
        (timedelta(minutes=58), "1 hour"),
        (timedelta(hours=3, minutes=20), "3 hours"),
        (timedelta(hours=23, minutes=50), "1 day"),
        (timedelta(days=3, hours=2), "3 days"),
        (timedelta(days=9), "9 days"),
        (timedelta(days=14), "2 weeks"),
        (timedelta(days=62), "2 months"),
        (timedelta(days=360), "1 year"),
        (timedelta(days=800), "2 years"),
    ],
)
def test_spans_are_told_as_people_say_them(length: timedelta, words: str) -> None:
    assert span(length) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (None, ""),
        (NOW, "today"),
        (NOW + timedelta(hours=1), "today"),
        (NOW - timedelta(hours=13), "yesterday"),
        (NOW - timedelta(days=6), "6 days ago"),
        (NOW - timedelta(days=20), "9 Feb"),
        (NOW - timedelta(days=100), "Nov 2025"),
    ],
)
def test_when_something_was_seen_goes_by_the_calendar(moment: datetime | None, words: str) -> None:
    assert day(moment, NOW) == words
    assert len(words) <= 10


def test_days_are_those_of_the_local_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    late = datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert day(late, datetime(2026, 3, 1, 12, tzinfo=UTC)) == "yesterday"
    assert date(datetime(2026, 3, 1, 12, tzinfo=UTC), NOW) == "2 Mar"


def test_a_date_of_another_year_has_its_year() -> None:
    assert date(NOW - timedelta(days=100), NOW) == "21 Nov 2025"


@pytest.mark.parametrize(
    ("change", "at", "words"),
    [
        ({}, NOW + timedelta(days=3, hours=1), "leaves the prompt in about 3 days"),
        ({}, NOW + timedelta(minutes=2), "leaves the prompt in about 2 minutes"),
        ({}, None, "stays in the prompt"),
        ({"pinned": True}, None, "pinned: stays in the prompt"),
        ({"weight": 0.07}, None, "is not in the prompt: under .075"),
        ({"muted": True}, None, "muted: is in no prompt"),
        ({"weight": 0.0, "negative": 0.5}, None, "disliked: what it is about is avoided"),
        ({"weight": 0.0, "negative": 0.02}, None, "is not in the prompt"),
        ({"tentative": True}, None, "said once: is in no prompt until it comes up again, or you confirm it"),
        ({"tentative": True, "pinned": True}, None, "pinned: stays in the prompt"),
    ],
)
def test_it_is_told_how_long_a_topic_stays_in_prompts(change: dict[str, Any], at: datetime | None, words: str) -> None:
    given: dict[str, Any] = {"weight": 0.5} | change
    assert leaves(interest(1, "tea", **given), THRESHOLD, at, NOW) == words
