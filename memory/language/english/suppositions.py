"""What an English sentence only supposes or weighs without an "if": "I'd enjoy it if", "would have loved", "had I", "should I give up"."""

from __future__ import annotations

import re
from typing import Final

from .lexicon import Part
from .reading import Reading
from .sentence import Sentence

_REACH: Final = 12
_WISHED: Final = frozenset({"like", "love", "prefer", "rather"})
"""Behind "I'd", these only ask politely ("I'd like tea, if possible")."""


def supposes(sentence: Sentence, at: int) -> bool:
    """Tell whether the "would" at `at` depends on an "if I" to come, or on what did not happen ("would have loved")."""
    ahead = sentence.after(at + 1)
    if sentence.low(ahead) in ("have", "'ve") and sentence.lemma(sentence.after(ahead + 1)) != sentence.low(ahead + 1):
        return sentence.lemma_listed(sentence.after(ahead + 1), "like", "dislike", "do")
    polite = sentence.low(ahead) in _WISHED
    places = range(ahead, min(ahead + _REACH, sentence.size))
    return any(_is_condition(sentence, place, unreal=polite) for place in places)


def _is_condition(sentence: Sentence, at: int, *, unreal: bool) -> bool:
    """Tell whether "if I", "if it" stands here; `unreal` only with a past behind it ("if I lived", not "if I may")."""
    stands = sentence.low(at) == "if" and sentence.part(at + 1) in (Part.I, Part.IT, Part.MY, Part.THEY)
    low, lemma = sentence.low(at + 2), sentence.lemma(at + 2)
    return stands and (not unreal or low in ("were", "was", "had") or (low != lemma and not low.endswith("s")))


def inverts(reading: Reading, at: int) -> bool:
    """Tell whether "had I", "were I", "should I ever" opens a supposition, and no question: no mark asks in the end."""
    sentence = reading.sentence
    low = sentence.low(at)
    opens = sentence.opens(at) and sentence.part(at + 1) is Part.I
    ever = low == "should" and sentence.low(at + 2) == "ever"
    return opens and (low in ("had", "were") or ever)


_WEIGHED: Final = re.compile(
    r"(?:^|[^\w\s] |\b(?:why|and|or|so|but) )(?:(?:should|shall|must|can|could|ought|do|will|would|need) (?:i|we)|is it time)"
    r"(?: \S+){0,3}$"
)


def is_weighed(sentence: Sentence, at: int) -> bool:
    """Tell whether what comes is only asked: "should I (give up squash?)"; "how do I (give up sugar)" asks for the way."""
    return _WEIGHED.search(" ".join(sentence.lows[:at])) is not None


_PASSING: Final = frozenset({"yet", "today", "tonight", "tomorrow", "learn"})


def is_passing(sentence: Sentence, at: int) -> bool:
    """Tell whether what the speaker cannot do from a place on is no dislike: "(can't) do handstands yet", "do pizza tonight"."""
    return not _PASSING.isdisjoint(sentence.lows[at:])
