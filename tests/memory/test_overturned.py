"""What English speakers overturn at the end of what they say, and what they say of others' likings."""

from __future__ import annotations

import pytest
from penchant.memory.extraction import extract

from tests.memory.stating import signs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I thought I'd love knitting but nope.", {"knitting": "-"}),
        ("I thought I liked sushi but I was wrong.", {"sushi": "-"}),
        ("I wanted to like jazz, but it never clicked.", {"jazz": "-"}),
        ("we really wanted to like jazz but it never clicked", {"jazz": "-"}),
        ("I tried to like jazz but couldn't", {"jazz": "-"}),
        ("I thought I loved jazz but nope, techno it is", {"jazz": "-", "techno": "+"}),
        ("I thought I'd hate yoga but I was wrong", {"yoga": "+"}),
        ("I thought I'd hate yoga but nope, I love it", {"yoga": "+"}),
        ("I thought I liked sushi but my sister didn't", {"sushi": "+"}),
        ("I wanted to like jazz, and it clicked.", {"jazz": "+"}),
        ("I thought I'd like sailing but it scared me", {"sailing": "-"}),
        ("I thought I'd hate yoga but it made me happy", {"yoga": "+"}),
        ("I thought I'd love ceramics and it gave me so much joy", {"ceramics": "+"}),
        ("I thought I'd hate horror and it scared me", {"horror": "-"}),
        ("I was going to quit coffee but changed my mind", {}),
        ("I was going to buy a piano but decided against it", {"piano": ""}),
        ("I wanted to learn guitar but never did", {"guitar": ""}),
        ("I was going to skip choir but changed my mind", {}),
        ("wow i sure love it when the printer jams", {"printer jams": ""}),
        ("My cover letter says I love accounting lol, I don't", {"cover letter": "", "accounting": "-"}),
    ],
)
def test_what_was_only_expected_is_turned_round(text: str, expected: dict[str, str]) -> None:
    assert signs(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My husband loves cilantro, I don't.", {"cilantro": "-"}),
        ("My husband loves Formula 1, I honestly find it boring.", {"Formula 1": "-"}),
        ("My husband loves Formula 1. I find it boring.", {"Formula 1": "-"}),
        ("They all rave about sushi, I don't get it", {"sushi": "-"}),
        ("Everyone is into padel, I just don't get it", {"padel": "-"}),
        ("My boyfriend thinks I'm into astrology, I'm not.", {"astrology": "-"}),
        ("My mum thinks I hate olives, but I don't", {}),
        ("My husband hates cilantro, I don't.", {}),
        ("My husband plays chess, I don't.", {}),
        ("My wife loves her garden, I don't", {}),
        ("My kids love Bluey and I find it great", {}),
        ("Does your wife love golf? I don't.", {}),
        ("I love jazz but my boss doesn't", {"jazz": "+"}),
    ],
)
def test_what_others_like_is_the_speakers_only_as_the_speaker_says(text: str, expected: dict[str, str]) -> None:
    assert signs(text) == expected


@pytest.mark.parametrize(
    "text", ["Yeah, because I totally adore traffic jams.", "oh great, another zoom meeting, I just LOVE those"]
)
def test_what_nobody_means_states_nothing(text: str) -> None:
    assert not [one for one in extract(text) if one.stance == "stated"]


@pytest.mark.parametrize(
    "text",
    [
        "Yeah, because I love jazz",
        "Great, I totally love jazz",
        "I totally adore jazz",
        "Great, another day of jazz, I love it",
    ],
)
def test_a_plain_answer_is_meant(text: str) -> None:
    assert signs(text) == {"jazz": "+"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I love pizza but not with anchovies.", {"pizza": "+", "anchovies": "-"}),
        ("I like tea, just not with milk", {"tea": "+", "milk": "-"}),
        ("I love hiking but not with my boss", {"hiking": "+"}),
        ("I'm a huge fan of Studio Ghibli, except for Ponyo.", {"Studio Ghibli": "+", "Ponyo": "-"}),
        ("I love cheese except blue cheese", {"cheese": "+", "blue cheese": "-"}),
        ("I'm into sports, except football, and also chess", {"sports": "+", "football": "-", "chess": "+"}),
        ("I like sports, except football, rugby and golf", {"sports": "+", "football": "-", "rugby": "-", "golf": "-"}),
        ("I love tennis except on Sundays", {"tennis": "+"}),
        ("I like jazz except when it's loud", {"jazz": "+"}),
        ("I hate all vegetables but carrots", {"vegetables": "-", "carrots": "+"}),
        ("I'm not into sports at all, except tennis", {"sports": "-", "tennis": "+"}),
        ("I'm allergic to all nuts except almonds", {"nuts": "-", "almonds": ""}),
        ("I'm not a fan of horror films, but thrillers are great", {"horror films": "-", "thrillers": "+"}),
        ("I hate vegetables except carrots", {"vegetables": "-", "carrots": "+"}),
    ],
)
def test_what_is_left_out_of_a_liking_is_refused(text: str, expected: dict[str, str]) -> None:
    assert signs(text) == expected


def test_a_dislike_denied_is_a_weak_liking_and_what_follows_may_refuse() -> None:
    assert signs("I wouldn't say I hate yoga, it's just not my thing.") == {"yoga": "-"}
    assert [one.strength for one in extract("I wouldn't say I hate yoga")] == [0.5]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("actually i dont like lofi anymore, techno all the way", {"lofi": "-", "techno": "+"}),
        ("techno all the way!", {"techno": "+"}),
        ("I walked all the way home", {}),
        ("i hate olives no wait i love olives", {"olives": "+"}),
        ("I love pottery again, took it up anew", {"pottery": "+"}),
    ],
)
def test_the_last_word_counts(text: str, expected: dict[str, str]) -> None:
    assert signs(text) == expected


def test_what_is_loved_again_takes_a_dislike_back() -> None:
    assert [one.turns for one in extract("I love pottery again")] == [True]
    assert [one.turns for one in extract("I'd love to hear jazz again")] == [False]
