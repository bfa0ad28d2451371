"""A sentence that only goes on with the one before is felt as that one, and one that does not is not."""

from __future__ import annotations

import pytest

from tests.memory.stating import stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I don't like running. Or swimming.", {"running": -1, "swimming": -1}),
        ("I hate cheese. And mushrooms too.", {"cheese": -1, "mushrooms": -1}),
        ("I hate cheese. Mushrooms as well.", {"cheese": -1, "Mushrooms": -1}),
        ("I can't stand golf. Nor tennis.", {"golf": -1, "tennis": -1}),
        ("I can't stand golf. Or tennis, for that matter.", {"golf": -1, "tennis": -1}),
        ("I don't like jazz! Nor blues or soul.", {"jazz": -1, "blues": -1, "soul": -1}),
        ("I don't like running, nor swimming.", {"running": -1, "swimming": -1}),
        ("I'm allergic to peanuts. And penicillin.", {"peanuts": -1, "penicillin": -1}),
        ("I love jazz. And opera too.", {"jazz": 1, "opera": 1}),
        ("I love jazz. Also opera. And fado.", {"jazz": 1, "opera": 1, "fado": 1}),
        ("I love jazz. Especially bebop.", {"jazz": 1, "bebop": 1}),
        ("I like hiking. Not running.", {"hiking": 1, "running": -1}),
        ("I don't like running. Not even jogging.", {"running": -1, "jogging": -1}),
    ],
)
def test_the_tail_of_a_feeling_is_felt_alike(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I hate cheese. And mushrooms are great.", {"cheese": -1}),
        ("I hate cheese. But mushrooms are fine.", {"cheese": -1}),
        ("I hate cheese. And I love mushrooms.", {"cheese": -1, "mushrooms": 1}),
        ("I hate cheese. And now recommend a dinner with mushrooms.", {"cheese": -1}),
        ("I hate cheese. Pasta recipes please.", {"cheese": -1}),
        ("I don't like running. Or should I try swimming?", {"running": -1}),
        ("I love jazz. Or opera?", {"jazz": 1}),
        ("I hate golf. And what about tennis?", {"golf": -1}),
        ("Do you like running? Or swimming?", {}),
        ("My sister hates cheese. And mushrooms too.", {}),
        ("I want jazz. Not a party.", {"jazz": 1}),
    ],
)
def test_what_is_no_tail_is_read_by_itself(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected
