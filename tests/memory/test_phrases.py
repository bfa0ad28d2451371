"""Turns of everyday sentences that name an interest in a roundabout way, or look as if they named one."""

from __future__ import annotations

import pytest
from penchant.memory.extraction import extract
from penchant.memory.topics.names import name_key

from tests.memory.stating import stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The thing I love most is jazz.", {"jazz": 1}),
        ("What I hate most is mushrooms.", {"mushrooms": -1}),
        ("The only thing I can't eat are eggs.", {"eggs": -1}),
        ("True crime is what I listen to.", {"True crime": 1}),
        ("Pottery makes me so happy.", {"Pottery": 1}),
        ("I've got two dogs and a cat.", {"dogs": 1, "cat": 1}),
        ("I often have toast or cereal.", {"toast": 1, "cereal": 1}),
        ("My usual order is a flat white.", {"flat white": 1}),
        ("I am dairy free.", {"dairy free": 1}),
        ("I'm gluten and lactose intolerant.", {"gluten": -1, "lactose": -1}),
        ("No gluten, no wheat etc.", {"gluten": -1, "wheat": -1}),
        ("Any ideas for lunch boxes without nuts?", {"nuts": -1}),
        ("I want something quick and not spicy.", {"spicy": -1}),
        ("I enjoy Chinese and Mexican flavours.", {"Chinese": 1, "Mexican": 1}),
        ("I prefer quick meals.", {"quick meals": 1}),
        ("I love night trains.", {"night trains": 1}),
        ("I quit smoking two months ago.", {"smoking": -1}),
        ("I hate group projects.", {"group projects": -1}),
        ("Love making ramen from scratch.", {"ramen": 1}),
        ("I really enjoy the borrow checker.", {"borrow checker": 1}),
        ("We both play tennis.", {"tennis": 1}),
        ("我喜欢自己烘焙。", {"烘焙": 1}),
        ("我喜欢给家人做饭。", {"做饭": 1}),
        ("我比较喜欢自由行。", {"自由行": 1}),
    ],
)
def test_a_roundabout_statement_is_stated(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "name"), [("人工智能", "人工智能"), ("我喜欢人工智能。", "人工智能"), ("我很喜欢北京大学。", "北京大学")]
)
def test_an_established_name_stays_whole_though_it_ends_in_a_general_word(text: str, name: str) -> None:
    assert name in {one.text for one in extract(text)}


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("200 g flour, 100 ml milk, 3 cloves garlic", {"g flour", "ml milk", "cloves garlic"}),
        ("My starter smells like nail polish.", {"nail polish", "smells"}),
        ("Please no coriander, it tastes like soap to me.", {"soap"}),
        ("I'd like something to cook for dinner.", {"cook"}),
        ("Can you convert 350F to celsius?", {"350F"}),
        ("I have an organic chemistry exam.", {"organic chemistry exam", "exam"}),
        ("Do I need a visa for Vietnam with a German passport?", {"visa", "a German passport"}),
        ("What is the integral of x^2 e^x dx?", {"2 e^x dx", "dx"}),
        ("我喜欢这种艺术风格。", {"艺术风格"}),
    ],
)
def test_what_only_measures_compares_or_serves_is_named_by_no_phrase(text: str, unwanted: set[str]) -> None:
    assert not {one.text for one in extract(text)} & unwanted


@pytest.mark.parametrize(
    "text",
    [
        "I might like pottery if I had the patience.",
        "I'd probably enjoy cooking if I had a bigger kitchen.",
        "Had I been born in Wales, I would have loved rugby.",
        "I will probably like opera one day.",
        "In another life I am a sailor.",
        "For the sake of argument, I collect stamps.",
        "说不定以后我会喜欢写诗。",
    ],
)
def test_what_may_come_to_be_is_not_stated(text: str) -> None:
    assert not [one for one in extract(text) if one.stance == "stated"]


def test_an_activitys_verb_and_its_form_in_ing_are_one_name_and_a_fish_is_no_fishing() -> None:
    assert name_key("cook") == name_key("Cooking")
    assert name_key("dance") == name_key("dancing")
    assert name_key("painting") == name_key("paintings")
    assert name_key("fish") != name_key("fishing")
    assert name_key("box") != name_key("boxing")
    assert name_key("rock climbing") == "rock climbing"


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("It should be within the limits of my cooking skills", "cooking"),
        ("I want the baking time to be short", "baking"),
        ("I'm average when it comes to cooking", "cooking"),
        ("I am not very experienced with gardening", "gardening"),
        ("What should I cook tonight?", "cook"),
    ],
)
def test_how_long_or_how_well_something_is_done_names_no_interest(text: str, unwanted: str) -> None:
    assert unwanted not in {one.text for one in extract(text)}


def test_a_stir_fry_is_one_thing() -> None:
    assert {one.text for one in extract("I love stir fry")} == {"stir fry"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Twisted my knee running yesterday.", []),
        ("im learning rust coming from go", ["rust"]),
        ("I love trail running.", ["trail running"]),
        ("I love bread making.", ["bread making"]),
        ("I love prime rib.", ["prime rib"]),
        ("16 hours and it came out like butter. I'm hooked", []),
        ("It was like heaven. I'm hooked", []),
        ("I tried padel. I'm hooked", ["padel"]),
        ("Which games are like Tetris?", ["Tetris"]),
        ("I love music like jazz.", ["music", "jazz"]),
        ("The coriander tastes like soap. I hate it.", ["coriander"]),
    ],
)
def test_what_is_only_compared_or_hurt_names_nothing(text: str, expected: list[str]) -> None:
    assert [one.text for one in extract(text)] == expected
