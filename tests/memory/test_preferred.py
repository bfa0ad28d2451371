"""What English speakers prefer to something else: the one is liked, the other no more than named."""

from __future__ import annotations

import pytest
from penchant.memory.extraction import extract


def liked(text: str) -> list[str]:
    """Return what a text states a liking of."""
    return [one.text for one in extract(text) if one.stance == "stated" and one.polarity > 0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I prefer hiking to running.", "hiking"),
        ("i prefer cycling to driving", "cycling"),
        ("I prefer trains to planes.", "trains"),
        ("I prefer playing chess to watching football", "chess"),
        ("I prefer listening to jazz to listening to rock", "jazz"),
        ("I'd rather hike than run", "hike"),
        ("I like tea better than coffee", "tea"),
        ("tea over coffee any day", "tea"),
        ("coffee over tea any day of the week", "coffee"),
        ("mountains > sea", "mountains"),
        ("honestly mountains > beaches every time", "mountains"),
        ("more of a cat person than a dog person", "cat"),
        ("I'm more of a cat person than a dog person", "cat"),
    ],
)
def test_the_preferred_is_liked_and_the_other_is_not(text: str, expected: str) -> None:
    assert liked(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I prefer going to concerts", ["concerts"]),
        ("I prefer listening to jazz", ["jazz"]),
        ("I prefer to run in the morning", ["run"]),
        ("I prefer walking to work", []),
        ("File > Open", []),
        ("if x > y then print", []),
        ("more of a challenge than a hobby", []),
    ],
)
def test_whereto_something_leads_is_no_second_choice(text: str, expected: list[str]) -> None:
    assert liked(text) == expected
