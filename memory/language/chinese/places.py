"""Where a Chinese clause says something is done: "去湖边划船", "在工作室学陶艺". The place is no more than mentioned."""

from __future__ import annotations

from typing import Final

from ..words import words
from .names import name
from .reading import Reading
from .sentence import Sentence
from .words import LATIN, sections_of

_LEADS_TO_A_PLACE: Final = frozenset({"在", "去", "到", "来", "在家", "跑去", "前往"})
_GOES: Final = frozenset({"去", "到", "来", "跑去", "前往"})
_IN_A_PLACE: Final = ("n", "s", "f", "r", "x", "uj", "m", "q", "t", LATIN)
_LONGEST_PLACE: Final = 6
_TRAVELS: Final = words("旅行 旅游 玩 玩玩 度假 自由行 自驾 自驾游 看看 逛 逛逛 走走 生活 定居")
"""Behind these the place itself is meant: "去冰岛旅行"."""
_NO_DEEDS: Final = ("like", "dislike", "want", "not", "ask", "bright", "dull")


def place(reading: Reading, at: int) -> int:
    """Return the place of the deed in "去湖边划船", the place before it read as a mention; 0 where no such place stands."""
    sentence, mood = reading.sentence, reading.mood
    if mood.felt or mood.negated or sentence.text(at) not in _LEADS_TO_A_PLACE:
        return 0
    first = at + 2 if sentence.text(at + 1) in ("了", "过") else at + 1
    deed = _deed(sentence, first)
    if deed <= first or sentence.text(deed) in _TRAVELS:
        return 0
    goes = sentence.text(at) in _GOES and reading.mood.who.may_be_speaker
    _mention(reading, first, deed)
    if goes:
        mood.do(refuses=False)
    mood.often = True
    return deed


def _deed(sentence: Sentence, first: int) -> int:
    """Return the place of what is done behind the place that begins at `first`, `first` where nothing is."""
    for at in range(first, first + _LONGEST_PLACE):
        if is_deed(sentence, at):
            return at
        if not sentence.tag(at).startswith(_IN_A_PLACE) or sentence.listed(at, *_NO_DEEDS, "me", "you"):
            return first
    return first


def is_deed(sentence: Sentence, at: int) -> bool:
    """Tell whether what somebody does stands here: "划船", "看", "攀岩", but not "培训" in "培训中心"."""
    if sentence.listed(at, *_NO_DEEDS):
        return False
    if sentence.listed(at, "pursuit") or sentence.tag(at) == "vn":
        return not sentence.tag(at + 1).startswith("n")
    return sentence.listed(at, "do") or (sentence.is_verb(at) and not sentence.listed(at, "plain_verb"))


def _mention(reading: Reading, first: int, deed: int) -> None:
    """Name the place without a feeling, and leave it out of what a feeling in the same clause is about."""
    pending, sign = list(reading.pending), reading.mood.sign
    reading.mood.sign = 0
    while first < deed:
        somebodys = "kin" in sections_of(reading.sentence.text(first).removesuffix("家"))
        first = first + 1 if somebodys else name(reading, first, deed)
    reading.pending, reading.mood.sign = pending, sign
