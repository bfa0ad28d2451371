"""What "it", or a feeling without an object, is about: what was done, not where or with whom."""

from __future__ import annotations

import pytest
from penchant.memory.extraction import extract


def stances(text: str) -> dict[str, str]:
    """Return what a text names, with its stance."""
    return {one.text: one.stance for one in extract(text)}


@pytest.mark.parametrize(
    ("text", "meant", "place"),
    [
        ("I've been bouldering at the new hall every Tuesday, I love it", "bouldering", "new hall"),
        ("We went sailing on the fjord yesterday, I loved it", "sailing", "fjord"),
        ("I went snowboarding in the Tatras last winter. I loved it!", "snowboarding", "Tatras"),
        ("Played checkers in the library with my dad, loved it", "checkers", "library"),
        ("I watched Solaris at the cinema and I adored it", "Solaris", "cinema"),
        ("I've been learning the oboe with a teacher from Prague. I love it.", "oboe", "Prague"),
        ("I joined a choir at church last month and I like it", "choir", "church"),
        ("I bought a kite for the beach; I adore it", "kite", "beach"),
        ("我每周日在采石场攀岩,我很喜欢它", "攀岩", "采石场"),
        ("我在电影院看了《饮食男女》,太喜欢了", "饮食男女", "电影院"),
        ("我在广州吃了云吞面,非常喜欢", "云吞面", "广州"),
        ("我来北京学京剧,非常喜欢", "京剧", "北京"),
    ],
)
def test_what_was_done_is_meant_and_the_place_is_no_more_than_mentioned(text: str, meant: str, place: str) -> None:
    found = stances(text)
    assert found[meant] == "stated"
    assert found.get(place, "mentioned") == "mentioned"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("I live in Lisbon and I love it", "Lisbon"),
        ("I go to the gym in the morning, I love it", "gym"),
        ("I visited the observatory with my kids and I loved it", "observatory"),
        ("I met Tom at the opera and I loved it", "opera"),
        ("我去了颐和园,特别喜欢", "颐和园"),
        ("我打算去冰岛旅行", "冰岛旅行"),
    ],
)
def test_a_place_that_is_the_goal_is_meant_itself(text: str, meant: str) -> None:
    assert stances(text)[meant] == "stated"


@pytest.mark.parametrize(
    ("text", "meant"),
    [("我周末去湖边划船,特别喜欢", "划船"), ("上周去海边冲浪了,超爱", "冲浪"), ("我们昨天爬山,很喜欢", "爬山")],
)
def test_a_deed_of_one_word_is_meant_where_the_feeling_follows(text: str, meant: str) -> None:
    assert stances(text) == {meant: "stated"}


@pytest.mark.parametrize("text", ["小明去海边冲浪,很喜欢", "他去湖边划船,特别喜欢", "我弟弟在公园打太极,很喜欢"])
def test_a_deed_of_someone_else_stays_theirs_though_a_feeling_follows(text: str) -> None:
    assert "stated" not in stances(text).values()


@pytest.mark.parametrize("text", ["I did some gardening on Sunday", "I do gardening", "We did a bit of gardening"])
def test_doing_an_activity_names_it(text: str) -> None:
    assert stances(text).get("gardening") == "stated"
