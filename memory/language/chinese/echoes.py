"""What a Chinese verdict without a subject may be on: a thing that somebody did of their own will, named before."""

from __future__ import annotations

from itertools import islice
from typing import Final

from .degree import clause
from .reading import Named, Reading
from .sentence import Sentence
from .words import PAUSE, sections_of

REACH: Final = 40
"""How many words back a verdict looks for what it may be on, and for whose it is."""
_MAKES: Final = ("让", "叫", "逼", "逼着", "要求", "非要", "非让", "拉着", "拽着", "劝", "喊", "怂恿")
_HAS_BEEN: Final = ("了", "过", "完", "到", "着")


def is_forced(sentence: Sentence, at: int, first: int = 0) -> bool:
    """Tell whether somebody had to do what is told from `first` to `at`: "不得不读", "被逼着看", "导师让我读"."""
    return any(
        sentence.listed(place, "forced") or _is_made(sentence, place) for place in range(max(first, at - REACH), at)
    )


def _is_made(sentence: Sentence, at: int) -> bool:
    made = sentence.text(at - 1) in _MAKES or (sentence.text(at - 1), sentence.text(at - 2)) == ("要", "非")
    does = sentence.is_verb(at + 1) or sentence.text(at + 1) in ("一起", "一块", "也")
    return made and sentence.listed(at, "me") and does


def of_the_deed(reading: Reading, at: int) -> list[Named]:
    """Return what the sentence named last that is done with the verb at `at`: "(打)羽球" for "不打了", [] where there is none."""
    sentence = reading.sentence
    verb = sentence.text(at).strip("不了")
    done = (one for one in reversed(reading.named) if one.at < at)
    same = (
        one for one in done if verb and verb in (sentence.text(one.at - 1).strip("了过"), sentence.text(one.at)[:1])
    )
    return list(islice(same, 1))


_BESIDE: Final = ("和", "跟", "与", "陪", "带", "陪着", "带着")


def is_anothers(sentence: Sentence, at: int) -> bool:
    """Tell whether somebody else than the speaker stands here, not beside them ("我和朋友") nor as a thing ("看了沙丘")."""
    person = sentence.listed(at, "kin", "others") or (sentence.tag(at) == "nr" and not is_done(sentence, at))
    return person and sentence.text(at - 1) not in _BESIDE


_ELSEWHERE: Final = -1
"""The place of what an earlier sentence named, which somebody did."""


def is_done(sentence: Sentence, at: int) -> bool:
    """Tell whether somebody does what is named at `at`: "看了沙丘", "吃生蚝"; "手机" in "手机又卡了" is not done."""
    alone = sentence.tag(at - 1) in ("", PAUSE) and sentence.tag(at + 1) == PAUSE  # "跟团游，一次就够了"
    if at == _ELSEWHERE or alone or sentence.listed(at, "pursuit") or sections_of(sentence.text(at)[:1]) & {"do"}:
        return True
    return any(
        sentence.listed(place, "do") or (sentence.is_verb(place) and sentence.text(place + 1) in _HAS_BEEN)
        for place in clause(sentence, at)
        if place < at
    )


def before(reading: Reading) -> list[Named]:
    """Return what a sentence that names nothing may be about: what the speaker did last in the one before, or all that it named."""
    last = reading.last
    if last is None or not last.named:
        return []
    named, words = last.named[-1], last.sentence.words
    if len(words) == 2:  # "蹦极？"
        return [named._replace(at=_ELSEWHERE)]
    told = (
        last.mood.who.may_be_speaker
        and not last.mood.doubt
        and not last.asks
        and not is_forced(last.sentence, len(words))
    )
    alone = not any(is_anothers(last.sentence, place) for place in range(max(0, named.at - REACH), named.at))
    return [named._replace(at=_ELSEWHERE)] if told and alone and is_done(last.sentence, named.at) else []
