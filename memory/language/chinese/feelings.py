"""Which feeling a Chinese word says, and whether it may only come to that."""

from __future__ import annotations

from typing import Final

from ..words import words
from .reading import Reading
from .sentence import Sentence
from .words import PAUSE

_REFUSALS: Final = words(
    "受不了 没兴趣 没有兴趣 没什么兴趣 不耐受 看不惯 忍不了 吃不了 喝不了 碰不了 吃不得 喝不得 碰不得 沾不得 吃不惯 喝不惯"
)
"""Of two words each, where jieba cuts them apart."""
_ALWAYS_FELT: Final = frozenset({"喜欢", "最爱", "喜爱", "热爱"})


def feeling(reading: Reading, at: int) -> int:
    """Return the feeling that the word says, 1 or -1, 0 if none; "爱的" only describes ("爱的故事")."""
    sentence = reading.sentence
    text, following = sentence.text(at), sentence.text(at + 1)
    if text == "兴趣" and reading.pending and _is_had_or_not(sentence, at):
        return 1
    if text == "兴趣" and reading.pending and following in ("都", "也") and sentence.text(at + 2) in _NONE:
        return -1  # "一点兴趣都没有"
    if text == "好" and sentence.text(at - 1) in _JUST and _is_of_a_mouthful(sentence, at):
        return 1  # "我就好这口臭豆腐"
    if (
        text in _REFUSALS
        or text + following in _REFUSALS
        or _is_intolerant(sentence, at)
        or _is_not_touched(sentence, at)
        or text + following + sentence.text(at + 2) in _REFUSALS
        or sentence.listed(at, "dislike")
    ):
        return -1
    if following == "的" and "是" in (sentence.text(at + 2), sentence.text(at + 3)) and sentence.listed(at, "like"):
        return 1  # "爱上的却是摇滚乐"
    if sentence.listed(at, "like") and (following != "的" or text in _ALWAYS_FELT):
        return 1
    return 0


def _is_intolerant(sentence: Sentence, at: int) -> bool:
    """Tell "乳糖不耐" from "不耐穿"."""
    return sentence.text(at) + sentence.text(at + 1) == "不耐" and sentence.tag(at + 2) in ("", PAUSE)


_DENIED: Final = frozenset({"不", "不能", "不敢", "从不", "不可以", "不肯"})


def _is_not_touched(sentence: Sentence, at: int) -> bool:
    """Tell "不能碰海鲜" from "(海鲜)不能碰", "不碰你": what is not touched stands behind it."""
    denied = sentence.text(at) in _DENIED and sentence.text(at + 1) in ("碰", "沾")
    return denied and sentence.tag(at + 2).startswith("n") and not sentence.listed(at + 2, "kin", "others", "generic")


def behind_feeling(sentence: Sentence, at: int) -> int:
    """Return the place behind the feeling at `at`, which jieba may have cut apart: "没" and "兴趣"."""
    if _is_intolerant(sentence, at) or (sentence.listed(at + 1, "do") and sentence.tag(at + 2) in ("", PAUSE)):
        return at + 2  # "(我妈爱吃榴莲，我也)爱吃"
    text = sentence.text(at)
    for more in (1, 2):
        text += sentence.text(at + more)
        if text in _REFUSALS and sentence.tag(at + more) not in ("", PAUSE):
            return at + more + 1
    return at + 1


_NONE: Final = frozenset({"没有", "没", "无"})


def _is_had_or_not(sentence: Sentence, at: int) -> bool:
    """Tell whether an interest is had, or was just denied: "有兴趣", "没什么兴趣", "毫无兴趣"."""
    before = {sentence.text(place) for place in range(max(0, at - 4), at)}
    return bool(before & {"有", "产生", "没啥", "没什么", "没", "毫无"})


_JUST: Final = frozenset({"就", "偏偏", "独", "专", "最", "只", "特别"})


def _is_of_a_mouthful(sentence: Sentence, at: int) -> bool:
    """Tell whether "口" stands in the rest of the clause: "(就好)喝一口普洱", "(就好)盘核桃这一口"."""
    for place in range(at + 1, at + 7):
        if sentence.tag(place) == PAUSE:
            return False
        if sentence.text(place) in ("口", "这口", "一口", "那口", "这一口"):
            return True
    return False


def would(sentence: Sentence, at: int) -> bool:
    """Tell "我会喜欢吗", "说不定我会爱上" from "我喜欢": it may come to that."""
    before = at - 1
    while sentence.listed(before, "degree") and sentence.text(before) != "会":
        before -= 1
    return sentence.text(before) == "会" and sentence.text(before - 1) not in ("一定", "都", "总", "经常", "还")
