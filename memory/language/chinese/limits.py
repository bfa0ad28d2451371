"""What Chinese speakers only seem to refuse: "不跑步就难受", "没有一天不听京剧", "除了游泳什么都不喜欢", "睡前不喝咖啡".

Such words have a refusal in them that is denied a second time, said of being without the thing, or bounded.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from ...records import Phrase
from ..seeming import LIKED, MENTIONED, Seeming
from ..who import Who
from .reading import Reading
from .sentence import Sentence
from .told import Stretch, asks, follows_others, stretches

_X: Final = "\N{REPLACEMENT CHARACTER}"
"""Stands in a clause for the thing that seems refused."""
_DEED: Final = (
    "(?:吃|喝|碰|沾|抽|玩|打|去|看|听|跳|养|钓|练|弹|跑|学|追|买|爬|骑|游|踢|做|写|画|唱|读|来|逛|刷|拉|下|泡|撸|摸)"
)
_SOME: Final = "[一几两]?[个杯口点顿把场会儿碗根次趟局盘首节遍上下]{0,2}"
_FILLERS: Final = (
    "(?:我|咱|人|手|心里|嘴巴|嘴里|嘴|身上|身体|浑身|全身|整个人|一整天|一天|整天|晚上|根本|就|都|会|总|老|觉得|感觉|特别|很|太|好|真的?"
    "|有点|得)*"
)
_BAD: Final = (
    "(?:难受|不舒服|不自在|不行|不对劲|没精神|没劲|没力气|提不起劲|头疼|头痛|心慌|发慌|手?痒|活不|睡不着|睡不好|空落落|不踏实|不得劲|想得慌|憋得慌|闷得慌"
    "|抓狂|不开心|郁闷|烦躁|坐立不安|坐不住|不过瘾|没意思|无聊|没味道|没灵魂|不香|缺点什么|少了点什么|少点什么)"
)
_IF: Final = "(?:要是|如果|只要|一旦|[一两几]个?(?:天|周|星期|礼拜|月|晚|晚上))"
_TIME: Final = (
    "(?:晚上|夜里|半夜|早上|上午|中午|下午|睡前|临睡前|饭前|饭后|空腹|考试前|比赛前|工作日|周[一二三四五六日天末]|星期[一二三四五六日天]|点(?:以后|之后|后|以前|之前|前)"
    "|期间|开车|路上|上班|上课|加班|在家里?|在公司|在学校|在单位|在宿舍|在外面|在外头|在室内)"
)
_DENIES: Final = "(?:不|别|不能|不让|不许|不准|不可以|不要|没法)(?:我|再|在|去)*"
_FELT: Final = re.compile("喜欢|爱|讨厌|反感|受不了|烦|恨|过敏|兴趣|无感")


_WAYS: Final = (
    Seeming(rf"(?:不|没)(?:去|再|得)*{_DEED}?{_SOME}{_X}(?:的话)?,?{_FILLERS}就{_FILLERS}{_BAD}", LIKED),
    Seeming(rf"(?:不|没)(?:去|再|得)*{_DEED}?{_SOME}{_X}(?:的话)?{_FILLERS}{_BAD}", LIKED),
    Seeming(rf"{_IF}.{{0,4}}(?:不|没)(?:能|去|再|得|法)*{_DEED}?{_SOME}{_X}(?:的话)?,?{_FILLERS}{_BAD}", LIKED),
    Seeming(
        rf"(?:没有?|不)(?:能|去)*{_DEED}?{_X}的(?:日子|一天|周末|生活|早上|早晨|晚上|夏天|冬天|人生).{{0,6}}(?:不|没|难|怎么|惨)",
        LIKED,
    ),
    Seeming(rf"无{_X}不欢", LIKED),
    Seeming(rf"没有?(?:一|哪)个?(?:天|周|星期|礼拜|月|晚|晚上|周末)(?:我|是)*不(?:去|想)?{_DEED}?{_X}", LIKED),
    Seeming(
        rf"除了{_DEED}?{_X}(?:以外|之外|外)?,?.{{0,6}}(?:什么|哪|谁|别的|其他|其它|任何).{{0,6}}(?:都|也)(?:不|没)(?![挑怕忌]|过敏|讨厌)",
        LIKED,
    ),
    Seeming(rf"(?:只|就)(?:爱|喜欢|想)?{_DEED}?{_X},?(?:别的|其他|其它|什么).{{0,4}}(?:都|也)(?:不|没)", LIKED),
    Seeming(rf"没有(?:什么)?我不(?:喜欢|爱){_DEED}?的{_X}", LIKED),
    Seeming(
        rf"(?:舍不得|不舍得|不会|不肯|不愿意?|不想|绝不|不可能|不打算|没打算|没想过)(?:要|去|就|再)*(?:放弃|丢下|放下|停下|错过|缺席|落下)(?:任何|一场|一次|每一场)?{_DEED}?{_X}",
        LIKED,
    ),
    Seeming(rf"不是(?:说)?我?不(?:太|怎么|那么)?(?:喜欢|爱|想|感兴趣){_DEED}?{_X}", MENTIONED),
    Seeming(rf"戒不[掉了]{_X}|{_X}(?:我|是|真)*戒不[掉了]|(?:不想|不打算|没打算|不肯|舍不得)戒掉?{_X}", MENTIONED),
    Seeming(rf"不{_DEED}(?:没有?|不)(?:放|加|带|有|配)?(?:.{{1,4}}的)?{_X}(?:的|,)", MENTIONED),
    Seeming(rf"{_TIME}(?:我|从来|一般|都|也|就|是|绝对|里)*{_DENIES}{_DEED}?{_X}", MENTIONED, felt=False),
    Seeming(rf"{_DENIES}{_TIME}{_DEED}?{_X}", MENTIONED, felt=False),
)
"""Ways to tell of a thing what is no refusal of it, the surest first."""
_CUES: Final = re.compile("[不没无别]")
_AILS: Final = re.compile("过敏|不耐受|医生|穆斯林|回民|回族|拉肚子|怀孕|哺乳|乳糜")
"""With one of these a bound makes no less of a refusal."""
_NOT_ITSELF: Final = re.compile("^(?:无(?=.{1,4}$))?(?P<itself>.+?)(?:浑身|全身|整个人)?$")
"""What jieba takes into a name: "跑步浑身(难受)", "无茶(不欢)"."""


def spares(reading: Reading, first: int) -> None:
    """Take back what only seems refused in a sentence; `reading.found[first:]` is what has been read of it."""
    texts = [word.text for word in reading.sentence.words]
    if len(reading.found) == first or not _CUES.search("".join(texts)):
        return
    for stretch in stretches(reading.sentence, texts):
        if asks(reading.sentence, stretch) or not _is_speakers(reading, stretch):
            continue
        for index in range(first, len(reading.found)):
            _spare(reading, stretch, index)


def _spare(reading: Reading, stretch: Stretch, index: int) -> None:
    one = reading.found[index]
    itself = _NOT_ITSELF.match(one.text)
    if itself is None:
        return
    start, end = (one.start + place for place in itself.span("itself"))
    offset = _offset(reading.sentence, stretch, start)
    if offset is None:
        return
    text = f"{stretch.text[:offset]}{_X}{stretch.text[offset + end - start :]},{stretch.behind}"
    ill = _FELT.search(stretch.text) or _AILS.search(reading.source)
    way = next((way for way in _WAYS if way.pattern.search(text) and (way.felt or not ill)), None)
    if way is None or (way.becomes is MENTIONED and one.polarity > 0):
        return
    stance: Literal["stated", "mentioned"] = "stated" if way.becomes is LIKED else "mentioned"
    reading.found[index] = Phrase(reading.source[start:end], start, end, 1, stance, max(one.strength, 1.0))


def _offset(sentence: Sentence, stretch: Stretch, start: int) -> int | None:
    """Return where in the text of a clause a place of the source stands, None where it stands in another."""
    offset = 0
    for at in stretch.words:
        word = sentence.words[at]
        if word.start <= start < word.end:
            return offset + start - word.start
        offset += len(word.text)
    return None


def _is_speakers(reading: Reading, stretch: Stretch) -> bool:
    """Tell whether a clause is about nobody but the speaker, though it may suppose: not "老公一天不打球就难受"."""
    sentence = reading.sentence
    if any(sentence.listed(at, "kin", "others", "you") for at in range(stretch.stop)):
        return Who.OTHERS not in reading.whose[stretch.first : stretch.stop]
    return "我" in stretch.text or not follows_others(reading)
