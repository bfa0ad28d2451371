"""What English speakers prefer in a few words without a verb: "tea over coffee any day", "mountains > sea"."""

from __future__ import annotations

import re
from typing import Final

from ...records import Phrase
from .lexicon import Part
from .names import extent, is_presentable, trimmed
from .reading import Reading
from .sentence import OBJECTS, Sentence

_OVER: Final = frozenset({"over", "before", "than"})
_ALWAYS: Final = re.compile(
    r" (?:any ?day|every (?:single )?(?:time|day)|all day(?: long)?|always|forever)(?: of the week)?\b"
)
_LONGEST: Final = 4
"""Words of a thing at most."""
_TAIL: Final = frozenset({Part.EDGE, Part.PAUSE, Part.INTERJECTION, Part.ADVERB, Part.DETERMINER})


def prefers(reading: Reading) -> None:
    """Let count as liked what a sentence without a verb puts over something else, and drop that."""
    _prefers_wholly(reading)
    sentence = reading.sentence
    at = next((at for at in range(sentence.size) if sentence.low(at) in _OVER), 0)
    if not at or reading.is_question():
        return
    better, worse = _thing(sentence, 0, at), _thing(sentence, at + 1, extent(sentence, at + 1))
    if better is None or worse is None or not _is_told(sentence, at):
        return
    reading.found[:] = [one for one in reading.found if one.start < sentence.words[at].start]
    start, stop = sentence.words[better[0]].start, sentence.words[better[1] - 1].end
    reading.state(Phrase(reading.source[start:stop], start, stop, stance="stated"))


_ALL_THE_WAY: Final = re.compile(
    r"(?:^|[,;:(] )(?:(?:but|and|now|it 's|its) )*(?=(?:\S+ ){1,4}all the way(?: (?:baby|for me|lol|tbh|now))*(?: ?$| [,;]))"
)
_FOR_THE_WIN: Final = re.compile(
    r"(?:^|[,;:(] )(?:(?:but|and|now) )*(?=(?:\S+ ){1,4}?(?:ftw|for the win)(?: ?$| [,;]| (?:baby|lol|tbh|always)\b))"
)
_DAY: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_ON_THE_DAY: Final = re.compile(
    rf"^(?:(?:my|our|most|all|lazy|free|rainy) )?(?:{_DAY} )?(?:{_DAY}s|weekends|evenings|mornings|nights|afternoons|summers|winters)"
    r" (?:are|is) (?:\S+ly |always |just |all |made |meant )*(?:for|about) (?=\S)"
)
_BEHIND: Final = (("all", "the", "way"), ("for", "the", "win"))


def _prefers_wholly(reading: Reading) -> None:
    """Let count as liked what alone stands before "all the way", "ftw", or is what a day is for: "Saturdays are for fishing"."""
    sentence = reading.sentence
    text = sentence.text()
    match = _ALL_THE_WAY.search(text) or _FOR_THE_WIN.search(text) or _ON_THE_DAY.search(text)
    if match is None or reading.is_question():
        return
    at = match.string.count(" ", 0, match.end())
    end = extent(sentence, at)
    thing = _thing(sentence, at, end - (sentence.low(end - 1) == "ftw"), whole=sentence.low(end - 1) != "ftw")
    behind = sentence.lows[thing[1] : thing[1] + 3] if thing else ()
    if (
        thing
        and not sentence.listed(thing[1] - 1, "task")
        and (match.re is _ON_THE_DAY or behind[:1] == ("ftw",) or behind in _BEHIND)
    ):
        start, stop = sentence.words[thing[0]].start, sentence.words[thing[1] - 1].end
        reading.state(Phrase(reading.source[start:stop], start, stop, stance="stated"))


def _thing(sentence: Sentence, first: int, end: int, *, whole: bool = True) -> tuple[int, int] | None:
    """Return where a thing stands that is all there is between two places, None where it is none."""
    while sentence.part(first) in (Part.INTERJECTION, Part.ADVERB, Part.PAUSE, Part.CONJUNCTION):
        first += 1
    alone = not whole or extent(sentence, first) == end
    whole = sentence.part(first) in OBJECTS and alone and end - first <= _LONGEST
    first, end = trimmed(sentence, first, end)
    if not whole or first >= end or sentence.listed(end - 1, "generic"):
        return None
    named = is_presentable(" ".join(word.raw for word in sentence.words[first:end]))
    return (first, end) if named else None


def _is_told(sentence: Sentence, at: int) -> bool:
    """Tell whether what stands over something does so always, or behind a bare sign: not "x > y", "File > Open", "revenue > cost + tax"."""
    if _ALWAYS.search(sentence.text(), len(" ".join(sentence.lows[: at + 1]))):
        return True
    sign = sentence.words[at].raw == ">"
    small = all(word.raw.islower() for word in sentence.words[at + 1 :] if word.raw)
    return sign and small and sentence.part(extent(sentence, at + 1)) in _TAIL
