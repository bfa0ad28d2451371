"""What Chinese speakers tell in passing of what they do: "上周去看了一场川剧", "养了十几盆兰花", "报了个油画班".

A second look at a sentence that has been read. A pastime that speakers name where they tell of doing, having or attending it
is stated, weakly; where a word of habit stands with it ("好几年了", "办了年卡"), plainly, and so is the object of any doing.
"""

from __future__ import annotations

import re
from typing import Final

from ..degrees import PLAIN, STRONG
from ..who import Who
from ..words import words
from .giving_up import NO_MORE, does_no_more, gives_up, may_give_up
from .reading import Named, Reading
from .sentence import Sentence
from .told import Stretch, Told, asks, deeds, find, follows_others, stretches
from .words import UNKNOWN, sections_of

_NUMBER: Final = "[一二两三四五六七八九十百几数多0-9]+"
_SEVERAL: Final = "[二两三四五六七八九十百几数多0-9]+"
_HABIT: Final = re.compile(
    rf"每[天日周晚早月年个逢次到]|每.{{0,3}}[聚约]|天天|周周|周末[都就一我]|[常总]去|经常|照例|一般都|没事[就都]|有空就|最近(?:一直|都|在)|第{_NUMBER}[次遍圈年回]"
    rf"|又(?:去|来|打|学|练|画|写|弹|拉|看|听|刷|跑|爬|骑|拼|养|捡|翻|续|带|多|入|买|开始)|{_NUMBER}多?来?年(?:多|了)|练了|学了{_NUMBER}|了(?:几|半|[二三四五六七八九十两]+)个?多?月"
    rf"|[十百][几多]|几十|{_SEVERAL}[次回趟遍圈]|报了?(?:个|名|了)?.{{0,6}}[班课]|[年季月次]卡|[年季月]票|馆的卡|会员|办了.{{0,6}}[卡证]|跟着.{{1,12}}学|拜.{{0,4}}师|有.{{0,6}}课|迷上|续了|捡起来|改(?:成|到|玩|练|打|学|去|喝|做|骑|养|钓|跑|在)"
)
"""Words of habit, of long standing and of what one pays for ahead."""
_LASTING: Final = re.compile(
    rf"每[天日周晚早月]|天天|报了?(?:个|名|了)?.{{0,6}}[班课]|跟着.{{1,12}}学|拜.{{0,4}}师|办了.{{0,6}}卡|{_NUMBER}多?来?年了"
)
"""Those of them that make an interest of whatever is done."""
_TIMES: Final = re.compile(
    "刚|昨|前天|上周|上个?月|今[早天晚年]|这[周个]|周末|周[一二三四五六日天]|下班|放学|回来|正在|新[买入]|晚上|早上|下午|傍晚|退休|约|照例|每[天周晚月年]"
    "|到半夜|到.{1,3}点|一(?:晚上|下午|上午|整天|天)|半天|小时"
)
_ASPECTS: Final = re.compile("[了着呢]|过(?![瘾程敏分])")
"""One of these tells a deed that somebody does, did or is about to from one that is only named."""
_FINISHED: Final = re.compile("[拼织画看读追做刻绣写听绘烤]完了|[拼织画做刻绣写烤]好了")
_DEAR: Final = re.compile(
    "的时候.{0,4}(?:什么.{0,5}都?忘|心里?.{0,3}[静实]|最?(?:放松|开心|自在|舒服|专注))"
    "|不(?:冲|喝|来|吃|练|打|跑|跳|弹|听|看|刷|去|摸|写|画)[上个一两几杯口会儿把遍圈场次天下趟]*就(?:没法|没办法|开不了|干不了|起不来|睡不着|浑身|难受|不舒服|不行|没精神|手痒|嗓子痒|心痒|心慌|不自在|醒不)"
)
"""What is said so of a pastime makes it a dear one."""
_COMPLAINS: Final = re.compile("太[差挤晒堵慢贵]|堵死|取消|下雨|人太多|排队|踩雷|失望|后悔|不值|倒霉|气死|作业|被坑")
"""Of what was done once, it leaves nothing."""
_GENERAL: Final = re.compile(
    "对.{1,6}[好有]|有[助益利]|可以|适合|需要|应该|必须|才能|是.{0,6}(?:运动|方式|习惯|艺术|文化)|[说讲]|报道|据|规定|禁止|要求"
)
"""Of a clause without a subject: it may be about anyone."""
_FOR_OTHERS: Final = re.compile(
    "公司|单位|部门|领导|客户|老板|甲方|学校|班级|老师|作业|考试|团建|年会|社区|活动|比赛方|市场|报告|论文|项目|[给替为](?!我|自己).{1,6}[买订送选挑做]|送(?:给|人|礼)|陪(?!我)|听说|据说|隔壁|邻居|楼上|楼下|对门|别家|关于|有关|聊聊|谈谈|聊一聊|谈一谈"
)
_TO_WRITE: Final = re.compile(
    "写[一个段篇首份]|编[一个段]|翻译|改写|润色|文案|例句|题[目说]|题是|作文|小说里|剧本(?!杀)"
)
_REQUEST: Final = re.compile("帮我|帮忙|替我|请[问你您帮给]|麻烦|给我|推荐|介绍|告诉|解释|查一?[下查]|搜|什么是|建议")
_HOLDS: Final = frozenset("班课社卡")
_FILLERS: Final = ("m", "q", "t", "u", "a", "d", "f", "r", "z", "x", "s", "y")
_BETWEEN: Final = frozenset("完过了着上起好个把场点些会儿杯壶盆只条几多次遍一两的满都出回到下成在套张首集")
_MORE_DEEDS: Final = frozenset("泡烤啃临捏刻绣吹敲演票划栽遛撸品酿腌办入跑多淘攒拼集弹盘逗喂训搓摆抄背诵摹裱打练学跟")
_BROUGHT: Final = ("带回", "买回", "抱回", "领回", "捡回")
_NAMES_NOBODY: Final = ("degree", "often", "present", "not", "past", "courtesy", "contrast")
_OPENS_A_PLACE: Final = words("在 去 到 从 跟 和 与 来 跟着 往 约 约了 上 回")
_FAR: Final = 9
_MOST: Final = 8
"""So many pastimes of a clause are looked at."""


