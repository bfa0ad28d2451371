"""What stands in place of a thing that is not liked, or does not make ill: "(kein Rotwein,) sondern Weißwein", "sino a los cacahuetes"."""

from __future__ import annotations

from typing import Final

from ..degrees import PLAIN, STRONG
from .meanings import Said, borne
from .nouns import suffered
from .sentence import Plain, Segment, Thing, thing
from .words import Language

_BESIDE: Final = ("pause", "contrast", "and")


def instead(read: Language, segment: Segment, plain: Plain, last: Said, capitals: bool) -> Said | None:
    """Return what a segment, whose `plain` words are given, says of another thing than the words before it did, None for nothing."""
    if segment.joint not in _BESIDE or plain.partly:
        return None
    if last.ill and last.back and segment.joint == "contrast" and (other := suffered(read, plain, 0)):
        return other
    against = read.longest(plain.words, 0, "against") if last.ill else 0
    lead = against or (read.longest(plain.words, 0, "are") if last.ill and last.back else 0)
    words = plain.words[lead:]
    one = thing(read, words, 0, capitals, listed=not lead)
    if one is None or one.behind < len(words):
        return None
    negated = "negations" in plain.out
    if last.ill and negated and against and plain.out["negations"] == segment.words[0].at:
        return borne(one)
    if last.ill and last.back and not negated and (lead or segment.joint == "contrast"):
        return makes_ill(one)
    if segment.joint == "contrast" and last.instead and not negated:
        return Said(last.instead, PLAIN, ends=False, turns=True, things=(one,))
    return None


def makes_ill(one: Thing) -> Said:
    """Return that the speaker does not bear a thing."""
    return Said(-1, STRONG, ends=False, turns=False, things=(one,), ill=True)
