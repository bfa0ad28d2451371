"""Phrases to topics: which topics a phrase is evidence for, and when it opens a new one.

A user's topics are held in memory as columns of arrays, one matrix of vectors among them: finding the nearest ones is one product.
A topic's vector is that of its label, the person's own words; a later name for the same thing lies near it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import weights as w
from ..cosines import cosines_to
from ..embedding import Vectors
from ..language.diets import same_diet
from ..records import Ms, Phrase
from .apart import (
    are_apart,
    are_refused_apart,
    are_siblings,
    diet_of,
    is_beside_a_diet,
    is_kind_of,
    is_refused,
    leaning,
    one_from,
)
from .names import name_key

MOST_TOPICS = 3
"""A phrase is evidence for at most this many topics."""

SPREAD = 0.05
"""How much nearer, in cosine, a topic must be to take e times as much of a phrase's mass, where no model was measured."""

LEAST_PART = 0.1
"""Topics that would take less than this part of a phrase's mass take none."""

MENTIONED = 0.5
"""What a phrase that is only named or asked about counts, beside 1 for one that the person states of themselves."""

ECHOED = 0.5
"""What a phrase counts that the agent brought up in the turn before."""

FIRM = 1.0
"""An event of a smaller mass, such as a view or a search, states nothing of the person: a topic that one of them opened is tentative."""

COLUMNS = np.dtype(
    [
        ("evidence", np.int64),
        ("boost", np.float64),
        ("pinned", np.bool_),
        ("prior", np.float64),
        ("prior_at", np.int64),
        ("merged", np.bool_),
        ("kept_out", np.bool_),
        ("stopped", np.bool_),
    ]
)
"""What a turn looks at of every topic beside its vector and accumulators; `kept_out` of prompts is what is muted or being forgotten."""

