"""A burst stands behind what is settled: it cannot take the first place, the strong word, or all places in a prompt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from penchant.agent.bias import Bias, Level, bias_for
from penchant.agent.bursts import EVENTS, MOST, is_burst, is_settled
from penchant.agent.gate.policy import Personalize
from penchant.memory import UserMemory

from tests.memory.life import DAY, Life

OPEN = "Suggest something to do this weekend."


@pytest.fixture
def life(tmp_path: Path) -> Callable[[], Life]:
    return lambda: Life(tmp_path / "life")


def month(person: UserMemory, present: Life, label: str = "climbing") -> None:
    for day in range(30):
        person.observe(f"+{label}", session=f"{label} {day}")
        present.wait(DAY)


def burst(person: UserMemory, present: Life, label: str = "coin", count: int = 60) -> None:
    for _ in range(count):
        person.observe(f"+{label}", session="one")
        present.wait(1_000)


def bias(person: UserMemory) -> Bias:
    return bias_for(OPEN, person.attend(OPEN), policy=Personalize.ALWAYS)


def named(found: Bias) -> list[tuple[str, Level]]:
    return [(one.interest.label, one.level) for one in found.liked]


def test_a_burst_is_named_behind_what_is_settled_however_many_its_events(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        month(person, present)
        burst(person, present)
        assert [one.label for one in person.interests()] == ["coin", "climbing"]
        assert named(bias(person)) == [("climbing", Level.CLEAR), ("coin", Level.CLEAR)]


def test_bursts_do_not_take_all_places(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        month(person, present)
        for label in ("coin", "casino", "pills", "lottery", "forex", "miracle"):
            burst(person, present, label, 12)
        found = bias(person)
        assert named(found)[0][0] == "climbing"
        assert len(found.liked) == 1 + MOST
        assert [one.reason for one in found.left_out].count("a burst") == 4


def test_of_somebodys_first_day_everything_is_as_it_was(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+tea")
        burst(person, present, "climbing", 20)
        assert named(bias(person))[0] == ("climbing", Level.STRONG)


def test_what_comes_back_on_other_days_is_no_burst_any_more(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        month(person, present)
        burst(person, present, "chess", EVENTS)
        for _ in range(3):
            present.wait(DAY)
            person.observe("+chess", session="later")
        [chess] = [one.interest for one in person.attend("+chess") if one.interest.label == "chess"]
        assert not is_burst(chess)
        assert is_settled(chess)


def test_what_the_person_pinned_is_no_burst(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        month(person, present)
        burst(person, present)
        person.pin("coin")
        assert named(bias(person))[0] == ("coin", Level.STRONG)


def test_a_few_words_of_something_new_are_no_burst(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        month(person, present)
        burst(person, present, "chess", EVENTS - 1)
        assert named(bias(person))[0][0] == "chess"
