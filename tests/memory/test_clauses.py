"""What English clauses say of what stands in front of them, was once so, or is had again; and whose they are."""

from __future__ import annotations

import pytest

from tests.memory.stating import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A good detective programme, that I do enjoy.", {"detective programme": "+"}),
        ("Television I can do without, but opera, that I love.", {"Television": "-", "opera": "+"}),
        ("Golf I could do without.", {"Golf": "-"}),
        ("Golf I can do without a coach.", {"Golf": ""}),
    ],
)
def test_what_stands_in_front_is_felt(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I was a cabinet maker for forty-one years until my shoulder gave out.", {"cabinet maker": "ends"}),
        ("I was a runner till my knee went.", {"runner": "ends"}),
        ("I am a runner for charity.", {"runner": "+", "charity": ""}),
    ],
)
def test_what_one_was_for_years_is_past(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I turn bowls out of cherry", {"bowls": "+", "cherry": "+"}),
        ("I turn bowls over to dry", {"bowls": ""}),
        ("I did Florida two years and I don't want to see it again", {"Florida": "ends"}),
        ("I saw Solaris and I don't want to see it again.", {"Solaris": "ends"}),
        ("I lost my guitar and don't want to lose it again", {"guitar": "+"}),
    ],
)
def test_a_doing_names_what_is_done_and_again_what_is_not(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "this young fella I'm training plays that mumble rap all day",
        "the guy I'm dating plays rugby on Sundays",
        "the bloke I met collects stamps for charity",
    ],
)
def test_who_the_speaker_deals_with_does_it_and_not_the_speaker(text: str) -> None:
    assert not any(read(text).values())
