"""Where a Chinese speaker takes a dislike back: "我现在可喜欢猫了", "我又开始喝酒了", "查过了，我对花生不过敏"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from ..degrees import WEAK
from .reading import Reading
from .told import Stretch, asks, stretches

_MIND: Final = re.compile(
    "改(?:变|了|过)*(?:主意|想法|看法|口味|观念)|(?:对.{1,8})?(?:大大)?改观|想法变了|口味变了|真香(?:警告|定律|了)|^真香|打脸|我收回|看走眼|(?:是|以前|之前)我?错了"
)
"""What was felt is taken back; what is felt now may stand in the next sentence."""
_FEELS: Final = "(?:喜欢|爱|热爱|迷|离不开|好[吃喝看听玩])"
_HOW: Final = (
    "(?:我|都|也|又|就|真|真的|是|可|很|超|超级|特别|挺|蛮|老|变得|开始|能|可以|会|敢|每天|天天|经常"
    "|反而|反倒|已经|居然|竟然|觉得)*"
)
_NOW: Final = (
    "(?:现在|如今|目前|最近|近来|后来|这几年|这两年|这阵子|越来越|渐渐|慢慢|居然|竟然|终于|突然|反而|反倒|又|重新)"
)
_AGAIN: Final = "(?:又|重新|再次|再度)"
_THESE_DAYS: Final = "(?:现在|如今|目前)(?:我|又|也|都)*"
_DEED: Final = "[吃喝抽碰沾玩打听跳养练跑学弹骑爬踢游追刷唱画写钓滑]"
_TURNED: Final = re.compile(
    rf"{_NOW}{_HOW}{_FEELS}|(?:爱|迷|喜欢)上了?|入坑|被.{{1,8}}圈粉"
    rf"|{_AGAIN}(?:能|可以|天天|每天|经常)*(?:开始|捡起|拿起|恢复)|{_AGAIN}{_DEED}(?:[上回起]|[^了过到]+[了啦]$)"
    rf"|{_THESE_DAYS}(?:开始|能|可以|敢|每天|天天|经常|也|又)+{_DEED}|{_THESE_DAYS}{_DEED}.*[了啦]$"
)
"""What is felt, or done again or these days, was not before."""
_GOES_ON: Final = re.compile(rf"(?:{_TURNED.pattern})(?:它|[它他她]们|上|了|啦)*$")
"""A clause of that alone, on what the one before named: "以前讨厌爵士乐，现在爱上了"."""
_WISHES: Final = re.compile("想|要|打算|准备|如果|希望|不得不|只好|被迫|听说|[^又]不|没")
"""With one of these it is of the moment, or no taking back."""
_NO_LONGER: Final = re.compile("(?:不|没那么|不那么|不再|没有那么|不怎么|不太)(?:讨厌|反感|排斥|抵触|厌恶|嫌|嫌弃|烦)")
_NOT_AILING: Final = re.compile(
    "(?<![会是有])(?:不|没|没有|不再|不是)(?:会|再|对)?.{0,6}(?:过敏|不耐受|害怕|怕|恐惧)|(?:过敏|不耐受).{0,3}(?:好了|没了|消失)"
)


def turns_round(reading: Reading, first: int) -> None:
    """Mark what takes back in this sentence what was felt before; `reading.found[first:]` is what has been read of it."""
    if len(reading.found) == first:
        return
    texts = [word.text for word in reading.sentence.words]
    said = "".join(texts)
    mind = _MIND.search(said) is not None or _changed_before(reading, first)
    for stretch in stretches(reading.sentence, texts):
        if asks(reading.sentence, stretch):
            continue
        for index in range(first, len(reading.found)):
            if _stands_in(reading, stretch, index):
                _turn(reading, stretch, index, mind)


def _turn(reading: Reading, stretch: Stretch, index: int, mind: bool) -> None:
    one, text = reading.found[index], stretch.text
    if one.polarity < 0 or one.ends:
        return
    if _NOT_AILING.search(text) and one.stance == "mentioned":
        reading.found[index] = replace(one, strength=0.0, turns=True)
    elif one.stance != "stated":
        return
    elif _NO_LONGER.search(text) and text[-1] in "了啦":
        reading.found[index] = replace(one, strength=WEAK, turns=True)
    elif mind or _says_so(text) or _GOES_ON.search(stretch.behind):
        reading.found[index] = replace(one, turns=True)


def _says_so(text: str) -> bool:
    return _TURNED.search(text) is not None and _WISHES.search(text) is None


def _stands_in(reading: Reading, stretch: Stretch, index: int) -> bool:
    """Tell whether a phrase stands in a clause."""
    words, one = reading.sentence.words, reading.found[index]
    return words[stretch.first].start <= one.start < words[stretch.stop - 1].end


def _changed_before(reading: Reading, first: int) -> bool:
    """Tell whether the sentence before says that the speaker changed their mind, and nothing of what they feel now."""
    last = reading.last
    if last is None or _MIND.search("".join(word.text for word in last.sentence.words)) is None:
        return False
    return first == 0 or all(one.stance != "stated" for one in reading.found[first - 1 : first])
