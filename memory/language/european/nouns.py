"""What a noun says by itself in Spanish, German and French: "mi comida favorita", "mein Hobby", "Laktoseintoleranz", "celiaquía"."""

from __future__ import annotations

from ..degrees import PLAIN
from .meanings import SAYS, Said, borne, meant
from .sentence import Plain, Thing, thing
from .words import Language, Word


def favourite(read: Language, plain: Plain, capitals: bool) -> Said | None:
    """Read "mi comida favorita es la paella", "mein Hobby ist Töpfern"."""
    words = plain.words
    if not words or not read.listed(words[0], "mine") or "negations" in plain.out:
        return None
    for at in range(1, min(5, len(words))):
        best = _is_favourite(read, words[at])
        are = read.longest(words, at + 1, "are")
        ill = read.listed(words[at], "allergies")
        told = are or (at + 1 < len(words) and words[at + 1].start > words[at].end + 1)  # a colon
        if told and (best or ill or read.listed(words[at], "hobbies")):
            one = thing(read, words, at + 1 + are, capitals)
            says = SAYS["hates" if ill else "favourites" if best else "hobbies"]
            return one and meant(says, plain, before_nor=False, one=one)
        if not best and read.listed(words[at], "stops"):
            break
    return None


def _is_favourite(read: Language, word: Word) -> bool:
    return any(
        word.low == one or (one == "lieblings" and word.low.startswith(one)) for (one,) in read.lists["favourites"]
    )


def suffered(read: Language, plain: Plain, first: int) -> Said | None:
    """Read what one does not bear, and an illness that is a diet: "ich hab Laktoseintoleranz", "tengo celiaquía"."""
    found = _ailment(read, plain.words, first)
    if found is None:
        return None
    one, sign = found
    if "negations" in plain.out:
        return borne(one) if sign < 0 else None
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