def passing(reading: Reading, first: int) -> None:
    """State what a sentence tells in passing; `reading.found[first:]` is what has been read of it."""
    texts = [word.text for word in reading.sentence.words]
    spans = find(texts)
    if not spans and not _may_tell(reading, "".join(texts)):
        return
    told = Told(reading, spans, first)
    for stretch in stretches(told.sentence, texts):
        if _TO_WRITE.search(stretch.text):
            return
        here = list(dict.fromkeys(told.pastimes[at] for at in stretch.words if at in told.pastimes))
        reading.pastimes += [told.named(*span) for span in here]
        if not gives_up(told, stretch) and not does_no_more(told, stretch):
            _does_it(told, stretch, here[:_MOST])


def _may_tell(reading: Reading, text: str) -> bool:
    """Tell whether a sentence that names no pastime may give something up, or tell of a habit."""
    if may_give_up(text) or _LASTING.search(text) or any(words in text for words in NO_MORE):
        return True
    return bool(reading.last and reading.last.pastimes) and bool(_HABIT.search(text) or _DEAR.search(text))


def _does_it(told: Told, stretch: Stretch, spans: list[tuple[int, int]]) -> None:
    """State the pastimes that a clause tells of doing, or what it goes on about."""
    habit = _HABIT.search(stretch.text) is not None
    for span in spans:
        if _is_mine(told.reading, stretch, *span) and _is_done(told.sentence, stretch, *span, habit):
            told.state(told.named(*span), STRONG if habit else PLAIN)
    if not spans and habit:
        _goes_on(told, stretch)
    if _DEAR.search(stretch.text) and _is_dear_to_me(told.reading, stretch) and (named := _latest(told.reading)):
        told.state(named, PLAIN)


def _is_dear_to_me(reading: Reading, stretch: Stretch) -> bool:
    others = reading.whose[stretch.stop - 1] is Who.OTHERS
    return not others and not asks(reading.sentence, stretch) and not follows_others(reading)


def _goes_on(told: Told, stretch: Stretch) -> None:
    """Read a habit whose object stands in front of it ("(兰花…)养了十几盆"), or is no pastime ("跟着师傅学制墨")."""
    sentence = told.sentence
    verb = next((place for place in stretch.words if _does(sentence, place)), None)
    if verb is None or not _is_mine(told.reading, stretch, verb, verb):
        return
    behind = verb + 1
    while behind < stretch.stop and _fills(sentence, behind) and not told.is_read(behind):
        behind += 1
    if behind == stretch.stop:
        if named := _latest(told.reading):
            told.state(named, PLAIN, more=True)
    elif told.is_read(behind) and _LASTING.search(stretch.text):
        told.state(told.named(behind, behind + 1), PLAIN)


def _latest(reading: Reading) -> Named | None:
    """Return the pastime that was named last, here or in the sentence before; None where it is someone else's."""
    told = reading if reading.pastimes or reading.last is None else reading.last
    if not told.pastimes or told.whose[told.pastimes[-1].at] is Who.OTHERS:
        return None
    return told.pastimes[-1]


