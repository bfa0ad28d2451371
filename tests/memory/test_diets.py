"""What a person does not eat or do any more, and what does them no good."""

from __future__ import annotations

import pytest
from penchant.memory import UserMemory
from penchant.memory.extraction import extract

from tests.memory.stating import refusals


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm lactose intolerant.", {"lactose"}),
        ("im lactose intolerant, any cheese i can have?", {"lactose"}),
        ("lactose intolerant, any cheese?", {"lactose"}),
        ("My doctor thinks I'm lactose intolerant.", {"lactose"}),
        ("I'm gluten, tree nut and lactose intolerant.", {"gluten", "tree nut", "lactose"}),
        ("I'm gluten and lactose intolerant but love bread.", {"gluten", "lactose"}),
        ("I've cut out dairy", {"dairy"}),
        ("I cut out sugar last month", {"sugar"}),
        ("I have to cut dairy.", {"dairy"}),
        ("I must cut down on salt.", {"salt"}),
        ("I'm cutting back on sugar.", {"sugar"}),
        ("I'm trying to eat less meat", {"meat"}),
        ("I'm off coffee since last week.", {"coffee"}),
        ("I've been off gluten for a month.", {"gluten"}),
        ("I went off coffee", {"coffee"}),
        ("red wine gives me a headache", {"red wine"}),
        ("shellfish doesnt agree with me", {"shellfish"}),
        ("spicy food upsets my stomach", {"spicy food"}),
        ("eggs make me gag", {"eggs"}),
        ("garlic repeats on me", {"garlic"}),
        ("nuts could kill me", {"nuts"}),
    ],
)
def test_what_does_no_good_is_refused(text: str, expected: set[str]) -> None:
    assert refusals(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "I'm not lactose intolerant.",
        "My kid is lactose intolerant.",
        "I cut the onions.",
        "How do I cut out a pattern?",
        "She cut out dairy.",
        "Should I cut carbs?",
        "I'm off work today.",
        "I'm off to Paris.",
        "I'm off hiking.",
        "I eat less than you.",
        "I drink less expensive wine.",
        "no thats crazy, especially for high school",
        "Coffee gives me energy.",
        "Opera gives me goosebumps.",
        "My boss doesn't agree with me.",
        "My sister says milk gives her a headache.",
        "The alarm went off during dinner.",
    ],
)
def test_what_only_sounds_like_a_diet_refuses_nothing(text: str) -> None:
    assert [one.text for one in extract(text) if one.polarity < 0] == []


@pytest.mark.parametrize(("text", "ends"), [("I've cut out dairy.", True), ("I'm cutting down on dairy.", False)])
def test_less_of_a_thing_is_not_the_end_of_it(text: str, ends: bool) -> None:
    assert [one.ends for one in extract(text)] == [ends]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("weve seen alien", "we've seen alien"),
        ("havent touched it", "haven't touched it"),
        ("whens the next full moon", "when's the next full moon"),
        ("shes into crossfit", "she's into crossfit"),
        ("i wont eat olives", "i won't eat olives"),
        ("theyre into skiing", "they're into skiing"),
    ],
)
def test_a_missing_apostrophe_changes_nothing(typed: str, written: str) -> None:
    said = [[(one.text, one.polarity, one.stance) for one in extract(text)] for text in (typed, written)]
    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("I'm not a vegetarian any more.", True),
        ("I'm no longer a vegetarian", True),
        ("I stopped being a vegetarian last year", True),
        ("I quit being vegan", True),
        ("I'm not a vegetarian.", False),
    ],
)
def test_a_diet_that_is_not_kept_is_none(text: str, ends: bool) -> None:
    (found,) = extract(text)
    assert (found.polarity, found.stance, found.ends) == (-1, "stated", ends)


@pytest.mark.parametrize(
    ("told", "left", "ended"),
    [
        ("我是素食者", "我不吃素了", True),
        ("我是素食主义者", "我不再吃素了", True),
        ("I'm vegetarian.", "I gave up vegetarianism.", True),
        ("I'm vegan.", "I'm not on keto any more.", False),
    ],
)
def test_a_diet_ends_under_whichever_of_its_names(person: UserMemory, told: str, left: str, ended: bool) -> None:
    person.observe(told)
    before = person.interests()[0]
    person.observe(left)
    held = {one.label: one.weight for one in person.interests()}
    assert (held[before.label] < before.weight) == ended
