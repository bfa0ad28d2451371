"""What English speakers are allergic to, are not, and no longer are; and that an allergy is no matter of liking."""

from __future__ import annotations

import pytest
from penchant.memory.extraction import extract


def read(text: str) -> dict[str, str]:
    """Return what a text names: "+" or "-" where it is stated, "turned" where a dislike of it is taken back, "" where it is mentioned."""
    signs = {1: "+", -1: "-"}
    return {
        one.text: "turned" if one.turns else signs[one.polarity] if one.stance == "stated" else ""
        for one in extract(text)
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm not allergic to nuts, just to penicillin.", {"nuts": "turned", "penicillin": "-"}),
        ("not allergic to dairy, just eggs", {"dairy": "turned", "eggs": "-"}),
        ("I'm not allergic to cats, only to dogs", {"cats": "turned", "dogs": "-"}),
        ("I'm not allergic to nuts but to penicillin.", {"nuts": "turned", "penicillin": "-"}),
        ("I'm not allergic to eggs.", {"eggs": "turned"}),
        ("I'm allergic to nuts, not dairy", {"nuts": "-", "dairy": ""}),
        ("No allergies except latex.", {"latex": "-"}),
        ("no known allergies apart from penicillin", {"penicillin": "-"}),
        ("I'm fine with nuts, it's shellfish I'm allergic to.", {"nuts": "", "shellfish": "-"}),
        ("It's shellfish that I'm allergic to, not nuts.", {"shellfish": "-", "nuts": ""}),
    ],
)
def test_who_denies_an_allergy_likes_nothing_and_may_name_another(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm not afraid of dogs, just of spiders", {"dogs": "+", "spiders": "-"}),
        ("I don't dislike fish, only shellfish", {"fish": "+", "shellfish": "-"}),
        ("I'm not tired of running, just busy with work", {"running": "+"}),
        ("I don't hate jazz, I just prefer blues", {"jazz": "+", "blues": "+"}),
        ("I like jazz, just not rock", {"jazz": "+", "rock": "-"}),
        ("it's jazz that I like", {"jazz": "+"}),
    ],
)
def test_what_is_denied_beside_other_feelings_reads_as_before(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text", ["I'm allergic to cats but I love them anyway.", "I'm allergic to cats. I love them anyway."]
)
def test_an_allergy_stays_whatever_is_felt_beside_it(text: str) -> None:
    assert read(text) == {"cats": "-"}


def test_what_was_disliked_and_no_allergy_may_be_loved_now() -> None:
    assert read("I hated cats. I love them now.")["cats"] == "turned"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I outgrew my egg allergy.", {"egg": "turned"}),
        ("I've outgrown my allergy to eggs", {"eggs": "turned"}),
        ("my egg allergy is gone", {"egg": "turned"}),
        ("I finally got over my allergy to cats", {"cats": "turned"}),
        ("I outgrew lego", {"lego": "-"}),
        ("I have an egg allergy", {"egg": "-"}),
        ("Did I outgrow my egg allergy?", {"egg": ""}),
    ],
)
def test_an_allergy_that_is_over_is_taken_back(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


def test_an_illness_beside_what_must_not_be_eaten_is_only_mentioned() -> None:
    assert read("I have coeliac disease so no gluten for me") == {"coeliac disease": "", "gluten": "-"}
    assert read("I have coeliac disease.") == {"coeliac disease": "+"}
