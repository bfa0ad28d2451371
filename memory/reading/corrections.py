"""What a person corrects of the turn before: "I love tennis." and then "sorry, I meant squash, not tennis"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from ..embedding import Vectors
from ..errors import EmbeddingError
from ..extraction import MAX_PHRASES
from ..language.corrected import replaced_by, takes_back
from ..records import Phrase
from .reader import Reading


def corrected(reading: Reading, text: str, said: str, read: Callable[[str], Reading]) -> Reading:
    """Return a reading in which what was meant has the stance of what it replaces in the turn before, and that one ends.

    What is named as not meant and was not stated there is left out: it was a slip, and says nothing of an interest. What is taken back
    of the turn before ("just kidding, I hate it") is as it is where both turns are read as one text.

    Args:
        reading: of the words that may correct.
        text: those words.
        said: the person's turn before, "" where there is none.
        read: reads it.
    """
    if said and takes_back(text):
        reading = _taken_back(reading, text, said, read)
    told = next((one for one in reading.phrases if one.corrects), None)
    if told is None:
        return reading
    before = _read(said, read)
    wrong = [one for one in reading.phrases if one.ends and one.polarity > 0 and not one.strength]
    named = () if before is None else before.phrases
    is_sure = wrong or len(named) == 1  # else it may be another thing that was a slip
    stated = [one for one in named if one.stance == "stated"] if is_sure else []
    replaced = replaced_by(told, wrong, stated)
    ending = "" if replaced is None else replaced.text.casefold()
    kept = reading.only(
        [place for place, one in enumerate(reading.phrases) if one not in wrong or one.text.casefold() == ending]
    )
    phrases = [_as(replaced, one) if one is told else one for one in kept.phrases]
    vectors = kept.vectors
    if replaced is not None and before is not None and not wrong:
        phrases.append(replace(replaced, polarity=1, stance="mentioned", strength=0.0, ends=True))
        vectors = np.vstack([vectors, before.vectors[1 + before.phrases.index(replaced)]])
    return Reading(tuple(phrases), vectors)


def _taken_back(reading: Reading, text: str, said: str, read: Callable[[str], Reading]) -> Reading:
    """Return a reading with what it makes of the things stated in the turn before."""
    before, both = _read(said, read), _read(f"{said}\n{text}", read)
    if before is None or both is None or len(both.phrases) >= MAX_PHRASES:
        return reading
    here = {one.text.casefold() for one in reading.phrases if one.stance == "stated" and not one.inferred}
    later = {one.text.casefold(): one for one in both.phrases if one.stance == "stated" and not one.inferred}
    turned, vectors = list[Phrase](), list[Vectors]()
    for one, vector in zip(before.phrases, before.vectors[1:], strict=True):
        name = one.text.casefold()
        if one.stance == "stated" and not one.inferred and name not in here and (now := _turned(one, later.get(name))):
            turned.append(now)
            vectors.append(vector)
    names = {one.text.casefold() for one in turned}
    kept = reading.only([place for place, one in enumerate(reading.phrases) if one.text.casefold() not in names])
    return Reading((*kept.phrases, *turned), np.vstack([kept.vectors, *vectors]))


def _turned(said: Phrase, now: Phrase | None) -> Phrase | None:
    """Return what a thing is once its turn is taken back, None where it is as it was."""
    if now is None:
        liked = said.polarity > 0
        return replace(said, polarity=1, stance="mentioned", strength=0.0, ends=liked, turns=not liked)
    if now.polarity == said.polarity:
        return None
    liked = now.polarity > 0
    return replace(said, polarity=now.polarity, strength=now.strength, ends=not liked, turns=liked)


def _read(said: str, read: Callable[[str], Reading]) -> Reading | None:
    try:
        return read(said) if said else None
    except EmbeddingError:
        return None


def _as(replaced: Phrase | None, told: Phrase) -> Phrase:
    if replaced is None:
        return told
    return replace(replaced, text=told.text, start=told.start, end=told.end)
