"""What is said in few words: "cycling & running", "techno ftw", "Sashimi? Not so much.", and what only measures or asks for a text."""

from __future__ import annotations

import pytest
from penchant.memory.extraction import extract

from tests.memory.stating import stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I like swimming, cycling & running but not gym", {"swimming": 1, "cycling": 1, "running": 1, "gym": -1}),
        ("I love thrifting + film photography", {"thrifting": 1, "film photography": 1}),
        ("I love mac & cheese", {"mac & cheese": 1}),
        ("tonkotsu ftw", {"tonkotsu": 1}),
        ("Saturdays are for fishing with my dad", {"fishing": 1}),
        ("Sundays are for cleaning", {}),
        ("Sushi? Love it. Sashimi? Not so much.", {"Sushi": 1, "Sashimi": -1}),
        ("Nothing bores me more than golf", {"golf": -1}),
        ("i h8 onions", {"onions": -1}),
        ("my roommate wont shut up about Valorant. cant stand that game", {"Valorant": -1}),
        ("I watched Severance. I love that show", {"Severance": 1}),
        ("I use Unity. I love that game engine", {"Unity": 1, "game engine": 1}),
        ("There's nothing I don't like except olives", {}),
        ("Is sushi expensive? Not really.", {}),
        ("I wrote ten letters", {"ten letters": 1}),
        ("I've been writing poems lately", {"poems": 1}),
        ("His Saturdays are for golf", {}),
        ("I drink my coffee black", {"coffee": 1}),
        ("I love the Lake District in May", {"Lake District": 1}),
        ("I love true crime podcasts. I listen to one every commute", {"true crime podcasts": 1}),
        ("F1 is boring af", {"F1": -1}),
        ("I write haiku every day", {"haiku": 1}),
    ],
)
def test_few_words_say_it(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Convert 5 stone to kilograms",
        "tell me a joke",
        "Write a haiku",
        "What on earth is it?",
        "whats the diff",
        "Rewrite this politely",
        "Seven letters, begins with B?",
        "rain or shine",
    ],
)
def test_units_idioms_and_kinds_of_task_name_nothing(text: str) -> None:
    assert extract(text) == ()
