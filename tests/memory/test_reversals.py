"""What takes a dislike back, in English words and in the weights of what was refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from penchant.memory import Interest, Phrase, UserMemory
from penchant.memory.extraction import extract

from tests.memory.life import DAY, Life


def turned(text: str) -> dict[str, float]:
    """Return what a text takes back, with the strength of the liking that it says beside."""
    return {one.text: one.strength for one in extract(text) if one.turns}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Actually I love jazz now.", {"jazz": 1}),
        ("now i like olives lol", {"olives": 1}),
        ("I've changed my mind about jazz: I love it.", {"jazz": 1}),
        ("I've changed my mind about jazz. I love it.", {"jazz": 1}),
        ("I was wrong about golf, I actually enjoy it", {"golf": 1}),
        ("I've come round to opera.", {"opera": 1}),
        ("Opera has grown on me.", {"Opera": 1}),
        ("turns out I do like olives after all", {"olives": 1}),
        ("I used to hate jazz but now I love it.", {"jazz": 1}),
        ("I eat meat again.", {"meat": 1}),
        ("I no longer hate jazz.", {"jazz": 0.5}),
        ("I don't hate jazz any more.", {"jazz": 0.5}),
        ("It turns out I'm not allergic to cats after all.", {"cats": 0}),
        ("I'm no longer afraid of dogs.", {"dogs": 0}),
        ("I'm no longer lactose intolerant.", {"lactose": 0}),
    ],
)
def test_what_is_felt_now_takes_back_what_was_felt(text: str, expected: dict[str, float]) -> None:
    assert turned(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "I love jazz.",
        "I love jazz right now.",
        "I love jazz and now I'm hungry.",
        "After all, I love jazz.",
        "I want to eat sushi now.",
        "Now I'm cooking cabbage for the kids.",
        "Do I love jazz now?",
        "My sister loves jazz now.",
        "I'm not lactose intolerant.",
        "I no longer eat meat.",
        "Even now I love jazz.",
    ],
)
def test_what_is_only_liked_or_of_the_moment_takes_nothing_back(text: str) -> None:
    assert not turned(text)


@pytest.mark.parametrize(
    "text", ["I've changed my mind about jazz: I hate it.", "turns out I don't like jazz after all"]
)
def test_who_changes_their_mind_against_a_thing_is_done_with_it(text: str) -> None:
    assert [(one.text, one.polarity, one.ends) for one in extract(text)] == [("jazz", -1, True)]


def only(person: UserMemory) -> Interest:
    [interest] = person.interests()
    return interest


def test_a_dislike_that_is_taken_back_counts_no_more(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, memory):
        for text in ("-jazz", "-jazz", "^jazz"):
            present.wait(DAY)
            person.observe(text)
        fresh = memory.user("bob")
        fresh.observe("+jazz")
        for _ in range(2):
            assert only(person).negative == 0
            assert only(person).weight == pytest.approx(only(fresh).weight)
            person.rebuild()


def test_a_plain_liking_takes_no_dislike_back(life: Callable[[], Life]) -> None:
    with life().lived() as (person, _):
        person.observe("-jazz")
        person.observe("+jazz")
        assert only(person).negative > 0


def test_what_was_mostly_liked_loses_nothing(life: Callable[[], Life]) -> None:
    with life().lived() as (person, memory):
        other = memory.user("bob")
        for _ in range(9):
            person.observe("+jazz")
            other.observe("+jazz")
        person.observe("^jazz")
        other.observe("+jazz")
        assert only(person).weight == pytest.approx(only(other).weight)


def test_another_thing_stays_refused(life: Callable[[], Life]) -> None:
    with life().lived() as (person, _):
        person.observe("-red wine; -jazz")
        person.observe("^white wine")
        assert {one.label: one.negative > 0 for one in person.interests()} == {
            "red wine": True,
            "jazz": True,
            "white wine": False,
        }


def test_an_aversion_that_is_over_is_no_liking() -> None:
    [phrase] = extract("I'm not allergic to cats any more.")
    assert phrase == Phrase("cats", 20, 24, 1, "mentioned", 0.0, turns=True)
