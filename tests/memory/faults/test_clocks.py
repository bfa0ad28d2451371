"""A clock that jumps by years, ahead and back: the law stays finite, a replay agrees, and nothing is erased because of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from penchant.memory import Interaction, InterestMemory, UserMemory
from penchant.memory.background.refining import Background, Refined
from penchant.memory.errors import ReadingFailed
from penchant.memory.forgetting import copies, leaps
from penchant.memory.forgetting.chosen import Chosen
from penchant.memory.ledger import Ledger
from penchant.memory.records import to_ms

from tests.conftest import Clock
from tests.memory.writer import open_small

DAY, YEAR = timedelta(days=1), timedelta(days=365)

JUMPS = [YEAR, -YEAR, 12 * YEAR, -12 * YEAR, -56 * YEAR, 70 * YEAR, 900 * YEAR, -2000 * YEAR]
"""A wrong year, a clock that starts in 2014, 1970, 2096, and what no clock should say."""


@pytest.fixture
def opened(tmp_path: Path, clock: Clock) -> Callable[[], InterestMemory]:
    return lambda: open_small(tmp_path, clock=clock, index=False)


def say(person: UserMemory, clock: Clock, count: int = 6) -> None:
    for number in range(count):
        person.observe(f"topic {number % 3} and topic 9", session="s", id=f"{clock().isoformat()} {number}")
        clock.advance(timedelta(minutes=1))


def assert_lawful(person: UserMemory) -> dict[str, float]:
    """Every figure is finite and in its range, and what is held is what a replay gives; returns the weights."""
    found = person.interests()
    assert found
    assert all(0 <= one.weight < 1 and math.isfinite(one.share) and 0 <= one.share <= 1 for one in found)
    assert sum(one.share for one in found) <= 1 + 1e-9
    before = person.weights()
    assert person.interests(as_of=None) == found
    person.rebuild()
    assert person.weights() == pytest.approx(before, abs=1e-9, rel=0)
    return before


@pytest.mark.parametrize("jump", JUMPS, ids=lambda jump: f"{jump.days // 365} years")
def test_a_jump_and_the_way_back_leave_lawful_weights_and_all_turns_in_their_order(
    opened: Callable[[], InterestMemory], clock: Clock, jump: timedelta
) -> None:
    with opened() as memory:
        person = memory.user("ada")
        say(person, clock)
        start = assert_lawful(person)
        clock.advance(timedelta(minutes=-10))
        most = person.weights()  # as of each topic's last evidence
        clock.advance(jump + timedelta(minutes=10))
        away = person.weights()
        assert all(weight <= most[label] + 1e-12 for label, weight in away.items())
        say(person, clock)
        assert_lawful(person)
        clock.advance(-jump)
        say(person, clock)
        after = assert_lawful(person)
        assert after.keys() == start.keys()
        assert len(person.turns("s", 100)) == 18
        numbers = [turn.number for turn in person.turns("s", 100)]
        assert numbers == sorted(numbers)
    with opened() as memory:
        assert memory.user("ada").weights() == pytest.approx(after, abs=1e-9, rel=0)


def test_in_the_silence_after_a_jump_no_weight_rises(opened: Callable[[], InterestMemory], clock: Clock) -> None:
    with opened() as memory:
        person = memory.user("ada")
        say(person, clock)
        clock.advance(12 * YEAR)
        say(person, clock, 2)
        clock.advance(-12 * YEAR)
        before = person.weights()
        for step in (DAY, YEAR, 5 * YEAR, 20 * YEAR, 900 * YEAR):
            clock.advance(step)
            now = person.weights()
            assert all(now[label] <= before[label] + 1e-12 for label in now)
            before = now


# What goes for its age


def kept_for_a_month(opened: Callable[[], InterestMemory], clock: Clock) -> None:
    with opened() as memory:
        person = memory.user("ada")
        say(person, clock)
        person.keep_for("chat", 30 * DAY)
        assert memory.notices() == ()


def left(opened: Callable[[], InterestMemory]) -> int:
    with opened() as memory:
        return len(memory.user("ada").latest(100))


@pytest.mark.parametrize("jump", [YEAR, 12 * YEAR, 900 * YEAR], ids=str)
def test_a_clock_that_leaps_ahead_erases_nothing_and_it_is_said_once(
    opened: Callable[[], InterestMemory], clock: Clock, jump: timedelta
) -> None:
    kept_for_a_month(opened, clock)
    clock.advance(jump)
    with opened() as memory:
        person = memory.user("ada")
        assert len(person.latest(100)) == 6
        assert person.let_go() == 0
        (said,) = memory.new_notices()
        assert f"the clock is {jump.days:,} days ahead" in said
        assert f"before {clock() + 7 * DAY:%Y-%m-%d}" in said
        assert memory.new_notices() == ()
        assert memory.notices() == (said,)
    assert left(opened) == 6
    clock.advance(-jump)
    assert left(opened) == 6
    with opened() as memory:
        assert memory.notices() == ()


def test_after_a_long_absence_what_is_too_old_goes_a_week_later(
    opened: Callable[[], InterestMemory], clock: Clock
) -> None:
    kept_for_a_month(opened, clock)
    clock.advance(2 * YEAR)
    with opened() as memory:
        memory.user("ada").observe("I am back for topic 1", session="s")
    clock.advance(6 * DAY)
    assert left(opened) == 7
    clock.advance(2 * DAY)
    assert left(opened) == 1


def test_a_memory_that_is_open_when_the_clock_leaps_erases_nothing_either(
    opened: Callable[[], InterestMemory], clock: Clock
) -> None:
    kept_for_a_month(opened, clock)
    with opened() as memory:
        person = memory.user("ada")
        clock.advance(12 * YEAR)
        assert memory.tending.look()
        assert len(person.latest(100)) == 6
        clock.advance(-12 * YEAR)
        assert memory.tending.look()
        clock.advance(40 * DAY)
        assert memory.tending.look()
        assert person.latest(100) == []


def test_who_decides_by_the_present_clock_is_believed(opened: Callable[[], InterestMemory], clock: Clock) -> None:
    kept_for_a_month(opened, clock)
    clock.advance(2 * YEAR)
    with opened() as memory:
        person = memory.user("ada")
        assert person.let_go() == 0
        person.keep_for("chat", 60 * DAY)
        assert person.let_go() == 6


SECOND, ZERO = 1000, to_ms(datetime(2026, 3, 1, tzinfo=UTC))


def seen(*moments: int) -> leaps.Seen:
    known: leaps.Seen | None = None
    for moment in moments:
        known = leaps.moved(known, ZERO + moment)
    assert known is not None
    return known


def test_a_leap_is_believed_after_a_week_that_was_lived_through() -> None:
    far = 20 * leaps.LEAP
    assert seen(0, leaps.LEAP).landed is None
    assert seen(0, far).landed == ZERO + far
    assert seen(0, far, far + leaps.STAY - 1).landed == ZERO + far
    assert seen(0, far, far + leaps.STAY).landed is None
    assert seen(0, far, far - SECOND).landed == ZERO + far - SECOND  # a correction by a second is no way back
    assert seen(0, far, 2 * far).landed == ZERO + 2 * far  # a second leap is no week
    assert seen(0, far, 0) == seen(0)
    assert seen(0, -far, 0).landed == ZERO  # it was set back before: for a week nobody knows which of the two is right


# What else goes by the clock


def test_what_was_forgotten_under_a_clock_set_back_stays_away(
    opened: Callable[[], InterestMemory], clock: Clock
) -> None:
    with opened() as memory:
        person = memory.user("ada")
        person.observe("I like topic 1 a lot", session="s", id="first")
        said = clock()
        clock.advance(-12 * YEAR)
        person.forget_chosen(Chosen(session="s"))
        again = [Interaction("other", text="I like topic 1 a lot", at=said)]
        clock.advance(13 * YEAR)
        assert person.observe_all(again).new == 0


def test_copies_go_on_being_made_and_kept_when_the_clock_was_ahead(
    opened: Callable[[], InterestMemory], clock: Clock, tmp_path: Path
) -> None:
    with opened() as memory:
        copies.set_rotation(memory.ledger, copies.Rotation(DAY, 2))
        assert copies.rotate(memory.ledger, memory.now()) is not None
    clock.advance(12 * YEAR)
    opened().close()
    clock.advance(-12 * YEAR)
    for _ in range(3):
        clock.advance(DAY)
        opened().close()
    there = sorted(file.name for file in (tmp_path / "backups").iterdir())
    assert there == ["ledger-20260303-120000.sqlite3", "ledger-20260304-120000.sqlite3"]


@pytest.mark.parametrize("jump", [12 * YEAR, -12 * YEAR], ids=["ahead", "back"])
def test_the_ledger_is_read_through_on_the_day_of_a_jump(
    opened: Callable[[], InterestMemory], clock: Clock, monkeypatch: pytest.MonkeyPatch, jump: timedelta
) -> None:
    opened().close()
    read: list[datetime] = []
    with opened() as memory:
        check = type(memory.ledger).check

        def noted(ledger: Ledger) -> None:
            read.append(clock())
            check(ledger)

        monkeypatch.setattr(type(memory.ledger), "check", noted)
    opened().close()
    clock.advance(jump)
    opened().close()
    assert read == [clock()]


class Away:
    """A model that cannot be reached, and counts how often that was tried."""

    name = "away"

    def __init__(self) -> None:
        self.tried = 0

    def cost(self, texts: Sequence[str]) -> int:
        return len(texts)

    def __call__(self, _texts: Sequence[str]) -> Refined:
        self.tried += 1
        raise ReadingFailed("away", again=True)


def test_what_waits_for_a_model_does_not_wait_for_a_clock_that_was_ahead(tmp_path: Path, clock: Clock) -> None:
    away = Away()
    with open_small(tmp_path, clock=clock, index=False, background=Background(refiner=away)) as memory:
        person = memory.user("ada")
        clock.advance(12 * YEAR)
        person.observe("I like topic 1", session="s")
        clock.advance(DAY)
        person.read_waiting()
        assert (away.tried, person.later.queue.rests) == (1, True)
        clock.advance(-12 * YEAR)
        assert not person.later.queue.rests
        person.read_waiting()
        assert away.tried == 2
