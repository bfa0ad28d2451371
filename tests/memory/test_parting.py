"""What is given away or done no more has ended, and who came to harm by a thing has not said that they like it."""

from __future__ import annotations

import pytest
from penchant.memory.extraction import extract

from tests.memory.stating import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gave my guitar away.", {"guitar": "ends"}),
        ("I've handed my chess set on", {"chess set": "ends"}),
        ("I threw my golf clubs out", {"golf clubs": "ends"}),
        ("I donated my piano", {"piano": "ends"}),
        ("I sold my drum kit", {"drum kit": "ends"}),
        ("I have sold my caravan", {"caravan": "ends"}),
        ("I have sold the model railway to a chap", {"model railway": "ends"}),
        ("I closed my Facebook account, too much arguing", {"Facebook": "ends"}),
        ("Used to be on 3 energy drinks a day, stopped cold", {"energy drinks": "ends"}),
        ("is keto worth it? I quit because I was miserable", {"keto": "ends"}),
        ("running is off the table for good", {"running": "ends"}),
        ("I WAS into crypto.", {"crypto": "ends"}),
        ("I was a vegan", {"vegan": "ends"}),
        ("I no longer play tennis because of my elbow but I miss it", {"tennis": "ends"}),
        ("我不再拍胶片了,太贵", {"胶片": "ends"}),
        ("我不再跑步了", {"跑步": "ends"}),
        ("我再也不弹吉他了", {"吉他": "ends"}),
        ("我不再画画", {"画画": "ends"}),
    ],
)
def test_what_is_given_away_or_done_no_more_ends(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "I gave my mum a guitar",
        "I sold my guitar and got a new one",
        "I sold the cake at the bake sale",
        "My neighbour sold his boat",
        "I closed my bank account",
        "I was a vegan when I met him and still am",
        "I was into jazz before it was cool",
        "Is a gap year worth it? I quit because my job was awful",
        "Sunday is off the table",
        "I nearly gave my guitar away",
        "Gave my guitar a clean.",
        "I gave a guitar away in the raffle.",
        "他不再跑步了",
        "你不再跑步了吗？",
        "我不再担心跑步了",
        "如果我不再跑步了会胖吗",
        "我不再一个人跑步了",
    ],
)
def test_what_is_given_to_or_done_by_others_ends_nothing(text: str) -> None:
    assert "ends" not in read(text).values()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I broke my leg skiing.", {"skiing": ""}),
        ("Tore my ACL skiing last winter", {"skiing": ""}),
        ("I got hurt snowboarding", {"snowboarding": ""}),
        ("I got sick eating oysters", {"oysters": ""}),
        ("I broke my leg and I love skiing", {"skiing": "+"}),
        ("I love skiing but broke my leg", {"skiing": "+"}),
    ],
)
def test_a_mishap_is_no_liking_and_no_end(text: str, expected: dict[str, str]) -> None:
    assert {name: how for name, how in read(text).items() if name in expected} == expected


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("I am no longer vegetarian", 0.0),
        ("I sold my boat", 0.0),
        ("I've had to give up the allotment, my knees won't take it", 0.5),
        ("I had to give up wheat", 1.0),
        ("I gave up golf", 1.0),
    ],
)
def test_what_is_parted_with_by_need_is_hardly_disliked(text: str, strength: float) -> None:
    assert [one.strength for one in extract(text) if one.ends] == [strength]
