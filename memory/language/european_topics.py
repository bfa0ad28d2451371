"""What is named without a feeling, to which a later segment may have one: "entré a un taller de cerámica … y estoy enamorada"."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from .european_sentence import Thing, one_is, plain_words, thing
from .european_words import Language, Word

Kind = Literal["mine", "ahead", "without", "named"]
_LONG: Final = 5
"""Letters of a pastime that is told at the end of a compound too."""


class Topic(NamedTuple):
    """A thing that was named: as what the speaker does, ahead of what is said of it, behind "without", or by anyone."""

    thing: Thing
    kind: Kind


def topic(read: Language, segment: list[Word], capitals: bool) -> Topic | None:
    """Return what a segment that states nothing names, None for nothing that a feeling might be for."""
    for at in range(len(segment)):
        length = read.longest(segment, at, "without")
        behind = plain_words(read, segment[at + length :]).words if length else []
        one = thing(read, behind, 0, capitals) if behind else None
        if one is not None and not one_is(read, words_of(segment, one), "answers"):
            return Topic(one, "without")
    plain = plain_words(read, segment, timeless=True)
    words = plain.words
    one = thing(read, words, 0, capitals)
    if one is not None and one.behind == len(words) and "negations" not in plain.out and _is_ahead(read, words, one):
        return Topic(one, "ahead")
    if one_is(read, words, "people", "answers", "work"):
        return None
    for at in range(len(words) - 1, -1, -1):
        if read.listed(words[at], "pastimes", "sports") and (
            words[at].capital or "subjects" not in read.lists or not capitals
        ):
            return Topic(Thing(words[at].start, words[at].end, at + 1, article=False), "named")
    return None


def _is_ahead(read: Language, words: list[Word], one: Thing) -> bool:
    """Tell whether words that are a thing and nothing else name what is spoken of."""
    if one_is(read, words, "answers", "work") or read.listed(words[0], "verbs_behind"):
        return False
    return one.article or _names_pastime(read, words[-1])


def pastime(read: Language, words: list[Word], one: Thing, capitals: bool) -> Thing | None:
    """Return the pastime that a thing is, or what it is a course of; None for any other thing."""
    named = words_of(words, one)
    at = words.index(named[0])
    if read.listed(words[at], "courses"):
        at += 1
        while at < len(words) and read.listed(words[at], "links", "articles"):
            at += 1
        return thing(read, words, at, capitals) if at < len(words) else None
    return one if is_pastime(read, named) else None


def words_of(words: list[Word], one: Thing) -> list[Word]:
    """Return the words that name a thing."""
    return [word for word in words if one.start <= word.start and word.end <= one.end]


def is_pastime(read: Language, words: list[Word]) -> bool:
    """Tell whether one of the words is something done for pleasure."""
    return any(_names_pastime(read, word) for word in words)


def _names_pastime(read: Language, word: Word) -> bool:
    if read.listed(word, "pastimes", "sports", "activities"):
        return True
    ends = read.lists.get("course_ends", frozenset())
    last = ends and (ends | {(name,) for (name,) in read.lists["pastimes"] if len(name) >= _LONG})
    return any(word.low.endswith(end) and word.low != end for (end,) in last)


def ailment(read: Language, words: list[Word], at: int) -> tuple[Thing, int] | None:
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
