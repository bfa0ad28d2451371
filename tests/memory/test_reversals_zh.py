"""What takes a dislike back in Chinese words, and what corrects them."""

from __future__ import annotations

import pytest
from penchant.memory import UserMemory
from penchant.memory.extraction import extract


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我现在可喜欢猫了", {"猫": 1}),
        ("我越来越喜欢狗了", {"狗": 1}),
        ("我现在又吃牛肉了", {"牛肉": 1}),
        ("我又开始喝酒了", {"喝酒": 1}),
        ("没忍住，又喝上咖啡了", {"咖啡": 1}),
        ("我改变主意了，我喜欢瑜伽", {"瑜伽": 1}),
        ("我改变主意了。我喜欢瑜伽", {"瑜伽": 1}),
        ("以前讨厌爵士乐，现在爱上了", {"爵士乐": 1.5}),
        ("我现在不讨厌爵士乐了", {"爵士乐": 0.5}),
        ("查过了，我对花生不过敏", {"花生": 0}),
        ("我對貓已經不過敏了", {"貓": 0}),
    ],
)
def test_what_is_felt_now_takes_back_what_was_felt(text: str, expected: dict[str, float]) -> None:
    assert {one.text: one.strength for one in extract(text) if one.turns} == expected


@pytest.mark.parametrize(
    "text",
    [
        "我喜欢爵士乐",
        "现在我想喝咖啡",
        "我今天又看了网球",
        "昨天又去爬山了",
        "我朋友现在可喜欢猫了",
        "我现在喜欢猫吗？",
        "我现在不吃牛肉了",
        "臭豆腐真香",
    ],
)
def test_what_is_only_liked_or_of_the_moment_takes_nothing_back(text: str) -> None:
    assert not any(one.turns for one in extract(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我不是对花生过敏", {}),
        ("我没有花生过敏", {}),
        ("我过敏的不是花生，是腰果", {"腰果": -1}),
        ("我不是讨厌猫，我是对猫毛过敏", {"猫毛": -1}),
        ("我喜欢的不是猫，是狗", {"狗": 1}),
        ("我对海鲜过敏，对花生不过敏", {"海鲜": -1}),
        ("我对虾过敏", {"虾": -1}),
        ("我没戒烟", {}),
        ("我不怕狗", {}),
        ("我不是很喜欢猫", {"猫": -1}),
    ],
)
def test_an_aversion_that_is_denied_is_neither_felt_nor_a_liking(text: str, expected: dict[str, int]) -> None:
    assert {one.text: one.polarity for one in extract(text) if one.stance == "stated"} == expected


@pytest.mark.parametrize(
    ("said", "correction", "held"),
    [
        ("我喜欢川菜", "打错了，是粤菜", "粤菜"),
        ("我喜欢川菜", "不对，我喜欢的是湘菜", "湘菜"),
        ("我喜欢网球", "抱歉，我说的是壁球", "壁球"),
        ("我喜欢网球", "不是网球，是壁球", "壁球"),
        ("我喜欢网球", "口误，壁球", "壁球"),
        ("我喜歡網球", "更正一下，是壁球，不是網球", "壁球"),
        ("我喜欢网球", "不对，今天是星期三", "网球"),
        ("我喜欢网球", "这道题错了，是粤菜", "网球"),
    ],
)
def test_what_was_meant_stands_for_what_was_said(person: UserMemory, said: str, correction: str, held: str) -> None:
    person.observe(said)
    person.observe(correction)
    assert [one.label for one in person.interests() if one.weight > 0 and not one.tentative] == [held]


def test_a_correction_in_one_text_leaves_only_what_was_meant() -> None:
    assert [one.text for one in extract("我喜欢川菜。打错了，是粤菜")] == ["粤菜"]
