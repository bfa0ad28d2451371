"""Finding past turns: by words (the full-text index) and by vectors (Chroma, or the ledger's newest), fused by rank."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import numpy as np
from sqlalchemy import Connection, Row

from ..access import Access
from ..cleaning import clean
from ..embedding import Vectors
from ..kinds import WORDS
from ..records import Event, Neighbour, Recollection, from_ms
from ..store import event_statements, full_text
from ..store.terms import terms
from ..topics.assigning import TopicRow
from ..topics.find import naming
from .fusion import fuse, lend, trust
from .held import Held
from .known import Known
from .mattering import (
    ASKED_FOR,
    LEAST,
    SOME_WORD,
    Signs,
    asks_for_the_past,
    bearing,
    looked_for,
    refers_back,
    wants_no_questions,
)
from .periods import Period, period_of, undated
from .telling import (
    only_acknowledges,
    only_asks,
    only_wants,
    says_no,
    seeks_advice,
    tells_of,
    tells_of_self,
    tells_taste,
)
from .told import LIKELY, Somebody, Told, ToldOf, direction

LANE: Final = 50
"""Events that each way of looking may bring in."""

DEEP: Final = 200
"""Of vectors more are brought in: what a person has told of themselves lies among many requests on the same matter."""

AROUND: Final = 2
"""Turns to either side of one that are looked at with it."""

WORDS_VOTES: Final = 3.0
"""What the lane of words counts beside that of vectors: vectors alone lose to words on turns of a conversation."""

FOR_ADVICE: Final = 0.5
"""What is left of the trust in words where something new is asked for: it shares words like "recommend" with other requests."""

LOOKED_AT: Final = 12
"""So many of the best are asked whether they matter."""

REPEATED: Final = 0.95
"""The cosine from which on a turn says the same as the query."""

BESIDE: Final = 0.7
"""What a sign of the turn before or after counts: an answer rarely repeats its question's words."""

DATED_VOTES: Final = 3.0
"""What a lane of the period counts that the query speaks of: what was said then comes first, and the rest is not lost."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What a query found: the rows around all candidates by number, their fused scores, best first, and what told them apart;
    `advice` says whether it asks for some, `answers` whether former questions on the past are none that it wants."""

    rows: dict[int, Row[Any]]
    scores: dict[int, float]
    cosines: dict[int, float]
    rarity: dict[str, float]
    period: Period | None
    advice: bool
    answers: bool

    def repeats_first(self) -> list[int]:
        """Return the turns, best first; before them those that say the query itself."""
        return sorted(self.scores, key=self.says_more)

    def ranking(self, number: int) -> float:
        """Return a score by which `repeats_first` is in order."""
        first = 0.0 if self.says_more(number) else next(iter(self.scores.values()))
        return first + self.scores[number]

    def says_more(self, number: int) -> bool:
        """Return whether a turn says something else than the query itself."""
        return self.cosines.get(number, 0.0) <= REPEATED

    def beside(self, number: int, without: Collection[int] = ()) -> list[int]:
        """Return a turn and those of the other side next to it in its session: what it answers, and what answers it.

        One that says the query itself is left out: that it was asked before tells nothing.
        """
        its = self.rows[number]
        near = (number - 1, number + 1) if its.session else ()
        others = (
            one for one in near if one in self.rows and self.rows[one].session == its.session and self.says_more(one)
        )
        return [number, *(one for one in others if self.rows[one].role != its.role and one not in without)]


