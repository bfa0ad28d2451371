"""What is too old goes by itself: at the next opening, once a day, and by the code that forgets."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from penchant.memory import Interaction, InterestMemory, UserMemory
from penchant.memory.forgetting.retention import TOO_OLD, kept_for

from tests.conftest import Clock
from tests.memory.writer import open_small

DAY = timedelta(days=1)


@pytest.fixture
def small(tmp_path: Path, clock: Clock) -> InterestMemory:
    return open_small(tmp_path, clock=clock, index=False)


def told(memory: InterestMemory, clock: Clock) -> UserMemory:
    person = memory.user("ada")
    for number in range(6):
        kind = "search" if number % 2 else "chat"
        person.observe(f"topic {number} and topic 9", kind=kind, session="s")
        clock.advance(10 * DAY)
    return person


def test_nothing_goes_by_itself_unless_it_was_asked_for(small: InterestMemory, clock: Clock) -> None:
    with small as memory:
        person = told(memory, clock)
        assert (person.kept(), person.aging(), person.let_go()) == ({}, [], 0)
        assert kept_for(memory.ledger, "ada") == kept_for(memory.ledger, "nobody") == {}
        assert memory.users() == ["ada"]


def test_what_is_about_to_go_is_shown_and_goes_at_the_next_opening(
    small: InterestMemory, tmp_path: Path, clock: Clock
) -> None:
    with small as memory:
        person = told(memory, clock)
        [aging] = person.aging({"chat": 30 * DAY})
        assert (aging.kind, aging.turns, aging.oldest) == ("chat", 2, clock() - 60 * DAY)
        person.keep_for("chat", 30 * DAY)
        assert person.aging() == [aging]
        assert kept_for(memory.ledger, "ada") == {"chat": 30 * DAY}
        assert len(person.latest(9)) == 6
    with open_small(tmp_path, clock=clock, index=False) as memory:
        person = memory.user("ada")
        assert [event.text[:7] for event in person.latest(9)] == ["topic 5", "topic 4", "topic 3", "topic 1"]
        assert person.forgotten() == []
    assert not any(b"topic 0" in file.read_bytes() for file in tmp_path.glob("ledger*"))


def test_the_weights_afterwards_are_a_replay_of_what_is_left(
    small: InterestMemory, tmp_path: Path, clock: Clock
) -> None:
    with small as memory, open_small(tmp_path / "other", clock=clock, index=False) as other:
        person, plain = told(memory, clock), other.user("ada")
        for event in reversed(person.latest(9)):
            if event.kind == "search" or clock() - event.at <= 30 * DAY:
                plain.observe(event.text, kind=event.kind, session="s", at=event.at)
        person.keep_for("chat", 30 * DAY)
        assert person.let_go() == 2
        assert person.weights() == pytest.approx(plain.weights(), abs=1e-9)
        before = person.weights()
        person.rebuild()
        assert person.weights() == before


def test_once_a_day_is_enough_and_a_week_asleep_is_one_time(small: InterestMemory, clock: Clock) -> None:
    with small as memory:
        person = told(memory, clock)
        person.keep_for("chat", 30 * DAY)
        assert memory.tending.look()
        assert [event.text[:7] for event in person.latest(9)] == ["topic 5", "topic 4", "topic 3", "topic 1"]
        clock.advance(timedelta(hours=23))
        assert not memory.tending.look()
        clock.advance(7 * DAY)
        assert memory.tending.look()


def test_what_would_go_at_once_is_not_imported(small: InterestMemory, clock: Clock) -> None:
    with small as memory:
        person = memory.user("ada")
        person.keep_for("search", 30 * DAY)
        old = Interaction("1", "search", "topic 1", at=clock() - 31 * DAY)
        taken = person.observe_all([old, Interaction("2", "search", "topic 2", at=clock() - 29 * DAY)])
        assert (taken.new, taken.left_out) == (1, {TOO_OLD: 1})


@pytest.mark.parametrize(
    ("kind", "length"), [("telepathy", DAY), ("chat", timedelta(minutes=1)), ("chat", 99_999 * DAY)]
)
def test_what_is_no_rule_is_refused(small: InterestMemory, kind: str, length: timedelta) -> None:
    with small as memory:
        person = memory.user("ada")
        with pytest.raises(ValueError, match=r"no kind of event|an hour at least"):
            person.keep_for(kind, length)
        person.keep_for("chat", DAY)
        person.keep_for("chat", None)
        assert person.kept() == {}