MARGIN = 1e-4
"""How far single precision may be off: topics this much below a threshold are looked at in double precision."""


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
    merged_into: int | None = None
    """The topic that it is part of now."""
    rejected: bool = False
    """The person said that it is no interest of theirs, and has not stated it since."""
    prior: float = 0.0
    """The mass that people like the person have lent it, at the moment `prior_at`."""
    prior_at: Ms = 0

    @property
    def hidden(self) -> bool:
        """Whether it is shown nowhere: it is being forgotten, part of another topic, or rejected."""
        return self.forget_at is not None or self.merged_into is not None or self.rejected

    @property
    def learns(self) -> bool:
        """Whether it takes evidence."""
        return not self.muted and self.forget_at is None

    @property
    def names(self) -> tuple[str, ...]:
        """The label and what else it is called."""
        return (self.label, *self.aliases)

    @property
    def columns(self) -> tuple[Any, ...]:
        """What stands of it in the columns of all topics, as `COLUMNS`."""
        merged, kept_out = self.merged_into is not None, self.muted or self.forget_at is not None
        stopped = self.stopped_at is not None
        return self.evidence, self.boost, self.pinned, self.prior, self.prior_at, merged, kept_out, stopped

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
        elif action in ("stop", "reject", "end"):
            self.state, self.stopped_at, self.stopped_after = w.Accumulators.empty(), at, int(value)
            self.evidence, self.tentative, self.pinned, self.prior = 0, True, False, 0.0
            self.rejected = self.rejected or action == "reject"
            self.boost = min(self.boost, 1.0) if action == "end" else self.boost
        elif action == "confirm":
            self.tentative, self.rejected = False, False
        elif action == "prior":
            self.prior, self.prior_at = float(value.split()[0]), at
            self.tentative = self.tentative and not self.prior
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
        self._columns = np.zeros(8, COLUMNS)
        self._called: list[tuple[str, ...]] = []
        self._names: dict[str, int] | None = None

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

    @property
    def columns(self) -> npt.NDArray[Any]:
        """What the rows say, as columns, shape (n,) of `COLUMNS`; a row that changes is to be `put` again."""
        return self._columns[: len(self.rows)]

    def place(self, topic: int) -> int:
        """Return where a topic stands among the rows."""
        return self._place[topic]

    def put(self, row: TopicRow) -> None:
        """Add a topic, or replace the one with the same id; its vector is that of the matrix from now on, and is held once."""
        place = self._place.setdefault(row.id, len(self.rows))
        if place == len(self.rows):
            self.rows.append(row)
            self._called.append(())
            self._grow(len(row.vector))
        self.rows[place] = row
        self._call(place, row)
        self._vectors[place], self._logs[place], self._at[place] = row.vector, row.state.logs, row.state.at
        self._columns[place] = row.columns
        row.vector = self._vectors[place]

    def names(self) -> dict[str, int]:
        """Return which topic each label and alias names, by `name_key`; labels go before aliases, and those of merged topics last."""
        if self._names is None:
            self._names = {}
            for rows in ([row for row in self.rows if row.merged_into is not None], self.rows_of_their_own()):
                self._names |= {name_key(alias): row.id for row in reversed(rows) for alias in row.aliases}
                self._names |= {name_key(row.label): row.id for row in reversed(rows)}
        return self._names

    def _call(self, place: int, row: TopicRow) -> None:
        """Keep up what `names` returns: a new label of its own is added, after any other change all are collected anew."""
        before, self._called[place] = self._called[place], (*row.names, str(row.merged_into))
        if before == self._called[place] or self._names is None:
            return
        key = name_key(row.label)
        if before or row.aliases or row.merged_into is not None or key in self._names:
            self._names = None
        else:
            self._names[key] = row.id

    def rows_of_their_own(self) -> list[TopicRow]:
        """Return the topics that are not part of others."""
        return [row for row in self.rows if row.merged_into is None]

    def target(self, topic: int) -> TopicRow:
        """Return the topic that another one is part of now, or that topic itself."""
        row = self[topic]
        return row if row.merged_into is None or row.merged_into not in self else self[row.merged_into]

    def members(self, topic: int) -> list[TopicRow]:
        """Return a topic and those that were merged into it."""
        return [row for row in self.rows if topic in (row.id, row.merged_into)]

    def values(self, now: Ms, law: w.Law) -> w.Floats:
        """Return every topic's accumulators decayed to `now`, shape (n, 13)."""
        count = len(self.rows)
        return w.decayed(self._logs[:count], self._at[:count], now, law)

    def others(self, topic: TopicRow) -> int:
        """Return how many pieces of evidence all other topics have."""
        return int(self.columns["evidence"].sum()) - topic.evidence

    def lent(self, now: Ms, law: w.Law) -> w.Floats | float:
        """Return the mass that each topic is lent, shape (n,); 0 where none is, as a rule."""
        told = self.columns
        if not told["prior"].any():
            return 0.0
        return w.lent(told["prior"], told["prior_at"], told["evidence"].sum() - told["evidence"], now, law)

    def weights(self, values: w.Floats, law: w.Law, now: Ms) -> w.Floats:
        """Return every topic's weight under its controls, shape (n,)."""
        return w.weights(values, self.columns["boost"], self.columns["pinned"], law, self.lent(now, law))

    def settled(self, now: Ms, law: w.Law) -> w.Floats:
        """Return every topic's weight without what the last days add to it, shape (n,)."""
        return self.weights(w.settled(self.values(now, law)), law, now)

    def _grow(self, dimension: int) -> None:
        if len(self.rows) == 1:
            self._vectors = np.zeros((len(self._at), dimension), np.float32)
        if len(self.rows) > len(self._at):
            double = 2 * len(self._at)
            self._vectors = np.resize(self._vectors, (double, dimension))
            self._logs = np.resize(self._logs, (double, w.CHANNELS))
            self._at = np.resize(self._at, double)
            self._columns = np.resize(self._columns, double)
            for place, row in enumerate(self.rows[:-1]):  # the last has no place in the matrix yet
                row.vector = self._vectors[place]


