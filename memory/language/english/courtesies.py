"""English cries, pictures that feel something, and courtesies with whom they address: "eww", "jazz 😍", "thanks for", "Hi Bob"."""

from __future__ import annotations

from typing import Final

from ..who import Who
from ..words import words
from .lexicon import Part
from .names import extent
from .reading import Reading
from .words import DISLIKED, LIKED

_CRIES: Final = {**dict.fromkeys(("ew", "eww", "yuck", "yuk", "bleh", "blech", "ugh"), -1), "yum": 1}
_THANKS: Final = frozenset({"thanks", "thank", "sorry", "congrats", "congratulations"})
_ADDRESSES: Final = words("xx xxx xoxo hi hello hey hiya yo thanks thank thx bye goodbye dear sorry")
_ADDRESSED: Final = frozenset({Part.CAPITAL, Part.NOUN, Part.ADJECTIVE, Part.EITHER, Part.DETERMINER, Part.PERSON})


def interjection(reading: Reading, at: int) -> int:
    """Read a courtesy, with whom it addresses ("Hi Bob")."""
    sentence, low = reading.sentence, reading.sentence.low(at)
    cries = low in _CRIES and sentence.part(at + 1) is not Part.NEGATION  # "eww no hummus" refuses by itself
    if low in LIKED or low in DISLIKED or cries:
        _picture(reading, at, _CRIES.get(low, -1 if low in DISLIKED else 1))
    if low in _THANKS:
        reading.mood.muted = True
    following = sentence.part(at + 1)
    if low == "thank" and following is Part.YOU and sentence.low(sentence.after(at + 2)) == "for":
        return at + 2
    if low in _ADDRESSES and following in _ADDRESSED:
        return extent(sentence, at + 2 if following is Part.DETERMINER else at + 1)
    return at + 1


def _picture(reading: Reading, at: int, sign: int) -> None:
    """Read a picture that feels something beside a bare name: "jazz 😍", "👎 country music"; elsewhere words say it."""
    mood = reading.mood
    if mood.who is not Who.UNSAID or mood.sign or not mood.open or mood.asks:
        return
    if at == 0:
        mood.feel(sign)
    elif reading.names_up_to(at):
        mood.feel(sign)
        reading.feel_for(reading.named[-1], at)
        mood.forget()
