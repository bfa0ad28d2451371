"""What English speakers do without: "doc says no weights", "prawns close my throat", "hold the onions", "haven't eaten fish since".

Such words stand in the mouths of others, tell only of a symptom or give an order, so nothing in the sentence feels anything.
"""

from __future__ import annotations

import re
from typing import Final

from ..records import Phrase
from .english_lexicon import Part
from .english_names import extent, trimmed
from .english_reading import Reading
from .english_sentence import OBJECTS

_DOCTORS: Final = (
    r"\b(?:doctors?|docs?|physicians?|gp|ortho|surgeon|cardiologist|physio|physiotherapist|dentist|consultant|specialist|dermatologist|dietitian"
    r"|dietician|nutritionist|allergist|rheumatologist|midwife|nurse|neurologist)"
)
_TELLS: Final = (
    r"(?:says?|said|told|tells|wants|has|had|put|ordered|advised|reckons|warned|insists?|has forbidden|forbade|forbids)"
)
_OFF: Final = (
    r"(?:(?<=forbidden )me|(?<=forbade )me|(?<=forbids )me|no more|no|off|down to [0-9].{1,12}? of"
    r"|stay off|keep off|(?:to )?(?:stay|keep) (?:away from|clear of)"
    r"|to (?:avoid|stop|quit|give up|cut out|cut down on|lay off|stay off|keep off|drop|skip)|not to (?:eat|drink|have|do|touch))"
)
_ILLS: Final = (
    r"(?:hives|rash|migraines?|cramps|heartburn|reflux|bloated|eczema|anaphyla\w+|stomach|throat|lips|tongue|a&e|runs)"
)
_ILL: Final = rf"(?:\S+ ){{0,2}}?{_ILLS}\b"
_BODY: Final = r"(?:throat|lips?|tongue|mouth|face|eyes|skin|stomach|belly|tummy|guts?)"

_WHEN: Final = "(?:if|when|whenever) i (?:eat|drink|have|touch|smell)"

_BEFORE_IT: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_DOCTORS} {_TELLS} (?:\S+ ){{0,8}}?{_OFF} (?=\S)",
        r"\bi (?:'m|am) (?:not|no longer) (?:allowed|permitted|supposed) (?:to (?:eat|have|drink|do|touch) )?(?=\S)",
        r"\b(?:i|i 've|we) (?:now )?stopped with (?=\S)",
        rf"\bi swell .{{0,30}}\b{_WHEN} (?=\S)",
        rf"\bi (?:come out in|break out in|get|have) {_ILL} (?:from|off|after|with|{_WHEN}) (?=\S)",
        rf"^(?:from|with|after) (?=\S+ (?:\S+ )?i (?:have|get) {_ILL})",
        r"\bi (?:have|'ve) (?:n't|not|never) (?:eaten|touched|drunk|had) (?:any )?(?=\S+ (?:\S+ )?(?:since|in|for) )",
        r"\b(?:no|the end of) (?=\S+ (?:\S+ )?for me\b(?! to\b))",
        r"\b(?:hold|go easy on|easy on|leave out|skip) (?:the )?(?=\S)",
        r"\bleave (?:the )?(?=\S+ (?:\S+ )?out\b)",
    )
)
"""The thing begins where a match ends; the first three end what was."""
_ENDING: Final = 3
_ORDERING: Final = 8
"""From here on patterns order food."""
_BEHIND_IT: Final = re.compile(
    rf" (?:(?:makes?|made) my {_BODY} \S|(?:closes?|swells?|tightens?) my {_BODY}|(?:gives?|gave|gets?) me {_ILL}|brings? me out in {_ILL}"
    r"|(?:, )?(?:which |that )?i (?:am|'m) (?:no longer|not) (?:permitted|allowed)(?! \w))"
)
"""The thing ends where the match begins."""
_DRY: Final = re.compile(
    r"\bi (?:do n't|do not|no longer|never) (drink)(?= ?$| (?:[,;.]|any ?more|at all|now|these days|so|and|but|because)(?: |$))"
)
_DIETS: Final = re.compile(
    r"(?:^(?=\S+ (?:so|here|btw))|\b(?:i (?:have|'ve|'ve got|got)|diagnosed with|(?:has|had|put|got|have) me on(?: an?| the)?)"
    r" )((?:celiac|coeliac)(?: disease)?|vegan|vegetarian|diabetic|(?:low|no)[- ](?:carb|fodmap|salt|sodium|sugar|gi|fat)(?: diet)?)(?= |$)"
)
"""A diet that is kept to: the one thing here that is not refused."""
_ANY: Final = re.compile(
    rf"{_DOCTORS}\b|{_ILLS}\b|\b(?:allowed|permitted|supposed|stopped with|swells?|tightens?|closes?|makes? my|made my|gives? me|gave me"
    r"|me out in|eaten|touched|drunk|for me|hold|easy on|leave|skip|drink|celiac|coeliac|me on|forbidden|forbade|vegan"
    r"|vegetarian|diabetic)\b"
)
"""A sentence without any of these says nothing of the kind."""
_OTHERS: Final = frozenset({Part.PERSON, Part.THEY, Part.THEIR})
_LISTS_ON: Final = frozenset({Part.PAUSE, Part.CONJUNCTION})


