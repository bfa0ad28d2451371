"""Adjectives that say how an English speaker wants things: "something spicy", "nothing too scary", "(it should be) filling"."""

from __future__ import annotations

from typing import Final

from .lexicon import Part
from .reading import Reading
from .sentence import OBJECTS

_BEFORE_A_TASTE: Final = frozenset({Part.AUXILIARY, Part.CONJUNCTION, Part.PAUSE, Part.EDGE, Part.CONTRAST})


def is_taste(reading: Reading, at: int, end: int) -> bool:
    """Tell whether a lone adjective says how things should be: "(I want it to be) filling", "savory, spicy"."""
    sentence = reading.sentence
    if end - at > 1 or not sentence.listed(at, "taste") or sentence.part(at) not in (Part.ADJECTIVE, Part.GERUND):
        return False
    return sentence.part(sentence.before(at)) in _BEFORE_A_TASTE or sentence.low(at - 1) in ("eat", "be", "more")


def tastes(reading: Reading, at: int) -> int:
    """Read what "something" or "nothing" is to be like: "something spicy", "nothing too scary or violent"."""
    sentence = reading.sentence
    place = sentence.after(at)
    while sentence.listed(place, "taste") and sentence.part(place + 1) not in OBJECTS:
        reading.keep(place, place + 1)
        at, place = place + 1, sentence.after(place + 1)
        if sentence.part(place) in (Part.CONJUNCTION, Part.PAUSE):
            place = sentence.after(place + 1)
    return at


def is_unwanted_taste(reading: Reading, at: int, end: int) -> bool:
    """Tell whether a wish ends in what it is not to be: "(something quick) and not spicy", "not too sweet"."""
    sentence, mood = reading.sentence, reading.mood
    before = sentence.before(at)
    wished = mood.sign != 0 and sentence.part(before - 1) in (Part.CONJUNCTION, Part.PAUSE, Part.CONTRAST)
    refused = sentence.low(before) == "not" and wished and end - at == 1
    return refused and sentence.listed(at, "taste") and sentence.part(at) is Part.ADJECTIVE
