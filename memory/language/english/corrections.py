"""Where an English speaker corrects what they said: "sorry, I meant squash, not tennis", "no wait, I mean cycling"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ...records import Phrase
from ..corrected import replaced_by
from ..words import words
from .lexicon import Part
from .names import extent, trimmed
from .reading import Reading
from .sentence import OBJECTS, Sentence

_OWNS_UP: Final = words("sorry no nope oops whoops wait actually ah oh bad argh damn typo")
"""In front of "I mean" it is a correction: "no, I mean cycling", not "I mean jazz is great"."""
_SAID: Final = frozenset({"say", "write", "type"})
_CLOSES: Final = frozenset({Part.EDGE, Part.PAUSE, Part.INTERJECTION, Part.ADVERB, Part.NEGATION})
_NOT: Final = (("not",), ("rather", "than"), ("instead", "of"))
_LEADS: Final = frozenset({Part.DETERMINER, Part.MY, Part.ADVERB})
_INSTEAD: Final = (
    *(
        ("no", "wait"),
        ("wait", "no"),
        ("no", "sorry"),
        ("sorry", "no"),
        ("actually", "no"),
        ("no", "actually"),
        ("no", ",", "actually"),
    ),
    *(
        ("no", ",", "wait"),
        ("wait", ",", "no"),
        ("actually", ",", "no"),
        ("make", "that"),
        ("or", "rather"),
        ("scratch", "that"),
    ),
    *(("strike", "that"), ("correction",)),
)
"""In front of a thing alone: "no wait, tea"."""
_IS_IT: Final = frozenset(
    {"is", "are", "instead", "rather", "actually", "lol", "haha", "i", "mean", "meant", "of", "course"}
)
"""And behind it: "actually no, thai is"."""
_FAR: Final = 3
"""Sentences back in which what is corrected may stand."""


def corrects(reading: Reading) -> None:
    """Let what was meant stand in place of what was said before it, here or, for all that is known, in the turn before."""
    sentence = reading.sentence
    meant = next(_meant(sentence), None)
    if meant is None or reading.is_question():
        return
    first, end = meant
    told = _named(reading, first, end)
    wrong = [_named(reading, *span) for span in _wrong(sentence, first, end)]
    named = [one for one in reading.found if one.end <= told.start and one.start not in {slip.start for slip in wrong}]
    if not named and not any(one.found for one in reading.before(_FAR)):
        told = replace(told, corrects=True)
    for one, corrected in _said_before(reading, told, bool(wrong)):
        if replaced := replaced_by(told, wrong, corrected):
            one.found[:] = [phrase for phrase in one.found if phrase is not replaced]
            said = replace(replaced, text=told.text, start=told.start, end=told.end)
            for phrase in wrong:
                reading.found[:] = [there for there in reading.found if there.start != phrase.start]
            reading.state(said)
            return
    for phrase in wrong:
        reading.state(replace(phrase, strength=0.0, ends=True))
    reading.state(told)


def _meant(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where what was meant stands: "squash" in "I meant (to say) squash", not "I meant to run", "I mean it"."""
    yield from _instead(sentence)
    for at in range(1, sentence.size):
        if sentence.low(at) not in ("meant", "mean") or sentence.part(at - 1) is not Part.I:
            continue
        first = at + 3 if sentence.low(at + 1) == "to" and sentence.low(at + 2) in _SAID else at + 1
        while sentence.part(first) in _LEADS and sentence.low(first) not in ("that", "this", "it"):
            first += 1
        end = extent(sentence, first) if sentence.part(first) in OBJECTS or sentence.listed(first, "being") else first
        begins, stops = trimmed(sentence, first, end)
        closes = sentence.part(end) in _CLOSES or any(sentence.lows[end : end + len(run)] == run for run in _NOT)
        owns_up = (
            sentence.low(at) == "meant"
            or not _OWNS_UP.isdisjoint(sentence.lows[:at])
            or any(_wrong(sentence, first, end))
        )
        if begins < stops and closes and owns_up and not sentence.listed(stops - 1, "generic"):
            yield begins, stops


def _instead(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where a thing stands that is all there is behind "no wait": "no wait, tea", "actually no, thai is"."""
    first = 0
    while sentence.low(first) in ("oh", "ah", "argh", "damn", ",", "ok", "hmm"):
        first += 1
    behind = next((first + len(run) for run in _INSTEAD if sentence.lows[first : first + len(run)] == run), 0)
    while behind and sentence.part(behind) in (Part.PAUSE, *_LEADS):
        behind += 1
    for begins, stops in _thing(sentence, behind) if behind else ():
        end = extent(sentence, begins)
        told = all(
            sentence.part(at) in (Part.PAUSE, Part.INTERJECTION) or sentence.low(at) in _IS_IT
            for at in range(end, sentence.size)
        )
        if told and not sentence.listed(stops - 1, "generic"):
            yield begins, stops


def _wrong(sentence: Sentence, first: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where what was not meant stands: behind "(squash,) not", "(jazz) rather than", or before: "not tennis, (I meant)"."""
    behind = end + 1 if sentence.part(end) is Part.PAUSE else end
    for run in _NOT:
        if sentence.lows[behind : behind + len(run)] == run:
            yield from _thing(sentence, behind + len(run))
    if sentence.low(0) == "not":
        yield from (span for span in _thing(sentence, 1) if span[1] < first)


def _thing(sentence: Sentence, at: int) -> Iterator[tuple[int, int]]:
    while sentence.part(at) in _LEADS:
        at += 1
    if sentence.part(at) in OBJECTS or sentence.listed(at, "being"):
        begins, stops = trimmed(sentence, at, extent(sentence, at))
        if begins < stops:
            yield begins, stops


def _said_before(reading: Reading, told: Phrase, named: bool) -> Iterator[tuple[Reading, list[Phrase]]]:
    """Yield what this text has stated before a correction, sentence by sentence backwards.

    Where the slip is not `named`, it is only what was named last, and that alone.
    """
    for one in (reading, *reading.before(_FAR)):
        before = [phrase for phrase in one.found if one is not reading or phrase.end <= told.start]
        if named or len(before) == 1:
            yield one, [phrase for phrase in before if phrase.stance == "stated"]
        if before and not named:
            return


def _named(reading: Reading, first: int, end: int) -> Phrase:
    words = reading.sentence.words
    start, stop = words[first].start, words[end - 1].end
    return Phrase(reading.source[start:stop], start, stop)
