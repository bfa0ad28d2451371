"""Chinese refusals and doings without "我", and words that jieba glues together."""

from __future__ import annotations

import pytest
from penchant.memory.extraction import extract

from tests.memory.stating import refusals, stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("不吃香菜", {"香菜": -1}),
        ("不看恐怖片", {"恐怖片": -1}),
        ("不吃牛肉，谢谢", {"牛肉": -1}),
        ("不喝咖啡", {"喝咖啡": -1}),
        ("不能吃辣", {"辣": -1}),
        ("吃不了辣", {"辣": -1}),
        ("从不吃肉", {"肉": -1}),
        ("海鲜不能吃", {"海鲜": -1}),
        ("推荐电影，不看恐怖片", {"恐怖片": -1}),
        ("推荐几部电影，不要恐怖片", {"恐怖片": -1}),
        ("我不想跟团", {"跟团": -1}),
        ("不想跟团，最讨厌跟团游了", {"跟团": -1, "跟团游": -1}),
        ("以前天天打王者荣耀，现在没时间也不想玩了", {"王者荣耀": -1}),
        ("以前天天打篮球，现在不打了", {"打篮球": -1}),
        ("周末想带爸妈去吃火锅", {"吃火锅": 1}),
        ("我刚看完三体", {"三体": 1}),
        ("超爱芋泥波波", {"芋泥波波": 1}),
        ("我lactose intolerant，想喝奶茶", {"lactose": -1, "奶茶": 1}),
        ("我love jazz", {"jazz": 1}),
    ],
)
def test_what_leaves_out_the_speaker_is_theirs(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "他不吃香菜",
        "我妈不吃香菜",
        "猫不吃鱼",
        "不吃香菜的人",
        "不吃香菜可以吗",
        "不能喝酒怎么办",
        "为什么猫不吃鱼",
        "这家店不能刷卡",
        "手机不能用",
        "没看过三体",
        "有没有不吃肉也能补蛋白质的方法",
        "这里现在成为游客集中的景点",
        "183厘米的身高，想不帅也难吧",
    ],
)
def test_what_others_or_nobody_refuses_is_not_stated(text: str) -> None:
    assert [one.text for one in extract(text) if one.stance == "stated"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今天打了pickleball，addicted了", ["pickleball"]),
        ("不要太crowded的", []),
        ("haha thanks，下次去爬山", ["爬山"]),
        ("hey 推荐火锅", ["火锅"]),
    ],
)
def test_an_english_quality_among_chinese_names_nothing(text: str, expected: list[str]) -> None:
    assert [one.text for one in extract(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("医生喊我海鲜不准吃,啤酒一口都不要沾", {"海鲜": -1, "啤酒": -1}),
        ("医生叫我羊肉不能吃了", {"羊肉": -1}),
        ("医生喊我莫吃海鲜", {"海鲜": -1}),
        ("大夫嘱咐我腌菜要停", {"腌菜": -1}),
        ("医生让我把跑步停了", {"跑步": -1}),
        ("喝牛奶就拉肚子，早餐还能吃啥", {"牛奶": -1}),
        ("闻到榴莲就反胃", {"榴莲": -1}),
        ("女儿推荐我喝咖啡,说提神,喝了一回,苦得像中药,心还跳,不得再喝了", {"咖啡": -1}),
        ("同事拉我去攀岩,手抖腿软,这辈子不去了", {"攀岩": -1}),
        ("试过一次瑜伽，浑身疼，再也不去了", {"瑜伽": -1}),
        ("剧本杀我是真的玩腻了", {"剧本杀": -1}),
        ("把王者荣耀卸了，不玩了", {"王者荣耀": -1}),
        ("广场舞我退出了", {"广场舞": -1}),
        ("中午点外卖吃啥好，别有香菜就行", {"香菜": -1}),
        ("炒个饭,千万别放洋葱", {"洋葱": -1}),
        ("过年我最怕的就是打麻将", {"打麻将": -1}),
    ],
)
def test_what_is_forbidden_makes_ill_or_was_had_once_is_refused(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "医生说我爸不能喝酒",
        "医生叫他别抽烟",
        "医生说这几天别吃海鲜",
        "医生说可以喝咖啡",
        "要是医生让我戒酒我就疯了",
        "主任要我把报告停了",
        "猫一吃鸡肉就吐",
        "小孩吃虾就过敏",
        "吃多了就拉肚子",
        "一吃药就恶心",
        "我还没吃腻",
        "微信卸载重装就好了",
        "别加我微信",
        "我最怕我老婆生气",
        "不要放弃啊",
    ],
)
def test_orders_to_others_or_for_now_are_not_refused(text: str) -> None:
    assert [one.text for one in extract(text) if one.polarity < 0] == []


