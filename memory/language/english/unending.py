"""What an English speaker says does not end, or has ended: "never tire of jazz", "hated it until", "my interest has waned"."""

from __future__ import annotations

from typing import Final

from ...records import Phrase
from ..degrees import WEAK
from ..who import Who
from ..words import words
from .lexicon import BE, Part
from .names import extent
from .reading import Reading
from .sentence import Sentence
from .verdicts import ORGANS

_WEARY: Final = frozenset({"tired", "bored", "sick", "weary"})
_WITH: Final = frozenset({"of", "with"})


def behind_lasting(sentence: Sentence, verb: int) -> int:
    """Return the place behind "get tired of", "tire of", "get enough of" at `verb`, which denied are a liking; 0 elsewhere."""
    following, third = sentence.low(verb + 1), sentence.low(verb + 2)
    if sentence.low(verb) in ("tire", "weary") and following == "of":
        return verb + 2
    becomes = sentence.lemma(verb) in ("get", "grow", "become") or sentence.low(verb) == "be"
    if becomes and following in _WEARY and third in _WITH:
        return verb + 3
    return verb + 3 if sentence.low(verb) in ("get", "have") and (following, third) == ("enough", "of") else 0


_LEAD_ON: Final = words("try attempt learn want need hope plan begin start continue go get have look")


def is_purpose(sentence: Sentence, at: int, *, named: bool) -> bool:
    """Tell "(I quit my job) to breed alpacas", "(I quit smoking) to run" from "(I gave up trying) to learn"."""
    whole = sentence.part(at - 1) is Part.GERUND and sentence.lemma(at - 1) not in _LEAD_ON
    whole = whole and not sentence.lemma_listed(at - 1, "like", "dislike")
    verb = sentence.part(sentence.after(at + 1)) in (Part.VERB, Part.EITHER)
    return sentence.low(at) == "to" and verb and (named or whole)


def behind_sold(sentence: Sentence, at: int) -> int:
    """Return the place behind "sold my car", which says of the car that it is gone; 0 where nothing of one's own is sold."""
    return extent(sentence, at + 2) if sentence.low(at) == "sold" and sentence.part(at + 1) is Part.MY else 0


_HURTS: Final = frozenset({"hurt", "hurts", "ache", "aches", "itch", "itches", "burns", "throbs"})


def behind_hurting(sentence: Sentence, at: int) -> int:
    """Return the place behind "(my) shoulder hurts", "lower back aches", 0 where no part of a body hurts."""
    end = at
    while sentence.part(end) is Part.ADJECTIVE or sentence.low(end) in ("lower", "upper"):
        end += 1
    if not (sentence.listed(end, "body") or sentence.low(end) in ORGANS):
        return 0
    verb = sentence.after(end + 1)
    return verb + 1 if sentence.low(verb) in _HURTS else 0


_SET_AGAINST: Final = (("on", "the", "other", "hand"), ("by", "contrast"), ("in", "contrast"))


def behind_set_against(sentence: Sentence, at: int) -> int:
    """Return the place behind "on the other hand" at `at`, commas around it too; `at` where nothing of the kind stands."""
    first = at + 1 if sentence.part(at) is Part.PAUSE else at
    for run in _SET_AGAINST:
        end = first + len(run)
        if sentence.lows[first:end] == run:
            return end + 1 if sentence.part(end) is Part.PAUSE else end
    return at


_SPANS: Final = frozenset({"thing", "phase", "craze", "kick"})
_OWN_SPANS: Final = frozenset({"era", "days", "obsession", "career"})


def is_over(sentence: Sentence, at: int, end: int, verb: int) -> bool:
    """Tell whether a pursuit that ends at `end` is over by the words at `verb`: "my vegan days are over", "climbing is done for me"."""
    linked = sentence.low(verb) in BE or sentence.part(verb) is Part.POSSESSIVE
    behind = sentence.lows[verb + 1 : verb + 4]
    span = sentence.low(end - 1) in _SPANS or (sentence.low(end - 1) in _OWN_SPANS and sentence.part(at - 1) is Part.MY)
    gone = span and (behind[:1] in (("over",), ("done",), ("dead",)) or behind[:2] == ("behind", "me"))
    return linked and (gone or behind in (("done", "for", "me"), ("over", "for", "me"), ("behind", "me", "now")))


def is_over_at(reading: Reading, at: int) -> bool:
    """Tell whether "until" at `at` bounds a feeling of the speaker's that was: "I hated sushi until I tried it"."""
    sentence, first = reading.sentence, at - 1
    if sentence.low(at) not in ("until", "till", "til") or reading.mood.who is not Who.SPEAKER:
        return False
    while first > 0 and sentence.part(first) is not Part.I:
        first -= 1
    verb = next((one for one in range(first, at) if sentence.lemma_listed(one, "like", "dislike")), at)
    past = sentence.low(verb).endswith("ed") and sentence.low(verb) != sentence.lemma(verb)
    did = any(sentence.low(one) in ("did", "didnt") for one in range(first, verb))
    return verb < at and (past or did)


def close_feeling(reading: Reading) -> None:
    """Let what the clause has stated be over: a liking has ended, a dislike is none."""
    first = reading.sentence.words[0].start
    for index in range(len(reading.found) - 1, -1, -1):
        one = reading.found[index]
        if one.start < first or one.stance != "stated":
            break
        if one.polarity < 0:
            del reading.found[index]
        else:
            reading.found[index] = Phrase(one.text, one.start, one.end, -1, "stated", WEAK, ends=True)
    reading.mood.forget()


_FADED: Final = words("waned faded dwindled cooled vanished evaporated disappeared died gone ended fizzled went")
_FADING: Final = words("interest love passion enthusiasm fascination obsession craze appetite")
_FARTHEST: Final = 10


def has_faded(sentence: Sentence, at: int) -> int:
    """Return the place behind "interest in" in "(my) interest in coins has waned", 0 where no feeling at `at` is told to end."""
    end = at
    while sentence.part(end) is Part.ADJECTIVE:
        end += 1
    if sentence.low(end) not in _FADING or sentence.low(end + 1) not in ("in", "for", "of", "with"):
        return 0
    for place in range(end + 2, end + _FARTHEST):
        if sentence.part(place) in (Part.PAUSE, Part.EDGE, Part.CONTRAST, Part.NEGATION, Part.I):
            return 0
        if sentence.low(place) in _FADED and _is_said_last(sentence, place):
            return end + 2
    return 0


def _is_said_last(sentence: Sentence, at: int) -> bool:
    """Tell "has gone", "died out" from "has gone through the roof"."""
    behind = sentence.after(at + 1)
    closes = (Part.EDGE, Part.PAUSE, Part.CONTRAST, Part.BOUNDARY, Part.CONJUNCTION, Part.TIME, Part.INTERJECTION)
    ended = sentence.low(at) not in ("gone", "went") or sentence.low(at + 1) not in ("up", "on", "further", "well")
    return ended and sentence.part(behind) in closes
