"""English lists with what is felt for them before or behind: "fav movies: dune, arrival", "hiking, swimming and baking are my hobbies"."""

from __future__ import annotations

from typing import Final

from ...records import Phrase
from ..who import Who
from ..words import words
from .headings import refusals
from .lexicon import Part
from .mood import Mood
from .names import extent, trimmed
from .passing import is_written
from .reading import Reading
from .sentence import OBJECTS, OTHERS, Sentence

_FAVOURITE: Final = words("fav favs fave faves favorite favorites favourite favourites")
_LIKED: Final = words("hobbies hobby interests passions pastimes likes loves") | _FAVOURITE
_FELT: Final = {"love": 1, "adore": 1, **dict.fromkeys(("hate", "hates", "dislike", "dislikes", "loathe", "avoid"), -1)}
"""Verbs as heads, which are nobody's: "love: tea. hate: coffee.", not "my love: tea is ready"."""
_ALL_TIME: Final = words("all time all-time current main biggest personal other few more")
_MOST_WORDS: Final = 5
"""Words of a head before its colon."""
_SHORT: Final = 2
"""Words of a greeting: what stands behind it is still the speaker's."""


def list_head(reading: Reading) -> int:
    """Read "Allergies:", "fav movies:", "hobbies:" at the start of a sentence; return the place behind, 0 where none stands there."""
    sentence = reading.sentence
    colon = next((at for at in range(_MOST_WORDS + 1) if sentence.low(at) == ":"), 0)
    if not colon or ":" in sentence.lows[colon + 1 :]:
        return 0  # "Hobbies: chess, allergies: nuts"
    if behind := refusals(reading):
        return behind
    own = sentence.part(0) is Part.MY
    first = next(at for at in range(int(own), colon + 1) if sentence.low(at) not in _ALL_TIME)
    least = sentence.low(first) == "least" and sentence.low(first + 1) in _FAVOURITE
    first += least
    favourite = sentence.low(first) in _FAVOURITE
    sign = -1 if least else _FELT.get(sentence.low(first), 1)
    if sentence.low(first) not in (_LIKED if own else {*_LIKED, *_FELT}) or not (favourite or first + 1 == colon):
        return 0
    if any(sentence.part(at) not in (*OBJECTS, Part.CONJUNCTION) for at in range(first + 1, colon)):
        return 0  # "favourite films of my dad:"
    if any(sentence.part(at) is Part.NEGATION for at in range(colon, sentence.size)):
        return 0  # "Hobbies: hiking, not football"
    if not own and not _is_speakers(reading.last):
        return 0
    if sentence.low(first) in _FELT and reading.last is not None and _tells_of_others(reading.last.sentence):
        return 0
    reading.mood = Mood(Who.SPEAKER, sign, strong=True, heading=True)
    return colon + 1


def _is_speakers(last: Reading | None) -> bool:
    """Tell whether a head behind a sentence is the speaker's own: not "(It's for my daughter.) Hobbies: chess"."""
    if last is None or last.sentence.size <= _SHORT:
        return True
    return last.mood.who is Who.SPEAKER and not is_written(last.sentence)


def _tells_of_others(sentence: Sentence) -> bool:
    return any(sentence.part(at) in OTHERS for at in range(sentence.size))


_OF_MINE: Final = words("hobbies hobby interests passions pastimes favorites favourites faves favs thing things")


def judged_together(reading: Reading) -> None:
    """Let all of a list be liked that "are my hobbies" follows."""
    sentence = reading.sentence
    verb = next((at for at in range(1, sentence.size) if sentence.low(at) in ("are", "r")), 0)
    if not verb or sentence.part(verb + 1) is not Part.MY or reading.is_question():
        return
    head = next((at for at in range(verb + 2, verb + _MOST_WORDS) if sentence.low(at) in _OF_MINE), 0)
    described = all(sentence.low(at) in _ALL_TIME | _FAVOURITE for at in range(verb + 2, head))
    if not head or not described or sentence.part(head + 1) in OBJECTS:
        return
    for first, end in _items(sentence, verb):
        start, stop = sentence.words[first].start, sentence.words[end - 1].end
        reading.state(Phrase(reading.source[start:stop], start, stop, stance="stated"))


def _items(sentence: Sentence, end: int) -> list[tuple[int, int]]:
    """Return the places of what a list from the start of a sentence to `end` names, none where more than names stands there."""
    found, at = list[tuple[int, int]](), 0
    while at < end:
        behind = extent(sentence, at)
        if sentence.part(at) not in OBJECTS or behind <= at:
            return []
        first, last = trimmed(sentence, at, min(behind, end))
        if first < last:
            found.append((first, last))
        at = behind
        while at < end and sentence.part(at) in (Part.PAUSE, Part.CONJUNCTION):
            at += 1
    return found
