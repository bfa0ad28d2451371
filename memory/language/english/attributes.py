"""What stands in front of an English name and belongs to it, or does not: "night trains", "quick meals", "3 cloves garlic"."""

from __future__ import annotations

from typing import Final

from ..words import words
from .lexicon import Part
from .sentence import Sentence

_MEASURES: Final = words("clove cloves sprigs stalks slices cans tins sticks heads bunches")


def is_measure(sentence: Sentence, at: int) -> bool:
    """Tell whether a number counts what only measures: "3 cloves (garlic)"."""
    return sentence.low(at) in _MEASURES and sentence.part(at - 1) is Part.NUMBER


WAYS: Final = frozenset({"quick", "easy", "simple", "simpler", "easier", "quicker"})


def is_a_way(sentence: Sentence, at: int, end: int) -> bool:
    """Tell whether praise says which of a general kind, where nothing else does: "quick meals", "simple recipes"."""
    return (
        end - at == 2
        and sentence.low(at) in WAYS
        and sentence.low(at + 1).endswith("s")
        and sentence.listed(at + 1, "soft")
    )


def _is_of_a_time(sentence: Sentence, at: int) -> bool:
    """Tell whether a time of day, or the family, belongs to the name behind it: "night trains", "morning runs"."""
    if sentence.low(at) == "family":  # "family movies"
        return sentence.part(at + 1) in (Part.NOUN, Part.EITHER)
    of_day = sentence.low(at) in ("night", "midnight", "morning", "evening", "weekend")
    return (
        of_day and sentence.part(at + 1) in (Part.NOUN, Part.EITHER) and not sentence.listed(at + 1, "soft", "generic")
    )


def belongs(sentence: Sentence, at: int) -> bool:
    """Tell whether a feast or a first name belongs to the name behind it: "Christmas movies", "Emma Stone"."""
    if sentence.listed(at, "feast") or _is_of_a_time(sentence, at):
        return True
    return sentence.listed(at, "name") and sentence.part(at + 1) in (Part.CAPITAL, Part.NOUN)