# Whose it is


def _is_mine(reading: Reading, stretch: Stretch, at: int, end: int) -> bool:
    """Tell whether the speaker is who does what is told from `at` to `end`, and of their own will."""
    sentence, who = reading.sentence, reading.whose[at]
    if who is Who.UNSAID and Who.SPEAKER in reading.whose[end : stretch.stop]:  # "钢琴我又开始弹了"
        who = Who.SPEAKER
    if (
        who not in (Who.SPEAKER, Who.UNSAID)
        or asks(sentence, stretch)
        or _FOR_OTHERS.search(stretch.before + stretch.text)
    ):
        return False
    if _REQUEST.search(stretch.text) or any(
        sentence.listed(place, "not", "seldom", "past", "forced", "hearsay")
        for place in range(stretch.first, max(end, at + 1))
    ):
        return False
    if who is Who.SPEAKER:
        return True
    return not follows_others(reading) and not _GENERAL.search(stretch.text) and _leads(sentence, stretch, at)


def _leads(sentence: Sentence, stretch: Stretch, at: int) -> bool:
    """Tell whether nothing that could be another subject stands in the clause before `at`."""
    for place in range(stretch.first, at):
        tag = sentence.tag(place)
        if (
            not tag.startswith(("n", "x"))
            or tag in ("ns",)
            or _TIMES.match(sentence.text(place))
            or sentence.listed(place, *_NAMES_NOBODY)
        ):
            continue
        opened = any(
            sentence.text(before) in _OPENS_A_PLACE for before in range(max(stretch.first, place - _FAR), place)
        )
        if not opened and not sentence.tag(place + 1).startswith("f") and not _does(sentence, place):
            return False
    return True


# Whether it is done


def _does(sentence: Sentence, at: int) -> bool:
    """Tell whether a doing stands here, alone or at the head of a longer word: "拉", "养了"."""
    text = sentence.text(at)
    if sentence.listed(at, "do") or text in _MORE_DEEDS or text == "报":
        return True
    if sentence.tag(at) == UNKNOWN and ("do" in sections_of(text[-1]) or text[-1] in _MORE_DEEDS):
        return True  # "先烤", of which jieba makes one word
    if text.startswith(_BROUGHT):
        return True
    head = "do" in sections_of(text[:1]) or text[:1] in _MORE_DEEDS
    return len(text) == 2 and head and (sentence.is_verb(at) or text[1] in _BETWEEN)


def _fills(sentence: Sentence, at: int) -> bool:
    """Tell whether what stands between a doing and its object stands here: "了", "两个小时", "一场"."""
    text = sentence.text(at)
    return sentence.tag(at).startswith(_FILLERS) or text in _BETWEEN or text in ("小时", "分钟", "晚上", "上午", "下午")


def _is_done(sentence: Sentence, stretch: Stretch, at: int, end: int, habit: bool) -> bool:
    """Tell whether the clause says that what stands from `at` to `end` is done, had or attended."""
    if sentence.text(end) == "的" and sentence.tag(end + 1).startswith("n"):
        return False
    name = sentence.said(at, end)
    timed = _ASPECTS.search(stretch.text) or _TIMES.search(stretch.before + stretch.text)
    lately = habit or (timed is not None and not _COMPLAINS.search(stretch.behind))
    if name in deeds() and lately and not _is_of_a_kind(sentence, end):
        return True
    verb = at - 1
    while verb >= stretch.first and verb > at - _FAR and not _does(sentence, verb) and _fills(sentence, verb):
        verb -= 1
    if verb >= stretch.first and _does(sentence, verb) and sentence.text(verb) not in ("有", "去", "要"):
        return lately
    finished = _FINISHED.search(stretch.text) is not None
    return (habit or finished) and _belongs(sentence, stretch, end, name)


def _is_of_a_kind(sentence: Sentence, end: int) -> bool:
    """Tell "旅行费用", "健身教练" from "旅行", "健身": the deed only says of which kind."""
    noun = sentence.tag(end) in ("n", "vn", "nz") or sentence.listed(end, "kin")
    return noun and not sentence.text(end).startswith(("课", "班"))


def _belongs(sentence: Sentence, stretch: Stretch, end: int, name: str) -> bool:
    """Tell whether a topic is gone on with behind it ("国画我画了好几年了"), or paid for ahead ("陶艺年卡又续了")."""
    if name[-1] in _HOLDS or sentence.text(end)[-1:] in _HOLDS or sentence.text(end + 1)[-1:] in _HOLDS:
        return True
    return any(_does(sentence, place) or sentence.is_verb(place) for place in range(end, stretch.stop))
