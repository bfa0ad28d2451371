from __future__ import annotations

import pytest
from penchant.memory import UserMemory
from penchant.tui.known import LEAST_LIKENESS, search, session


def test_a_search_leaves_out_what_is_not_like_the_words_and_has_the_nearest_first(person: UserMemory) -> None:
    for said in ("My car needs new tyres.", "I love bouldering.", "I climb rocks in the Alps.", "Green tea is bitter."):
        person.observe(said)
    assert search(person, "xyzzy plugh", 20) == []
    found = [one.likeness or 0.0 for one in search(person, "rock climbing", 20)]
    assert len(found) >= 2
    assert found == sorted(found, reverse=True)
    assert min(found) >= LEAST_LIKENESS


@pytest.mark.parametrize("words", ["climbing", "African food", "musical instrument"])
def test_a_turn_on_several_things_is_found_by_the_meaning_of_each(person: UserMemory, words: str) -> None:
    said = "I love bouldering and Ethiopian food, I can't stand karaoke, and I'm learning the oboe."
    for text in (said, "My car needs new tyres."):
        person.observe(text)
    assert [one.event.text for one in search(person, words, 20)] == [said]
    assert search(person, "quantum computers", 20) == []


def test_nothing_is_no_search(person: UserMemory) -> None:
    with pytest.raises(ValueError, match="type what to search for"):
        search(person, " ", 5)


def test_what_came_without_a_session_is_not_the_last_one(person: UserMemory) -> None:
    person.observe("I love tea.", session="s")
    person.observe("I love jazz.")
    assert session(person, "last").id == "s"
    with pytest.raises(ValueError, match="name a session"):
        session(person, "")
