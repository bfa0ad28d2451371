"""When the index takes in what was stored, and that nothing is lost to a search meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Condition

import pytest
from penchant.memory.embedding import MAX_CHARACTERS
from penchant.memory.index import Entry, State
from penchant.memory.pace import Pace
from penchant.memory.store.feed import LedgerFeed

from tests.memory.writer import DEADLINE_SECONDS, open_small
from tests.servers.waiting import eventually


def paced(*answers: bool) -> tuple[Pace, Iterator[bool]]:
    pace, left = Pace(), iter(answers)
    pace.busy = lambda: next(left)
    return pace, left


def test_it_waits_as_long_as_something_is_busy() -> None:
    pace, left = paced(True, True, False, True)
    moved = Condition()
    with moved:
        pace.pause(moved, lambda: False)
    assert list(left) == [True]


def test_who_is_in_a_hurry_is_not_kept_waiting() -> None:
    pace, left = paced(True, True)
    moved = Condition()
    with moved:
        pace.gather(moved, lambda: True)
        pace.pause(moved, lambda: True)
    assert list(left) == [True]


def test_long_work_rests_before_each_of_its_parts(tmp_path: Path) -> None:
    long = "topic 1 " * (MAX_CHARACTERS // 4)
    with open_small(tmp_path, index=False) as memory:
        person = memory.user("ada")
        person.observe(long)
        for _ in range(5):
            person.observe(long, role="assistant")
        feed, rests = LedgerFeed(memory.ledger, memory.vectorizer, memory.narrow), list[None]()
        feed.rest = lambda: rests.append(None)
        found: list[Sequence[Entry]] = []

        def complete() -> bool:
            found.append(feed.after(0))
            return bool(found[-1])

        eventually(complete)  # PostgreSQL shows them when all transactions begun before have ended
    entries = found[-1]
    assert len(entries) == 6
    assert len(rests) == 3  # five replies, two at a time


def test_what_was_just_said_is_found_before_the_index_has_it(tmp_path: Path) -> None:
    with open_small(tmp_path) as memory:
        person = memory.user("ada")
        person.observe("turn 1 is about topic 1")
        assert memory.settle(DEADLINE_SECONDS) is State.READY
        memory.make_way(lambda: True)
        person.observe("turn 2 is about topic 2")
        vector = person.vector("turn 2 is about topic 2")
        with memory.ledger.read() as connection:
            found = memory.nearest(connection, person._access.number, vector, 5)
    assert [number for number, _ in found] == [2, 1]
    assert found[0][1] == pytest.approx(1)


def test_an_index_that_makes_way_is_complete_when_it_is_waited_for(tmp_path: Path) -> None:
    with open_small(tmp_path) as memory:
        memory.make_way(lambda: True)
        for number in range(70):
            memory.user("ada").observe(f"turn {number} is about topic {number % 7}")
        assert memory.settle(DEADLINE_SECONDS) is State.READY
        assert memory.index_lag() == 0