@dataclass(frozen=True, slots=True)
class Assignment:
    """A piece of evidence before it is stored: `topic` is None where `phrase` opens a new one.

    With `ends` what was said of the topic before is void. `most` is the mass of the event.
    """

    topic: int | None
    phrase: Phrase
    vector: Vectors
    mass: float
    ends: bool = False
    most: float = float("inf")


def assign(
    phrases: Sequence[Phrase],
    vectors: Vectors,
    mass: float,
    topics: Topics,
    same: float,
    brought_up: Callable[[str], bool],
    close: Callable[[int], npt.NDArray[np.intp]] | None = None,
    *,
    spread: float = SPREAD,
) -> list[Assignment]:
    """Return the evidence that an event's phrases give.

    The masses that one phrase gives sum to at most the event's times the strength of the words, and so do those that one topic gets from
    all the phrases of the event. A phrase goes to the topic whose label or alias it repeats; else to the nearest ones above the cosine
    `same`, softly; else it opens a topic. What a person dislikes goes to one topic only. Words that end an interest
    end all the topics that they mean; as a dislike they count for the first of them. Words that take a dislike back end what is
    refused under their name. What is liked is no evidence for another thing that is
    disliked, nor the other way round (apart.py).

    Args:
        phrases: what the person named, in the order of the text.
        vectors: their unit vectors, shape (len(phrases), d).
        mass: the event's own, signed.
        topics: the ones that there are.
        same: the cosine from which on two phrases are one topic.
        brought_up: says whether it was the agent who named a phrase, in the exchange before; it then counts less. What is liked weakly
            is only mentioned then, and what is only mentioned counts nothing for a tentative topic: repeating the agent names none twice.
        close: gives the places of the topics that may lie near the phrase of a place, where that is known already.
        spread: how much nearer, in cosine, a topic must be to take e times as much of a phrase's mass.
    """
    found: list[Assignment] = []
    close = close or _within(vectors, topics, same)
    names = topics.names()
    against = _against(phrases, vectors, mass, topics, names, same)
    borne = _borne(phrases, topics, names)
    for place, (phrase, vector) in enumerate(zip(phrases, vectors, strict=True)):
        echoed = brought_up(phrase.text)
        worth = _worth(phrase, mass) * (ECHOED if echoed else 1.0)
        if abs(mass) < FIRM or (echoed and phrase.polarity > 0 and phrase.strength < 1.0):
            phrase = replace(phrase, stance="mentioned")
        if phrase.ends:
            ended = meant(phrase, cosines_to(topics.vectors, vector), topics, names, same)
            parts = [(topic, float(not rank)) for rank, topic in enumerate(ended)]
        else:
            exact = _named(phrase.text, names)
            most = 1 if worth < 0 else MOST_TOPICS
            other = _Other(phrase, 1 if worth > 0 else -1, same, against, borne)
            parts = [(exact, 1.0)] if exact is not None else _parts(vector, close(place), topics, other, most, spread)
        if not parts and worth:
            _open(found, phrase, vector, worth, same)
        turned = _refused(phrase, vector, topics, names, same) if phrase.turns else frozenset[int]()
        parts += [(topic, 0.0) for topic in sorted(turned.difference(topic for topic, _ in parts))]
        if echoed and phrase.stance == "mentioned":
            parts = [(topic, part) for topic, part in parts if not topics.target(topic).tentative]
        found.extend(
            Assignment(topic, phrase, vector, worth * part, phrase.ends or topic in turned) for topic, part in parts
        )
    return _at_most(found, abs(mass))


def _named(name: str, names: dict[str, int]) -> int | None:
    """Return the topic of a name, or of another name of the same diet: who is 素食者 and says "我不吃素了" ends that."""
    key = name_key(name)
    if key in names:
        return names[key]
    return next((names[other] for other in map(name_key, sorted(same_diet(key))) if other in names), None)


