"""What a person corrects of the turn before: "I love tennis." and then "sorry, I meant squash, not tennis"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from ..errors import EmbeddingError
from ..language.corrected import replaced_by
from ..records import Phrase
from .reader import Reading


def corrected(reading: Reading, said: str, read: Callable[[str], Reading]) -> Reading:
    """Return a reading in which what was meant has the stance of what it replaces in the turn before, and that one ends.

    What is named as not meant and was not stated there is left out: it was a slip, and says nothing of an interest.

    Args:
        reading: of the words that may correct.
        said: the person's turn before, "" where there is none.
        read: reads it.
    """
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
    kept = [place for place, one in enumerate(reading.phrases) if one not in wrong or one.text.casefold() == ending]
    phrases = [_as(replaced, one) if one is told else one for one in (reading.phrases[place] for place in kept)]
    vectors = reading.vectors[[0, *(place + 1 for place in kept)]]
    if replaced is not None and before is not None and not wrong:
        phrases.append(replace(replaced, polarity=1, stance="mentioned", strength=0.0, ends=True))
        vectors = np.vstack([vectors, before.vectors[1 + before.phrases.index(replaced)]])
    return Reading(tuple(phrases), vectors)


def _read(said: str, read: Callable[[str], Reading]) -> Reading | None:
    try:
        return read(said) if said else None
    except EmbeddingError:
        return None


def _as(replaced: Phrase | None, told: Phrase) -> Phrase:
    if replaced is None:
        return told
    return replace(replaced, text=told.text, start=told.start, end=told.end)
