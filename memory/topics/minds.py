"""Who says outright that they like what they refused before has changed their mind: "I hate olives." and, later, "I love olives."."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..reading.reader import Reading
from ..records import Phrase
from .apart import is_refused
from .assigning import Topics
from .names import name_key


def changed(reading: Reading, topics: Topics, cannot: Callable[[int], bool]) -> Reading:
    """Return a reading in which what is liked outright takes back what was said against that very name.

    Args:
        reading: of what is said now.
        topics: the person's, by number and name.
        cannot: says of a topic whether it was refused as what the person cannot have: liking cats ends no allergy.
    """
    names = topics.names()

    def turns(one: Phrase) -> bool:
        topic = names.get(name_key(one.text)) if is_liked(one) else None
        if topic is None:
            return False
        target = topics.target(topic)
        return is_refused(target.state) and not cannot(target.id)

    phrases = tuple(replace(one, turns=True) if turns(one) else one for one in reading.phrases)
    return reading if phrases == reading.phrases else replace(reading, phrases=phrases)


def is_liked(phrase: Phrase) -> bool:
    """Return whether a phrase is a liking that was stated, and not only inferred or ended."""
    return (
        phrase.stance == "stated"
        and phrase.polarity > 0
        and phrase.strength >= 1
        and not (phrase.ends or phrase.inferred)
    )
