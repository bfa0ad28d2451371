"""What English speakers want to hear no more of: "please forget about thrifting", "forget that I said I like manga"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from ...records import Phrase
from ..who import Who
from .lexicon import Part
from .names import extent, names_an_interest, trimmed
from .passing import is_written
from .reading import Reading
from .sentence import BOUNDS

_UNSAID: Final = re.compile(
    r"^(?:(?:please|pls|ok|okay|actually|can you|could you|,) )*(?:forget|ignore|disregard|scratch|never mind) (?:that |what |when )?i "
    r"(?:ever |just |once )?(?:said|told you|mentioned|wrote)\b"
)
_ONE_OF_MANY: Final = frozenset({"the", "that", "this", "these", "those"})
"""Before a thing: it is a part of the talk, "forget about the second paragraph"."""


def is_dropped(reading: Reading, at: int, end: int) -> bool:
    """Tell whether words from `at` to `end` order to drop what they name: "forget about jazz", not "don't forget about the onions"."""
    sentence, mood = reading.sentence, reading.mood
    first = at - 1 if sentence.low(at) in ("n't", "not") else at
    told = mood.who is Who.UNSAID and sentence.part(sentence.before(first)) in BOUNDS
    asked = mood.who is Who.ASSISTANT and first == at and not mood.negated
    part = sentence.low(at) == "forget" and sentence.low(end) in _ONE_OF_MANY
    return (
        (told or asked)
        and not part
        and not reading.is_question()
        and (sentence.names_something(end) or sentence.part(end) is Part.MY)
    )


def unsays(reading: Reading) -> None:
    """Let end what the speaker orders to forget that they said, and take a dislike back."""
    sentence = reading.sentence
    match = _UNSAID.match(sentence.text())
    if match is None or is_written(sentence) or sentence.is_of_allergy:
        return
    end = match.string.count(" ", 0, match.end()) + 1
    if sentence.low(end) == "about":
        _end(reading, end + 1)
        return
    while sentence.part(end) not in (Part.PAUSE, Part.CONTRAST, Part.CONJUNCTION, Part.EDGE):
        end += 1
    stop = sentence.words[end - 1].end
    for one in [one for one in reading.found if one.end <= stop]:
        if one.polarity < 0:
            reading.state(replace(one, polarity=1, stance="mentioned", strength=0.0, ends=False, turns=True))
        elif one.stance == "stated":
            reading.state(replace(one, polarity=-1, stance="stated", strength=1.0, ends=True))


def _end(reading: Reading, at: int) -> None:
    """Let end what stands at a place, articles aside."""
    sentence = reading.sentence
    while sentence.part(at) in (Part.DETERMINER, Part.MY):
        at += 1
    first, stop = trimmed(sentence, at, extent(sentence, at))
    if first < stop and names_an_interest(sentence, first, stop):
        start, behind = sentence.words[first].start, sentence.words[stop - 1].end
        reading.state(Phrase(reading.source[start:behind], start, behind, -1, "stated", ends=True))
