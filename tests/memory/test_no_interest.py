"""What is no interest is not held for one: a time behind "since", a slip of the keyboard, small words, what anything does."""

from __future__ import annotations

import pytest
from penchant.memory.extraction import extract


def names(text: str) -> list[str]:
    return [phrase.text for phrase in extract(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I've given up wine since New Year.", ["wine"]),
        ("I've given up wine since Easter.", ["wine"]),
        ("I've been off sugar since New Year's Day", ["sugar"]),
        ("I've loved jazz since my accident", ["jazz"]),
        ("I've been happier since starting yoga", ["yoga"]),
        ("since I moved I love jazz", ["jazz"]),
    ],
)
def test_since_names_a_time(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "what should I cook tonite",
        "u shud try it tmrw",
        "can you recomend me a film",
        "plz recomend smth",
        "un libro sobre eso",
        "Busco un libro sobre eso",
        "Quiero decir",
        "dan asco",
        "return x+1",
        "return a == b",
        "I'm terrified of anything that stings",
        "I love anything that sparkles",
    ],
)
def test_what_names_nothing_is_nothing(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I like anything that involves dragons", ["dragons"]),
        ("I hate anything that tastes of fish", ["fish"]),
        ("recomend me some jazz", ["jazz"]),
        ("what shud i cook with lentils tonite", ["lentils"]),
    ],
)
def test_what_stands_beside_it_is_named(text: str, expected: list[str]) -> None:
    assert names(text) == expected
