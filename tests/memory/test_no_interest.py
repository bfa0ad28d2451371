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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Translate "good night" into Italian', []),
        ('translate "it is late" from English into Turkish and Arabic', []),
        ("green ash, which cuts like butter", ["green ash"]),
        ("write a letter to the council", []),
        ("make the letters larger on my tablet", ["tablet"]),
        ("I love letters", ["letters"]),
        ("Signed up for a 10k", ["10k"]),
        ("Kindly draft the minutes", []),
        ("no more of my beloved salami", ["salami"]),
        ("a walk with my dog Bruno", ["walk", "dog"]),
        ("thanks! xx Lena", []),
        ("netball thurs", ["netball"]),
        ("nuts make my throat swell", ["nuts"]),
        ("I take care of Mr. Brown, he loves chess.", []),
        ("I love Mr Bean", ["Bean"]),
        ("night shift biscuits", ["biscuits"]),
        ("my roomate is blasting kpop again", []),
        ("roomate blasting kpop", ["kpop"]),
        ("i stop bubble tea liao", ["bubble tea"]),
    ],
)
def test_a_label_is_the_name_of_a_thing(text: str, expected: list[str]) -> None:
    assert [phrase.text for phrase in extract(text)] == expected


@pytest.mark.parametrize(("text", "ends"), [("i stop bubble tea liao", True), ("I stop coffee at noon", False)])
def test_who_stops_food_is_done_with_it(text: str, ends: bool) -> None:
    assert [phrase.ends for phrase in extract(text)] == [ends]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm a nurse", {}),
        ("I work as a nurse", {}),
        ("I'm muslim, what can I eat", {}),
        ("I'm a florist, how do I price bouquets", {}),
        ("I run a bakery", {}),
        ("I'm an amateur welder", {"amateur welder": 1}),
        ("I'm a pilot in my spare time", {"pilot": 1}),
        ("I want to be a chef", {"chef": 1}),
        ("I love a good bakery", {"bakery": 1}),
        ("I'm a runner", {"runner": 1}),
        ("I'm a vegetarian", {"vegetarian": 1}),
    ],
)
def test_who_somebody_is_and_their_work_is_no_liking(text: str, expected: dict[str, int]) -> None:
    assert {one.text: one.polarity for one in extract(text) if one.stance == "stated"} == expected
