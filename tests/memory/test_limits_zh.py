"""What Chinese speakers only seem to refuse, beside what they do refuse with the same words."""

from __future__ import annotations

import pytest
from penchant.memory.extraction import extract

from tests.memory.stating import signs


@pytest.mark.parametrize(
    ("text", "liked"),
    [
        ("不去健身房就难受", "健身房"),
        ("一天不跑步浑身不舒服", "跑步"),
        ("早上不喝杯咖啡我一天都没精神", "咖啡"),
        ("周末要是不能去踢足球我就浑身难受", "踢足球"),
        ("不听京剧心里空落落的", "京剧"),
        ("我一天不打球手就痒", "打球"),
        ("看电影不吃爆米花没意思", "爆米花"),
        ("我这人无茶不欢", "茶"),
        ("不喝奶茶的日子没法过", "奶茶"),
        ("我没有一天不听京剧的", "京剧"),
        ("除了游泳我什么运动都不喜欢", "游泳"),
        ("我只听爵士别的都不听", "爵士"),
        ("没有我不喜欢的火锅", "火锅"),
        ("我舍不得放弃钢琴", "钢琴"),
    ],
)
def test_who_cannot_be_without_a_thing_likes_it(text: str, liked: str) -> None:
    assert signs(text)[liked] == "+"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("我晚上不喝咖啡", "喝咖啡"),
        ("我上班不能打牌", "打牌"),
        ("我在家不能弹钢琴", "弹钢琴"),
        ("我周一不吃肉", "肉"),
        ("我不吃没有辣椒的菜", "辣椒"),
        ("我不喝不加糖的咖啡", "咖啡"),
        ("我戒不了烟", "烟"),
        ("不是我不喜欢咖啡 是胃受不了", "咖啡"),
    ],
)
def test_what_is_bounded_or_denied_twice_is_not_refused(text: str, named: str) -> None:
    assert signs(text)[named] == ""


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("我不能吃辣 一吃就难受", "辣"),
        ("我不能喝牛奶 会不舒服", "喝牛奶"),
        ("吃辣就难受", "辣"),
        ("我不吃香菜 味道让我难受", "香菜"),
        ("我不喝酒 没意思", "喝酒"),
        ("我不喜欢晚上跑步", "跑步"),
        ("我平时不喝酒", "喝酒"),
        ("医生不让我喝酒", "喝酒"),
        ("我不喝咖啡", "喝咖啡"),
    ],
)
def test_what_makes_ill_or_is_left_at_all_hours_is_refused(text: str, refused: str) -> None:
    assert signs(text)[refused] == "-"


@pytest.mark.parametrize("text", ["老公一天不打球就难受", "我老公超爱游泳 不游泳就难受", "我爸不喝酒就睡不着"])
def test_what_others_cannot_be_without_is_not_the_speakers(text: str) -> None:
    assert not [one.text for one in extract(text) if one.stance == "stated"]


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("炒股亏了那么多 以后再也不炒股了", "炒股"),
        ("膝盖坏了以后就没再跑步了", "跑步"),
        ("我不想再炒股了", "炒股"),
        ("老婆生孩子以后我就再也没摸过麻将", "麻将"),
        ("从今天起不炒股了", "炒股"),
        ("健身房的卡到期了 没打算再续", "健身房"),
        ("恐怖片就别推荐给我了 看了睡不着", "恐怖片"),
        ("恐怖片别再推荐了", "恐怖片"),
    ],
)
def test_what_is_not_done_or_wanted_any_more_has_ended(text: str, ended: str) -> None:
    assert ended in {one.text for one in extract(text) if one.polarity < 0 and one.ends}


@pytest.mark.parametrize(
    "text", ["再也不下雨了", "这首歌别推荐给我了", "恐怖片能不能别推荐了？", "别给我妹妹推荐恐怖片了"]
)
def test_what_nobody_does_or_asks_for_ends_nothing(text: str) -> None:
    assert not [one.text for one in extract(text) if one.polarity < 0]
