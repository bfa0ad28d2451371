"""What English speakers say of the thing named before without naming it again: "so do I", "not for me", "I'm hooked"."""

from __future__ import annotations

from typing import Final

from .degrees import STRONG
from .english_lexicon import Part
from .english_reading import Reading
from .english_zeal import is_zealous
from .who import Who

_ENDS: Final = frozenset({Part.EDGE, Part.PAUSE, Part.INTERJECTION, Part.CONTRAST, Part.ADVERB})
_BEFORE: Final = frozenset({Part.EDGE, Part.PAUSE, Part.CONTRAST, Part.CONJUNCTION, Part.INTERJECTION, Part.BOUNDARY})


def echo(reading: Reading, name: str, at: int, end: int) -> bool:
    """Read an echo of the section `name` from `at` to `end`; tell whether it is one, and something was named for it."""
    sentence = reading.sentence
    named = reading.referent(plural=False)
    if named is None or sentence.part(end) not in _ENDS or reading.mood.doubt or reading.mood.asks:
        return False
    if name == "hooked":
        mine = is_zealous(reading, at) or sentence.opens(at) or sentence.part(sentence.before(at)) is Part.I
        if not mine or reading.mood.negated:
            return False
    elif sentence.part(sentence.before(at)) not in _BEFORE:
        return False
    refused = name == "not_mine" or (name == "so_do_i" and _is_disliked(reading, at))
    reading.begin(Who.SPEAKER)
    reading.mood.feel(-1 if refused else 1)
    reading.mood.strength = STRONG if name == "hooked" else 0.0
    reading.feel_for(named, end)
    reading.mood.forget()
    return True


def _is_disliked(reading: Reading, at: int) -> bool:
    """Tell whether a dislike or a negation stands before "me too": "my sister hates olives, me too"."""
    sentence = reading.sentence
    denies = sentence.low(at) in ("neither", "nor") or sentence.low(at + 1) == "neither"
    return denies or any(sentence.lemma_listed(i, "dislike") for i in range(at))
