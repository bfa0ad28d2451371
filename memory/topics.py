"""Phrases to topics: which topics a phrase is evidence for, and when it opens a new one.

A user's topics are held in memory as columns of arrays, one matrix of vectors among them: finding the nearest ones is one product.
A topic's vector is that of its label, the person's own words; a later name for the same thing lies near it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from . import weights as w
from .embedding import Vectors
from .records import Ms, Phrase

MOST_TOPICS = 3
"""A phrase is evidence for at most this many topics."""

SPREAD = 0.05
"""How much nearer, in cosine, a topic must be to take e times as much of a phrase's mass."""

LEAST_PART = 0.1
"""Topics that would take less than this part of a phrase's mass take none."""

MENTIONED = 0.5
"""What a phrase that is only named or asked about counts, beside 1 for one that the person states of themselves."""

ECHOED = 0.5
"""What a phrase counts that the agent brought up in the turn before."""


@dataclass(slots=True)
class TopicRow:
    """One topic as the ledger stores it, accumulators unpacked; times in milliseconds."""

    id: int
    label: str
    vector: Vectors
    state: w.Accumulators
    evidence: int = 0
    last_seen: Ms = 0
    tentative: bool = True
    boost: float = 1.0
    pinned: bool = False
    muted: bool = False
    stopped_at: Ms | None = None
    stopped_after: int = 0
    """The last event before the stop: what came later counts, in the same millisecond too."""
    aliases: tuple[str, ...] = ()
    """What else the topic is called."""
    forget_at: Ms | None = None
    """When it is to be erased; until then it is hidden."""

    @property
    def hidden(self) -> bool:
        """Whether the person has asked to forget it."""
        return self.forget_at is not None

    @property
    def learns(self) -> bool:
        """Whether it takes evidence."""
        return not self.muted and self.forget_at is None

    def counts(self, at: Ms, event: int) -> bool:
        """Return whether evidence counts, or was voided by a stop."""
        return self.stopped_at is None or (at, event) > (self.stopped_at, self.stopped_after)

    def decide(self, action: str, value: str, at: Ms) -> None:
        """Take on what the person decided: an action and its value as the ledger's controls hold them."""
        if action == "pin":
            self.pinned = value == "1"
        elif action == "mute":
            self.muted = value == "1"
        elif action == "boost":
            self.boost = float(value)
        elif action == "rename":
            self.label = value
        elif action == "stop":
            self.state, self.stopped_at, self.stopped_after = w.Accumulators.empty(), at, int(value)
            self.evidence, self.tentative, self.pinned = 0, True, False
        elif action == "confirm":
            self.tentative = False
        elif action == "forget":
            self.forget_at = int(value)
        elif action == "keep":
            self.forget_at = None


class Topics:
    """A user's topics: rows, and the columns that every turn computes with."""

    def __init__(self) -> None:
        self.rows: list[TopicRow] = []
        self._place: dict[int, int] = {}
        self._vectors = np.zeros((8, 0), np.float32)
        self._logs = np.zeros((8, w.CHANNELS))
        self._at = np.zeros(8, np.int64)

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, topic: int) -> bool:
        return topic in self._place

    def __getitem__(self, topic: int) -> TopicRow:
        return self.rows[self._place[topic]]

    @property
    def vectors(self) -> Vectors:
        """One unit vector a topic, shape (n, dimension)."""
        return self._vectors[: len(self.rows)]

    @property
    def logs(self) -> w.Floats:
        """The accumulators' logarithms, each topic's as of its last evidence, shape (n, 13)."""
        return self._logs[: len(self.rows)]

    def place(self, topic: int) -> int:
        """Return where a topic stands among the rows."""
        return self._place[topic]

    def put(self, row: TopicRow) -> None:
        """Add a topic, or replace the one with the same id."""
        place = self._place.setdefault(row.id, len(self.rows))
        if place == len(self.rows):
            self.rows.append(row)
            self._grow(len(row.vector))
        self.rows[place] = row
        self._vectors[place], self._logs[place], self._at[place] = row.vector, row.state.logs, row.state.at

    def names(self) -> dict[str, int]:
        """Return which topic each label and alias names, casefolded; a label goes before another topic's alias."""
        aliases = {alias.casefold(): row.id for row in self.rows for alias in row.aliases}
        return aliases | {row.label.casefold(): row.id for row in self.rows}

    def values(self, now: Ms, law: w.Law) -> w.Floats:
        """Return every topic's accumulators decayed to `now`, shape (n, 13)."""
        count = len(self.rows)
        return w.decayed(self._logs[:count], self._at[:count], now, law)

    def weights(self, values: w.Floats, law: w.Law) -> w.Floats:
        """Return every topic's weight under its controls, shape (n,)."""
        boost = np.fromiter((row.boost for row in self.rows), np.float64, len(self.rows))
        pinned = np.fromiter((row.pinned for row in self.rows), np.bool_, len(self.rows))
        return w.weights(values, boost, pinned, law)

    def _grow(self, dimension: int) -> None:
        if len(self.rows) == 1:
            self._vectors = np.zeros((len(self._at), dimension), np.float32)
        if len(self.rows) > len(self._at):
            double = 2 * len(self._at)
            self._vectors = np.resize(self._vectors, (double, dimension))
            self._logs = np.resize(self._logs, (double, w.CHANNELS))
            self._at = np.resize(self._at, double)


