"""Where a Chinese speaker corrects what they said: "打错了，是粤菜", "不对，我喜欢的是湘菜", "是蟹，不是虾"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from ...records import Phrase
from ..corrected import replaced_by
from .reading import Reading
from .sentence import Sentence
from .told import asks, stretches

_MEANT: Final = (
    "(?:(?:我|应该|其实|喜欢|讨厌|爱吃?|想|要|说|指|意思|想说|要说|刚才|的|过敏|对)*+是(?:说|指|想说|要说)?)"
)
_SLIP: Final = re.compile(
    "^(?:啊|哦|呃|哎|哎呀|抱歉|不好意思|对不起|等等|等一下|糟糕|,|我|刚才|刚刚|上面|前面|之前|上一句|上句|名字)*"
    "(?:(?:打|写|说|讲|记|搞|弄|输|敲)错(?:字|名字|一个字)?了?|口误|手误|手滑|笔误|输入法的?锅|(?:更正|纠正|修正)(?:一?下)?|搞混了?|弄混了?|说反了?)"
    f"[,是]*{_MEANT}?(?P<at>)"
)
"""A slip is owned up to."""
_REPAIR: Final = re.compile(
    f"^(?:(?:啊|哦|呃|哎|抱歉|不好意思|对不起|等等|等一下)*(?:不对|不是|不|错了?|等等|等一下|才不是)了?,)+{_MEANT}(?P<at>)"
)
_MEANS: Final = re.compile(
    "^(?:啊|哦|呃|不|,)*(?:我是(?:说|指|想说|要说)|我(?:的意思|说的|指的|想说的|要说的|刚才说的)其?实?(?:是|应该是))(?P<at>)"
)
_RATHER: Final = re.compile(
    "^(?:啊|哦|呃|,)*不是(?P<wrong>[^,是我]{1,8}),?(?:而|我|应该|说的|我说的)*是(?:说)?(?P<at>)"
)
_NOT: Final = re.compile("(?:,|而|并)(?:不是|并非|不)(?:对)?(?P<wrong>[^,]{1,8}?)(?:过敏)?(?:,|[啊哦啦了]*$)")


def corrects(reading: Reading, first: int) -> None:
    """Let what was meant stand in place of what was said before it, here or, for all that is known, in the turn before."""
    sentence = reading.sentence
    words = [word.text if word.tag != "," or word.text == "、" else "," for word in sentence.words]
    text = "".join(words).rstrip(",")
    begin, found = _begins(text)
    if found is None or any(asks(sentence, one) for one in stretches(sentence, words)):
        return
    told = _named(reading, first, begin + found.end())
    if told is None:
        return
    slip = found.groupdict().get("wrong")
    start = begin + found.start("wrong") if slip else -1
    if not slip and (after := _NOT.search(text, begin + found.end())):
        start = after.start("wrong")
    wrong = None if start < 0 else _named(reading, first, start)
    said = [one for one in reading.found if one.end <= told.start and one != wrong and one.stance == "stated"]
    reading.found[first:] = [one for one in reading.found[first:] if one.start not in _starts(told, wrong)]
    slips = [] if wrong is None else [wrong]
    if not said:
        reading.found += [replace(told, corrects=True), *(replace(one, strength=0.0, ends=True) for one in slips)]
    elif replaced := replaced_by(told, slips, said):
        reading.found[:] = [one for one in reading.found if one is not replaced]
        reading.found.append(replace(replaced, text=told.text, start=told.start, end=told.end))
    else:
        reading.found.append(told)


def _starts(told: Phrase, wrong: Phrase | None) -> set[int]:
    return {one.start for one in (told, wrong) if one is not None}


def _begins(text: str) -> tuple[int, re.Match[str] | None]:
    """Return where a correction begins in a sentence: at its beginning, or behind a comma, where one is."""
    for begin in [0, *(match.end() for match in re.finditer(",", text))]:
        for pattern in (_SLIP, _REPAIR, _MEANS, _RATHER):
            if found := pattern.match(text[begin:]):
                return begin, found
    return 0, None


def _named(reading: Reading, first: int, offset: int) -> Phrase | None:
    """Return what is named at an offset of the sentence's text: as it was read, or else the noun that stands there."""
    at = _place(reading.sentence, offset)
    while reading.sentence.listed(at, "like", "dislike", "do", "degree", "not", "me") or reading.sentence.text(at) in (
        "对",
        "的",
    ):
        at += 1
    if not reading.sentence.tag(at) or reading.sentence.text(at) == ",":
        return None
    start, stop = reading.sentence.words[at].start, reading.sentence.words[at].end
    read = next((one for one in reading.found[first:] if one.start <= start < one.end), None)
    if read is not None:
        return read
    noun = reading.sentence.tag(at).startswith(("n", "x")) and not reading.sentence.listed(at, "generic", "kin")
    return Phrase(reading.source[start:stop], start, stop) if noun else None


def _place(sentence: Sentence, offset: int) -> int:
    for at, word in enumerate(sentence.words):
        offset -= len(word.text)
        if offset < 0:
            return at
    return len(sentence.words)
