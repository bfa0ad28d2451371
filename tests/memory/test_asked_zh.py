"""What Chinese words only ask, quote, deny or make up of a feeling says nothing of the person."""

from __future__ import annotations

import pytest

from tests.memory.stating import stated


@pytest.mark.parametrize(
    "text",
    [
        "我朋友说：“我超爱滑雪。”",
        "我老板总说“我最爱喝茅台”",
        "我女儿作文里写“我喜欢小兔子”",
        "我媽說「我愛吃榴槤」",
        "我老公昨天跟我说“我想学吉他”",
        "我讨厌别人说“我爱运动”",
        "把“我喜欢游泳”翻译成英语",
        "请把「我喜歡爬山」翻譯成日文",
        "“我喜欢爬山”用英语怎么说",
        "“我讨厌咖啡”日语怎么讲？",
        "“我爱足球”是什么意思",
        "帮我润色这句话“我喜欢在海边跑步”",
        "把我喜欢游泳翻译成英语",
        "我喜欢游泳用英语怎么说",
    ],
)
def test_what_others_say_or_what_is_to_be_worked_on_is_not_the_persons(text: str) -> None:
    assert not stated(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我说：“我最喜欢摇滚。”", {"摇滚": 1}),
        ("我跟我妈说：“我不吃榴莲”", {"榴莲": -1}),
        ("我常说“我爱篮球”", {"篮球": 1}),
        ("我昨天跟他说：「我不喝酒」", {"喝酒": -1}),
        ("他们问我：“你喜欢什么？”我说：“我喜欢摄影。”", {"摄影": 1}),
    ],
)
def test_what_the_person_says_in_quotation_marks_is_theirs(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "谁说我喜欢喝酒？",
        "谁说我不喜欢足球",
        "我哪里喜欢喝酒",
        "我喜欢喝酒才怪",
        "你怎么会觉得我喜欢足球？",
        "我什么时候喜欢过足球",
        "别以为我喜欢足球",
        "我喜欢足球吗？",
        "你猜我喜不喜欢足球",
        "难道我不喜欢音乐吗",
        "我喜欢什么运动？",
        "面试问我喜欢什么运动",
        "我妈问我爱不爱吃榴莲",
        "其实我对香菜没有意见，大家都以为我讨厌",
        "我不得不喝酒",
        "写首诗，第一句是我爱大海",
        "写个故事，主角说我讨厌狗",
        "扮演一个讨厌猫的人",
    ],
)
def test_what_is_asked_thrown_back_or_made_up_is_not_felt(text: str) -> None:
    assert not stated(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我喜欢足球，你呢？", {"足球": 1}),
        ("我喜欢科幻片你有推荐吗？", {"科幻片": 1}),
        ("我喜欢爵士乐，可以推荐几首吗？", {"爵士乐": 1}),
        ("朋友问我喜欢什么运动，我喜欢篮球", {"篮球": 1}),
        ("我以为我不喜欢歌剧，结果爱上了", {"歌剧": 1}),
        ("我喜欢角色扮演，也喜欢桌游", {"角色扮演": 1, "桌游": 1}),
        ("写一首关于足球的诗，我喜欢足球", {"足球": 1}),
    ],
)
def test_a_question_beside_a_feeling_leaves_it(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected
