"""The topic that a person means by what they typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches

import numpy as np

from .embedding import Vectors
from .topics import TopicRow, Topics


def find(name: str, topics: Topics, vector: Callable[[], Vectors], near: float) -> TopicRow:
    """Return the topic of that name: the label itself, else one label that has the words, else the nearest in meaning.

    Args:
        name: what the person typed.
        topics: theirs.
        vector: gives the name's unit vector; called only when the words alone do not decide.
        near: the least cosine of a topic that is meant.

    Raises:
        ValueError: none or several fit; the message names the nearest.
    """
    wanted = name.strip().casefold()
    if not wanted:
        raise ValueError("name a topic: `penchant interests` lists them")
    for row in topics.rows:
        if row.label.casefold() == wanted:
            return row
    having = [row for row in topics.rows if _has_words(row.label.casefold(), wanted)]
    if len(having) == 1:
        return having[0]
    if having:
        raise ValueError(f"{name!r} fits several topics: {_listed(having)}. Type one of these")
    return _nearest(name, topics, vector, near)


def _has_words(label: str, wanted: str) -> bool:
    bounded = rf"(?<![^\W_]){re.escape(wanted)}(?![^\W_])" if wanted.isascii() else re.escape(wanted)
    return re.search(bounded, label) is not None


def _nearest(name: str, topics: Topics, vector: Callable[[], Vectors], near: float) -> TopicRow:
    if not len(topics):
        raise ValueError(f"there is no topic {name!r}: nothing is known yet")
    cosines = topics.vectors @ vector()
    best = int(np.argmax(cosines))
    if cosines[best] >= near:
        return topics.rows[best]
    spelt = get_close_matches(name, [row.label for row in topics.rows], n=1, cutoff=0.6)
    guess = spelt[0] if spelt else topics.rows[best].label
    raise ValueError(f"there is no topic {name!r}; the nearest is {guess!r}. `penchant interests` lists them all")


def _listed(rows: Sequence[TopicRow]) -> str:
    return ", ".join(repr(row.label) for row in rows[:8])
