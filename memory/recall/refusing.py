"""What a query itself says no to: an answer must not lean on it, however heavy it was until now."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from ..calibration import Calibration
from ..cosines import cosines_to
from ..reading.reader import Reading
from ..records import Interest
from ..topics.assigning import Topics, meant


def refused_by(reading: Reading, topics: Topics, calibration: Calibration) -> set[int]:
    """Return the topics that a query's own words end or refuse: all that they mean, or of a mere dislike the one that it goes to."""
    names, refused = topics.names(), set()
    for phrase, vector in zip(reading.phrases, reading.vectors[1:], strict=True):
        if phrase.ends or phrase.polarity < 0:
            found = meant(phrase, cosines_to(topics.vectors, vector), topics, names, calibration.same)
            refused |= {topics.target(topic).id for topic in (found if phrase.ends else found[:1])}
    return refused


def spared(interest: Interest, refused: Set[int]) -> Interest:
    """Return an interest, without weight and pin if it is refused."""
    return replace(interest, weight=0.0, pinned=False) if interest.topic in refused else interest
