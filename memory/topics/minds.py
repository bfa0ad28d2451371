"""What is only inferred of a thing turns nothing that was said of it: who cannot come to the badminton that they love does not avoid it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..cosines import cosines_to
from ..embedding import Vectors
from ..reading.reader import Reading
from ..records import Phrase
from .apart import leaning
from .assigning import Topics


def beside_before(reading: Reading, topics: Topics, same: float) -> Reading:
    """Return a reading in which a refusal that is inferred counts nothing where the thing is liked.

    Args:
        reading: of what is said now.
        topics: the person's.
        same: the cosine from which on two phrases are one topic.
    """

    def is_liked(vector: Vectors) -> bool:
        near = np.flatnonzero(cosines_to(topics.vectors, vector) >= same).tolist()
        found = [topics.target(topics.rows[place].id) for place in near]
        return any(leaning(row.state) > 0 and not row.tentative for row in found)

    def read(one: Phrase, vector: Vectors) -> Phrase:
        counts = not is_inferred_refusal(one) or not is_liked(vector)
        return one if counts else Phrase(one.text, one.start, one.end, strength=0.0)

    phrases = tuple(read(one, vector) for one, vector in zip(reading.phrases, reading.vectors[1:], strict=True))
    return replace(reading, phrases=phrases)


def is_inferred_refusal(phrase: Phrase) -> bool:
    """Return whether a phrase is refused by what a model takes from its text."""
    return phrase.inferred and phrase.polarity < 0
