"""What a topic was learned from, phrase by phrase: which part of it is another thing, and which phrase says best what it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from ..cleaning import without_unseen
from ..embedding import Vectorizer, Vectors
from ..store import statements
from .assigning import TopicRow
from .cohesion import likeness, mean_direction, two_means
from .names import name_key


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """A phrase that a topic was learned from: its unit vector, mass, number of events, and the origins and events of its evidence."""

    phrase: str
    vector: Vectors
    mass: float
    events: int
    places: tuple[tuple[int, int], ...]


def said_of(connection: Connection, row: TopicRow, vectorizer: Vectorizer) -> list[Said]:
    """Return the phrases that a topic was learned from, what a stop has voided among them, in the order of the alphabet.

    Spellings of one name (`name_key`) are one phrase, written as it was most often.
    """
    found: dict[str, list[tuple[str, float, int, int]]] = defaultdict(list)
    for piece in statements.given_to(connection, row.id):
        found[name_key(piece.phrase)].append((without_unseen(piece.phrase), abs(piece.mass), piece.origin, piece.event))
    keys = sorted(found)
    spelt = [_most_often([piece[0] for piece in found[key]]) for key in keys]
    vectors = vectorizer(spelt)
    return [
        Said(
            phrase,
            vector,
            max(sum(piece[1] for piece in found[key]), 1e-6),
            len({piece[3] for piece in found[key]}),
            tuple(piece[2:] for piece in found[key]),
        )
        for key, phrase, vector in zip(keys, spelt, vectors, strict=True)
    ]


def _most_often(spelt: Sequence[str]) -> str:
    return min(set(spelt), key=lambda one: (-spelt.count(one), one))


def best_phrase(said: Sequence[Said]) -> str | None:
    """Return the phrase that says best what a topic is: said most often, then nearest to all of them, then first in the alphabet."""
    if not said:
        return None
    middle = mean_direction(np.stack([one.vector for one in said]), np.array([one.mass for one in said]))
    return min(said, key=lambda one: (-one.events, -round(float(one.vector @ middle), 6), one.phrase)).phrase


def apart(row: TopicRow, said: Sequence[Said], least: float) -> list[Said]:
    """Return the phrases that are about another thing than the topic's label.

    Raises:
        ValueError: they are all about one thing: their halves lie at least `least` near each other.
    """
    if len(said) > 1:
        vectors, masses = np.stack([one.vector for one in said]), np.array([one.mass for one in said])
        parts = two_means(vectors, masses)
        halves = [mean_direction(vectors[parts == part], masses[parts == part]) for part in (False, True)]
        leaves = _leaving(row, said, parts, float(row.vector @ halves[0]) >= float(row.vector @ halves[1]))
        if likeness(vectors, parts, masses) < least:
            return [one for one, gone in zip(said, leaves, strict=True) if gone]
    listed = ", ".join(repr(one.phrase) for one in said[:5]) or "nothing"
    raise ValueError(f"{row.label!r} is all one thing ({listed}): name the phrases that are to leave it")


def _leaving(row: TopicRow, said: Sequence[Said], parts: np.ndarray, first_stays: bool) -> np.ndarray:
    """Return which phrases leave: the part without the label, or the one that lies farther from it."""
    for one, part in zip(said, parts, strict=True):
        if name_key(one.phrase) == name_key(row.label):
            return np.asarray(parts != part)
    return np.asarray(parts == first_stays)


def chosen(row: TopicRow, said: Sequence[Said], phrases: Sequence[str]) -> list[Said]:
    """Return the phrases that the person lets leave a topic.

    Raises:
        ValueError: there are none, one is not of this topic or is its label, or nothing would be left.
    """
    known = {name_key(one.phrase): one for one in said}
    listed = ", ".join(repr(one.phrase) for one in said[:8])
    wanted = {name_key(phrase): phrase for phrase in phrases}
    for key, phrase in wanted.items():
        if key not in known:
            raise ValueError(f"{row.label!r} was not learned from {phrase!r}; it was from {listed}")
    if name_key(row.label) in wanted:
        raise ValueError(
            f"{row.label!r} is the topic's label, which stays with it: let the others leave, or rename it first"
        )
    if not 0 < len(wanted) < len(known):
        raise ValueError(f"of {listed} some must leave {row.label!r} and some stay, got {len(wanted)} of {len(known)}")
    return [known[key] for key in sorted(wanted)]
