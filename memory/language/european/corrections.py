"""Where a Spanish, German or French speaker corrects what they said: "perdón, quise decir café", "ich meinte Kaffee, nicht Tee"."""

from __future__ import annotations

from typing import NamedTuple

from .sentence import Segment, Thing, one_is, openers, plain_words, thing
from .words import Language, Word


class Correction(NamedTuple):
    """What was meant, and what is named as not meant."""

    meant: Thing
    wrong: tuple[Thing, ...]


def correction(read: Language, segments: list[Segment], capitals: bool) -> Correction | None:
    """Return what a sentence corrects, None for one that corrects nothing."""
    for at, segment in enumerate(segments):
        words = segment.words[openers(read, segment.words) :]
        length = read.longest(words, 0, "meant")
        told = _whole(read, words[length:], capitals) if length else None
        if told is not None:
            behind = [_not_meant(read, one.words, capitals) for one in segments[at + 1 :]]
            return Correction(told, tuple(one for one in behind if one))
    return None


def _not_meant(read: Language, words: list[Word], capitals: bool) -> Thing | None:
    """Return what a segment says was not meant: "no té", "pas le thé", "nicht Tee"."""
    first = words[0]
    return _whole(read, words[1:], capitals) if read.listed(first, "negations") else None


def _whole(read: Language, words: list[Word], capitals: bool) -> Thing | None:
    """Return the thing that words are, None where more is said than that."""
    plain = plain_words(read, words).words
    one = (
        thing(read, plain, 0, capitals)
        if plain and not one_is(read, plain, "answers", "work", "belongings", "sorts")
        else None
    )
    return one if one is not None and one.behind == len(plain) else None
