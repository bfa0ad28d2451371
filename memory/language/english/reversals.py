"""Where an English speaker takes a dislike back: "I love jazz now", "I was wrong about golf, I like it", "not allergic after all"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ...records import Phrase
from ..degrees import WEAK
from .left import DONE as LEFT
from .lexicon import Part
from .names import extent
from .passing import is_written
from .reading import ALLERGIC, Reading
from .sentence import OBJECTS, Sentence

_MIND: Final = re.compile(
    r"\bi (?:'ve |have |had |'d )?(?:\S+ly |just |since )?changed my mind\b"
    r"|\bi (?:was|'ve been|have been) (?:\S+ )?(?:wrong|mistaken) (?:about|on)\b"
    r"|\bi (?:take|took) (?:it |that )?(?:all )?back\b"
)
"""What was felt is taken back, whichever it was; what is felt now may stand in the next sentence."""
_WON: Final = re.compile(
    r"\b(?:come|came|coming) a?round to\b|\bwarm(?:ed|ing) (?:up )?to\b|\b(?:grown|grew|growing) (?:\S+ )?on me\b"
    r"|\b(?:come|came|grown|grew|learned|learnt) to (?:\S+ )?(?:love|like|enjoy|appreciate|adore)\b|\bwon me (?:over|round)\b"
    r"|\ba convert\b"
)
"""What was not liked before is liked."""
_RESUMED: Final = re.compile(
    r"\b(?:i|we) (?:(?:'ve|'m|have|am|are|'re|had|just|recently|sadly|now|kind of|sort of) )*"
    r"(?:(?P<again>(?:start(?:ed)?|begun|began|tak(?:en|ing) up|took up|picked up)(?= (?:\S+ ){1,3}again\b))"
    r"|(?:gone|went|going|got|gotten|am|'m)?(?: ?right)? ?back (?:to|on|into|at|onto)|resumed|relapsed into) (?:the |my )?(?=\S)"
)
"""What was given up is done once more: "I've started drinking again", "I'm back on the beer"."""
_DONE: Final = ("drop", "pursuit", "activity")
_NOW: Final = frozenset({"now", "nowadays"})
_NO_TURN: Final = frozenset({"right", "for", "until", "till", "even", "just", "by", "up", "from", "then", "every"})
"""Right before it: "now" tells of the moment, or of what was so before too."""
_CLOSES: Final = frozenset(
    {Part.EDGE, Part.PAUSE, Part.CONTRAST, Part.INTERJECTION, Part.CONJUNCTION, Part.BOUNDARY, Part.ADVERB}
)
_PARTS: Final = frozenset({Part.EDGE, Part.PAUSE, Part.CONTRAST, Part.BOUNDARY, Part.RELATIVE})
"""Between two clauses."""
_TAKEN: Final = frozenset({"eat", "drink"})
_FELT: Final = frozenset({"into", "fan"})


def turns_round(reading: Reading) -> None:
    """Mark what takes back in this sentence what was felt before; a dislike that is over is no liking yet."""
    sentence = reading.sentence
    if reading.is_question() or is_written(sentence):
        return
    text = sentence.text()
    if (resumed := _RESUMED.search(text)) and not any(
        part is Part.DOUBT for part in map(sentence.part, range(sentence.size))
    ):
        _resume(reading, text.count(" ", 0, resumed.end()))
    mind = _MIND.search(text) is not None or _changed_before(reading)
    won = _WON.search(text) is not None
    for index, phrase in enumerate(reading.found):
        if phrase.stance != "stated" or phrase.ends:
            continue
        clauses = list(_clauses(reading, phrase))
        back = mind or any(_is_after_all(sentence, at, end) for _, at, end in clauses)
        if phrase.polarity < 0:
            reading.found[index] = replace(phrase, ends=back)
        elif any(_is_lost(sentence, "", *clause) for clause in clauses):
            reading.found[index] = replace(phrase, stance="mentioned", strength=0.0, turns=True)
        elif any(_is_lost(sentence, "dislike", *clause) for clause in clauses):
            reading.found[index] = replace(phrase, strength=WEAK, turns=True)
        elif back or won or any(_is_now(sentence, *clause) for clause in clauses):
            reading.found[index] = replace(phrase, turns=True)


_REGRETS: Final = frozenset({"regret", "hate", "hated", "miss", "sick", "ill", "mistake", "wish"})
"""Beside these what is done again is not liked for it."""


def _resume(reading: Reading, at: int) -> None:
    """Let what stands at a place be liked again: an activity alone, something to eat or to drink, what people give up."""
    sentence = reading.sentence
    if any(one.polarity < 0 for one in reading.found) or not _REGRETS.isdisjoint(sentence.lows):
        return
    if sentence.lemma(at) in (*_TAKEN, "have") and sentence.part(at + 1) in OBJECTS:  # "eating meat"
        at += 1
    doing = sentence.part(at) is Part.GERUND and sentence.part(at + 1) not in (*OBJECTS, Part.DETERMINER, Part.MY)
    end = at + 1 if doing else extent(sentence, at)
    while end > at and sentence.low(end - 1) in ("again", "now"):
        end -= 1
    told = sentence.lemma_listed(at, *_DONE) if doing else sentence.listed(end - 1, *LEFT, "being")
    if told and end > at:
        start, stop = sentence.words[at].start, sentence.words[end - 1].end
        reading.state(Phrase(reading.source[start:stop], start, stop, stance="stated", turns=True))


def is_taken_back(sentence: Sentence, at: int) -> bool:
    """Tell whether "any more", "after all" stands behind `at` in this clause: what is denied was held before."""
    end = at
    while sentence.part(end) not in _PARTS:
        end += 1
    return sentence.lapses(at) or _is_after_all(sentence, at, end)


def _changed_before(reading: Reading) -> bool:
    """Tell whether the sentence before says that the speaker changed their mind, and nothing of what they feel now."""
    last = reading.last
    if last is None or _MIND.search(last.sentence.text()) is None:
        return False
    return not any(phrase.stance == "stated" for phrase in last.found)


def _clauses(reading: Reading, phrase: Phrase) -> Iterator[tuple[int, int, int]]:
    """Yield the places of a phrase and of each "it" behind, each with where its clause begins and ends."""
    sentence = reading.sentence
    words = enumerate(sentence.words)
    named = next((at for at, word in words if word.start < phrase.end <= word.end), -1)
    for at in range(max(named, 0), sentence.size):
        if at == named or sentence.low(at) in ("it", "them"):
            first, end = at, at + 1
            while sentence.part(first - 1) not in _PARTS:
                first -= 1
            while sentence.part(end) not in _PARTS:
                end += 1
            yield at, first, end


def _is_after_all(sentence: Sentence, at: int, end: int) -> bool:
    """Tell whether "after all" closes the clause."""
    return sentence.lows[end : end + 2] == ("after", "all") and sentence.part(end + 2) in _CLOSES and end > at


def _is_now(sentence: Sentence, at: int, first: int, end: int) -> bool:
    """Tell whether a feeling at a place is one of now: "I love it now", "now I love it", not "I love it and now I'm off"."""
    felt = any(_is_felt(sentence, place) for place in range(first, end))
    taken = any(sentence.lemma(place) in _TAKEN for place in range(first, at))
    if any(sentence.lemma_listed(place, "want") for place in range(first, at)):
        return False
    for place in range(first, end):
        closing = sentence.part(place + 1) in _CLOSES and place > at
        if (taken or felt) and closing and sentence.low(place) == "again" and not _is_wished(sentence, first, at):
            return True
        days = sentence.lows[place : place + 2] == ("these", "days") and place > at
        closing = days or (closing and sentence.low(place) in _NOW)
        opening = sentence.low(place) in _NOW and place < at and sentence.part(place + 1) not in _CLOSES
        if (felt or taken) and (closing or opening) and sentence.low(place - 1) not in _NO_TURN:
            return True
    return False


def _is_wished(sentence: Sentence, first: int, end: int) -> bool:
    """Tell whether "would" stands between two places: "I'd love to hear jazz again" says of jazz what was so all along."""
    return any(sentence.low(place) in ("would", "'d", "could") for place in range(first, end))


def _is_felt(sentence: Sentence, at: int) -> bool:
    cue = sentence.cues.get(sentence.low(at), 0) > 0 or sentence.low(at) in _FELT
    return cue or sentence.lemma_listed(at, "like")


def _is_lost(sentence: Sentence, verbs: str, at: int, first: int, end: int) -> bool:
    """Tell whether an aversion, or what these verbs say, is denied that there was before: "no longer afraid of it"."""
    denied = next((place for place in range(first, at) if sentence.part(place) is Part.NEGATION), None)
    if denied is None:
        return False
    averse = any(
        sentence.lemma_listed(place, verbs) if verbs else sentence.cues.get(sentence.low(place), 0) < 0
        for place in range(denied, end)
    )
    before = sentence.lows[denied : denied + 2] == ("no", "longer") or is_taken_back(sentence, denied)
    return averse and (before or (not verbs and not ALLERGIC.isdisjoint(sentence.lows[denied:end])))
