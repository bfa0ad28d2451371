"""How much a Chinese clause makes of what it names, and whether it ends an interest: read from the whole clause."""

from __future__ import annotations

from typing import Final

from ..degrees import PLAIN, STRONG, WEAK
from .sentence import Sentence
from .words import PAUSE

_REACH: Final = 20
"""Words to each side that a clause is looked at; there are texts without any mark."""
_NOT: Final = frozenset("不没别")


def clause(sentence: Sentence, at: int) -> range:
    """Return the places of the clause around `at`; an enumeration comma (、) does not end it."""
    first, last = at, at
    while first > max(0, at - _REACH) and not _ends(sentence, first - 1):
        first -= 1
    while last < min(len(sentence.words), at + _REACH) and not _ends(sentence, last):
        last += 1
    return range(first, last)


def _ends(sentence: Sentence, at: int) -> bool:
    return sentence.tag(at) == PAUSE and sentence.text(at) != "、"


def degree(sentence: Sentence, at: int) -> float:
    """Return how strong the feeling of the clause around `at` is; "not very" is as plain as "not"."""
    strong = weak = negated = False
    for place in clause(sentence, at):
        strong = strong or sentence.listed(place, "strong")
        weak = weak or sentence.listed(place, "weak")
        negated = negated or sentence.text(place) in ("不", "不太", "不是", "不怎么", "没", "没有", "毫无")
    if negated:
        return PLAIN
    return WEAK if weak else STRONG if strong else PLAIN


def lapses(sentence: Sentence, at: int) -> bool:
    """Tell whether what the clause around `at` refuses was otherwise before: 不再, 戒了, 已经不 …, 不 … 了."""
    negated = changed = False
    places = clause(sentence, at)
    for place in places:
        text = sentence.text(place)
        if sentence.listed(place, "ending"):
            return True
        negated = negated or text[0] in _NOT
        changed = changed or text in ("已经", "早就", "早已", "已")
        changed = changed or (text == "再" and (sentence.text(place + 1) == "也" or text[0] in _NOT))
        if text in ("太", "如果", "要是"):
            return False
    return negated and (changed or sentence.text(places.stop - 1) in ("了", "啦"))
