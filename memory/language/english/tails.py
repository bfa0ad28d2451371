"""A sentence without a verb that goes on with the one before: "(I don't like running.) Or swimming.", "(I love jazz.) And opera too."."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ...records import Phrase
from ..who import Who
from ..words import words
from .lexicon import Part
from .reading import Reading
from .sentence import OBJECTS, Sentence

_OPENERS: Final = frozenset({"and", "or", "nor", "not", "also", "especially", "particularly", "&", "plus"})
_CLOSERS: Final = frozenset({"too", "also", "either"})
_ADDING: Final = words("also too either even especially particularly definitely mostly mainly well")
_AT_THE_END: Final = ("for", "that", "matter")
_OF_A_LIST: Final = frozenset(
    {*OBJECTS, Part.CONJUNCTION, Part.PAUSE, Part.DETERMINER, Part.MY, Part.POSSESSIVE, Part.PREPOSITION, Part.NEGATION}
)
_MOST_WORDS: Final = 12


def goes_on(reading: Reading) -> None:
    """Let what a mere list names be felt as what was stated last, in the sentence before."""
    last, sentence = reading.last, reading.sentence
    if last is None or not reading.found or not _is_list(sentence) or reading.is_question():
        return
    if last.mood.who is Who.OTHERS:
        if not last.found:
            reading.found.clear()  # "(my sister hates cheese.) And mushrooms too."
        return
    said = next((one for one in reversed(last.found) if one.stance == "stated"), None)
    if said is not None:
        reading.found[:] = felt_alike(sentence, said, reading.found)


def felt_alike(sentence: Sentence, said: Phrase, found: list[Phrase]) -> list[Phrase]:
    """Return what a sentence names, felt as what was said before it where the sentence only goes on with that."""
    told = _as_said(sentence, said) if _is_list(sentence) else None
    if told is None:
        return found
    end = next((word.start for word in sentence.words if word.part is Part.PREPOSITION and word.low != "of"), None)
    return [_like(told, one) if end is None or one.start < end else one for one in found]


def _is_list(sentence: Sentence) -> bool:
    """Tell whether nothing but names stands in a sentence, and a word that says it goes on."""
    if sentence.size > _MOST_WORDS or (sentence.part(1) is Part.EITHER and sentence.part(2) is Part.DETERMINER):
        return False
    adds = (
        sentence.low(0) in _OPENERS
        or sentence.low(sentence.size - 1) in _CLOSERS
        or sentence.lows[-2:] == ("as", "well")
    )
    end = sentence.size - len(_AT_THE_END) if sentence.lows[-len(_AT_THE_END) :] == _AT_THE_END else sentence.size
    return adds and all(
        sentence.low(at) in _ADDING if sentence.part(at) is Part.ADVERB else _may_stand(sentence, at)
        for at in range(end)
    )


def _may_stand(sentence: Sentence, at: int) -> bool:
    negates = sentence.part(at) is Part.NEGATION and (at or sentence.low(at) not in ("not", "nor"))
    as_well = sentence.low(at) == "as" and sentence.low(at + 1) == "well"
    return as_well or sentence.low(at) == "well" or (sentence.part(at) in _OF_A_LIST and not negates)


def _as_said(sentence: Sentence, said: Phrase) -> Phrase | None:
    """Return what was said as the words that go on with it have it; None where they do not: "(I love jazz.) Or opera."."""
    opener = sentence.low(0)
    if opener == "not" and said.polarity < 0:
        return said if sentence.low(1) == "even" else None
    if opener == "not":
        if sentence.part(1) is Part.DETERMINER:
            return None  # "(I want to mark a year sober.) Not a party."
        return replace(said, polarity=-1, strength=1.0, ends=False)
    return None if opener in ("or", "nor") and said.polarity > 0 else said


def _like(said: Phrase, one: Phrase) -> Phrase:
    return replace(said, text=one.text, start=one.start, end=one.end, turns=False)
