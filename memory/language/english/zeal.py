"""Roundabout ways in which English speakers say that they like something: "cat person here", "on a Borges kick"."""

from __future__ import annotations

from typing import Final

from ..who import Who
from ..words import words
from .lexicon import BE, Part
from .mood import Mood
from .reading import Reading
from .sentence import OBJECTS, Sentence
from .verdicts import touches

_SELVES: Final = words("person nerd fan geek lover addict enthusiast buff nut freak junkie fanatic aficionado")
PERSONS: Final = frozenset({"person", "guy", "girl", "gal", "dude", "lad"})
_BOASTS: Final = words("proud total complete certified lifelong massive avid fellow another just")


def of_oneself(reading: Reading, at: int, end: int) -> tuple[int, int] | None:
    """Return what names the interest in "(proud) cat person here", None where the run is no such word on oneself."""
    sentence = reading.sentence
    end = end + 1 if sentence.low(end) in _SELVES else end
    if sentence.low(end) != "here" or sentence.low(end - 1) not in _SELVES or not sentence.opens(at):
        return None
    while sentence.low(at) in _BOASTS:
        at += 1
    return (at, end - 1) if at < end - 1 else None


def is_kind_of_person(sentence: Sentence, at: int) -> bool:
    """Tell whether "a coffee person", "much of a beach person", "a board game guy" stands at `at`."""
    while sentence.low(at) in ("much", "of", "really"):
        at += 1
    if sentence.low(at) not in ("a", "an") or sentence.part(at + 1) not in OBJECTS:
        return False
    first = at + 1
    while sentence.part(first) is Part.ADJECTIVE:
        first += 1
    return any(sentence.low(place) in PERSONS and place > first for place in (at + 2, at + 3))


_SPELLS: Final = frozenset({"kick", "phase", "era", "craze", "bug", "streak", "binge", "hole", "obsession"})
_IN_A_SPELL: Final = {
    "on": ("kick", "streak", "binge"),
    "in": ("phase", "era"),
    "down": ("hole",),
    "through": ("phase",),
    "by": ("bug",),
}
_CATCHES: Final = frozenset({"catch", "caught", "got", "get", "have", "had"})


def spell(reading: Reading, at: int, end: int) -> tuple[int, int] | None:
    """Return what names the interest in "(I'm on a) Borges kick", "(down the) Zelda rabbit hole", None where no such spell is told of."""
    sentence = reading.sentence
    last = sentence.low(end - 1)
    if last not in _SPELLS or not reading.mood.who.may_be_speaker:
        return None
    stop = end - 2 if last == "hole" and sentence.low(end - 2) == "rabbit" else end - 1
    before = at - 1
    while sentence.part(before) in (Part.DETERMINER, Part.MY):
        before -= 1
    caught = last == "bug" and sentence.low(before) in _CATCHES
    return (at, stop) if stop > at and (caught or last in _IN_A_SPELL.get(sentence.low(before), ())) else None


def is_zealous(reading: Reading, at: int) -> bool:
    """Tell whether "all about", "big on", "here for" at `at` says what the speaker is: "I'm big on", not "a talk all about"."""
    sentence = reading.sentence
    before = sentence.before(at)
    if sentence.part(before) is Part.NEGATION:  # "I'm not big on"
        before = sentence.before(before)
    return reading.mood.who is Who.SPEAKER and sentence.low(before) in BE


def what_moves_me(reading: Reading, at: int) -> int:
    """Return the place behind "what keeps me sane is", "nothing relaxes me like", the feeling set; 0 where that does not stand here."""
    sentence = reading.sentence
    only = sentence.lows[at : at + 2] == ("only", "thing")
    verb = sentence.after(at + 1)
    if only:
        verb = at + 3 if sentence.low(at + 2) in ("that", "which") else at + 2
    sign = touches(sentence, verb)
    nothing = sentence.low(at) == "nothing"
    if not (only or nothing or sentence.low(at) == "what") or not sign or (sign < 0 and not nothing):
        return 0
    end = _behind_link(sentence, at)
    if end:
        reading.mood = Mood(Who.SPEAKER, sign, strong=True, heading=True, open=False)
    return end


_FARTHEST: Final = 10


def _behind_link(sentence: Sentence, at: int) -> int:
    links = BE if sentence.low(at) in ("what", "only") else frozenset({"like", "than", "more"})
    for place in range(at + 2, at + _FARTHEST):
        if sentence.low(place) in links or (sentence.low(place) == "'s" and sentence.low(at) == "what"):
            return place + 1 if sentence.low(place + 1) != "than" else place + 2
        if sentence.part(place) in (Part.PAUSE, Part.EDGE, Part.I):
            return 0
    return 0
