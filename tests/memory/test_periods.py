"""The period that a query names."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from penchant.memory.recall.periods import Period, period_of, undated

NOW = datetime(2026, 3, 12, 15, tzinfo=UTC)  # a Thursday


@pytest.mark.parametrize(
    ("query", "start", "end"),
    [
        ("What did we talk about last week?", "2026-03-02", "2026-03-09"),
        ("what happened yesterday", "2026-03-11", "2026-03-12"),
        ("which film did I see last weekend?", "2026-03-07", "2026-03-09"),
        ("What did I cook in March?", "2026-03-01", "2026-04-01"),
        ("What did I cook in May?", "2025-05-01", "2025-06-01"),
        ("On May 2nd I went to a museum", "2025-05-02", "2025-05-03"),
        ("the 2nd of May 2023", "2023-05-02", "2023-05-03"),
        ("who won on 2026-03-01?", "2026-03-01", "2026-03-02"),
        ("where was I in 2024?", "2024-01-01", "2025-01-01"),
        ("what did I say last Tuesday?", "2026-03-10", "2026-03-11"),
        ("what did I say a month ago?", "2026-02-01", "2026-03-01"),
        ("两个月前我买了什么？", "2026-01-01", "2026-02-01"),
        ("我上周说了什么？", "2026-03-02", "2026-03-09"),
        ("上周三我去了哪里？", "2026-03-04", "2026-03-05"),
        ("你还记得5月2日的展览吗？", "2025-05-02", "2025-05-03"),
        ("2023年4月我读了什么？", "2023-04-01", "2023-05-01"),
        ("去年夏天", "2025-01-01", "2026-01-01"),
        ("三天前我说我不舒服", "2026-03-09", "2026-03-10"),
    ],
)
def test_a_period_is_read_where_it_is_named_beyond_doubt(query: str, start: str, end: str) -> None:
    days = (datetime.fromisoformat(day).replace(tzinfo=UTC) for day in (start, end))
    assert period_of(query, NOW) == Period(*days)


@pytest.mark.parametrize(
    "query",
    [
        "May I ask you something?", "We march on Rome", "what shall I do next week?", "in the last weeks or so", "last year or in 2019?",
        "on Monday", "since January", "on June 31st", "99999 days ago", "下周去哪", "三月", "",
    ],
)  # fmt: skip
def test_what_is_ambiguous_or_to_come_is_no_period(query: str) -> None:
    assert period_of(query, NOW) is None


def test_a_period_is_searched_by_its_days_and_a_long_one_by_months() -> None:
    week, year = period_of("last week", NOW), period_of("last year", NOW)
    assert week is not None
    assert year is not None
    assert week.moments == tuple(f"_2026030{day}" for day in range(2, 9))
    assert year.moments == tuple(f"_2025{month:02}" for month in range(1, 13))


def test_the_words_of_a_period_are_no_words_of_what_was_said_in_it() -> None:
    assert "week" not in undated("What did I cook last week?")
    assert "cook" in undated("What did I cook last week?")
