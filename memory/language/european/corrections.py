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
        plain = plain_words(read, segment.words[openers(read, segment.words) :])
        length = read.longest(plain.words, 0, "meant")
        named = _whole(read, plain.words[length:], capitals) if length else None
        if named is None:
            continue
        behind = segments[at + 1 :]
        if "negations" not in plain.out:
            wrong = [_not_meant(read, one.words, capitals) for one in behind]
            return Correction(named, tuple(one for one in wrong if one))
        told = _whole(read, behind[0].words, capitals) if behind and behind[0].joint == "contrast" else None
        return Correction(told, (named,)) if told else None
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
