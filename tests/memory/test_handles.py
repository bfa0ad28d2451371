"""How many users' handles a process keeps, and what becomes of the others."""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from weakref import ref

import pytest
from penchant.memory import InterestMemory

from tests.memory.writer import open_small


def test_however_many_users_are_asked_for_so_many_handles_are_kept(tmp_path: Path) -> None:
    with open_small(tmp_path, index=False, handles=3) as memory:
        seen = [ref(memory.user(f"user {number}")) for number in range(12)]
        gc.collect()
        assert [one() is not None for one in seen] == [False] * 9 + [True] * 3
        assert memory.open_handle("user 11") is not None
        assert memory.open_handle("user 0") is None


def test_who_was_asked_for_again_is_kept_before_who_was_not(tmp_path: Path) -> None:
    with open_small(tmp_path, index=False, handles=2) as memory:
        for name in ("ada", "bob", "ada", "cyd"):
            memory.user(name)
        gc.collect()
        assert (memory.open_handle("ada") is not None, memory.open_handle("bob")) == (True, None)


def test_a_user_who_was_dropped_comes_back_with_the_same_weights(tmp_path: Path) -> None:
    with open_small(tmp_path, index=False, handles=1) as memory:
        for said in ("turn 1 is about topic 1", "turn 2 is about topic 2"):
            memory.user("ada").observe(said)
        before = memory.user("ada").interests()
        memory.user("bob").observe("turn 3 is about topic 3")
        gc.collect()
        assert memory.open_handle("ada") is None
        after = {one.label: one.weight for one in memory.user("ada").interests()}
        assert {one.label: one.weight for one in before} == pytest.approx(after)
        assert len(before) == 2


def test_a_handle_that_somebody_holds_goes_on_working_and_stays_the_only_one(tmp_path: Path) -> None:
    with open_small(tmp_path, index=False, handles=1) as memory:
        held = memory.user("ada")
        for number in range(5):
            memory.user(f"user {number}")
        gc.collect()
        held.observe("turn 1 is about topic 1")
        assert memory.user("ada") is held
        assert list(held.weights()) == ["topic 1"]


def test_many_threads_that_ask_for_one_user_get_one_handle(tmp_path: Path) -> None:
    with open_small(tmp_path, index=False, handles=4) as memory, ThreadPoolExecutor(8) as threads:
        found = list(threads.map(memory.user, ["ada"] * 40))
    assert {id(one) for one in found} == {id(found[0])}


def test_at_least_one_handle_is_kept(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="handles=0"):
        InterestMemory(tmp_path, index=False, handles=0)