def does_without(reading: Reading) -> None:
    """Let what the speaker was told to leave, falls ill of, has not eaten for long or orders a dish without count as refused."""
    sentence = reading.sentence
    text = " ".join(sentence.lows)
    if not _ANY.search(text) or reading.source[sentence.words[-1].end :].lstrip()[:1] == "?":
        return
    for number, pattern in enumerate(_BEFORE_IT):
        if match := pattern.search(text):
            first, at = (text.count(" ", 0, place) for place in match.span())
            if not any(sentence.part(place) in _OTHERS for place in range(first + 1, at)):
                _refuse_all(reading, at, ends=number < _ENDING, food=number >= _ORDERING)
    if match := _BEHIND_IT.search(text):
        _refuse_before(reading, text.count(" ", 0, match.start()) + 1)
    if match := _DRY.search(text):
        at = text.count(" ", 0, match.start(1))
        _refuse(reading, at, at + 1, ends=False)
    if match := _DIETS.search(text):
        first, last = (sentence.words[text.count(" ", 0, place)] for place in (match.start(1), match.end(1) - 1))
        _state(reading, Phrase(reading.source[first.start : last.end], first.start, last.end, stance="stated"))


def _refuse_all(reading: Reading, at: int, *, ends: bool, food: bool) -> None:
    """Refuse the thing at a place, and those that a list goes on with; only what is to eat where `food` is set."""
    sentence = reading.sentence
    while True:
        while sentence.part(at) in (Part.DETERMINER, Part.MY, Part.ADVERB, Part.NUMBER, Part.PREPOSITION):
            at += 1
        end = extent(sentence, at)
        if end <= at or sentence.part(at) not in OBJECTS or (food and not sentence.listed(end - 1, "larder")):
            return
        _refuse(reading, at, end, ends=ends)
        if sentence.part(end) not in _LISTS_ON:
            return
        at = end + 1


def _refuse_before(reading: Reading, end: int) -> None:
    """Refuse the thing that ends at a place, and those that a list names before it: "prawns and crab and that (swell my throat)"."""
    sentence = reading.sentence
    while sentence.low(end - 1) in ("and", "that", "which", "both", "always", ","):
        end -= 1
    first = end
    while sentence.part(first - 1) in OBJECTS:
        first -= 1
    _refuse(reading, first, end, ends=False)
    if first < end and sentence.part(first - 1) in _LISTS_ON and sentence.listed(first - 2, "larder"):
        _refuse_before(reading, first - 1)


def _refuse(reading: Reading, first: int, end: int, *, ends: bool) -> None:
    sentence = reading.sentence
    if sentence.part(first) is not Part.VERB:  # "I don't drink" keeps its verb
        first, end = trimmed(sentence, first, end)
    if end <= first or sentence.listed(end - 1, "generic"):
        return
    start, stop = sentence.words[first].start, sentence.words[end - 1].end
    _state(reading, Phrase(reading.source[start:stop], start, stop, -1, "stated", ends=ends))


def _state(reading: Reading, told: Phrase) -> None:
    """Keep a phrase in place of what was read of the same words."""
    others = [one for one in reading.found if one.end <= told.start or told.end <= one.start]
    reading.found[:] = sorted([told, *others], key=lambda one: one.start)
