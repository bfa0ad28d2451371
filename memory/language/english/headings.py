"""What stands in front of the thing that is meant: "a fan of", "interested in", "my hobbies are", "my favourite film is"."""

from __future__ import annotations

from typing import Final

from ..who import Who
from .lexicon import BE, Part
from .mood import Mood
from .names import extent
from .reading import Reading
from .sentence import Sentence


def is_cue(reading: Reading, last: int) -> bool:
    sentence = reading.sentence
    low = sentence.low(last)
    if low not in sentence.cues or (low == "nuts" and sentence.low(last + 1) != "about"):
        return False
    return sentence.part(sentence.after(last + 1)) is Part.PREPOSITION or sentence.low(last + 1) in ("off", "up")


def cue(reading: Reading, at: int) -> int:
    """Read "fan of", "interested in", "allergic to", "fed up with"; "a boy crazy about" is someone else."""
    sentence = reading.sentence
    if sentence.part(sentence.before(at)) is Part.PERSON:
        reading.begin(Who.OTHERS)
    elif sentence.low(sentence.before(at)) == "me":  # "she got me hooked on"
        reading.begin(Who.SPEAKER)
    mood = reading.mood
    if mood.who is Who.SPEAKER or (mood.who is Who.UNSAID and mood.open):
        mood.negated = mood.negated or mood.sign < 0
        mood.feel(sentence.cues[sentence.low(at)])
    ahead = sentence.after(at + 1)
    return ahead + 2 if sentence.low(ahead) in ("up", "off") else ahead + 1


def is_heading(reading: Reading, last: int) -> bool:
    """Tell whether "my biggest hobby is" stands here."""
    sentence = reading.sentence
    mine = sentence.low(last - 1) in ("my", "our", "main", "biggest")
    return mine and sentence.listed(last, "category") and sentence.low(last + 1) in BE


def heading(reading: Reading, at: int, sign: int) -> int:
    """Read "my favourite <category> is": what stands behind the verb is meant, the category is not."""
    sentence, mood = reading.sentence, reading.mood
    end = at + 1
    favourite = sentence.low(at).startswith("fav")
    if favourite or sentence.low(at).startswith("dream"):
        end = extent(sentence, end)
    if favourite and sentence.low(end) in ("of", "for"):  # "my favourite of the films"
        owned = sentence.part(end + 1) in (Part.DETERMINER, Part.MY)
        end = extent(sentence, end + 2 if owned else end + 1)
    reading.mood = Mood(Who.SPEAKER, sign, strong=True, heading=True, asks=mood.asks, doubt=mood.doubt)
    return end


_OWN_OR_KIND: Final = frozenset({"my", "our", "food", "known", "main", "severe", "serious", "other", "any"})
_REFUSED: Final = frozenset({"allergies", "allergy", "intolerances", "intolerance", "dislikes"})


def refusals(reading: Reading) -> int:
    """Read "Allergies:", "my food intolerances:" at the start of a sentence; return the place behind, 0 where none stands there."""
    sentence, last = reading.sentence, reading.last
    at = next(at for at in range(sentence.size + 1) if sentence.low(at) not in _OWN_OR_KIND)
    if sentence.low(at) not in _REFUSED or sentence.low(at + 1) != ":":
        return 0
    if sentence.low(0) not in ("my", "our") and last is not None and last.mood.who is Who.OTHERS:
        return 0  # "(It's for my daughter.) Allergies: nuts"
    reading.mood = Mood(Who.SPEAKER, -1, strong=True, heading=True)
    return at + 2


_USUAL: Final = frozenset({"usual", "normal", "typical", "regular", "daily", "standard", "go-to"})


def is_usual(sentence: Sentence, at: int) -> bool:
    """Tell whether "(my) usual breakfast is" stands here: what comes is what the speaker has or does."""
    end = extent(sentence, at)
    return sentence.low(at) in _USUAL and end > at + 1 and sentence.low(end) in BE
