"""Clauses that "who", "which", "what" and "how" open, and whom they are about."""

from __future__ import annotations

from typing import Final

from ..who import Who
from .lexicon import BE, Part
from .reading import Reading
from .sentence import OBJECTS, Sentence
from .zeal import what_moves_me

_BEHIND_A_PERSON: Final = frozenset(
    {Part.NOUN, Part.CAPITAL, Part.MY, Part.DETERMINER, Part.PREPOSITION, Part.ADJECTIVE}
)


def relative(reading: Reading, at: int) -> int:
    """Read "who", "which", "what": a question at the start, else a clause about the noun before it."""
    sentence, low = reading.sentence, reading.sentence.low(at)
    if behind := what_moves_me(reading, at):
        return behind
    if low in ("which", "that") and _is_likened(sentence, at + 1):  # "ash, which cuts like butter"
        reading.mood.skip = True
        return at + 3
    if sentence.opens(at):
        reading.mood.asks = sentence.part(sentence.after(at + 1)) is not Part.I  # "What I love is"
    elif low == "how" and sentence.low(at + 1) == "to" and reading.mood.sign:  # "I'd love to learn how to surf"
        return at + 1
    elif (
        low == "how" and sentence.low(at + 1) == "much" and sentence.part(at + 2) is Part.I
    ):  # "she knows how much I love"
        reading.mood.asks = False
    elif low == "who" and _is_who_someone_is(reading, at):
        reading.begin(Who.OTHERS)
    elif low in ("what", "where", "how", "why"):
        reading.begin(Who.UNSAID)
        reading.mood.asks = True
    else:
        reading.mood.within = True
    reading.mood.negated = reading.mood.negated and reading.mood.being  # "I'm not someone who likes"
    return at + 1


def _is_likened(sentence: Sentence, at: int) -> bool:
    """Tell whether "cuts like" begins here: what comes is what a thing is compared with."""
    does = sentence.part(at) in (Part.NOUN, Part.EITHER, Part.VERB) and sentence.low(at).endswith("s")
    return does and sentence.low(at + 1) == "like" and sentence.part(at + 2) in (*OBJECTS, Part.DETERMINER)


def _is_who_someone_is(reading: Reading, at: int) -> bool:
    """Tell "my dad, who loves", "a widow who loves" from "I'm someone who loves" and "films with actors who play"."""
    sentence = reading.sentence
    if not sentence.words[at].raw.islower():
        return False
    before = at - 2 if sentence.part(at - 1) is Part.PAUSE else at - 1
    if reading.mood.who is Who.SPEAKER and reading.mood.being:
        return False
    if sentence.part(before) in (Part.PERSON, Part.THEY):
        return True
    while sentence.part(before) in _BEHIND_A_PERSON:
        before -= 1
        if sentence.listed(before, "kin"):  # "a man in my building who"
            return True
    ahead = sentence.after(at + 1)
    into = sentence.low(ahead) in BE and (
        sentence.low(ahead + 1) == "into" or sentence.low(sentence.after(ahead + 1)) in sentence.cues
    )
    return into or sentence.lemma_listed(ahead, "like", "dislike")