def _against(
    phrases: Sequence[Phrase], vectors: Vectors, mass: float, topics: Topics, names: dict[str, int], same: float
) -> frozenset[int]:
    """Return the topics that an event's own words end, and those that they refuse by name."""
    against = set[int]()
    for phrase, vector in zip(phrases, vectors, strict=True):
        if phrase.ends:
            against.update(meant(phrase, cosines_to(topics.vectors, vector), topics, names, same))
        elif _worth(phrase, mass) < 0:
            against.update({names[key] for key in [name_key(phrase.text)] if key in names})
    return frozenset(topics.target(topic).id for topic in against)


def _borne(phrases: Sequence[Phrase], topics: Topics, names: dict[str, int]) -> frozenset[int]:
    """Return the topics that an event's own words name as what the person is not averse to, and no more than that."""
    keys = (name_key(phrase.text) for phrase in phrases if phrase.turns and not phrase.strength)
    return frozenset(topics.target(names[key]).id for key in keys if key in names)


def _worth(phrase: Phrase, mass: float) -> float:
    """Return the mass of a phrase in an event; words that only end an interest have none."""
    if phrase.ends and phrase.polarity > 0:
        return 0.0
    worth = mass * phrase.strength * (phrase.polarity if mass > 0 else 1)  # refusing what one dislikes is not liking it
    return worth * (1.0 if phrase.stance == "stated" else MENTIONED)


def meant(
    phrase: Phrase, cosines: npt.NDArray[np.float32], topics: Topics, names: dict[str, int], same: float
) -> list[int]:
    """Return the topics that a phrase means which ends or refuses something: the one of that name first, then the others above `same`,
    nearest first, but those that are other things. Of a slip that was corrected only the one of that name.
    """
    exact = _named(phrase.text, names)
    if phrase.ends and phrase.polarity > 0 and not phrase.strength:
        return [] if exact is None else [exact]
    other = _Other(phrase, -1, same)
    order = [place for place in np.argsort(-cosines, kind="stable") if cosines[place] >= same]
    close = [topics.rows[place].id for place in order if not other(topics.rows[place], cosines[place], topics)]
    return close if exact is None else [exact, *(topic for topic in close if topic != exact)]


def _refused(phrase: Phrase, vector: Vectors, topics: Topics, names: dict[str, int], same: float) -> frozenset[int]:
    """Return the topics that words mean which take a dislike back: the refused ones of that name, but no kind of it, such as soy milk."""
    cosines = cosines_to(topics.vectors, vector)
    near = [(topics.rows[place], float(cosines[place])) for place in np.flatnonzero(cosines >= same)]
    one = [row.id for row, cosine in near if cosine >= one_from(same) or not are_apart(phrase.text, row.names)]
    narrower = {row.id for row, _ in near if any(_is_narrower(name, phrase.text) for name in row.names)}
    one = [topic for topic in one if topic not in narrower]
    exact = [names[key] for key in [name_key(phrase.text)] if key in names]
    return frozenset(topic for topic in (*exact, *one) if is_refused(topics.target(topic).state))


def _is_narrower(name: str, other: str) -> bool:
    return is_kind_of(name, other) and not is_kind_of(other, name)


@dataclass(frozen=True, slots=True)
class _Other:
    """Tells of a topic above `same` whether it is another thing than a phrase all the same (apart.py).

    `liked` is 1 or -1, by what is said of the phrase; `against` are topics that the same event says no to, `borne` those of which it
    says that they are not: who is allergic not to peanuts but to hazelnuts speaks of two things.
    """

    phrase: Phrase
    liked: int
    same: float
    against: frozenset[int] = frozenset()
    borne: frozenset[int] = frozenset()

    def __call__(self, row: TopicRow, cosine: float, topics: Topics) -> bool:
        if topics.target(row.id).id in self.borne:
            return True
        if cosine >= one_from(self.same):
            return False
        if is_beside_a_diet(self.phrase.text, row.names):
            return True
        if self.phrase.ends:
            diet = diet_of(self.phrase.text)
            return diet not in map(diet_of, row.names) if diet else are_siblings(self.phrase.text, row.names)
        said = topics.target(row.id)
        leans = -1 if said.id in self.against else leaning(said.state)
        if self.liked < 0 and leans < 0:
            return are_refused_apart(self.phrase.text, row.names)
        return leans == -self.liked and are_apart(self.phrase.text, row.names)


