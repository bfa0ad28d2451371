"""Sentences that go over to another language are read in each; those that only borrow a word are not cut."""

from __future__ import annotations

import pytest
from penchant.memory.extraction import extract

from tests.memory.stating import stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm lactose intolerant, así que nada de leche.", {"lactose": -1}),
        ("I'm vegetarian, así que nada de carne.", {"vegetarian": 1}),
        ("soy vegano, so no cheese please", {"vegano": 1, "cheese": -1}),
        ("I love jazz, pero odio el reggaetón.", {"jazz": 1, "reggaetón": -1}),
        ("me encanta el jazz and I hate golf", {"jazz": 1, "golf": -1}),
        ("Ich liebe Jazz but I hate opera.", {"Jazz": 1, "opera": -1}),
        ("J'adore le jazz but I can't stand opera.", {"jazz": 1, "opera": -1}),
        ("I'm obsessed con la cerámica japonesa.", {"cerámica japonesa": 1}),
        ("I'm a fan de la poésie", {"poésie": 1}),
        ("I'm allergic to peanuts 还有 penicillin", {"peanuts": -1, "penicillin": -1}),
        ("I love hiking 和 photography", {"hiking": 1, "photography": 1}),
        ("I can't stand durian 或者 榴莲", {"durian": -1, "榴莲": -1}),
        ("我爱 hiking but I hate running", {"hiking": 1, "running": -1}),
        ("我喜欢 jazz and 摇滚", {"jazz": 1, "摇滚": 1}),
        ("我对花生过敏 and shellfish too", {"花生": -1, "shellfish": -1}),
        ("我喜欢爵士 and I hate opera", {"爵士": 1, "opera": -1}),
    ],
)
def test_each_clause_is_read_in_its_language(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("I like tacos al pastor, so good", ["tacos al pastor"]),
        ("I love La La Land and jazz", ["La La Land", "jazz"]),
        ("Odio el golf, la ópera y el cilantro.", ["golf", "ópera", "cilantro"]),
        ("Ich liebe Jazz, aber Oper hasse ich.", ["Jazz", "Oper"]),
        ("I'm tired, mañana no trabajo", []),
        ("Estoy cansado, así que nada de problemas", []),
    ],
)
def test_a_borrowed_word_is_no_other_language(text: str, names: list[str]) -> None:
    assert [one.text for one in extract(text)] == names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我超 hate 香菜", {"香菜": -1}),
        ("最近 into 攝影", {"攝影": 1}),
        ("我好 love 手沖", {"手沖": 1}),
        ("我 addicted to 珍奶", {"珍奶": 1}),
        ("我对爵士乐 no interest", {"爵士乐": -1}),
        ("我真的 not into 健身", {"健身": -1}),
        ("我好 love 行山 and 露營", {"行山": 1, "露營": 1}),
        ("我 weekend 都去行山", {"行山": 1}),
        ("我同事推坑我買球鞋，我完全 no interest", {}),
        ("我女友超 love 貓", {}),
        ("他 hate 香菜", {}),
        ("我喜歡 love letter 這部片", {"love letter": 1}),
        ("我喜欢 Love Live", {"Love Live": 1}),
        ("我學會 say no 了", {}),
    ],
)
def test_a_feeling_in_english_among_chinese_words_is_one(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected
