"""With more sessions than are listed the older ones are found all the same (`bench/many_sessions.py` has the times)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from penchant.memory import Interaction, UserMemory
from penchant.tui.known import session
from penchant.tui.screens.sessions import NEWEST

from tests.conftest import Clock
from tests.memory.writer import open_small

MANY = NEWEST + 60


@pytest.fixture
def person(tmp_path: Path, clock: Clock) -> Iterator[UserMemory]:
    with open_small(tmp_path, clock=lambda: clock() + timedelta(days=1), index=False) as memory:
        person = memory.user("ada")
        person.observe_all(
            Interaction(f"{number}", text=f"about topic {number}", session=f"session {number}", at=clock())
            for number in range(MANY)
        )
        yield person


def test_the_newest_are_listed(person: UserMemory) -> None:
    assert [one.id for one in person.sessions()] == [f"session {MANY - 1 - place}" for place in range(NEWEST)]


@pytest.mark.parametrize("words", ["session 0", "about topic 0", "last"])
def test_any_session_is_found_by_its_id_and_its_title(person: UserMemory, words: str) -> None:
    assert session(person, words).id == (f"session {MANY - 1}" if words == "last" else "session 0")


def test_words_that_fit_several_old_ones_are_told(person: UserMemory) -> None:
    with pytest.raises(ValueError, match="fits 11 sessions"):
        session(person, "about topic 5")
    with pytest.raises(ValueError, match="there is no session"):
        session(person, "no such words")


def test_sessions_of_the_same_title_are_told_apart_by_their_times(person: UserMemory) -> None:
    for place in range(2):
        person.observe("hello there", session=f"greeting {place}")
    with pytest.raises(ValueError, match=r"'hello there' \(\d{4}-\d\d-\d\d \d\d:\d\d\) and 'hello there' \(\d{4}"):
        session(person, "hello there")
    with pytest.raises(ValueError, match=r"the newest are 'hello there' \(\d{4}-\d\d-\d\d \d\d:\d\d\), 'hello"):
        session(person, "no such words")
