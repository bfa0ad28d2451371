"""What is odd about interests is told: a burst, one session alone, an import at the top."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from penchant.memory import Anomaly, Interaction, Interest, UserMemory
from penchant.memory.topics.anomalies import BURST, HOUR, Origin, anomalies_of

from tests.memory.life import DAY, Life

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def odd(person: UserMemory) -> list[tuple[str, str]]:
    return [(one.kind, one.label) for one in person.anomalies()]


def found(pieces: list[Origin]) -> list[Anomaly]:
    return anomalies_of([Interest(1, "jazz", 0.5, 0.1, 0.0, len(pieces), AT)], pieces)


def piece(at: int, phrase: str = "jazz", session: str = "s") -> Origin:
    return Origin(1, phrase, 1.0, at, session)


def test_what_came_over_days_is_not_odd(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        for day in range(12):
            person.observe("+jazz", session=str(day))
            present.wait(DAY)
        assert odd(person) == []


def test_a_burst_is_told(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        for _ in range(BURST):
            person.observe("+coin", session="s")
            present.wait(60_000)
        assert odd(person) == [("burst", "coin")]
        [told] = person.anomalies()
        assert told.told == "8 of its 8 pieces of evidence came within an hour"


@pytest.mark.parametrize(
    ("pieces", "kinds"),
    [
        ([piece(at) for at in range(BURST - 1)], []),
        ([piece(at) for at in range(BURST)], ["burst"]),
        ([piece(at * HOUR) for at in range(20)], []),
        ([*(piece(at) for at in range(BURST)), *(piece(day * DAY) for day in range(1, 3))], ["burst"]),
        ([*(piece(at) for at in range(BURST)), *(piece(day * DAY) for day in range(1, 4))], []),
    ],
)
def test_a_burst_is_many_within_an_hour_and_nearly_all_there_is(pieces: list[Origin], kinds: list[str]) -> None:
    assert [one.kind for one in found(pieces)] == kinds


def test_many_phrases_of_one_session_alone_are_told_where_there_are_others() -> None:
    own = [piece(number * DAY, f"jazz {number}") for number in range(4)]
    elsewhere = [Origin(2, "tea", 1.0, 0, session) for session in ("t", "u")]
    assert [one.kind for one in found([*own, *elsewhere])] == ["one session"]
    assert found(own) == []
    assert found([*own, piece(9 * DAY, session="t"), *elsewhere]) == []


def test_an_import_that_is_at_the_top_is_told_and_one_behind_it_is_not(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+tea", session="own")
        done = [Interaction(str(n), "chat", "+coin", at=present.now - timedelta(days=n)) for n in range(4)]
        person.observe_all(done, source="export.json")
        assert odd(person) == [("import", "coin")]
        assert "'export.json': 100% of its evidence" in person.anomalies()[0].told
        for number in range(36):
            name = ("jazz", "chess", "sushi", "opera", "golf", "tango")[number % 6]
            person.observe(f"+{name}", session=f"{number}")
            present.wait(HOUR // 3)
        assert odd(person) == []


def test_nobody_has_nothing_odd(life: Callable[[], Life]) -> None:
    with life().lived() as (person, _):
        assert person.anomalies() == []
