"""What an English speaker takes back of what they just said: "just kidding", "scratch that", "forget that I said that", "forget golf"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from ..degrees import STRONG
from .lexicon import Part
from .reading import Reading
from .sentence import Sentence
from .words import sentences

_STOP: Final = (
    r"(?= ?$| [,:()/-]| (?:lol|lmao|haha\w*|though|tho|please|pls|ok|okay|of course|obviously"
    r"|i(?! (?:said|wrote|told|typed)))\b)"
)
_JOKES: Final = (
    r"(?:kidding|joking|teasing|trolling|being sarcastic|(?:messing|playing|kidding|joking) with you|pulling your leg"
    r"|having you on)"
)
_SAID: Final = r"(?:i |we )?(?:just |ever |even )?(?:said|wrote|told you|mentioned|typed)"
_THAT: Final = r"(?: (?:that|it|anything|any of (?:that|it)|a word|something))?"
_RETRACTS: Final = re.compile(
    rf"(?:(?:^|[,:(] |\bi (?:'m|am|was) )(?:(?:just|only|totally|obviously|clearly) )?{_JOKES}"
    r"|(?:^|[,:(] )(?:jk|sike)(?! rowling)|^psych|\b(?:jk|sike)(?= ?$| (?:lol|i)\b)|\bj / k"
    r"|(?:^|[,:(] |\b(?:actually|no|wait|oh|ok|okay|sorry|and|please|pls|you can|can you|could you|just|well) )"
    rf"(?:(?:scratch|strike|disregard|delete|undo|ignore|forget) (?:that|all that|(?:that |what )?{_SAID}{_THAT})"
    r"|i (?:take|took) (?:that|it all|all that) back|that (?:was|is|'s) (?:just |only )?(?:a joke|a lie|not true|sarcasm)))"
    rf"{_STOP}|\bi (?:'m|am|was) lying(?= ?$)|(?:^| )/ s(?= |$)"
)
"""Said of what stands before it, in the same sentence or the one before."""
_CUES: Final = frozenset(
    {
        *("kidding", "joking", "teasing", "trolling", "sarcastic", "sarcasm", "messing", "playing", "leg", "having"),
        *("jk", "psych", "sike", "j", "s", "lying", "lie", "joke", "true", "back"),
        *("scratch", "strike", "disregard", "delete", "undo", "ignore", "forget", "again"),
    }
)
"""A sentence without any of these takes nothing back."""
_OTHERS: Final = re.compile(
    r"\bi meant(?: that| to say)?(?: ,)? (?:my \S+(?: \S+)?|he|she|they) (?:(?:really|absolutely) )?"
    r"(?:loves?|likes?|hates?|enjoys?|adores?|does)\b(?!.*\b(?:too|also|as well)\b)"
)
"""It was somebody else who felt so."""
_FORGET: Final = re.compile(
    r"^(?:(?:actually|ok|okay|no|please|pls|oh|well|but|and|you can|can you|just|,) )*forget (?:about )?(?:the |my )?(?=\S)"
)
_EATS_AGAIN: Final = re.compile(
    r"^(?:(?:actually|but|and|so|well|ok|okay|,) )*(?:i|we) "
    r"(?:(?:'m|am|'ve|have|do|'ve been|have been|started|now|actually|went back to|gone back to|back to) )*"
    r"(?:eat|eating|having|have) (?P<what>meat|fish|dairy|cheese|eggs|animals?|chicken|beef|everything|gluten|bread|carbs)"
    r"(?: products)? (?:again|now)(?: now)?(?= ?$)"
)
"""Who eats this again is on no diet that forbids it."""
_FORBIDS: Final = {
    **dict.fromkeys(("dairy", "cheese", "eggs"), ("vegan",)),
    "fish": ("vegan", "vegetarian"),
    "gluten": ("gluten-free",),
    **dict.fromkeys(("bread", "carbs"), ("keto", "paleo", "low-carb", "gluten-free")),
}
_ANY_MEAT: Final = ("vegan", "vegetarian", "pescatarian", "pescetarian", "flexitarian")
_CRY: Final = 2
"""Words of a sentence that is no more than a cry."""
_FAR: Final = 3
"""Sentences back in which what is taken back may stand."""
_OPENING: Final = 200
"""Characters of a text that are looked at for whether it takes something back."""


def takes_back(text: str) -> bool:
    """Tell whether a text may take back what was said before it.

    >>> takes_back("jk, I hate it"), takes_back("forget golf"), takes_back("don't forget the milk")
    (True, True, False)
    """
    some = (Sentence(words) for words in sentences(text, 0, min(len(text), _OPENING)) if words)
    return any(map(is_retraction, some))


def is_retraction(sentence: Sentence) -> bool:
    """Tell whether a sentence may take back what was said before it."""
    return any(True for _ in _ways(sentence))


def retracts(reading: Reading) -> None:
    """Let what was stated right before not be said, where this sentence takes it back."""
    sentence = reading.sentence
    if reading.is_question():
        return
    for match in _ways(sentence):
        if match.re is _FORGET:
            _forget(reading, match)
        elif match.re is _EATS_AGAIN:
            _drop_diets(reading, match["what"])
        else:
            _retract(reading, match)


def _ways(sentence: Sentence) -> Iterator[re.Match[str]]:
    if _CUES.isdisjoint(sentence.lows) and "i" not in sentence.lows:
        return
    text = sentence.text()
    for way in (_RETRACTS, _OTHERS, _FORGET, _EATS_AGAIN):
        if match := way.search(text):
            yield match


def _retract(reading: Reading, match: re.Match[str]) -> None:
    """Drop what was stated before a place of this sentence, or of the last one that stated anything."""
    words = reading.sentence.words
    at, behind = (match.string.count(" ", 0, place) for place in (match.start() + 1, match.end()))
    start, stop = words[min(at, len(words) - 1)].start, words[min(behind, len(words) - 1)].end
    here = [one for one in reading.found if words[0].start <= one.start < start and one.stance == "stated"]
    here = [one for one in here if one.polarity > 0 or one.strength < STRONG]
    reading.found[:] = [one for one in reading.found if one not in here and not start <= one.start < stop]
    before = None if here else _last_stated(reading)
    if before is not None:
        ill = before.sentence.is_of_allergy  # or as strong as one: no joke takes it back
        before.found[:] = [
            one
            for one in before.found
            if one.stance != "stated" or (one.polarity < 0 and (ill or one.strength >= STRONG))
        ]


def _last_stated(reading: Reading) -> Reading | None:
    """Return the sentence before, cries such as "lol" aside, where it states anything: of that something is taken back."""
    said = takewhile(lambda one: not one.is_question(), reading.before(_FAR))
    one = next((one for one in said if one.found or len(one.sentence.words) > _CRY), None)
    return one if one is not None and any(phrase.stance == "stated" for phrase in one.found) else None


def _forget(reading: Reading, match: re.Match[str]) -> None:
    """Drop what an order to forget names, where it was stated a moment ago: "(I'm into golf.) forget golf"."""
    sentence = reading.sentence
    at = match.string.count(" ", 0, match.end())
    end = at
    while sentence.part(end) not in (Part.EDGE, Part.PAUSE, Part.INTERJECTION, Part.CONTRAST):
        end += 1
    named = " ".join(sentence.lows[at:end])
    for one in reading.before(_FAR):
        stated = [phrase for phrase in one.found if phrase.stance == "stated" and phrase.text.casefold() == named]
        if stated:
            one.found[:] = [phrase for phrase in one.found if phrase not in stated]
            start = sentence.words[at].start
            reading.found[:] = [phrase for phrase in reading.found if phrase.start < start]


def _drop_diets(reading: Reading, what: str) -> None:
    """Drop the diets stated a moment ago that forbid what the speaker eats again."""
    diets = _FORBIDS.get(what, _ANY_MEAT)
    for one in reading.before(_FAR):
        one.found[:] = [phrase for phrase in one.found if phrase.text.casefold() not in diets]
