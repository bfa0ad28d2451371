"""Diets of two words and more: "dairy free", "gluten and lactose intolerant", "it has to be halal"."""

from __future__ import annotations

from typing import Final

from .english_lexicon import Part
from .english_sentence import Sentence

_LEFT_OUT: Final = frozenset(
    {"dairy", "gluten", "lactose", "sugar", "nut", "egg", "meat", "alcohol", "wheat", "soy", "caffeine", "fat"}
)


def is_free_of(sentence: Sentence, at: int) -> bool:
    """Tell whether "dairy free" begins at `at`."""
    return sentence.low(at) in _LEFT_OUT and sentence.low(at + 1) == "free"


def is_intolerant(sentence: Sentence, at: int) -> bool:
    """Tell whether "gluten and lactose intolerant" begins at `at`."""
    ahead = at + 1
    while sentence.part(ahead) in (Part.CONJUNCTION, Part.PAUSE, Part.NOUN) and sentence.low(ahead) != "intolerant":
        ahead += 1
    return sentence.part(at) is Part.NOUN and ahead > at + 1 and sentence.low(ahead) == "intolerant"


def is_diet(sentence: Sentence, at: int, end: int) -> bool:
    """Tell whether a lone word says what food has to be: "it should be halal", "besides being vegan"."""
    if end - at != 1 or not sentence.listed(at, "being"):
        return False
    return sentence.low(sentence.before(at)) in ("be", "being")


_FLAVOURS: Final = frozenset({"flavor", "flavors", "flavour", "flavours", "taste", "tastes"})
_NO_NAMES: Final = frozenset(
    {
        "option",
        "options",
        "alternative",
        "alternatives",
        "version",
        "versions",
        "choice",
        "choices",
        "things",
        "stuff",
        "ones",
    }
)


def said_of_a_kind(sentence: Sentence, at: int, end: int) -> int | None:
    """Return the place of the word that says which, where what it stands before names nothing: "mint flavours", "a lighter option"."""
    last = end - 1
    if end - at < 2 or sentence.low(last) not in _FLAVOURS | _NO_NAMES or sentence.listed(last - 1, "generic"):
        return None
    taste = sentence.listed(last - 1, "taste") or sentence.part(last - 1) is Part.CAPITAL
    named = taste or (sentence.part(last - 1) is Part.NOUN and sentence.low(last) in _FLAVOURS)
    return last - 1 if named else None
