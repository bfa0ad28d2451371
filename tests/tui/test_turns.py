from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from penchant.agent.kept.keeping import Aside, Incognito
from penchant.memory import InterestMemory, UserMemory
from penchant.tui.turns import Turns

from tests.conftest import Clock


@pytest.fixture
def person(tmp_path: Path, clock: Clock) -> Iterator[UserMemory]:
    """Four turns in the ledger, numbered 1 to 4."""
    with InterestMemory(tmp_path, clock=clock, index=False) as memory:
        person = memory.user("me")
        for number in (1, 3):
            person.observe(f"question {number}", session="here", teaches=False)
            person.observe(f"answer {number + 1}", role="assistant", session="here")
        yield person


@pytest.fixture
def aside(person: UserMemory, clock: Clock) -> Aside:
    """Four incognito turns, -1 to -4."""
    incognito = Incognito(person, "here", clock)
    for number in (-1, -3):
        incognito.ask(f"question {number}", (), None)
        incognito.answer(f"answer {number - 1}", True)
    return incognito.aside


@pytest.fixture
def turns(person: UserMemory, aside: Aside) -> Turns:
    return Turns(person, "here", aside)


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"count": 20}, [1, 2, 3, 4, -1, -2, -3, -4]),
        ({"count": 3}, [-2, -3, -4]),
        ({"count": 5}, [4, -1, -2, -3, -4]),
        ({"count": 2, "before": 3}, [1, 2]),
        ({"count": 2, "before": -1}, [3, 4]),
        ({"count": 3, "before": -3}, [4, -1, -2]),
        ({"count": 2, "after": 0}, [1, 2]),
        ({"count": 4, "after": 3}, [4, -1, -2, -3]),
        ({"count": 2, "after": -1}, [-2, -3]),
        ({"count": 2, "after": -4}, []),
    ],
)
def test_what_was_said_incognito_comes_after_what_the_ledger_has(
    turns: Turns, asked: dict[str, int], numbers: list[int]
) -> None:
    assert [turn.number for turn in turns.page(**asked)] == numbers
    assert [entry.number for entry in turns.entries(**asked)] == numbers


def test_what_was_said_incognito_stands_instead_of_what_it_replaced(turns: Turns) -> None:
    instead = replace(turns, aside=replace(turns.aside, instead_of=3))
    assert [turn.number for turn in instead.all()] == [1, 2, -1, -2, -3, -4]
    assert [turn.number for turn in instead.page(3, after=1)] == [2, -1, -2]
    assert [turn.number for turn in instead.page(2, before=-1)] == [1, 2]
    assert [turn.number for turn in instead.having("question", 9)] == [-3, -1, 1]


def test_a_turn_of_the_persons_is_found_from_its_reply_and_the_reply_from_it(turns: Turns) -> None:
    found = {number: turns.asked_at(number) for number in (None, 1, 2, 4, -1, -2, -4)}
    assert {number: turn and turn.number for number, turn in found.items()} == {
        None: -3, 1: 1, 2: 1, 4: 3, -1: -1, -2: -1, -4: -3,
    }  # fmt: skip
    answers = {number: turns.answered(number) for number in (1, 2, 3, -1, -3, -9)}
    assert {number: entry and entry.number for number, entry in answers.items()} == {
        1: 2, 2: None, 3: 4, -1: -2, -3: -4, -9: None,
    }  # fmt: skip


def test_words_are_found_in_the_newest_turns_first(turns: Turns) -> None:
    assert [turn.number for turn in turns.having("ANSWER", 3)] == [-4, -2, 4]


def test_one_turn_is_given_by_its_number(turns: Turns) -> None:
    assert [turn and turn.text for turn in map(turns.turn, (2, -2, 9, -9))] == ["answer 2", "answer -2", None, None]


def test_without_anything_said_incognito_there_is_the_ledger_alone(person: UserMemory) -> None:
    turns = Turns(person, "here", Aside())
    assert [turn.number for turn in turns.all()] == [1, 2, 3, 4]
    assert [turn.number for turn in turns.page(2, before=-1)] == [3, 4]
    assert turns.page(2, after=-1) == []