class Retrieval:
    """The part of a `UserMemory` that finds past turns; `search` and `recall_turns` are described there."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._memory = access.memory
        self._rebuilt = -1
        self._rows, self._of_self, self._common = Known[Row[Any]](), Known[bool](), set[str]()

    def search(self, query: str, count: int) -> list[Neighbour]:
        """Return past events that have to do with a query, best first."""
        vector = self._memory.reader(clean(query)).vectors[0]
        with self._access.reading() as connection:
            found = self._find(connection, query, vector, max(LANE, count), patient=True)
            best = found.repeats_first()[:count]
            events = event_statements.events_by_number(connection, self._access.number, best, replaced=False)
            cosines = event_statements.cosines(connection, best, vector)
        return [
            Neighbour(events[number], cosines.get(number, 0.0), found.ranking(number))
            for number in best
            if number in events
        ]

    def recall_turns(
        self, query: str, count: int, without: Collection[int], of: Sequence[ToldOf] = ()
    ) -> list[Recollection]:
        """Return the few turns of the past that matter to a query; before them those that tell something `of` the person."""
        vector = self._memory.reader(clean(query)).vectors[0]
        with self._access.reading() as connection:
            found = self._find(connection, query, vector, LANE, patient=False)
            events = self._best(connection, query, found, without)
            told = self._signs(connection, query, vector, found, events)
            tells = dict.fromkeys(one for what in of for one in self._tell(connection, what, found, without))
            events |= event_statements.events_by_number(connection, self._access.number, tells, replaced=False)
        likely = _likely(told, asks_for_the_past(query))
        best = [*tells, *(one for one in likely if one not in tells)]
        return [
            Recollection(events[one], found.scores.get(one, 0.0), likely.get(one, LEAST), one in tells)
            for one in best[:count]
        ]

    def _tell(self, connection: Connection, what: ToldOf, found: _Found, without: Collection[int]) -> list[int]:
        """Return the turns that most surely tell something of the person, surest first, none twice, none on what they keep out."""
        likely = self._of(connection, what) if isinstance(what, Somebody) else self._sure(connection, what)
        sure = [number for number in likely if number not in without and found.says_more(number)]
        rows = self._around(connection, [sure])
        own = [one for one in sure if one in rows and _is_turn(rows[one]) and rows[one].role == "user"]
        own = self._speakable(connection, own, self._ended())
        texts = event_statements.texts_of(connection, own)
        once = {texts[one].casefold(): one for one in reversed(own) if one in texts}
        return [one for one in own if one in once.values()][: what.most]

    def _sure(self, connection: Connection, what: Told) -> list[int]:
        """Return what lies farthest along the direction of what tells something of the person."""
        there = direction(self._memory.vectorizer.name, what)
        if there is None:
            return []
        near = self._nearest(connection, there.unit, LANE, patient=False)
        return [number for number, cosine in near if there.chance(cosine) >= LIKELY]

    def _of(self, connection: Connection, who: Somebody) -> list[int]:
        """Return what was said of somebody, the newest first and before it what tells what they like or do."""
        wanted = list(dict.fromkeys(term for name in who.names for term in terms(name)))
        found = full_text.matches(connection, self._access.number, wanted, LANE, common=self._common).scores
        texts = event_statements.texts_of(connection, list(found), role="user")
        told = {number: tells_of(text, who.names) for number, text in texts.items()}
        return sorted((one for one, much in told.items() if much), key=lambda one: (-told[one], -one))

    def signs(self, query: str) -> dict[int, Signs]:
        """Return the signs of the best candidates for a query, best first, by number: what bench/recall.py fits the model to."""
        vector = self._memory.reader(clean(query)).vectors[0]
        with self._access.reading() as connection:
            found = self._find(connection, query, vector, LANE, patient=False)
            return self._signs(connection, query, vector, found, self._best(connection, query, found, ()))

    # The lanes

    def _find(self, connection: Connection, query: str, vector: Vectors, most: int, patient: bool) -> _Found:
        self._freshen()
        user, period = self._access.number, period_of(query, from_ms(self._access.now()))
        asked = query if period is None else undated(query)
        wanted = list(dict.fromkeys(terms(looked_for(asked)) or terms(asked)))
        by_words = full_text.matches(connection, user, wanted, most, common=self._common)
        trusted = trust(max(by_words.scores.values(), default=0.0), by_words.rarity)
        if advice := _asks_for_advice(query):
            trusted *= FOR_ADVICE
        cosines = dict(self._nearest(connection, vector, max(most, DEEP), patient))
        lanes = [(by_words.scores, WORDS_VOTES * trusted), (cosines, 1.0)]
        if trusted < 1:
            lanes.append((self._telling(connection, cosines), 1.0 - trusted))
        if period is not None:
            then = full_text.matches(connection, user, wanted, most, period.moments).scores
            near = event_statements.cosines(connection, then, vector)
            lanes += [(then, DATED_VOTES), (near, DATED_VOTES)]
            cosines |= near
        rows = self._around(connection, [list(lane) for lane, _ in lanes])
        sessions = {number: row.session for number, row in rows.items()}
        scores = fuse([(lend(lane, sessions, trusted), votes) for lane, votes in lanes if votes])
        return _Found(rows, scores, cosines, by_words.rarity, period, advice, wants_no_questions(query))

    def _freshen(self) -> None:
        """Drop what is known of past events where some were erased or taken back."""
        if self._rebuilt != self._access.standing.rebuilt:
            for kept in (self._rows, self._of_self, self._common):
                kept.clear()
            self._rebuilt = self._access.standing.rebuilt

    def _held(self) -> Held:
        return self._memory.shelf.of(self._access.number, self._access.standing.rebuilt)

    def _nearest(self, connection: Connection, vector: Vectors, most: int, patient: bool) -> list[tuple[int, float]]:
        """Return the events nearest to a vector with their cosines, best first."""
        found = self._held().nearest(connection, vector, most)
        return self._memory.nearest(connection, self._access.number, vector, most, patient) if found is None else found

    def _telling(self, connection: Connection, lane: Mapping[int, float]) -> dict[int, float]:
        """Return what of a lane tells something of the person: for a request that shares no words with it, that matters most."""
        told = {number: row.telling for number, row in self._said(connection, lane).items()}
        if unread := [number for number, telling in told.items() if telling is None]:
            told |= self._of_self.of(unread, lambda some: _tell_of_self(connection, some))
        return {number: cosine for number, cosine in lane.items() if told.get(number)}

    def _around(self, connection: Connection, lanes: Sequence[Sequence[int]]) -> dict[int, Row[Any]]:
        """Return the events of lanes, and those around the best of each, as far as they still say something."""
        wanted = set[int]().union(*lanes)
        for best in {number for lane in lanes for number in lane[:LANE]}:
            wanted.update(range(best - AROUND, best + AROUND + 1))
        return self._said(connection, wanted)

    def _said(self, connection: Connection, numbers: Collection[int]) -> dict[int, Row[Any]]:
        """Return those of some events that still say something."""
        return self._rows.of(numbers, lambda some: event_statements.said_among(connection, self._access.number, some))

    # What matters

    def _best(self, connection: Connection, query: str, found: _Found, without: Collection[int]) -> dict[int, Event]:
        """Return the best turns, best first; none that says the query itself or has to do with what the person keeps out of prompts.

        What was said of a topic before it ended is none either, unless the query names it or speaks of what was.
        """
        turns = (
            one for one in found.scores if found.says_more(one) and _is_turn(found.rows[one]) and one not in without
        )
        best = list(islice(turns, LOOKED_AT * (2 if found.answers else 1)))
        back = refers_back(query)
        best = self._speakable(connection, best, [] if back else self._ended(query))
        events = event_statements.events_by_number(connection, self._access.number, best, replaced=False)
        replies = [] if back else [one for one in best if one in events and events[one].role == "assistant"]
        refused = self._refused(connection, found, replies)
        kept = (
            one for one in best if one in events and one not in refused and not _is_empty(events[one], found.answers)
        )
        return {one: events[one] for one in islice(kept, LOOKED_AT)}

    def _refused(self, connection: Connection, found: _Found, replies: Sequence[int]) -> set[int]:
        """Return those of some replies that the person refused right behind them: what they suggest is not to be suggested again."""
        rows = found.rows
        behind = {one: one + 1 for one in replies if one + 1 in rows and rows[one].session}
        behind = {
            one: later
            for one, later in behind.items()
            if rows[later].session == rows[one].session and rows[later].role == "user"
        }
        texts = event_statements.texts_of(connection, behind.values()) if behind else {}
        return {one for one, later in behind.items() if says_no(texts.get(later, ""))}

    def _signs(
        self, connection: Connection, query: str, vector: Vectors, found: _Found, best: Mapping[int, Event]
    ) -> dict[int, Signs]:
        """Return what tells whether each of the best turns matters."""
        back = refers_back(query)
        own = {number: event.text for number, event in best.items() if event.role == "user"}
        tastes = {one for one, text in own.items() if tells_taste(text)} if found.advice else set()
        if not back and found.period is None:  # else what was asked may be just what is meant
            best = {one: event for one, event in best.items() if not only_asks(own.get(one, ""))}
            wanted = {one for one in best if only_wants(own.get(one, ""))}
        else:
            wanted = set()
        beside = {one: found.beside(one) for one in best}
        if found.answers:
            former = self._former(connection, {number for some in beside.values() for number in some} - best.keys())
            beside = {one: found.beside(one, former) for one in best}
        around = [number for some in beside.values() for number in some]
        near = self._cosines(connection, around, vector)  # what the index found may have cosines of its shorter vectors
        said = full_text.terms_of(connection, self._access.number, around, found.rarity)
        relevance = self._relevance(around, near)
        nearest = max(tastes & best.keys(), key=relevance.__getitem__, default=None)
        whole = sum(found.rarity.values())

        def of(number: int) -> Signs:
            """Return the best that it or a turn beside it has, for an answer rarely repeats its question."""
            parts = {one: 1.0 if one == number else BESIDE for one in beside[number]}
            told = max(part * sum(found.rarity[term] for term in said.get(one, ())) for one, part in parts.items())
            dated = found.period is not None and found.period.has(from_ms(found.rows[number].at))
            return Signs(
                relevance=max(part * relevance[one] for one, part in parts.items()),
                coverage=told / whole if whole else float(dated),  # "what did we do last week?" asks for all of it
                said=math.log1p(told),
                back=float(back),
                dated=float(dated),
                taste=math.sqrt(relevance[number]) if number in tastes else 0.0,
                nearest=float(number == nearest),
                wanted=float(number in wanted),
            )

        return {number: of(number) for number in best}

    def _former(self, connection: Connection, numbers: Collection[int]) -> set[int]:
        """Return those of some turns that only ask for the past."""
        events = event_statements.events_by_number(connection, self._access.number, numbers)
        return {number for number, event in events.items() if _only_asks_back(event)}

    def _relevance(self, numbers: Sequence[int], cosines: Mapping[int, float]) -> dict[int, float]:
        """Return the relevance of some events by their cosines, all in one computation; without a cosine as if it were 0."""
        relevance = self._memory.vectorizer.calibration.relevance(np.array([cosines.get(one, 0.0) for one in numbers]))
        return dict(zip(numbers, relevance.tolist(), strict=True))

    def _cosines(self, connection: Connection, numbers: Sequence[int], vector: Vectors) -> dict[int, float]:
        """Return the cosines of some events to a vector: of what is held, and of the rest by the ledger."""
        held = self._held().cosines(numbers, vector)
        rest = [number for number in numbers if number not in held]
        return held | event_statements.cosines(connection, rest, vector) if rest else held

    def _ended(self, query: str = "") -> list[TopicRow]:
        """Return the topics that were stopped or have ended once, but for those that a query names."""
        topics = self._access.standing.topics
        ended = [topics.rows[place] for place in np.flatnonzero(topics.columns["stopped"]).tolist()]
        return [row for row in ended if not naming(*row.names).search(query)]

    def _speakable(self, connection: Connection, numbers: Sequence[int], ended: Sequence[TopicRow]) -> list[int]:
        """Return those of some turns that have nothing to do with a topic that is muted or being forgotten, nor with one that has
        `ended` since."""
        topics = self._access.standing.topics
        muted = [topics.rows[place] for place in np.flatnonzero(topics.columns["kept_out"]).tolist()]
        if not muted and not ended:
            return list(numbers)
        texts = event_statements.texts_of(connection, numbers)

        def of(rows: Sequence[TopicRow], some: Sequence[int]) -> set[int]:
            """Return those of some turns that name one of these topics, or taught it."""
            if not rows or not some:
                return set()
            named = naming(*(name for row in rows for name in row.names))
            fed = event_statements.feeding(connection, some, [row.id for row in rows])
            return {one for one in some if one in fed or named.search(texts.get(one, ""))}

        out = of(muted, numbers)
        if of(ended, numbers):  # seldom: then each by the moment at which it ended
            for row in ended:
                out |= of([row], [one for one in numbers if one <= row.stopped_after])
        return [one for one in numbers if one not in out]


def _tell_of_self(connection: Connection, numbers: Sequence[int]) -> dict[int, bool]:
    """Return of events that an older version stored whether they tell something of the person."""
    own = event_statements.texts_of(connection, numbers, role="user")
    return {number: tells_of_self(text) for number, text in own.items()}


def _is_turn(row: Row[Any]) -> bool:
    return row.kind == WORDS and row.part_of is None


def _likely(told: Mapping[int, Signs], past: bool) -> dict[int, float]:
    """Return how likely those turns matter that do, by number; of a question on the `past` the likeliest one that answers it at all."""
    chances = {number: bearing(its) for number, its in told.items()}
    first = max(chances, key=chances.__getitem__, default=None)
    asked_for = past and first is not None and told[first].said >= SOME_WORD
    least = {first: ASKED_FOR} if asked_for else {}
    return {number: chance for number, chance in chances.items() if chance >= least.get(number, LEAST)}


def _is_empty(event: Event, answers: bool) -> bool:
    """Return whether a turn says nothing: a reply that has only heard, or for what `answers` a question on the past a former one."""
    if event.role == "assistant":
        return only_acknowledges(event.text)
    return answers and _only_asks_back(event)


def _only_asks_back(event: Event) -> bool:
    return event.role == "user" and only_asks(event.text) and refers_back(event.text)


def _asks_for_advice(query: str) -> bool:
    return seeks_advice(query) and not refers_back(query)
