"""What English speakers no longer fall ill of: "I outgrew my egg allergy", "my allergy to cats is gone"."""

from __future__ import annotations

import re
from typing import Final

from ...records import Phrase
from .lexicon import Part
from .names import extent, trimmed
from .reading import Reading
from .sentence import OBJECTS

_ILL: Final = r"(?:allerg(?:y|ies)|intolerances?)"
_WHAT: Final = rf"(?:(?P<front>(?!\S*{_ILL})(?:\S+ ){{1,3}}?){_ILL}|{_ILL} to (?:the |my )?(?=(?P<behind>\S)))\b"
_OVER: Final = (
    re.compile(
        r"\bi (?:'ve |have |had )?(?:\S+ly |since |just |actually )?"
        r"(?:outgrew|outgrown|(?:grew|grown) out of|(?:got|gotten|get) (?:over|rid of)|lost|beat|beaten) "
        rf"(?:my |the |an |a |that )?(?:old |childhood |bad |severe )*{_WHAT}"
    ),
    re.compile(
        rf"\bmy (?:old |childhood )?{_WHAT}[^,;]*? (?:is|has|'s|are|have|seems to have) (?:\S+ly |now |just )?"
        r"(?:gone|disappeared|vanished|cleared up|cured|over|passed)\b"
    ),
)


def outgrows(reading: Reading) -> None:
    """Take back what the speaker was ill of, where the sentence says that this is over; it is no liking yet."""
    sentence = reading.sentence
    if reading.is_question() or not any(low.startswith(("allerg", "intoleran")) for low in sentence.lows):
        return
    match = next((match for way in _OVER if (match := way.search(sentence.text()))), None)
    if match is None:
        return
    if any(sentence.part(at) is Part.DOUBT for at in range(match.string.count(" ", 0, match.start()))):
        return
    named = "front" if match["front"] else "behind"
    at = match.string.count(" ", 0, match.start(named))
    while sentence.part(at) not in OBJECTS and sentence.part(at) is not Part.EDGE:
        at += 1
    end = at + len(match["front"].split()) if match["front"] else extent(sentence, at)
    first, end = trimmed(sentence, at, end)
    if first < end:
        start, stop = sentence.words[first].start, sentence.words[end - 1].end
        reading.state(Phrase(reading.source[start:stop], start, stop, strength=0.0, turns=True))
