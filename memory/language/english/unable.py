"""What English speakers never could: "have never been able to stand golf", "never managed to like olives", "could never resist cake"."""

from __future__ import annotations

from typing import Final

from ..degrees import PLAIN, STRONG
from .lexicon import Part
from .reading import Reading
from .sentence import Sentence

_BORNE: Final = frozenset({"stand", "bear", "abide", "tolerate", "stomach"})
_NEVER_BORNE: Final = frozenset({"eat", "drink", "handle", "digest"})
"""And these where it was never so: who was not able to eat at noon may love to."""
_LOVED: Final = (("resist",), ("live", "without"), ("get", "enough", "of"), ("have", "enough", "of"))
_NOT_LOVED: Final = (
    ("get", "into"),
    ("get", "through"),
    ("get", "on", "with"),
    ("warm", "to"),
    ("take", "to"),
    ("deal", "with"),
)
_BE: Final = frozenset({"been", "be", "was", "were"})
_COMES_TO: Final = frozenset({"manage", "learn", "learnt", "come", "grow", "begin", "start"})


def never_could(reading: Reading, at: int) -> int:
    """Read "(have) never been able to stand" at `at` and return the place behind, the feeling set; 0 elsewhere."""
    sentence, mood = reading.sentence, reading.mood
    verb = _verb(sentence, at)
    if not verb or not mood.who.may_be_speaker:
        return 0
    sign, end = _felt(sentence, verb, never=sentence.low(at) == "never")
    if not sign:
        return 0
    mood.negated = False
    mood.feel(sign)
    mood.strength = PLAIN if sentence.lemma_listed(verb, "like") else STRONG
    return end


def _verb(sentence: Sentence, at: int) -> int:
    """Return the place of what was not able to be done, 0 where nothing of the kind is said at a negation."""
    ahead = sentence.after(at + 1)
    if sentence.low(at) == "unable":
        return sentence.after(ahead + 1) if sentence.low(ahead) == "to" else 0
    if sentence.part(at) is not Part.NEGATION:
        return 0
    if sentence.low(at) == "never" and sentence.low(ahead) in ("could", "can"):
        return sentence.after(ahead + 1)
    comes = sentence.low(at) == "never" and not _COMES_TO.isdisjoint((sentence.low(ahead), sentence.lemma(ahead)))
    able = sentence.after(ahead + 1) if sentence.low(ahead) in _BE else ahead
    if not comes and sentence.low(able) != "able":
        return 0
    to = ahead + 1 if comes else able + 1
    return sentence.after(to + 1) if sentence.low(to) == "to" else 0


def _felt(sentence: Sentence, verb: int, *, never: bool) -> tuple[int, int]:
    """Return the feeling that a verb says where it could not be done, 0 if none, and the place behind it."""
    for runs, sign in ((_LOVED, 1), (_NOT_LOVED, -1)):
        for run in runs:
            if sentence.lows[verb : verb + len(run)] == run:
                return sign, verb + len(run)
    low = sentence.low(verb)
    borne = low in _BORNE or (never and low in _NEVER_BORNE) or sentence.lemma_listed(verb, "like")
    return -1 if borne else 0, verb + 1
