"""Secrets in what things are called: ids of sessions and names of sources, which apps and people choose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from penchant.memory import Interaction, InterestMemory, Learning
from penchant.memory.forgetting.chosen import Chosen

from tests.conftest import Clock
from tests.memory.stores import ON_SERVERS
from tests.memory.writer import open_small

KEY = "sk-proj-" + "aB3dE5gH7jK9mN1pQ3sT5vW7"
ID = f"chat {KEY}"


@pytest.fixture
def memory(tmp_path: Path, clock: Clock) -> Iterator[InterestMemory]:
    with open_small(tmp_path, clock=clock, index=False) as memory:
        yield memory


def test_a_session_is_found_by_the_id_that_the_app_gave_it_though_its_secret_is_not_stored(
    memory: InterestMemory, tmp_path: Path
) -> None:
    person = memory.user("ada")
    person.observe("I love topic 1.", session=ID)
    person.name_session(ID, "One")
    person.set_learning(ID, Learning.PAUSED)
    person.set_choice(ID, "bias", "off")
    assert [turn.text for turn in person.turns(ID, 5)] == ["I love topic 1."]
    found = person.session(ID)
    assert found is not None
    assert (found.title, found.id) == ("One", "chat [key]")
    assert (person.count_turns(ID), person.learning(ID), person.choice(ID, "bias")) == (1, Learning.PAUSED, "off")
    assert len(person.find_words("topic", session=ID)) == 1
    _nowhere(tmp_path)
    assert person.would_forget(Chosen(session=ID)) == 1
    person.replace(ID, person.turns(ID, 1)[0].number)
    assert person.count_turns(ID) == 0


def test_a_source_is_forgotten_by_the_name_that_it_was_imported_under(memory: InterestMemory, tmp_path: Path) -> None:
    person = memory.user("ada")
    person.observe_all([Interaction("1", "chat", "I love topic 1.")], source=f"{KEY}.json")
    assert [one.name for one in person.sources()] == ["[key].json"]
    _nowhere(tmp_path)
    assert person.forget_source(f"{KEY}.json") == 1


def _nowhere(folder: Path) -> None:
    if not ON_SERVERS:
        assert [file.name for file in folder.rglob("*") if file.is_file() and KEY.encode() in file.read_bytes()] == []
