"""What English speakers do without: "doc says no weights", "prawns close my throat", "hold the onions", "haven't eaten fish since".

Such words stand in the mouths of others, tell only of a symptom or give an order, so nothing in the sentence feels anything.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from ..records import Phrase
from .english_lexicon import Part
from .english_names import extent, trimmed
from .english_pastimes import pastimes_in
from .english_reading import Reading
from .english_sentence import OBJECTS, Sentence

_DOCTORS: Final = (
    r"\b(?:doctors?|doc|physicians?|gp|ortho|surgeon|cardiologist|physio|physiotherapist|dentist|consultant|specialist|dermatologist|dietitian"
    r"|dietician|nutritionist|allergist|rheumatologist|midwife|nurse|neurologist)"
)
_TELLS: Final = r"(?:says?|said|told|tells|wants|ordered|advised|reckons|warned|insists?|has forbidden|forbade|forbids)"
_OFF: Final = (
    r"(?:(?<=forbidden )me|(?<=forbade )me|(?<=forbids )me|no more|no|off"
    r"|stay off|keep off|(?:to )?(?:stay|keep) (?:away from|clear of)"
    r"|to (?:avoid|stop|quit|give up|cut out|cut down on|lay off|stay off|keep off|drop|skip)|not to (?:eat|drink|have|do|touch))"
)
_ILLS: Final = (
    r"(?:hives|rash|migraines?|cramps|heartburn|reflux|bloated|eczema|anaphyla\w+|stomach|throat|lips|tongue|a&e|runs)"
)
_ILL: Final = rf"(?:\S+ ){{0,2}}?{_ILLS}\b"
_BODY: Final = r"(?:throat|lips?|tongue|mouth|face|eyes|skin|stomach|belly|tummy|guts?)"
_SUFFERS: Final = r"(?:close|swell|swollen|itch|tingle|hurt|ache|puff|cramp|tighten)"
_WHEN: Final = "(?:if|when|whenever) i (?:eat|drink|have|touch|smell)"


class _Left(NamedTuple):
    """Words behind which stands what is left."""

    pattern: re.Pattern[str]
    ends: bool = False
    """It was eaten or done before."""
    food: bool = True
    """Only food and drink is left so."""
    order: bool = False
    """A dish is ordered: nothing may follow."""


_BEFORE_IT: Final = (
    _Left(
        re.compile(rf"{_DOCTORS} (?:(?:has|had) (?:\S+ ){{0,6}}?and )?{_TELLS} (?:\S+ ){{0,8}}?{_OFF} (?=\S)"),
        ends=True,
        food=False,
    ),
    _Left(
        re.compile(rf"{_DOCTORS} (?:has|had|put) me (?:off|down to [0-9].{{1,12}}? of) (?=\S)"),
        ends=True,
        food=False,
    ),
    _Left(
        re.compile(
            r"\bi (?:'m|am) (?:not|no longer) (?:allowed|permitted|supposed) (?:to (?:eat|have|drink|do|touch) )?(?=\S)"
        ),
        ends=True,
        food=False,
    ),
    _Left(
        re.compile(r"\b(?:i|i 've|we) (?:now )?stopped with (?=\S)"),
        ends=True,
        food=False,
    ),
    _Left(
        re.compile(r"\b(?:no|the end of) (?=\S+ (?:\S+ )?for me\b(?! to\b))"),
        food=False,
    ),
    _Left(
        re.compile(rf"\bi swell .{{0,30}}\b{_WHEN} (?=\S)"),
    ),
    _Left(
        re.compile(rf"\bi (?:come out in|break out in|get|have) {_ILL} (?:from|off|after|with|{_WHEN}) (?=\S)"),
    ),
    _Left(
        re.compile(rf"^(?:from|with|after) (?=\S+ (?:\S+ )?i (?:have|get) {_ILL})"),
    ),
    _Left(
        re.compile(
            r"\bi (?:have|'ve) (?:n't|not) (?:eaten|touched|drunk) (?:any )?"
            r"(?=(?:\S+ ){1,4}?(?:since|(?:in|for) (?:\S+ )?(?:years?|yrs?))(?: |$))"
        ),
    ),
    _Left(
        re.compile(r"\b(?:hold|go easy on|easy on|leave out|skip) (?:the )?(?=\S)"),
        order=True,
    ),
    _Left(
        re.compile(r"\bleave (?:the )?(?=\S+ (?:\S+ )?out(?: ?$| (?:[,;)]|please|thanks|this time)))"),
        order=True,
    ),
)
_BEHIND_IT: Final = re.compile(
    rf" (?:(?:makes?|made) my {_BODY} {_SUFFERS}|(?:closes?|swells?|tightens?) my {_BODY}"
    rf"|(?:gives?|gave|gets?) me {_ILL}|brings? me out in {_ILL}"
    r"|(?:, )?(?:which |that )?i (?:am|'m) (?:no longer|not) (?:permitted|allowed)(?! \w))"
)
"""The thing ends where the match begins."""
_DRY: Final = re.compile(
    r"\bi (?:do n't|do not|no longer|never) (drink)(?= ?$| (?:[,;.]|any ?more|at all|now|these days"
    r"|so(?! (?:fast|much|many|often|late|early))|and(?! drive)|but|because)(?: |$))"
)
_SO: Final = "(?:so|here|btw)"
_DIETS: Final = (
    re.compile(
        rf"(?:^(?=\S+ {_SO} )|\b(?:i (?:have|'ve|'ve got|got)|diagnosed with) )(co?eliac(?: disease)?|diabetic(?= {_SO}))"
        rf"(?= ?$| \W| {_SO} | (?:and|since|last|in|at|for|but) )"
    ),
    re.compile(
        r"\b(?:has|had|put|got|have) me on(?: an?| the)?"
        r" (co?eliac|vegan|vegetarian|diabetic|(?:low|no)[- ](?:carb|fodmap|salt|sodium|sugar|gi|fat)(?: diet)?)(?= |$)"
    ),
)
"""A diet that is kept to: the one thing here that is not refused."""
_ANY: Final = re.compile(
    rf"{_DOCTORS}\b|{_ILLS}\b|\b(?:allowed|permitted|supposed|stopped with|swells?|tightens?|closes?|makes? my|made my|gives? me|gave me"
    r"|me out in|eaten|touched|drunk|for me|hold|easy on|leave|skip|drink|celiac|coeliac|me on|forbidden|forbade|diabetic)\b"
)
"""A sentence without any of these says nothing of the kind."""
_ONCE: Final = frozenset(
    {
        *("today", "tonight", "tomorrow", "right", "yet", "until", "till", "before", "week", "weekend", "days"),
        *("morning", "evening", "afternoon", "month"),
    }
)
"""Behind what is left: it is left for once, or for a while."""
_OPEN: Final = frozenset({Part.AUXILIARY, Part.VERB, Part.NEGATION})
"""Right behind a thing: it is the subject of what follows, "no weights are loaded"."""
_DOCTOR: Final = re.compile(_DOCTORS)
_OTHERS: Final = frozenset({Part.PERSON, Part.THEY, Part.THEIR, Part.YOU})
_LISTS_ON: Final = frozenset({Part.PAUSE, Part.CONJUNCTION})
_ENDS_AN_ORDER: Final = frozenset({Part.EDGE, Part.PAUSE, Part.CONJUNCTION, Part.INTERJECTION, Part.CONTRAST})
_REACH: Final = 7
"""Words behind a thing where it is looked for how long it is left."""


def does_without(reading: Reading) -> None:
    """Let what the speaker was told to leave, falls ill of, has not eaten for long or orders a dish without count as refused."""
    sentence = reading.sentence
    text = sentence.text()
    if not _ANY.search(text) or reading.is_question():
        return
    for left in _BEFORE_IT:
        if match := left.pattern.search(text):
            first, at = (text.count(" ", 0, place) for place in match.span())
            if not _is_of_others(sentence, first + 1, at):
                _refuse_all(reading, at, left)
    if match := _BEHIND_IT.search(text):
        _refuse_before(reading, text.count(" ", 0, match.start()) + 1)
    if match := _DRY.search(text):
        at = text.count(" ", 0, match.start(1))
        _refuse(reading, at, at + 1, ends=False)
    for match in (match for pattern in _DIETS if (match := pattern.search(text))):
        first, last = (text.count(" ", 0, place) for place in (match.start(1), match.end(1) - 1))
        if not _is_of_others(sentence, 0, first, but_doctors=True):
            start, end = sentence.words[first].start, sentence.words[last].end
            reading.state(Phrase(reading.source[start:end], start, end, stance="stated"))


def _is_of_others(sentence: Sentence, first: int, end: int, *, but_doctors: bool = False) -> bool:
    """Tell whether somebody else stands between two places."""
    ones = (at for at in range(first, end) if sentence.part(at) in _OTHERS)
    return any(not (but_doctors and _DOCTOR.fullmatch(sentence.low(at))) for at in ones)


def _refuse_all(reading: Reading, at: int, left: _Left) -> None:
    """Refuse what is left at a place, and what a list goes on with."""
    sentence, things = reading.sentence, []
    while True:
        while sentence.part(at) in (Part.DETERMINER, Part.MY, Part.ADVERB, Part.NUMBER, Part.PREPOSITION):
            at += 1
        end = extent(sentence, at)
        if end <= at or sentence.part(at) not in OBJECTS or not _is_left(sentence, end, food=left.food):
            break
        things.append((at, end))
        at = end + 1
        if sentence.part(end) not in _LISTS_ON:
            break
    if things and _is_for_good(sentence, things[-1][1], order=left.order):
        for first, end in things:
            _refuse(reading, first, end, ends=left.ends)


def _is_left(sentence: Sentence, end: int, *, food: bool) -> bool:
    """Tell whether the word before a place is what people go without: something to eat or drink, or to do where it need not be `food`."""
    if food or sentence.listed(end - 1, "larder", "fare"):
        return sentence.listed(end - 1, "larder", "fare")
    return sentence.listed(end - 1, "exertion") or any(stop == end for _, stop in pastimes_in(sentence))


def _is_for_good(sentence: Sentence, end: int, *, order: bool) -> bool:
    """Tell whether what follows leaves it at that: not "before the scan", and behind an `order` nothing but courtesies."""
    if order:
        return sentence.part(end) in _ENDS_AN_ORDER or sentence.low(end) in ("out", "please")
    if sentence.low(end) in ("in", "at", "on") and sentence.low(end + 1) == "the":  # "(no coffee) in the library"
        return False
    stop = next((at for at in range(end, end + _REACH) if sentence.part(at) is Part.PAUSE), end + _REACH)
    return sentence.part(end) not in _OPEN and _ONCE.isdisjoint(sentence.lows[end:stop])


def _refuse_before(reading: Reading, end: int) -> None:
    """Refuse the food that ends at a place, and that which a list names before it: "prawns and crab and that (swell my throat)"."""
    sentence = reading.sentence
    while True:
        while sentence.low(end - 1) in ("and", "that", "which", "both", "always", ","):
            end -= 1
        first = end
        while sentence.part(first - 1) in OBJECTS:
            first -= 1
        if first == end or not _is_left(sentence, end, food=True):
            return
        _refuse(reading, first, end, ends=False)
        if sentence.part(first - 1) not in _LISTS_ON:
            return
        end = first - 1


def _refuse(reading: Reading, first: int, end: int, *, ends: bool) -> None:
    sentence = reading.sentence
    if sentence.part(first) is not Part.VERB:  # "I don't drink" keeps its verb
        first, end = trimmed(sentence, first, end)
    if end <= first or sentence.listed(end - 1, "generic"):
        return
    start, stop = sentence.words[first].start, sentence.words[end - 1].end
    reading.state(Phrase(reading.source[start:stop], start, stop, -1, "stated", ends=ends))
