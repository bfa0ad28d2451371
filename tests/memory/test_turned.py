"""Where a feeling turns round, is over, or is no feeling: what never ends, what "until" bounds, what "to" is done for."""

from __future__ import annotations

import pytest

from tests.memory.stating import read


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
        ("There's nothing I detest more than cilantro.", {"cilantro": "-"}),
    ],
)
def test_nothing_turns_the_feeling_behind_it_round(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I quit my job to breed alpacas.", {"alpacas": "+"}),
        ("I quit smoking to run marathons.", {"marathons": "+"}),
        ("I gave up coffee to sleep better.", {"coffee": "ends"}),
        ("I moved on from jazz to play metal.", {"jazz": "ends", "metal": "+"}),
        ("I gave up trying to learn Spanish.", {"Spanish": "ends"}),
        ("I gave up trying to like opera.", {"opera": "ends"}),
        ("I stopped going to concerts.", {"concerts": "ends"}),
        ("I sold my car to buy a sailboat.", {"car": "ends", "sailboat": "+"}),
        ("I sold my car.", {"car": "ends"}),
        ("I sell handmade candles.", {"handmade candles": "+"}),
    ],
)
def test_what_something_is_given_up_for_does_not_end(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I never liked opera, ballet on the other hand is wonderful.", {"opera": "-", "ballet": ""}),
        ("I never liked opera, ballet, on the other hand, is wonderful.", {"opera": "-", "ballet": ""}),
        ("I hate opera, ballet in the park is fine.", {"opera": "-", "ballet": ""}),
        ("I hate opera, ballet by contrast bores me.", {"opera": "-", "ballet": "-"}),
        ("I hate olives, mushrooms on pizza.", {"olives": "-", "mushrooms": "-", "pizza": ""}),
    ],
)
def test_a_new_subject_with_a_verb_of_its_own_ends_a_refusal(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I don't play the accordion any more, my shoulder hurts.", {"accordion": "ends"}),
        ("My lower back aches, I love yoga.", {"yoga": "+"}),
        ("My knees really hurt.", {}),
        ("I love shoulder workouts.", {"shoulder workouts": "+"}),
    ],
)
def test_what_hurts_is_no_interest(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I hated sushi until I tried it.", {}),
        ("I didn't like jazz until I heard Coltrane.", {"Coltrane": ""}),
        ("I loved sushi until I got sick.", {"sushi": "ends"}),
        ("I love reading until I fall asleep.", {"reading": "+"}),
        ("My interest in coins has waned.", {"coins": "ends"}),
        ("My love for jazz is gone, I love soul now.", {"jazz": "ends", "soul": "+"}),
        ("My old passion for vinyl records died out years ago.", {"vinyl records": "ends"}),
        ("My interest in coins has not waned.", {"coins": "+"}),
        ("My passion for jazz has grown.", {"jazz": "+"}),
        ("I don't hike any more.", {"hike": "ends"}),
        ("I don't ski any more.", {"ski": "ends"}),
    ],
)
def test_a_feeling_that_was_is_over(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Just kidding about liking karaoke.", {}),
        ("I love joking about politics.", {"politics": "+"}),
        ("I couldn't care less about football.", {"football": "-"}),
        ("I could care less about football.", {"football": "-"}),
        ("Dolls creep me out.", {"Dolls": "-"}),
        ("Clowns creep me out but I love dolls.", {"Clowns": "-", "dolls": "+"}),
    ],
)
def test_idioms_of_indifference_and_jest(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I bought a new kayak.", {"kayak": "+"}),
        ("I love kayaks.", {"kayaks": "+"}),
        ("I kayak.", {"kayak": "+"}),
        ("I love to kayak.", {"kayak": "+"}),
        ("We kayak every weekend.", {"kayak": "+"}),
        ("I crochet blankets.", {"blankets": "+"}),
        ("I love crochet.", {"crochet": "+"}),
        ("I used to skateboard.", {"skateboard": "ends"}),
        ("which snowboard should I buy", {"snowboard": ""}),
        ("Best sea kayaks of 2026", {"sea kayaks": ""}),
    ],
)
def test_what_is_done_may_be_a_thing_too(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Correction: it's not jazz I like but blues.", {"blues": "+"}),
        ("It isn't jazz that I like but blues.", {"blues": "+"}),
        ("It's not just jazz I like.", {"jazz": ""}),
        ("I didn't say I like jazz.", {}),
        ("I never said I like jazz.", {}),
        ("I have never said that I like jazz, I love blues.", {"blues": "+"}),
        ("I wouldn't say I like jazz.", {"jazz": "-"}),
        ("I said I like jazz.", {"jazz": "+"}),
        ("I didn't tell my mother I like jazz.", {"jazz": "+"}),
    ],
)
def test_what_is_denied_of_a_saying_is_no_feeling(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It's jazz I like, not blues.", {"jazz": "+", "blues": "-"}),
        ("It was opera I hated.", {"opera": "-"}),
        ("It's weird I like jazz.", {"jazz": "+"}),
        ("It's chess I play most.", {"chess": "+"}),
    ],
)
def test_what_it_is_that_is_liked(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我从来没说过我喜欢足球", {}),
        ("我没有讲过我喜欢足球", {}),
        ("我没说过我喜欢足球,我喜欢篮球", {"篮球": "+"}),
        ("我说过我喜欢足球", {"足球": "+"}),
        ("不是我喜欢打麻将,是我妈喜欢", {}),
        ("不是我不喜欢打麻将,只是没时间", {}),
        ("我不是不喜欢足球", {"足球": "+"}),
        ("足球不是我喜欢的运动", {"足球": "-"}),
        ("足球不是我的爱好", {"足球": "-"}),
        ("足球是我最喜欢的运动", {"足球": "+"}),
    ],
)
def test_what_is_not_said_or_not_mine_is_no_feeling_in_chinese(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("比起咖啡我更喜欢茶", {"咖啡": "", "茶": "+"}),
        ("跟咖啡比我更喜欢茶", {"咖啡": "", "茶": "+"}),
        ("咖啡我更喜欢", {"咖啡": "+"}),
        ("面包好久没做了,没兴趣了", {"面包": "ends"}),
        ("游泳好久没去了,没什么兴趣了", {"游泳": "ends"}),
        ("面包好久没做了,没兴趣聊这个", {"面包": ""}),
    ],
)
def test_what_is_compared_or_has_lost_its_interest_in_chinese(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected
