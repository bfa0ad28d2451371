"""Words in single quotation marks are of whoever is named for them, and apostrophes are none."""

from __future__ import annotations

import pytest

from tests.memory.stating import stated


@pytest.mark.parametrize(
    "text",
    [
        "A patient told me today 'I only live for fishing, nothing else matters'.",
        "My friend says 'I adore ballet'",
        "She wrote ‘I love knitting’ on the card",
        "he's like 'I can't stand jazz'",
        "'I love chess', she says",
        "my sister said 'i'm obsessed with pilates' lol",
        "Translate 'I love jazz' into French",
        "The narrator loves whaling",
        "The author hates rain",
        "my roommate kai watches anime all night",
    ],
)
def test_what_others_say_is_not_said(text: str) -> None:
    assert stated(text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I said 'I love chess'", {"chess": 1}),
        ("I told her 'I don't eat meat' and she laughed", {"meat": -1}),
        ("I love jazz, my friends' band says so, it's the boys' favourite", {"jazz": 1}),
    ],
)
def test_own_words_and_apostrophes_are_read(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected
