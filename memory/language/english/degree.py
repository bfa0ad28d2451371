"""How much an English feeling weighs: "obsessed with" more than "like", and that more than "tried once".

Told by the word that feels ("adore", "tried"), by what stands between it and its subject ("absolutely", "kind of"), and by
what stands behind the object ("so much", "every weekend", "once").
"""

from __future__ import annotations

from typing import Final

from ..degrees import PLAIN, STRONG, WEAK
from .lexicon import Part
from .sentence import Sentence

_CLAUSE_ENDS: Final = frozenset(
    {
        *(Part.I, Part.YOU, Part.THEY, Part.IT, Part.PAUSE, Part.CONTRAST, Part.BOUNDARY, Part.RELATIVE, Part.EDGE),
        Part.DOUBT,
    }
)
_AS_FAR_AS: Final = 7
"""Words that are looked at in front of a feeling."""
_BEHIND: Final = 6
"""Words that are looked at behind an object."""


def degree(sentence: Sentence, at: int, end: int) -> float:
    """Return how strong the feeling is that the words from `at` to `end` say; a negation takes its force from "really"."""
    strong = weak = negated = False
    place = end - 1
    while place > at - _AS_FAR_AS and (place >= at or sentence.part(place) not in _CLAUSE_ENDS):
        strong = strong or _is_strong(sentence, place)
        weak = weak or _is_weak(sentence, place)
        negated = negated or (sentence.part(place) is Part.NEGATION and sentence.low(place) != "no")
        place -= 1
    if negated:
        return WEAK if sentence.lemma_listed(at, "dislike") else PLAIN
    return WEAK if weak else STRONG if strong else PLAIN


def _is_strong(sentence: Sentence, at: int) -> bool:
    return sentence.listed(at, "strong") or sentence.lemma_listed(at, "strong")


def _is_weak(sentence: Sentence, at: int) -> bool:
    vaguely = sentence.low(at) == "of" and sentence.low(at - 1) in ("kind", "sort")
    return vaguely or sentence.listed(at, "weak") or sentence.lemma_listed(at, "weak")


def degree_behind(sentence: Sentence, end: int) -> float | None:
    """Return what the words behind an object at `end` make of the feeling, None where they say nothing of it."""
    for place in range(end, end + _BEHIND):
        if sentence.part(place) in _CLAUSE_ENDS:
            return None
        following = sentence.low(place + 1)
        if _says_often(sentence, place):
            return STRONG
        if sentence.low(place) in ("once", "sometimes", "occasionally") and following not in ("a", "every"):
            return WEAK
        if sentence.low(place) == "a" and following in ("bit", "little"):
            return WEAK
    return None


_OFTEN: Final = frozenset(
    {("so", "much"), ("a", "lot"), ("all", "day"), ("all", "the"), ("more", "than"), ("to", "bits"), ("to", "death")}
)


def _says_often(sentence: Sentence, at: int) -> bool:
    each = sentence.low(at) == "every" and sentence.part(at + 1) in (Part.TIME, Part.ADJECTIVE)
    return each or sentence.low(at) == "daily" or (sentence.low(at), sentence.low(at + 1)) in _OFTEN
