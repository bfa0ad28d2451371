"""What a person says outright of a thing that they spoke of otherwise before, and what is only inferred of it.

"I hate olives." and, later, "I love olives.": who likes what they refused has changed their mind. But what no word states turns nothing:
who cannot come to the badminton that they love does not avoid it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from ..cosines import cosines_to
from ..embedding import Vectors
from ..reading.reader import Reading
from ..records import Phrase
from .apart import is_refused, leaning
from .assigning import Topics
from .names import name_key


def beside_before(reading: Reading, topics: Topics, same: float, cannot: Callable[[int], bool]) -> Reading:
    """Return a reading as it stands beside what was said before.

    What is liked outright takes back what was said against that very name; what is refused by inference counts nothing where it is liked.

    Args:
        reading: of what is said now.
        topics: the person's, by number and name.
        same: the cosine from which on two phrases are one topic.
        cannot: says of a topic whether it was refused as what the person cannot have: liking cats ends no allergy.
    """
    names = topics.names()

    def turns(one: Phrase) -> bool:
        topic = names.get(name_key(one.name)) if is_liked(one) else None
        if topic is None:
            return False
        target = topics.target(topic)
        return is_refused(target.state) and not cannot(target.id)

    def is_known_to_be_liked(one: Phrase, vector: Vectors) -> bool:
        if not is_inferred_refusal(one):
            return False
        near = np.flatnonzero(cosines_to(topics.vectors, vector) >= same).tolist()
        found = [topics.target(topics.rows[place].id) for place in near]
        return any(leaning(row.state) > 0 and not row.tentative for row in found)

    def read(one: Phrase, vector: Vectors) -> Phrase:
        if turns(one):
            return replace(one, turns=True)
        return Phrase(one.text, one.start, one.end, strength=0.0) if is_known_to_be_liked(one, vector) else one

    phrases = tuple(read(one, vector) for one, vector in zip(reading.phrases, reading.vectors[1:], strict=True))
    return reading if phrases == reading.phrases else replace(reading, phrases=phrases)


def is_liked(phrase: Phrase) -> bool:
    """Return whether a phrase is a liking that was stated, and not only inferred or ended."""
    return (
        phrase.stance == "stated"
        and phrase.polarity > 0
        and phrase.strength >= 1
        and not (phrase.ends or phrase.inferred)
    )


def is_inferred_refusal(phrase: Phrase) -> bool:
    """Return whether a phrase is refused by what a model takes from its text."""
    return phrase.inferred and phrase.polarity < 0
