"""How a feeling in one Chinese clause stands to what the next one denies or feels."""

from __future__ import annotations

import pytest

from tests.memory.stating import stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我喜欢喝茶，不喝咖啡", {"喝茶": 1, "喝咖啡": -1}),
        ("我喜欢打篮球，从来不踢足球", {"打篮球": 1, "踢足球": -1}),
        ("我爱吃火锅，不吃香菜", {"吃火锅": 1, "香菜": -1}),
        ("我喜欢古典音乐，不听摇滚", {"古典音乐": 1, "摇滚": -1}),
        ("我讨厌咖啡，不喝茶", {"咖啡": -1, "喝茶": -1}),
        ("我喜欢猫，没养狗", {"猫": 1}),
        ("我喜欢滑雪，不会游泳", {"滑雪": 1}),
        ("我喜欢海鲜，没吃过牡蛎", {"海鲜": 1}),
        ("我喜欢吃饺子，不蘸醋", {"吃饺子": 1}),
        ("我爱吃肉，少吃青菜", {"肉": 1}),
        ("我不喜欢喝咖啡，喝茶", {"喝咖啡": -1}),
        ("我没去打球", {}),
    ],
)
def test_what_the_next_clause_denies_is_not_liked(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我喜欢猫，也养狗", {"猫": 1, "养狗": 1}),
        ("我喜欢川菜，不只吃火锅", {"川菜": 1, "吃火锅": 1}),
        ("我喜欢奶茶，不太甜的奶盖", {"奶茶": 1, "奶盖": 1}),
        ("我喜欢吃辣，不吃不行", {"辣": 1}),
    ],
)
def test_what_denies_nothing_of_its_own_leaves_the_feeling(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我喜欢猫但是不喜欢狗", {"猫": 1, "狗": -1}),
        ("我不喜欢狗但是喜欢猫", {"狗": -1, "猫": 1}),
        ("我喜欢旅游但不喜欢跟团", {"旅游": 1, "跟团": -1}),
        ("我每天跑步但不喜欢健身房", {"跑步": 1, "健身房": -1}),
        ("我爱吃辣可是受不了香菜", {"辣": 1, "香菜": -1}),
        ("我喜欢喝咖啡却讨厌拿铁", {"喝咖啡": 1, "拿铁": -1}),
        ("我不喜欢酒吧而喜欢咖啡馆", {"酒吧": -1, "咖啡馆": 1}),
        ("我喜欢猫不喜欢狗", {"猫": 1, "狗": -1}),
        ("我不喜欢足球喜欢篮球", {"足球": -1, "篮球": 1}),
        ("我喜欢爵士乐但对古典音乐不感兴趣", {"爵士乐": 1, "古典音乐": -1}),
        ("我喜欢猫和狗但不喜欢仓鼠", {"猫": 1, "狗": 1, "仓鼠": -1}),
    ],
)
def test_a_second_feeling_leaves_what_the_first_one_took(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我试过瑜伽但是不喜欢", {"瑜伽": -1}),
        ("我以前喜欢足球但现在不喜欢了", {"足球": -1}),
        ("爵士乐我喜欢但摇滚我不喜欢", {"爵士乐": 1, "摇滚": -1}),
        ("我对爵士乐没兴趣", {"爵士乐": -1}),
        ("因为对花生过敏所以不吃", {"花生": -1}),
    ],
)
def test_a_feeling_without_an_object_is_about_what_was_named(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text", ["我很少看电视", "我很少喝酒", "我不常去健身房", "我不经常运动", "我极少吃肉", "我平时很少喝咖啡"]
)
def test_what_is_seldom_done_is_not_liked(text: str) -> None:
    assert not stated(text)
