"""What the interests would be under other half-lives: a fresh replay, and the ledger stays as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.memory import InterestMemory, Law, UserMemory
from penchant.memory import weights as w
from penchant.memory.history.wondering import supposed_law
from penchant.memory.ledger import FILE

from tests.conftest import Clock
from tests.memory.life import DAY, Life, listed
from tests.memory.test_replay import Step, assert_stand_alike, steps
from tests.tried import tried

HOURS = st.integers(1, 4000).map(lambda hours: timedelta(hours=hours))


def dump(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / FILE)) as ledger:
        return list(ledger.iterdump())


@given(steps(late=st.one_of(st.just(0), st.integers(1, 60 * DAY))), HOURS)
@tried(6, fuzz=15)
def test_what_if_is_a_fresh_replay_and_changes_nothing(
    life: Callable[[], Life], lived: list[Step], half_life: timedelta
) -> None:
    present = life()
    with present.lived() as (person, _):
        for step in lived:
            step.happen(person, present)
        before = dump(present.folder)
        found = person.what_if(half_life)
        assert dump(present.folder) == before
    law = supposed_law(Law(), half_life, None, None, None)
    with InterestMemory(
        present.folder, clock=lambda: present.now, embedder=present.embedder, extractor=listed, index=False, law=law
    ) as memory:
        other = memory.user("ada")
        other.rebuild()
        assert_stand_alike([one.then for one in found], other.interests())


def test_with_one_half_life_the_weight_is_that_of_one_accumulator(person: UserMemory, clock: Clock) -> None:
    person.observe("I love jazz.")
    clock.advance(timedelta(days=7))
    [found] = person.what_if(timedelta(days=7))
    assert found.then.weight == pytest.approx(0.5 / (0.5 + Law().saturation))
    assert found.now.weight == pytest.approx(person.weights()["jazz"])
    assert found.change == pytest.approx(found.then.weight - found.now.weight)
    assert found.then.share == pytest.approx(found.now.share)


def test_each_half_life_can_be_chosen_alone(person: UserMemory, clock: Clock) -> None:
    person.observe("I love jazz. I can't stand olives.")
    clock.advance(timedelta(days=7))
    plain = person.weights()["jazz"]
    [longer] = [one for one in person.what_if(short=timedelta(days=30)) if one.now.label == "jazz"]
    assert longer.then.weight > plain
    [shorter] = [one for one in person.what_if(long=timedelta(days=2)) if one.now.label == "jazz"]
    assert shorter.then.weight < plain
    [olives] = [one for one in person.what_if(negative=timedelta(days=3000)) if one.now.label == "olives"]
    assert olives.then.negative > olives.now.negative
    assert [one.now.label for one in person.what_if(timedelta(days=1))] == [
        one.label for one in person.interests(law=Law(timedelta(hours=12), timedelta(days=1), timedelta(days=1), mix=0))
    ]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "what if what"),
        ({"half_life": timedelta(0)}, "above a millisecond"),
        ({"half_life": timedelta(days=-1)}, "above a millisecond"),
        ({"short": timedelta(0)}, "above 0"),
        ({"short": timedelta(days=91)}, "half-lives must obey"),
        ({"long": timedelta(hours=1)}, "half-lives must obey"),
        ({"negative": timedelta(days=1)}, "half-lives must obey"),
        ({"half_life": timedelta(days=1), "short": timedelta(days=1)}, "leaves none to choose for short"),
    ],
)
def test_half_lives_that_make_no_law_are_refused(person: UserMemory, given: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        person.what_if(**given)


def test_of_nothing_nothing_would_be_known(person: UserMemory) -> None:
    assert person.what_if(timedelta(days=1)) == []


def test_the_ladder_has_no_half_life_to_choose() -> None:
    law = supposed_law(Law(), timedelta(days=7), None, None, None)
    assert law.rates[w.RUNGS].tolist() == Law().rates[w.RUNGS].tolist()
