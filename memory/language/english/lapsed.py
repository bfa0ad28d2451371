"""What an English speaker felt and says is over: "my vegan days are over", "hated it until", "my interest in coins has waned"."""

from __future__ import annotations

from typing import Final

from ...records import Phrase
from ..degrees import WEAK
from ..who import Who
from ..words import words
from .lexicon import BE, Part
from .reading import Reading
from .sentence import Sentence

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


_KEPT_IN_MIND: Final = words("used sold lent pawned donated lost broke moved")
"""What a sentence with one of these names is gone or past, and not refused: "I sold my guitar. I miss it"."""
_MISSED_WITHIN: Final = 3
"""How many sentences back it is looked for what is missed."""


def is_left(reading: Reading, *, plural: bool, ended: bool = False) -> bool:
    """Tell whether what "it" stands for is what the speaker leaves, or has `ended`: "(I gave up sugar.) I miss (it)"."""
    if any(one.ends for one in reading.found):
        return True
    one = next((one for one in (reading, *reading.before(_MISSED_WITHIN)) if one.named or one.found), None)
    named = reading.referent(plural=plural)
    if one is None or not _KEPT_IN_MIND.isdisjoint(one.sentence.lows):
        return False
    refused = [phrase for phrase in one.found if phrase.polarity < 0 and (phrase.ends or not ended)]
    meant = any(named and phrase.start < named.stop and named.start < phrase.end for phrase in refused)
    return meant or (bool(refused) and len(refused) == len(one.found))
