"""What somebody never could stand, get into or resist, and what they only could not do."""

from __future__ import annotations

import pytest

from tests.memory.stating import stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I have never been able to stand golf.", {"golf": -1}),
        ("I've never really been able to bear cilantro", {"cilantro": -1}),
        ("never been able to get into podcasts", {"podcasts": -1}),
        ("I was never able to get into Tolkien.", {"Tolkien": -1}),
        ("I wasn't able to get into chess.", {"chess": -1}),
        ("I never could stand cabbage", {"cabbage": -1}),
        ("I could never abide jazz.", {"jazz": -1}),
        ("I have never managed to like olives.", {"olives": -1}),
        ("I never learned to enjoy opera.", {"opera": -1}),
        ("I am unable to stand raisins.", {"raisins": -1}),
        ("I've never been able to eat oysters.", {"oysters": -1}),
        ("I've never been able to resist chocolate.", {"chocolate": 1}),
        ("I was never able to get enough of jazz.", {"jazz": 1}),
        ("I have never been able to live without coffee.", {"coffee": 1}),
    ],
)
def test_what_somebody_never_could_says_what_they_feel(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "My sister has never been able to stand golf.",
        "He never could stand cabbage.",
        "I've never been able to visit Rome.",
        "I wasn't able to eat lunch today.",
        "I've never been able to afford golf.",
        "Have I never been able to stand golf?",
        "I was never able to get a visa.",
    ],
)
def test_what_could_not_be_done_is_no_feeling(text: str) -> None:
    assert not stated(text)


def test_who_came_to_like_a_thing_likes_it() -> None:
    assert stated("I managed to get into chess.") == {"chess": 1}
    assert stated("I learned to like olives.") == {"olives": 1}
