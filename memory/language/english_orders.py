"""What English speakers must do without for their health: "doc says no weights", "off coffee on doctor's orders", "prawns close my throat".

Such words stand in the mouths of others or only tell of a symptom, so nothing in the sentence feels anything.
"""

from __future__ import annotations

import re
from typing import Final

from ..records import Phrase
from .english_lexicon import Part
from .english_names import extent, trimmed
from .english_reading import Reading
from .english_sentence import OBJECTS, Sentence

_DOCTORS: Final = (
    ["doctor", "doctors", "doc", "docs", "gp", "ortho", "surgeon", "cardiologist", "physio", "physiotherapist", "dentist", "consultant"]
    + ["specialist", "dermatologist", "dietitian", "dietician", "nutritionist", "allergist", "rheumatologist", "midwife", "nurse", "neurologist"]
)  # fmt: skip
_ILLS: Final = (
    ["hives", "rash", "migraine", "migraines", "cramps", "heartburn", "reflux", "bloated", "eczema", "anaphylaxis", "anaphylactic", "stomach"]
    + ["throat", "lips", "tongue", "a&e", "runs"]
)  # fmt: skip
_TRIGGERS: Final = frozenset([*_DOCTORS, *_ILLS, "allowed", "permitted", "supposed", "stopped", "swell", "swells"])
"""A sentence without any of these says nothing of the kind."""
_DOCTOR: Final = rf"\b(?:{'|'.join(_DOCTORS)})"
_ILL: Final = rf"(?:\S+ ){{0,2}}?(?:{'|'.join(_ILLS)})\b"
_TELLS: Final = r"(?:says?|said|told|tells|wants|has|had|put|ordered|advised|reckons|warned|insists?)"
_WITHOUT: Final = (
    r"(?:no more|no|off|down to [0-9]\S* (?:m?g|grams?|units?) of|stay off|keep off|(?:to )?(?:stay|keep) (?:away from|clear of)|"
    r"to (?:avoid|stop|quit|give up|cut out|cut down on|lay off|stay off|keep off|drop|skip)|not to (?:eat|drink|have|do|touch))"
)
_PARTS: Final = r"(?:throat|lips?|tongue|mouth|face|eyes|skin|stomach|belly|tummy|guts?)"

_BEHIND: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_DOCTOR} {_TELLS} (?:\S+ ){{0,3}}?{_WITHOUT} (?=\S)",
        r"\bi 'm (?:not|no longer) (?:allowed|permitted|supposed) (?:to (?:eat|have|drink|do|touch) )?(?=\S)",
        r"\b(?:i|i 've|we) (?:now )?stopped with (?=\S)",
        r"\bi swell .{0,30}\b(?:if|when|whenever) i (?:eat|drink|have|touch) (?=\S)",
        rf"\bi (?:come out in|break out in|get|have) {_ILL} (?:from|off|after|with|(?:if|when|whenever) i (?:eat|drink|have|touch|smell)) (?=\S)",
        rf"^(?:from|with|after) (?=\S+ (?:\S+ )?i (?:have|get) {_ILL})",
    )
)
"""The thing begins where the match ends; the first three end what was."""
_ENDING: Final = 3
_BEFORE: Final = re.compile(
    rf" (?:(?:makes?|made) my {_PARTS} \S|(?:closes?|swells?|tightens?) my {_PARTS}|(?:gives?|gave|gets?) me {_ILL}|brings? me out in {_ILL})"
)
"""The thing ends where the match begins."""
_OTHERS: Final = frozenset({Part.PERSON, Part.THEY, Part.THEIR})
_LISTS_ON: Final = frozenset({Part.PAUSE, Part.CONJUNCTION})


def must_do_without(reading: Reading) -> None:
    """Let what the speaker was told to leave, or falls ill of, count as refused."""
    sentence = reading.sentence
    if _TRIGGERS.isdisjoint(sentence.lows) or reading.source[sentence.words[-1].end :].lstrip()[:1] == "?":
        return
    text = " ".join(sentence.lows)
    for number, pattern in enumerate(_BEHIND):
        if match := pattern.search(text):
            first, at = (text.count(" ", 0, place) for place in match.span())
            if not any(sentence.part(place) in _OTHERS for place in range(first + 1, at)):
                _refuse_all(reading, at, ends=number < _ENDING)
    if match := _BEFORE.search(text):
        _refuse(reading, *_thing_before(sentence, text.count(" ", 0, match.start()) + 1), ends=False)


def _refuse_all(reading: Reading, at: int, *, ends: bool) -> None:
    """Refuse the thing at a place, and those that a list goes on with."""
    sentence = reading.sentence
    while True:
        while sentence.part(at) in (Part.DETERMINER, Part.MY, Part.ADVERB, Part.NUMBER, Part.PREPOSITION):
            at += 1
        end = extent(sentence, at)
        if end <= at or sentence.part(at) not in OBJECTS:
            return
        _refuse(reading, at, end, ends=ends)
        if sentence.part(end) not in _LISTS_ON:
            return
        at = end + 1


def _thing_before(sentence: Sentence, end: int) -> tuple[int, int]:
    first = end
    while sentence.part(first - 1) in (*OBJECTS, Part.ADJECTIVE):
        first -= 1
    return first, end


def _refuse(reading: Reading, first: int, end: int, *, ends: bool) -> None:
    sentence = reading.sentence
    first, end = trimmed(sentence, first, end)
    if end <= first or sentence.listed(end - 1, "generic"):
        return
    start, stop = sentence.words[first].start, sentence.words[end - 1].end
    told = Phrase(reading.source[start:stop], start, stop, -1, "stated", ends=ends)
    reading.found[:] = sorted(
        [told, *(one for one in reading.found if one.end <= start or stop <= one.start)], key=lambda one: one.start
    )
