"""What people like the person lend them: taken from a cohort when asked for, and given back on leaving."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from sqlalchemy import Connection

from .. import weights as w
from ..access import Access
from ..embedding import Vectors
from ..records import Interest, from_ms
from ..store import statements
from ..topics.assigning import TopicRow
from .cohort import Cohort, leanings, likeness

MOST_LENT = 20
"""A person starts from at most this many topics that others care about."""

LEAST_LENT = 0.02
"""What fewer people like the person have than this part is not lent."""


class Lending:
    """The part of a `UserMemory` that concerns cohorts; each method is described there."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def joined(self) -> datetime | None:
        """Return since when the person's interests may be counted."""
        with self._access.reading() as connection:
            at = statements.joined_at(connection, self._access.number)
        return None if at is None else from_ms(at)

    def join(self) -> datetime:
        """Let the person's interests be counted."""
        with self._access.writing() as connection:
            at = statements.joined_at(connection, self._access.number)
            at = self._access.now() if at is None else at
            statements.join(connection, self._access.number, at)
        return from_ms(at)

    def leave(self) -> None:
        """Let them be counted no longer, and give back what was lent."""
        with self._access.writing() as connection:
            statements.join(connection, self._access.number, None)
            self._give_back(connection)

    def start_from(self, cohort: Cohort) -> list[Interest]:
        """Take on what people like the person care about."""
        labels = [topic.label for topic in cohort.topics]
        vectors = self._access.memory.vectorizer(labels) if labels else np.zeros((0, 0), np.float32)
        with self._access.writing() as connection:
            self._give_back(connection)
            known, liked, disliked = self._placed(labels, vectors)
            likely = cohort.likely(liked, disliked)
            order = [i for i in np.argsort(-likely, kind="stable") if likely[i] >= LEAST_LENT and i not in known]
            rows = [
                self._lend(connection, labels[i], vectors[i], float(likely[i]), cohort.topics[i].people)
                for i in order[:MOST_LENT]
            ]
            self._access.standing.store(connection, rows)
            now = self._access.now()
            return [self._access.standing.interest(row, now) for row in rows]

    def _placed(self, labels: list[str], vectors: Vectors) -> tuple[set[int], dict[int, float], dict[int, float]]:
        """Return which topics of a cohort the person has already, and which they lean to and away from, by place."""
        standing, same = self._access.standing, self._access.memory.vectorizer.calibration.same
        rows = standing.topics.rows
        if not rows or not labels:
            return set(), {}, {}
        cosines = likeness(labels, vectors, [(row.label, *row.aliases) for row in rows], standing.topics.vectors)
        weight, _, negative = standing.figures(self._access.now())
        speaks = np.array([row.evidence > 0 and row.learns for row in rows])
        sides = [leanings(cosines[:, speaks & side], same) for side in (weight > negative, negative > weight)]
        return set(np.flatnonzero(cosines.max(axis=1) >= same).tolist()), sides[0], sides[1]

    def _lend(self, connection: Connection, label: str, vector: Vectors, mass: float, people: int) -> TopicRow:
        standing, now = self._access.standing, self._access.now()
        row = TopicRow(0, label, vector, w.Accumulators.empty())
        statements.add_topic(connection, self._access.number, row, standing.revision + 1)
        statements.add_control(connection, self._access.number, row.id, "prior", f"{mass!r} {people}", now)
        row.decide("prior", f"{mass!r} {people}", now)
        standing.topics.put(row)
        return row

    def _give_back(self, connection: Connection) -> None:
        """Take what was lent from every topic; those that stand on nothing else go."""
        if not (lent := statements.lent_topics(connection, self._access.number)):
            return
        statements.erase_unfounded(connection, lent)
        now = self._access.now()
        for row in self._access.standing.topics.rows:
            if row.prior and statements.has_topic(connection, row.id):
                statements.add_control(connection, self._access.number, row.id, "prior", "0.0 0", now)
        self._access.standing.rebuild(connection)
