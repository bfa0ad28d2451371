"""Who says outright that they like what they refused before has changed their mind."""

from __future__ import annotations

import pytest
from penchant.memory import Interaction, UserMemory

from tests.memory.life import START

CHANGED = [
    ("I hate olives. || I love olives.", {"olives": 1}),
    ("I can't stand jazz. || What's the weather? || I really like jazz.", {"jazz": 1}),
    ("I love olives. || I hate olives.", {"olives": -1}),
    ("I'm allergic to cats. || I love cats.", {"cats": -1}),
    ("The doctor says no coffee. || I love coffee.", {"coffee": -1}),
    ("I hate olives. || Is it true that olives are a fruit?", {"olives": -1}),
    ("我讨厌爵士乐。 || 我喜欢爵士乐。", {"爵士乐": 1}),
    ("odio el jazz || me encanta el jazz", {"jazz": 1}),
    ("I hate tennis and golf. || I love golf.", {"tennis": -1, "golf": 1}),
]


def signs(person: UserMemory) -> dict[str, int]:
    """Return which way what is held leans."""
    return {one.label: 1 if one.weight > one.negative else -1 for one in person.interests() if not one.tentative}


@pytest.mark.parametrize(("history", "expected"), CHANGED)
def test_the_last_word_counts_but_for_what_one_cannot_have(
    person: UserMemory, history: str, expected: dict[str, int]
) -> None:
    for text in history.split(" || "):
        person.observe(text)
    assert signs(person).items() >= expected.items()


@pytest.mark.parametrize(("history", "expected"), CHANGED)
def test_a_load_tells_changes_of_mind_alike(person: UserMemory, history: str, expected: dict[str, int]) -> None:
    texts = history.split(" || ")
    person.observe_all([Interaction(str(n), text=text, at=START, session="s") for n, text in enumerate(texts)])
    assert signs(person).items() >= expected.items()
