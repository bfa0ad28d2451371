"""The topic that a person means by what they typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from math import inf
from typing import Final, NamedTuple

import numpy as np

from ..cosines import cosines_to
from ..embedding import Vectors
from .assigning import TopicRow, Topics
from .names import name_key

LISTED = "`penchant interests` lists them"
"""Where a person finds what their topics are called."""


class Likeness(NamedTuple):
    """Cosines between what was typed and a topic: of one that is meant, and of one that is worth naming where none is."""

    meant: float
    named: float


def find(name: str, topics: Topics, vector: Callable[[], Vectors], likeness: Likeness) -> TopicRow:
    """Return the topic of that name: the label or an alias, else one label that has the words, else one that means the same.

    Args:
        name: what the person typed.
        topics: theirs.
        vector: gives the name's unit vector; called only when the words alone do not decide.
        likeness: the least cosine of a topic that is meant, and of one that is named in an error.

    Raises:
        ValueError: none or several fit; the message names the nearest.
    """
    wanted = name.strip().casefold()
    if not wanted:
        raise ValueError(f"name a topic: {LISTED}")
    shown = [row for row in topics.rows if not row.hidden]
    if (called := _called(wanted, shown) or _known_as(wanted, topics)) is not None:
        return called
    pattern = naming(wanted)
    having = [row for row in shown if pattern.search(row.label)]
    if len(having) == 1:
        return having[0]
    if having:
        raise ValueError(f"{name!r} fits several topics: {_listed(having)}. Type one of these")
    if not shown:
        raise ValueError(f"there is no topic {name!r}: nothing is known yet")
    return _nearest(name, shown, vector(), likeness)


def _called(wanted: str, rows: Sequence[TopicRow]) -> TopicRow | None:
    """Return the topic with a label, else the one with an alias."""
    labelled = (row for row in rows if row.label.casefold() == wanted)
    known_as = (row for row in rows if any(alias.casefold() == wanted for alias in row.aliases))
    return next(labelled, None) or next(known_as, None)


def _known_as(wanted: str, topics: Topics) -> TopicRow | None:
    """Return the topic that a name means but for plurals and articles, or that a topic of that name was merged into."""
    number = topics.names().get(name_key(wanted))
    row = None if number is None else topics.target(number)
    return None if row is None or row.hidden else row


def naming(*words: str) -> re.Pattern[str]:
    """Return a pattern that finds words in a text, in any case: whole ones, except in scripts that set no blanks.

    >>> naming("tea").search("Tea, please") is not None, naming("tea").search("a steak") is not None
    (True, False)
    """
    return re.compile("|".join(map(_whole, words)), re.IGNORECASE)


def _whole(words: str) -> str:
    unspaced = re.search(r"[\u2e80-\u9fff\u0e00-\u0eff]", words)
    return re.escape(words) if unspaced else rf"(?<![^\W_]){re.escape(words)}(?![^\W_])"


TYPO: Final = 0.92
"""How alike in spelling a label must be that was mistyped: of words that no text has, meaning tells little."""


def _nearest(name: str, rows: Sequence[TopicRow], vector: Vectors, likeness: Likeness) -> TopicRow:
    if likeness.meant < inf:  # to look at; who decides about a topic names it
        typed, labels = name.casefold(), {row.label.casefold(): row for row in rows}
        mistyped = next(iter(get_close_matches(typed, labels, n=1, cutoff=TYPO)), "")
        if mistyped and mistyped[0] == typed[:1]:
            return labels[mistyped]
    cosines = cosines_to(np.stack([row.vector for row in rows]), vector)
    best = int(np.argmax(cosines))
    if cosines[best] >= likeness.meant:
        return rows[best]
    spelt = get_close_matches(name, [row.label for row in rows], n=1, cutoff=0.6)
    guess = spelt or ([rows[best].label] if cosines[best] >= likeness.named else [])
    near = f"; the nearest is {guess[0]!r}" if guess else ""
    raise ValueError(f"there is no topic {name!r}{near}. {LISTED} all")


def _listed(rows: Sequence[TopicRow]) -> str:
    return ", ".join(repr(row.label) for row in rows[:8])
