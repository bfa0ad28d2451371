"""What Chinese speakers say outright that they do no more: "我不再跑步了", "再也不拍胶片了"."""

from __future__ import annotations

from typing import Final

from ..who import Who
from .reading import Named
from .told import Stretch, Told, asks, follows_others

NO_MORE: Final = ("不再", "再也不")
_DEEDS: Final = frozenset("吃喝碰沾抽玩打去看听跳养钓练弹跑学搞弄追买爬骑游拍画写唱做拉吹织种刷逛撸滑泡")
_BETWEEN: Final = frozenset({"了", "过", "那些", "这些", "任何", "什么"})


def does_no_more(told: Told, stretch: Stretch) -> bool:
    """Read "不再" with what the speaker does no more; tell whether the clause says so."""
    if not any(words in stretch.text for words in NO_MORE) or asks(told.sentence, stretch):
        return False
    if any(told.sentence.listed(at, "hypothetical", "past", "hearsay") for at in stretch.words):
        return False
    whose = told.reading.whose
    for at in stretch.words:
        behind = at + 1 if told.sentence.text(at) in NO_MORE else at + 2
        said = told.sentence.text(at) in NO_MORE or told.sentence.text(at) + told.sentence.text(at + 1) in NO_MORE
        mine = whose[at] is Who.SPEAKER or (whose[at] is Who.UNSAID and not follows_others(told.reading))
        if said and mine and (named := _done(told, stretch, behind)):
            told.refuse(named, ends=True)
            return True
    return False


def _done(told: Told, stretch: Stretch, at: int) -> Named | None:
    """Return the pastime at a place, or what a deed there is done to; None for "不再担心跑步"."""
    if at < stretch.stop and at in told.pastimes:
        return told.named(*told.pastimes[at])
    sentence = told.sentence
    if at >= stretch.stop or sentence.text(at) not in _DEEDS:
        return None
    at += 1
    while at < stretch.stop and sentence.text(at) in _BETWEEN:
        at += 1
    if at >= stretch.stop:
        return None
    if span := told.pastimes.get(at):
        return told.named(*span)
    thing = sentence.tag(at).startswith("n") and not sentence.listed(at, "generic", "kin", "others")
    return told.named(at, at + 1) if thing else None
