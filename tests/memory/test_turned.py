"""Where a feeling turns round, is over, or is no feeling: what never ends, what "until" bounds, what "to" is done for."""

from __future__ import annotations

import pytest
from penchant.memory.extraction import extract


def read(text: str) -> dict[str, str]:
    """Return what a text names: "+" or "-" where it is stated, "" where it is mentioned, "ends" where it is over."""
    return {
        one.text: "ends" if one.ends else "" if one.stance == "mentioned" else "+" if one.polarity > 0 else "-"
        for one in extract(text)
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'll never stop loving opera.", {"opera": "+"}),
        ("I haven't stopped loving opera.", {"opera": "+"}),
        ("I didn't stop playing chess.", {"chess": "+"}),
        ("I stopped playing chess.", {"chess": "ends"}),
        ("I will never get tired of jazz.", {"jazz": "+"}),
        ("I never tire of jazz.", {"jazz": "+"}),
        ("I'm tired of jazz.", {"jazz": "-"}),
        ("I can't get enough of jazz.", {"jazz": "+"}),
        ("I can never get enough of jazz.", {"jazz": "+"}),
        ("Please don't stop suggesting operas.", {"operas": ""}),
    ],
)
def test_what_never_stops_is_liked(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There is nothing I dislike about knitting.", {"knitting": "+"}),
        ("There isn't anything I hate about knitting.", {"knitting": "+"}),
        ("There is nothing I like about knitting.", {"knitting": "-"}),
        ("Nothing I love more than jazz.", {"jazz": "+"}),
    ],
)
def test_nothing_turns_the_feeling_behind_it_round(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected
