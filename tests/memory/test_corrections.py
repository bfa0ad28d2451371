"""Who corrects what they said a moment ago has said the other thing instead."""

from __future__ import annotations

import pytest
from penchant.memory import Interaction, UserMemory
from penchant.memory.extraction import extract

from tests.memory.life import START
from tests.memory.stating import stated


def signs(person: UserMemory) -> dict[str, int]:
    """Return what is held, 1 or -1; 0 where it has ended or is only tentative."""
    return {one.label: 0 if one.stopped or one.tentative else -1 if one.negative else 1 for one in person.interests()}


CORRECTED = [
    ("I love tennis. || Sorry, I meant squash, not tennis.", {"squash": 1, "tennis": 0}),
    ("I love Berlin. || Oops, I meant Hamburg.", {"Hamburg": 1, "Berlin": 0}),
    ("im vegan btw || no wait i meant vegetarian", {"vegetarian": 1, "vegan": 0}),
    ("I really like running. || No, I mean cycling.", {"cycling": 1, "running": 0}),
    ("I hate tennis. || I meant squash rather than tennis.", {"squash": -1, "tennis": 0}),
    ("I love tennis and golf. || Sorry, I meant squash, not tennis.", {"squash": 1, "golf": 1, "tennis": 0}),
    ("I love tennis and golf. || Sorry, I meant squash.", {"tennis": 1, "golf": 1, "squash": 0}),
    ("I love tennis. || What's the weather? || I meant squash, not tennis", {"tennis": 1, "squash": 0}),
    ("What's the capital of Austria? || Oops, I meant Australia.", {"capital of Austria": 0, "Australia": 0}),
    ("I love chess. || I mean chess.", {"chess": 1}),
    (
        "I'm allergic to nuts. Find me a restaurant in Rome. || Sorry, I meant Milan.",
        {"nuts": -1, "Rome": 0, "Milan": 0},
    ),
    ("I love coffee. || no wait, tea", {"tea": 1, "coffee": 0}),
    ("Italian is my favourite cuisine || actually no, thai is", {"thai": 1, "Italian": 0}),
    ("I love opera || no wait, ballet", {"ballet": 1, "opera": 0}),
    ("I love opera || sorry, what time is it?", {"opera": 1}),
    ("I hate coffee || just kidding, I love it", {"coffee": 1}),
    ("I like coffee || jk i hate it", {"coffee": -1}),
    ("I like trains || not really, I was joking", {"trains": 0}),
    ("I love running || Actually, scratch that, I meant my brother loves running", {"running": 0}),
    ("I'm into bouldering || please forget that I said that", {"bouldering": 0}),
    ("I love jazz and golf || forget golf", {"jazz": 1, "golf": 0}),
    ("I love jazz || don't forget the milk", {"jazz": 1}),
    ("I love jazz || forget it, what's for dinner?", {"jazz": 1}),
    ("I love opera || I was lying on the sofa all day", {"opera": 1, "sofa": 0}),
    ("I love opera. What is on in Rome? || ignore that", {"opera": 1, "Rome": 0}),
    ("I live on lofi || lol might just become a taxidermist. jk jk", {"lofi": 1}),
    ("I love golf. My train was late today || just kidding", {"golf": 1}),
    ("I'm allergic to nuts || just kidding", {"nuts": -1}),
    ("I'm a vegetarian || I eat meat again now", {"vegetarian": 0, "meat": 1}),
    ("I quit drinking || I've started drinking again", {"drinking": 1}),
    ("I love jazz. || Recommend me a tennis club. Sorry, I meant a squash club.", {"jazz": 1, "tennis club": 0}),
]


@pytest.mark.parametrize(("history", "expected"), CORRECTED)
def test_what_was_meant_has_the_stance_of_what_was_said(
    person: UserMemory, history: str, expected: dict[str, int]
) -> None:
    for text in history.split(" || "):
        person.observe(text)
    assert signs(person) == expected


@pytest.mark.parametrize(("history", "expected"), CORRECTED)
def test_a_load_reads_corrections_alike(person: UserMemory, history: str, expected: dict[str, int]) -> None:
    turns = [Interaction(str(n), text=text, at=START, session="s") for n, text in enumerate(history.split(" || "))]
    person.observe_all(turns)
    assert signs(person) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I love tennis. Sorry, I meant squash, not tennis.", {"squash": 1}),
        ("I love tennis, sorry, I meant squash", {"squash": 1}),
        ("I can't stand tennis and golf. I meant squash, not golf.", {"tennis": -1, "squash": -1}),
        ("I love tennis, just kidding", {}),
        ("I love tennis. Just kidding, I hate it.", {"tennis": -1}),
        ("energy drinks are my love language /s they make me feel sick", {}),
        ("I love tennis. Kidding aside, where can I play?", {"tennis": 1}),
        ("I love tennis. I mean it.", {"tennis": 1}),
        ("I love tennis. I meant to go running.", {"tennis": 1, "running": 1}),
        ("I love tennis. I meant that as a joke.", {"tennis": 1}),
        ("I love tennis. I mean, squash is great.", {"tennis": 1}),
        ("I love tennis. Did I mean squash?", {"tennis": 1}),
    ],
)
def test_what_is_corrected_in_one_breath_is_not_said(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text", ["I mean it", "you mean jazz?", "I meant no harm", "I meant to go running", "I mean jazz is great"]
)
def test_other_meanings_correct_nothing(text: str) -> None:
    assert not any(one.corrects for one in extract(text))


@pytest.mark.parametrize("kind", ["search", "click"])
def test_what_is_no_speech_corrects_nothing(person: UserMemory, kind: str) -> None:
    person.observe("I love Berlin.")
    person.observe("oops i meant hamburg", kind=kind)
    assert signs(person)["Berlin"] == 1


@pytest.mark.parametrize("kind", ["search", "click"])
def test_what_is_no_speech_corrects_nothing_in_a_load(person: UserMemory, kind: str) -> None:
    turns = [("I love Berlin.", "chat"), ("oops i meant hamburg", kind)]
    person.observe_all(
        [Interaction(str(n), text=text, at=START, session="s", kind=kind) for n, (text, kind) in enumerate(turns)]
    )
    assert signs(person)["Berlin"] == 1


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("I'm allergic to peanuts. Oops, autocorrect.", {"peanuts"}),
        ("I'm allergic to peanuts, and I'm not just kidding.", {"peanuts"}),
        ("I'm vegan. I'd be sick if I ate meat again.", {"vegan"}),
        ("I was vegan before it was cool.", {"vegan"}),
        ("I love my puppy. He was just playing around, but he broke a vase.", {"puppy"}),
        ("I love Messi. I mean, he is the greatest.", {"Messi"}),
        ("I love rock, psych and folk.", {"rock", "psych", "folk"}),
        ("I like Monty Python, it was a joke but a great one.", {"Monty Python"}),
        ("I used to drink tea, I still love it.", {"tea"}),
        ("我不吃猪肉。抱歉，我是穆斯林。", {"猪肉"}),
    ],
)
def test_what_only_sounds_like_taking_back_takes_nothing_back(text: str, held: set[str]) -> None:
    assert held <= {one.text for one in extract(text) if one.stance == "stated" and not one.ends}
