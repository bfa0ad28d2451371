"""What a person is shown of their interests: now, at a moment of the past, and in the silence to come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row

from . import event_statements, statements
from . import weights as w
from .access import Access
from .associations import Fed, Sittings, Together, told
from .cleaning import clean
from .curves import curve, fades_at
from .duplicates import Duplicate, duplicates_of
from .hierarchy import Branch, Thresholds, tree_of
from .records import Explanation, Interest, Ms, Relevant, Source, from_ms, to_ms
from .refusing import refused_by, spared, with_members
from .routes import Routes
from .stages import changing, related, staged_curve
from .standing import to_interest

RECALLED = 20
"""`attend` returns at most this many interests: the strongest and most relevant ones."""


class Views:
    """The part of a `UserMemory` that shows interests; each method is described there."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def attend(self, query: str) -> tuple[Relevant, ...]:
        """Return the interests that may matter to a query."""
        memory = self._access.memory
        reading = memory.reader(clean(query))
        with self._access.reading():
            topics = self._access.standing.topics
            if not len(topics):
                return ()
            weight, share, dislike = self._access.standing.figures(memory.now())
            cosines = with_members(topics, (topics.vectors @ reading.vectors.T).max(axis=1))
            refused = refused_by(reading, topics, memory.vectorizer.calibration)
            weight = np.where([row.id in refused for row in topics.rows], 0.0, weight)
            relevance = memory.vectorizer.calibration.relevance(cosines)
            order = np.argsort(-(weight + dislike) * (relevance + 0.1), kind="stable")
            shown = islice((i for i in order if not topics.rows[i].hidden), RECALLED)
            return tuple(
                Relevant(
                    spared(to_interest(topics.rows[i], weight[i], share[i], dislike[i]), refused),
                    float(relevance[i]),
                    topics.vectors[i],
                )
                for i in shown
            )

    def interests(self, as_of: datetime | None, law: w.Law | None) -> list[Interest]:
        """Return the person's topics, heaviest first."""
        with self._access.reading() as connection:
            standing, now = self._access.standing, self._access.now()
            if as_of is not None:
                return standing.past(connection, to_ms(as_of), to_ms(as_of), law)
            return standing.interests(now) if law is None else standing.past(connection, -w.NEVER, now, law)

    def rejected(self) -> list[Interest]:
        """Return the topics that the person has rejected."""
        with self._access.reading():
            standing, now = self._access.standing, self._access.now()
            rows = [row for row in standing.topics.rows if row.rejected and row.merged_into is None]
            return [standing.interest(row, now) for row in sorted(rows, key=lambda row: row.id)]

    def explain(self, topic: str | int, most: int) -> Explanation:
        """Return why a topic has its weight."""
        with self._access.reading() as connection:
            row, now = self._access.find(topic), self._access.now()
            found = statements.evidence_of(connection, row, most)
            return Explanation(self._access.standing.interest(row, now), self._sources(connection, found, now))

    def _sources(self, connection: Connection, found: Sequence[Row[Any]], now: Ms) -> tuple[Source, ...]:
        events = event_statements.to_events(connection, found)
        return tuple(
            Source(piece.phrase, event, piece.mass, self._remaining(piece, now))
            for piece, event in zip(found, events, strict=True)
        )

    def _remaining(self, piece: Row[Any], now: Ms) -> float:
        rate = self._access.memory.law.rates[w.L if piece.mass > 0 else w.N]
        return float(piece.mass * np.exp(-rate * max(0, now - piece.given_at)))

    def similar(self, topic: str | int, count: int) -> list[tuple[Interest, float]]:
        """Return other topics near a topic in meaning."""
        least = self._access.memory.vectorizer.calibration.alike
        with self._access.reading():
            standing, row = self._access.standing, self._access.find(topic)
            cosines = standing.topics.vectors @ row.vector
            found = {one.topic: one for one in standing.interests(self._access.now()) if one.topic != row.id}
            near = [(one, float(cosines[standing.topics.place(number)])) for number, one in found.items()]
        alike = [pair for pair in near if pair[1] >= least]
        return sorted(alike, key=lambda pair: -pair[1])[: max(0, count)]

    # How topics hang together

    def often_together(self, topic: str | int, most: int) -> list[Together]:
        """Return what often comes together with a topic."""
        with self._access.reading() as connection:
            row = self._access.find(topic)
            rules = self._sittings(connection).rules(row.id)
            labels = {one.id: one.label for one in self._access.standing.topics.rows if not one.hidden}
        return told(rules, labels, most)

    def tree(self) -> list[Branch]:
        """Return the interests as a tree."""
        vectorizer = self._access.memory.vectorizer
        thresholds = Thresholds(vectorizer.calibration.alike, vectorizer.broader)
        with self._access.reading() as connection:
            interests, cosines = self._interests_and_cosines()
            sittings = self._sittings(connection)
        return tree_of(interests, cosines, sittings, thresholds)

    def duplicates(self) -> list[Duplicate]:
        """Return topics that may be one."""
        near = self._access.memory.vectorizer.calibration.near
        with self._access.reading():
            interests, cosines = self._interests_and_cosines()
        return duplicates_of(interests, cosines, near)

    def _interests_and_cosines(self) -> tuple[list[Interest], np.ndarray]:
        topics = self._access.standing.topics
        interests = self._access.standing.interests(self._access.now())
        vectors = topics.vectors[[topics.place(one.topic) for one in interests]]
        return interests, vectors @ vectors.T

    def _sittings(self, connection: Connection) -> Sittings:
        return Sittings(
            Fed(row.topic, row.session, row.at, row.event) for row in statements.fed(connection, self._access.number)
        )

    def curves(self, topics: Sequence[int], moments: Sequence[datetime]) -> dict[int, list[float]]:
        """Return the weights of topics at moments."""
        times, law = np.array([to_ms(moment) for moment in moments], np.int64), self._access.memory.law
        with self._access.reading() as connection:
            wanted = [self._access.find(int(topic)).id for topic in topics]
            decided, now = statements.controls_of(connection, self._access.number), self._access.now()
            near = None if any(control.action in ("merge", "split") for control in decided) else wanted
            pieces = statements.pieces_of(connection, self._access.number, -w.NEVER, near)
        if changing(decided, pieces):
            close = related(wanted, decided)
            pieces = [piece for piece in pieces if piece.origin in close]
            return {topic: staged_curve(topic, pieces, decided, times, now, law).tolist() for topic in wanted}
        evidence, controls = defaultdict(list), defaultdict(list)
        for piece in Routes(decided, -w.NEVER).history(pieces).evidence:
            evidence[piece.topic].append(piece)
        for control in sorted(decided, key=lambda control: (control.at, control.seq)):
            controls[control.topic].append(control)
        return {topic: curve(evidence[topic], controls[topic], times, now, law).tolist() for topic in wanted}

    def fades_at(self, topic: str | int, weight: float) -> datetime | None:
        """Return when a topic's weight falls below another."""
        if not 0 <= weight <= 1:
            raise ValueError(f"a weight lies between 0 and 1, got {weight}")
        with self._access.reading():
            found = fades_at(self._access.find(topic), weight, self._access.now(), self._access.memory.law)
        return None if found is None else from_ms(found)