@dataclass(frozen=True, slots=True)
class Assignment:
    """A piece of evidence before it is stored: `topic` is None where `phrase` opens a new one."""

    topic: int | None
    phrase: Phrase
    vector: Vectors
    mass: float


def assign(
    phrases: Sequence[Phrase],
    vectors: Vectors,
    mass: float,
    topics: Topics,
    same: float,
    brought_up: Callable[[str], bool],
) -> list[Assignment]:
    """Return the evidence that an event's phrases give.

    The masses that one phrase gives sum to at most the event's, and so do those that one topic gets from all the phrases
    of the event. A phrase goes to the topic whose label or alias it repeats; else to the nearest ones above the cosine
    `same`, softly; else it opens a topic. What a person dislikes goes to one topic only.

    Args:
        phrases: what the person named, in the order of the text.
        vectors: their unit vectors, shape (len(phrases), d).
        mass: the event's own, signed.
        topics: the ones that there are.
        same: the cosine from which on two phrases are one topic.
        brought_up: says whether it was the agent who named a phrase, in the exchange before; it then counts less.
    """
    found: list[Assignment] = []
    cosines = vectors @ topics.vectors.T if len(topics) else np.zeros((len(phrases), 0), np.float32)
    names = topics.names()
    for phrase, vector, near in zip(phrases, vectors, cosines, strict=True):
        worth = mass * (phrase.polarity if mass > 0 else 1)  # refusing what one dislikes is not liking it
        worth *= 1.0 if phrase.stance == "stated" else MENTIONED
        if brought_up(phrase.text):
            worth *= ECHOED
        exact = names.get(phrase.text.casefold())
        parts = [(exact, 1.0)] if exact is not None else _parts(near, topics, same, 1 if worth < 0 else MOST_TOPICS)
        if parts:
            found.extend(Assignment(topic, phrase, vector, worth * part) for topic, part in parts)
        else:
            _open(found, phrase, vector, worth, same)
    return _at_most(found, abs(mass))


def _parts(near: npt.NDArray[np.float32], topics: Topics, same: float, most: int) -> list[tuple[int, float]]:
    """Return the topics above the threshold, nearest first, with the part of the mass that each takes."""
    close = np.flatnonzero(near >= same)
    if not len(close):
        return []
    close = close[np.argsort(-near[close], kind="stable")][:most]
    pull = np.exp((near[close].astype(np.float64) - near[close[0]]) / SPREAD)
    pull = np.where(pull / pull.sum() < LEAST_PART, 0, pull)
    return [(topics.rows[i].id, float(p)) for i, p in zip(close, pull / pull.sum(), strict=True) if p > 0]


def _open(found: list[Assignment], phrase: Phrase, vector: Vectors, worth: float, same: float) -> None:
    """Open a topic for a phrase, unless an earlier phrase of the same event opened one that it belongs to."""
    for earlier in found:
        if earlier.topic is None and float(earlier.vector @ vector) >= same:
            found.append(Assignment(None, earlier.phrase, earlier.vector, worth))
            return
    found.append(Assignment(None, phrase, vector, worth))


def _at_most(found: Iterable[Assignment], limit: float) -> list[Assignment]:
    """Join what falls on one topic, so that it gets no more than the event's mass."""
    joined: dict[object, Assignment] = {}
    for one in found:
        key = one.topic if one.topic is not None else one.phrase.text.casefold()
        before = joined.get(key)
        total = one.mass + (before.mass if before else 0.0)
        strongest = max(filter(None, (before, one)), key=lambda each: abs(each.mass))
        joined[key] = Assignment(one.topic, strongest.phrase, strongest.vector, float(np.clip(total, -limit, limit)))
    return [one for one in joined.values() if one.mass]
