"""What Chinese speakers tell in passing of what they do, gave up or never liked; and what is others', asked or for work."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from penchant.memory.extraction import extract

from tests.memory.stating import refusals, stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("上周去茶馆看了一场川剧", {"川剧": 1}),
        ("昨晚熬夜看球了", {"看球": 1}),
        ("早上在公园打太极,跟着一位师傅学二十四式,打完一身汗", {"太极": 1}),
        ("家里那台钢琴我又开始弹了", {"钢琴": 1}),
        ("养了两只猫", {"猫": 1}),
        ("下班顺路去看了场画展", {"画展": 1}),
        ("和朋友打了一下午麻将", {"麻将": 1}),
        ("现在改露营了", {"露营": 1}),
        ("写毛笔字的时候心里最清静", {"写毛笔字": 1}),
        ("兰花叶尖发黑是怎么回事?养了十几盆", {"兰花": 1}),
        ("上週去聽了一場評彈", {"評彈": 1}),
        ("退休后天天摆龙门阵", {"摆龙门阵": 1}),
        ("上周末去爬山了", {"爬山": 1}),
        ("最近迷上了拼豆", {"拼豆": 1}),
        ("我爱喝手冲", {"手冲": 1}),
    ],
)
def test_a_pastime_that_the_speaker_does_is_stated(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


def test_a_time_is_no_part_of_a_name() -> None:
    assert [one.text for one in extract("上周末去爬山了")] == ["爬山"]


def test_a_word_of_habit_makes_more_of_it() -> None:
    once, often = extract("上周去看了一场话剧"), extract("上周又去看了一场话剧,办了张年票")
    assert [one.strength for one in once if one.text == "话剧"] == [1.0]
    assert [one.strength for one in often if one.text == "话剧"] == [1.5]


@pytest.mark.parametrize(
    "text",
    [
        "我妈每天去公园打太极,我在家睡觉",
        "隔壁养了三只鹦鹉,天天叫",
        "孩子报了个跆拳道班,每周三下午",
        "每天跑步对心脏好吗",
        "今天天气很好，我在想去哪里旅行呢？",
        "每天跑步半小时有助于睡眠",
        "公司下周组织去露营,我负责采购",
        "陪客户打高尔夫",
        "如果我每天练书法,多久能写好",
        "我没看过京剧",
        "领导让我学高尔夫",
        "编一个关于钓鱼的笑话,他每天去钓鱼",
        "昨天在电视上看到有人冲浪",
        "买了一把吉他送人",
    ],
)
def test_what_is_not_of_the_speakers_own_will_is_not_stated(text: str) -> None:
    assert stated(text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("烟也戒了,已经四十天没抽", {"烟": -1}),
        ("医生让我戒咖啡", {"咖啡": -1}),
        ("医生让我少吃海鲜", {"海鲜": -1}),
        ("医生说是糖尿病,甜的东西一概不能吃了", {"甜": -1}),
        ("可乐我现在一口都不碰了", {"可乐": -1}),
        ("鱼竿全卖了,以后不折腾钓鱼这事了", {"鱼竿": -1, "钓鱼": -1}),
        ("麻将桌都卖了", {"麻将桌": -1}),
        ("我退了剧本杀的群", {"剧本杀": -1}),
        ("小提琴班退了", {"小提琴": -1}),
        ("已经两个月没喝奶茶了", {"奶茶": -1}),
    ],
)
def test_what_is_given_up_by_deed_or_by_order_ends(text: str, expected: dict[str, int]) -> None:
    found = {one.text: one for one in extract(text) if one.stance == "stated"}
    assert {name: one.polarity for name, one in found.items()} == expected
    assert all(one.ends for one in found.values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("老伴爱打麻将,天天叫我,我是真不爱打", {"打麻将": -1}),
        ("老公爱看球,我不爱看", {"看球": -1}),
        ("老公喜欢看足球,我可不爱看", {"足球": -1}),
        ("我老伴天天去跳广场舞,我嫌吵,从来不去", {"广场舞": -1}),
        ("香菜这东西就不该存在", {"香菜": -1}),
        ("同事拉我去玩剧本杀,六个小时,坐得我腰疼,以后再也不去了", {"剧本杀": -1}),
        ("去听了场音乐会,半场就走了", {"音乐会": -1}),
    ],
)
def test_a_remark_is_on_what_anybody_named_before_it(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "表弟把吉他卖了",
        "爸爸烟也戒了",
        "医生让我妈戒糖,她不听",
        "医生让我多运动",
        "我把相机卖了换镜头",
        "烟戒了三年,又抽上了",
        "好久没看电影了",
        "三天没吃饭了",
        "快递退了",
        "钢琴卖了吗",
        "他说他再也不去健身房了",
    ],
)
def test_what_others_gave_up_or_is_taken_up_again_is_not_refused(text: str) -> None:
    assert stated(text) == {}


def test_the_labelled_sentences_are_read_as_docs_quality_says() -> None:
    lines = (Path(__file__).parents[1] / "data" / "chinese_passing.jsonl").read_text(encoding="utf-8").splitlines()
    right = {"development": 0, "held out": 0}
    for line in map(json.loads, lines):
        named = [sign for name, sign in stated(line["text"]).items() if line["thing"] in name or name in line["thing"]]
        right[line["part"]] += (named[0] if named else 0) == line["sign"]
    assert right["development"] >= 39
    assert right["held out"] >= 34


@pytest.mark.parametrize("text", ["爬山", "昨天又去爬山了,", "老伴爱打麻将,我不爱打,", "我嫌吵,从来不去,", "鱼竿卖了"])
def test_a_long_text_is_told_in_linear_time(text: str) -> None:
    extract("你好")
    began = time.thread_time()
    extract(text * 5_000)
    assert time.thread_time() - began < 4  # half a second on a quiet machine


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("海鲜和动物内脏不能碰了", {"海鲜", "动物内脏"}),
        ("我一喝咖啡就心慌手抖", {"喝咖啡"}),
        ("不要咖啡 谢谢啦", {"咖啡"}),
        ("我妹妹一喝牛奶就拉肚子", set()),
        ("这个不能碰了吗", set()),
    ],
)
def test_what_cannot_be_eaten_or_makes_ill_is_refused_and_a_blank_ends_a_clause(text: str, refused: set[str]) -> None:
    assert refusals(text) == refused
