"""Chinese sayings about a thing, and verdicts on what was named before; the same words where they tell nothing of the speaker's taste."""

from __future__ import annotations

import time

import pytest
from penchant.memory.extraction import extract

from tests.memory.stating import stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("这首钢琴曲治愈了我", {"钢琴曲": 1}),
        ("一听爵士乐就来劲", {"爵士乐": 1}),
        ("全靠奶茶续命", {"奶茶": 1}),
        ("没有咖啡我活不下去", {"咖啡": 1}),
        ("骑行让我活过来了", {"骑行": 1}),
        ("陶艺会让人上头", {"陶艺": 1}),
        ("瑜伽很适合我", {"瑜伽": 1}),
        ("刷短视频纯属浪费时间", {"短视频": -1}),
        ("广场舞让我崩溃", {"广场舞": -1}),
        ("歌剧听得我犯困", {"歌剧": -1}),
        ("瑜伽不太适合我", {"瑜伽": -1}),
        ("陶艺没打动我", {"陶艺": -1}),
        ("数学和我八字不合", {"数学": -1}),
        ("get不到脱口秀的点", {"脱口秀": -1}),
        ("苦瓜给多少钱我都不吃", {"苦瓜": -1}),
        ("這家火鍋踩雷了", {"火鍋": -1}),
    ],
)
def test_a_saying_tells_what_is_liked_and_what_is_not(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("看了沙丘，很无聊", {"沙丘": -1}),
        ("我和朋友去看了沙丘，太无聊了", {"沙丘": -1}),
        ("上周去听了歌剧，太闷了", {"歌剧": -1}),
        ("昨天试了瑜伽，不适合我", {"瑜伽": -1}),
        ("追了三体，停不下来", {"三体": 1}),
        ("跳伞太刺激了，还想再来", {"跳伞": 1}),
        ("吃了一次榴莲。再也不吃了", {"榴莲": -1}),
        ("在重庆吃了火锅。太爽了！", {"火锅": 1}),
        ("昨天去看了话剧。我很喜欢。", {"话剧": 1}),
        ("跟团游，一次就够了", {"跟团游": -1}),
        ("蹦极？打死我也不去", {"蹦极": -1}),
        ("读了《活着》，看哭了", {"活着": 1}),
        ("看了《父亲》，浪费时间", {"父亲": -1}),
    ],
)
def test_a_verdict_alone_is_on_what_was_named_before(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "我妹吃了榴莲。再也不吃了",
        "我爸看了沙丘，觉得很无聊",
        "小明去看了沙丘，太无聊了",
        "这个职业不适合我妈",
        "听说沙丘让人上头",
        "瑜伽适合我吗",
        "如果滑雪不适合我怎么办",
        "手机又卡了，让我崩溃",
        "今天的会议听得我犯困",
        "去吃了火锅，服务员让我很失望",
        "帮我写一段安利瑜伽的文案，要让人上头",
        "他们去听了音乐会，听得我犯困",
    ],
)
def test_what_says_nothing_of_the_speakers_taste_is_not_stated(text: str) -> None:
    assert stated(text) == {}


@pytest.mark.parametrize(
    "text", ["我不得不读红楼梦", "我被迫学钢琴", "被逼着去听了歌剧，太闷了", "领导非要我学高尔夫，太折磨了"]
)
def test_what_one_had_to_do_is_no_more_than_mentioned(text: str) -> None:
    assert stated(text) == {}


def test_a_verdict_does_not_turn_a_liking_that_was_said_outright() -> None:
    assert stated("我喜欢吃辣，吃得我想哭") == {"辣": 1}
    assert stated("我在学日语，今天的作业太难了，写得我头疼") == {"日语": 1}


def test_what_is_given_up_was_an_interest() -> None:
    assert [one.ends for one in extract("狼人杀退坑了")] == [True]


@pytest.mark.parametrize("text", ["看了沙丘，太无聊了，", "看了沙丘浪费时间，", "浪费时间"])
def test_many_verdicts_in_one_sentence_do_not_each_look_over_all_of_it(text: str) -> None:
    extract("你好")
    began = time.thread_time()
    extract(text * 5_000)
    assert time.thread_time() - began < 2  # under a second; half a minute where each looks over all of it


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("给我几个养胃的选择,别放香菜啊", {"香菜": -1}),
        ("不要放葱", {"葱": -1}),
        ("特别放松的一天", {}),
        ("分别放在两边", {}),
        ("老李劝我一起去炒股", {}),
        ("烟酒都戒了", {"烟酒": -1}),
    ],
)
def test_what_is_to_be_left_out_is_refused(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected
