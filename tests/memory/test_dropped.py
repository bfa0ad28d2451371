"""What English speakers end, drop or finish, and why: a reason, a cheer and finished work are no dislikes."""

from __future__ import annotations

import pytest
from penchant.memory.extraction import extract

from tests.memory.stating import refusals


def read(text: str) -> dict[str, str]:
    """Return what a text names: "+" or "-" where it is stated, "ends" where that ends it, "" where it is only mentioned."""
    return {
        one.text: "" if one.stance == "mentioned" else "ends" if one.ends else "+" if one.polarity > 0 else "-"
        for one in extract(text)
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm done with the book club, too much drama.", {"book club": "ends", "drama": ""}),
        ("I quit tennis, too much running.", {"tennis": "ends"}),
        ("I hate jazz, not enough melody", {"jazz": "-", "melody": ""}),
        ("No more night shifts, hurray!", {"night shifts": "ends"}),
        ("I hate jazz, techno and rap", {"jazz": "-", "techno": "-", "rap": "-"}),
        ("I'm done with jazz, techno and rap", {"jazz": "ends", "techno": "ends", "rap": "ends"}),
    ],
)
def test_a_reason_and_a_cheer_are_no_dislikes(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm done with my thesis!", {}),
        ("I'm finished with the report", {}),
        ("I'm so done with my thesis", {"thesis": "ends"}),
        ("I'm done with jazz", {"jazz": "ends"}),
    ],
)
def test_finished_work_is_not_disliked(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("We gave away our guitar last year.", 0.5),
        ("I gave my guitar away", 0.5),
        ("I donated my piano", 0.5),
        ("used to play valorant all the time but quit last month cuz exams", 0.5),
        ("I sold the guitar", 0.5),
    ],
)
def test_what_is_given_away_ends_and_is_hardly_disliked(text: str, strength: float) -> None:
    assert [(one.polarity, one.strength, one.ends) for one in extract(text)] == [(-1, strength, True)]


@pytest.mark.parametrize(
    "text",
    [
        "please forget about thrifting",
        "can you forget about thrifting",
        "don't bring up thrifting",
        "please don't talk about thrifting",
        "enough about thrifting",
        "ok enough about my thrifting",
        "forget that i said i like thrifting",
        "please forget what I said about thrifting",
        "stop mentioning thrifting",
    ],
)
def test_an_order_to_drop_a_topic_ends_it(text: str) -> None:
    assert read(text) == {"thrifting": "ends"}


def test_an_order_to_forget_a_dislike_takes_it_back() -> None:
    assert [(one.text, one.turns) for one in extract("forget that I said I hate olives")] == [("olives", True)]


@pytest.mark.parametrize(
    "text",
    [
        "don't forget about thrifting",
        "I want to forget about thrifting",
        "I don't bring up thrifting",
        "I don't know enough about thrifting",
        "My boss said enough about thrifting",
        "forget about the second thrifting",
        "thrifting? forget about it",
    ],
)
def test_who_does_not_order_so_drops_nothing(text: str) -> None:
    assert "ends" not in read(text).values()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "the warfarin nurse went through it all with me: nae grapefruit and nae cranberry juice, ever",
            {"warfarin nurse": "", "grapefruit": "-", "cranberry juice": "-"},
        ),
        ("physio says no running full stop", {"running": "ends"}),
        ("i stop bubble tea liao, zero since 3 weeks", {"bubble tea": "ends"}),
        ("I have stopped with alcohol from 1 January", {"alcohol": "ends"}),
        ("Please, I do not discuss politics with anybody", {"politics": "-"}),
        ("snow again. 14 years in canada and i still hate it", {"snow": "-"}),
        ("snow again. 14 years in canada and i still hate it from bottom of heart", {"snow": "-"}),
        ("Jazz. I love it with all my heart", {"Jazz": "+"}),
        ("my purple one died, i love it when it rains", {}),
        ("10 years in tech and i still love it", {"tech": "+"}),
        ("I stop coffee at noon", {"coffee": ""}),
        ("I didn't discuss politics", {"politics": ""}),
        ("I have stopped with the dishes", {}),
    ],
)
def test_other_englishes_refuse_too(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("Went to the clinic today. They said no salt, and no Maggi cubes either", {"salt", "Maggi cubes"}),
        ("Saw the consultant on Monday. He told me no running for good.", {"running"}),
        ("Went to the clinic today. They said no problem, come back in June.", set()),
        ("My husband went to the clinic today. They said no salt.", set()),
        ("Had dinner with the team. They said no salt.", set()),
        ("Saw the GP. She said no coffee before the scan", set()),
    ],
)
def test_what_they_say_counts_behind_a_visit_to_who_treats_the_speaker(text: str, refused: set[str]) -> None:
    assert refusals(text) == refused