def _within(vectors: Vectors, topics: Topics, same: float) -> Callable[[int], npt.NDArray[np.intp]]:
    cosines = cosines_to(topics.vectors, vectors)
    return lambda place: np.flatnonzero(cosines[:, place] >= same - MARGIN)


def _parts(
    vector: Vectors, places: npt.NDArray[np.intp], topics: Topics, other: _Other, most: int, spread: float
) -> list[tuple[int, float]]:
    """Return those of some topics above the threshold that are no other things, nearest first, with the part of the mass that each takes.

    Their cosines are computed so that they are the same to the last bit however many others are looked at.
    """
    if not len(places):
        return []
    near = np.einsum("td,d->t", topics.vectors[places].astype(np.float64), vector.astype(np.float64))
    alike = [
        cosine >= other.same and not other(topics.rows[place], cosine, topics)
        for place, cosine in zip(places, near, strict=True)
    ]
    places, near = places[alike], near[alike]
    if not len(places):
        return []
    order = np.argsort(-near, kind="stable")[:most]
    pull = np.exp((near[order] - near[order[0]]) / spread)
    pull = np.where(pull / pull.sum() < LEAST_PART, 0, pull)
    return [(topics.rows[places[i]].id, float(p)) for i, p in zip(order, pull / pull.sum(), strict=True) if p > 0]


def _open(found: list[Assignment], phrase: Phrase, vector: Vectors, worth: float, same: float) -> None:
    """Open a topic for a phrase, unless an earlier phrase of the same event opened one that it belongs to."""
    for earlier in found:
        if earlier.topic is None and _joins(earlier, phrase, vector, same):  # by the first name, but as it is said here
            named = replace(earlier.phrase, strength=phrase.strength, stance=phrase.stance)
            found.append(Assignment(None, named, earlier.vector, worth))
            return
    found.append(Assignment(None, phrase, vector, worth))


def _joins(earlier: Assignment, phrase: Phrase, vector: Vectors, same: float) -> bool:
    """Return whether two phrases of one event are of one thing: of one name, or near each other and said to be liked or ended alike.

    What is refused is one thing only where the names say so: "peanuts and cashews" are two.
    """
    if name_key(earlier.phrase.text) == name_key(phrase.text):
        return True
    cosine = float(earlier.vector @ vector)
    if phrase.polarity < 0 and cosine < one_from(same) and are_refused_apart(earlier.phrase.text, [phrase.text]):
        return False
    alike = (earlier.phrase.polarity, earlier.phrase.ends) == (phrase.polarity, phrase.ends)
    alike = alike and not is_beside_a_diet(earlier.phrase.text, [phrase.text])
    return alike and cosine >= same


def _at_most(found: Iterable[Assignment], most: float) -> list[Assignment]:
    """Join what falls on one topic, so that it gets no more than the event's mass times the strength of the words."""
    joined: dict[object, Assignment] = {}
    for one in found:
        key = one.topic if one.topic is not None else one.phrase.text.casefold()
        before = joined.get(key)
        total = one.mass + (before.mass if before else 0.0)
        both = [each for each in (before, one) if each is not None]
        strongest = max(both, key=lambda each: (each.phrase.stance == "stated", abs(each.mass)))
        limit = most * max(each.phrase.strength for each in both)
        ends = any(each.ends for each in both)
        mass = float(np.clip(total, -limit, limit))
        joined[key] = Assignment(one.topic, strongest.phrase, strongest.vector, mass, ends, most)
    return [one for one in joined.values() if one.mass or one.ends]
