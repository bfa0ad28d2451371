"""What an English speaker says does not end, or has ended: "never tire of jazz", "hated it until", "my interest has waned"."""

from __future__ import annotations

from typing import Final

from .english_sentence import Sentence

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
