"""A thing that is named in simplified and in traditional characters is one."""

from __future__ import annotations

import pytest
from penchant.memory import UserMemory
from penchant.memory.extraction import extract
from penchant.memory.store.terms import terms
from penchant.memory.topics.names import name_key


@pytest.mark.parametrize(
    ("traditional", "plain"), [("拉麵", "拉面"), ("露營", "露营"), ("爵士樂", "爵士乐"), ("繡花", "绣花")]
)
def test_both_scripts_name_one_topic(person: UserMemory, traditional: str, plain: str) -> None:
    person.observe(f"我喜歡{traditional}")
    person.observe(f"我喜欢{plain}")
    assert [one.label for one in person.interests()] == [traditional]
    assert name_key(traditional) == name_key(plain)
    assert terms(traditional) == terms(plain)


def test_a_character_beyond_the_first_plane_is_part_of_a_word() -> None:
    assert [one.text for one in extract("我喜歡𠮷野家的牛丼")] == ["牛丼"]


@pytest.mark.parametrize(
    ("said", "again", "labels"),
    [
        ("我喜歡打羽球", "我喜欢打羽毛球", ["羽球"]),
        ("我喜歡彈結他", "我喜欢弹吉他", ["結他"]),
        ("我不吃番茄", "我不吃西红柿", ["番茄"]),
        ("我喜歡打羽球", "我喜欢打网球", ["打网球", "羽球"]),
    ],
)
def test_a_thing_called_otherwise_in_taiwan_or_hong_kong_is_one(
    person: UserMemory, said: str, again: str, labels: list[str]
) -> None:
    person.observe(said)
    person.observe(again)
    assert sorted(one.label for one in person.interests()) == labels