@pytest.mark.parametrize(("text", "refused"), [("乳糖不耐，奶茶换什么奶底", {"乳糖"}), ("这双鞋不耐穿", set())])
def test_who_does_not_bear_it_refuses_it(text: str, refused: set[str]) -> None:
    assert refusals(text) == refused


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我喝牛奶拉肚子", {"喝牛奶": -1}),
        ("牛奶我喝了就拉肚子", {"牛奶": -1}),
        ("虾我吃一口嘴肿成香肠", {"虾": -1}),
        ("我一吃芒果嘴就肿", {"芒果": -1}),
        ("我吃芒果会过敏", {"芒果": -1}),
        ("我喝咖啡会心慌", {"喝咖啡": -1}),
        ("我是lactose intolerant", {"lactose": -1}),
        ("医生不让我吃甜的", {"甜": -1}),
        ("我血糖高,甜的东西大夫不让吃", {"甜": -1}),
        ("我喝不惯咖啡", {"咖啡": -1}),
        ("我看不惯抖音", {"抖音": -1}),
        ("榴莲我闻到都想走", {"榴莲": -1}),
        ("我女朋友超愛K-pop,我完全無感", {"K-pop": -1}),
        ("我有痛风", {}),
        ("我有恐高症", {}),
        ("我女儿吃芒果会过敏", {}),
        ("我老婆是lactose intolerant", {}),
    ],
)
def test_what_makes_ill_is_refused_and_an_illness_is_no_interest(text: str, expected: dict[str, int]) -> None:
    assert {one.text: one.polarity for one in extract(text) if one.stance == "stated"} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我妈爱吃榴莲，我也爱吃", {"榴莲": 1}),
        ("我老公喜欢吃面食，我也喜欢吃", {"面食": 1}),
        ("我室友爱看动漫，我不爱看", {"动漫": -1}),
        ("我妈做榴莲，我也爱吃", {}),
    ],
)
def test_who_does_like_another_does_likes_it(text: str, expected: dict[str, int]) -> None:
    assert {one.text: one.polarity for one in extract(text) if one.stance == "stated"} == expected


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("篮球打不动了", "篮球"),
        ("球我早不看了", "球"),
        ("咖啡也不怎么喝了", "咖啡"),
        ("咖啡喝得少了", "咖啡"),
        ("钓鱼好几年没去了", "钓鱼"),
        ("我现在很少喝咖啡了", "喝咖啡"),
        ("爬山是以前的事了", "爬山"),
        ("酒也不喝了，医生说肝不好", "酒"),
        ("我滴酒不沾", "酒"),
        ("之前很愛打羽球,可是膝蓋受傷之後就不打了", "羽球"),
        ("退坑原神了", "原神"),
        ("跟螺蛳粉含泪告别了", "螺蛳粉"),
        ("我和烧烤说再见了", "烧烤"),
    ],
)
def test_what_is_over_in_other_words_has_ended(text: str, ended: str) -> None:
    assert [one.text for one in extract(text) if one.ends] == [ended]


@pytest.mark.parametrize(
    "text", ["我跟男朋友分手了", "我和朋友说再见了", "好久没去爬山了，好想去", "麻将好久没打了", "我爸跑不动了"]
)
def test_what_is_missed_or_left_by_chance_has_not_ended(text: str) -> None:
    assert not any(one.ends for one in extract(text))


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("不要再推薦我podcast了，我根本不聽", {"podcast"}),
        ("我女朋友超爱K-pop，房间贴满海报，我完全无感", {"K-pop"}),
        ("君子兰我都送给邻居了", {"君子兰"}),
        ("钓鱼嘛，以前常去，现在眼睛花了看不清浮漂，好几年没去了", {"钓鱼"}),
        ("芒果过敏的人太惨了 吃一口嘴肿成香肠", {"芒果"}),
    ],
)
def test_what_is_refused_is_what_was_told_of_and_not_what_stands_nearest(text: str, refused: set[str]) -> None:
    assert {one.text for one in extract(text) if one.stance == "stated"} == refused


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("绿茶我喝了胃不舒服，我一直喝普洱", {"绿茶": -1, "普洱": 1}),
        ("辣的吃了胃不舒服", {"辣": -1}),
        ("咖啡喝了睡不着", {"咖啡": -1}),
        ("喝了牛奶肚子不舒服", {"牛奶": -1}),
        ("我吃了辣的就胃疼", {"辣": -1}),
        ("葡萄酒喝了偏头痛", {"葡萄酒": -1}),
        ("车厘子吃一颗喉咙就肿", {"车厘子": -1}),
        ("咖啡喝多了心慌", {}),
        ("猫吃了拉肚子", {}),
        ("我老婆吃了辣胃不舒服", {}),
        ("这个药吃了胃不舒服", {}),
        ("不吃早饭胃不舒服", {}),
        ("我今天胃不舒服", {}),
        ("我吃了火锅，胃很舒服", {"火锅": 1}),
    ],
)
def test_what_makes_a_part_of_the_body_unwell_is_refused(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我不能碰海鲜和啤酒", {"海鲜": -1, "啤酒": -1}),
        ("医生说我不能碰海鲜和啤酒", {"海鲜": -1, "啤酒": -1}),
        ("医生叫我不能吃和牛", {"和牛": -1}),
        ("我从不碰酒", {"酒": -1}),
        ("他不碰海鲜", {}),
        ("别碰我", {}),
        ("香菜退退退", {"香菜": -1}),
        ("我讨厌榴莲的气味", {"榴莲": -1}),
        ("我想喝点奶茶", {"奶茶": 1}),
        ("我想买点东西", {}),
        ("我想买点心", {"点心": 1}),
        ("我喜歡台灣獨立樂團", {"台灣獨立樂團": 1}),
    ],
)
def test_a_name_is_cut_where_it_begins_and_ends(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("之前有在玩 Switch，後來賣掉了", {"Switch": -1}),
        ("我以前养过鹦鹉，后来送人了", {"鹦鹉": -1}),
        ("之前有在玩 Switch，後來把電視賣掉了", {}),
        ("我老公之前有在玩 Switch，後來賣掉了", {}),
        ("之前有在玩 Switch，現在更常玩了", {}),
        ("最近在玩 Switch，把 PS5 賣掉了", {"Switch": 1}),
    ],
)
def test_what_was_done_once_and_is_sold_is_over(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected
