"""Whose a Chinese remark is, and what it names: the helpers of those that read remarks in passing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..who import Who
from .reading import Named
from .sentence import Sentence
from .told import Stretch, Told, follows_others

TAKEN_ALONG: Final = re.compile("(?:[拉约带喊叫拽邀请拖劝]|推荐|怂恿|安利|忽悠)着?了?我(?![妈爸])")
SMALL: Final = frozenset("烟酒糖茶肉葱蒜姜球")
TASTES: Final = frozenset("甜辣咸酸凉冰油") | {"油炸", "生冷", "油腻", "辛辣"}


def mine(told: Told, stretch: Stretch, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """Return what was found where the speaker says it of themselves, also where somebody took them along."""
    found = pattern.search(stretch.text)
    if found is None:
        return None
    who = told.reading.whose[place_at(told.sentence, stretch, found.end() - 1)]
    mine = who is Who.SPEAKER or (who is Who.UNSAID and not follows_others(told.reading))
    along = "我" in found[0] or TAKEN_ALONG.search(stretch.before)
    return found if mine or (along and who is Who.OTHERS) else None


def place_at(sentence: Sentence, stretch: Stretch, offset: int) -> int:
    """Return the place of the word at an offset of the text of a clause."""
    for at in stretch.words:
        offset -= len(sentence.text(at))
        if offset < 0:
            return at
    return stretch.stop


def behind(told: Told, stretch: Stretch, offset: int) -> Iterator[Named]:
    """Yield what is named behind an offset of a clause: pastimes, and nouns that are more than general words."""
    sentence, at = told.sentence, place_at(told.sentence, stretch, offset)
    if sentence.listed(at, "kin", "others"):
        return
    inside = sum(len(sentence.text(place)) for place in range(stretch.first, at + 1)) - offset
    if at < stretch.stop and 2 <= inside < len(sentence.text(at)):  # of "吃海鲜"
        yield Named(sentence.words[at].end - inside, sentence.words[at].end, at)
        at += 1
    while at < stretch.stop:
        noun = sentence.tag(at).startswith("n") or sentence.text(at) in SMALL
        named = (noun and not sentence.listed(at, "generic", "kin")) or (
            sentence.text(at) in TASTES and sentence.text(at + 1) == "的"
        )
        span = told.pastimes.get(at, (at, at + 1) if named else None)
        if span:
            yield told.named(*span)
        at = span[1] if span else at + 1


def inside(told: Told, stretch: Stretch, start: int, stop: int) -> Named:
    """Return what stands between two offsets of the text of a clause."""
    first = told.sentence.words[stretch.first].start
    return Named(first + start, first + stop, place_at(told.sentence, stretch, stop - 1))
