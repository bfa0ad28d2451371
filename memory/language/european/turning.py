"""What is so now or again, and was not before, and what was so long ago: "ahora me encanta", "früher … , heute nicht mehr"."""

from __future__ import annotations

from typing import Final

from ..degrees import PLAIN
from .meanings import Said
from .sentence import is_any
from .topics import Topic
from .words import Language, Word

_OWN: Final = ("mine", "named")


def turned(read: Language, sentence: list[Word], words: list[Word], said: Said, *names: str) -> Said:
    """Return what words of a sentence say, as taking back what was said against it where one of these lists says that it is so now."""
    if said.sign < 0 or said.back or said.ends:
        return said
    if is_any(read, sentence, "mind"):
        return said._replace(back=True)
    today = ("today",) if is_any(read, sentence, "long_ago") else ()
    at = 0
    while at < len(words):
        moment = read.longest(words, at, "moment")
        if read.longest(words, at, *names, *today) > moment:
            return said._replace(back=True)
        at += moment or 1
    return said


def no_more_now(read: Language, sentence: list[Word], words: list[Word], named: Topic | None) -> Said | None:
    """Read "heute nicht mehr" behind what was done before: "früher habe ich viel Fußball gespielt, heute nicht mehr"."""
    closes = read.longest(words, 0, "no_more_now") == len(words)
    if not closes or named is None or named.kind not in _OWN or not is_any(read, sentence, "long_ago"):
        return None
    return Said(-1, PLAIN, ends=True, turns=True, things=(named.thing,))
