"""What somebody does not bear, and the illnesses that are a diet: "Laktoseintoleranz", "tengo celiaquía"."""

from __future__ import annotations

from ..degrees import PLAIN
from .meanings import Said
from .sentence import Plain, Thing
from .words import Language, Word


def suffered(read: Language, plain: Plain, first: int) -> Said | None:
    """Read what one does not bear, and an illness that is a diet: "ich hab Laktoseintoleranz", "tengo celiaquía"."""
    found = _ailment(read, plain.words, first)
    if found is None or "negations" in plain.out:
        return None
    one, sign = found
    return Said(sign, PLAIN, ends=False, turns=False, things=(one,))


def _ailment(read: Language, words: list[Word], at: int) -> tuple[Thing, int] | None:
    """Return what a word says somebody does not bear, or the illness it is, and its sign: "Laktoseintoleranz", "celiaquía"."""
    while length := read.longest(words, at, "determiners"):
        at += length
    if at == len(words):
        return None
    word = words[at]
    if length := read.longest(words, at, "illnesses"):
        return Thing(word.start, words[at + length - 1].end, at + length, article=False), 1
    for (end,) in read.lists.get("ailing", ()):
        if word.low.endswith(end) and len(word.low) > len(end) + 2:
            return Thing(word.start, word.end - len(end), at + 1, article=False), -1
    return None
