"""What a person is shown of their interests: now, at a moment of the past, and in the silence to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

import numpy as np
from sqlalchemy import Connection

from .. import lasting
from .. import weights as w
from ..access import Access
from ..cleaning import a_text, clean
from ..cosines import cosines_to
from ..history.curves import fades_at
from ..history.histories import weights_at
from ..history.wondering import Supposed, side_by_side
from ..recall.bearing import with_members
from ..recall.refusing import refused_by, spared
from ..records import First, Interest, Relevant, from_ms, to_ms
from ..standing import to_interest
from ..store import statements
from ..store.anomaly_statements import origins
from ..topics.anomalies import Anomaly, Origin, anomalies_of
from ..topics.associations import Fed, Sittings, told
from ..topics.duplicates import Duplicate, duplicates_of
from ..topics.hierarchy import Branch, Thresholds, tree_of
from .cannot import cannot_have
from .reasons import Together
from .shifting import Shift, shift, start_of

Topic = TypeVar("Topic", str, int)
"""A topic's name, or its number."""

RECALLED = 20
"""`attend` returns at most this many interests: the strongest and most relevant ones."""


class Views:
    """The part of a `UserMemory` that shows interests; each method is described there."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def attend(self, query: str, before: str, first: First | None) -> tuple[Relevant, ...]:
        """Return the interests that may matter to a query, after what was said before it; those first that `first` puts there."""
        memory = self._access.memory
        reading = memory.reader(clean(query))
        said = memory.reader.vector(clean(before)) if a_text(before).strip() else None
        with self._access.reading() as connection:
            topics = self._access.standing.topics
            if not len(topics):
                return ()
            weight, share, dislike = self._access.standing.figures(memory.now())
            cosines = with_members(topics, cosines_to(topics.vectors, reading.vectors).max(axis=1))
            refused = refused_by(reading, topics, memory.vectorizer.calibration)
            weight[[topics.place(topic) for topic in refused]] = 0.0
            relevance = memory.vectorizer.calibration.relevance(cosines)
            around = None if said is None else memory.vectorizer.calibration.relevance(cosines_to(topics.vectors, said))
            nearest = relevance if around is None else np.maximum(relevance, around)
            sat = lasting.sittings(topics.logs)
            is_told = lasting.are_stated(topics.logs, topics.columns["evidence"])
            score = (weight + dislike) * (nearest + 0.1)
            places = 0 if first is None else first([row.label for row in topics.rows], topics.vectors)
            order = np.argsort(-score - places * (score > 0), kind="stable")  # a score is below 1.1 + 1.1
            shown = list(islice((i for i in order if not topics.rows[i].hidden), RECALLED))
            forbidden = cannot_have(connection, [topics.rows[i].id for i in shown if dislike[i] > weight[i]])
            return tuple(
                Relevant(
                    spared(
                        to_interest(
                            topics.rows[i], weight[i], share[i], dislike[i], sittings=sat[i], stated=is_told[i]
                        ),
                        refused,
                    ),
                    float(relevance[i]),
                    topics.vectors[i],
                    None if around is None else float(around[i]),
                    topics.rows[i].id in forbidden,
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

    def what_if(self, law: w.Law) -> list[Supposed]:
        """Return the topics as they stand and as they would stand under another law."""
        with self._access.reading() as connection:
            standing, now = self._access.standing, self._access.now()
            present, supposed = (standing.past(connection, -w.NEVER, now, one) for one in (None, law))
            return side_by_side(present, supposed)

    def shift(self, window: timedelta) -> Shift:
        """Return how far the interests of a window up to now are from those before."""
        with self._access.reading() as connection:
            now, rows = self._access.now(), self._access.standing.topics.rows
            since, shown = start_of(window, now), {row.id: row for row in rows if not row.hidden}
            evidence = statements.history(connection, self._access.number, now).evidence
        counted = [
            one for one in evidence if one.mass and one.topic in shown and shown[one.topic].counts(one.at, one.event)
        ]
        return shift(counted, {row.id: row.label for row in shown.values()}, since, now, self._access.memory.law)

    def named(self, topic: str | int) -> Interest:
        """Return the topic of a name or a number."""
        with self._access.reading():
            return self._access.standing.interest(self._access.find(topic), self._access.now())

    def similar(self, topic: str | int, count: int) -> list[tuple[Interest, float]]:
        """Return other topics near a topic in meaning."""
        least = self._access.memory.vectorizer.calibration.alike
        with self._access.reading():
            standing, row = self._access.standing, self._access.find_alike(topic)
            cosines = cosines_to(standing.topics.vectors, row.vector)
            found = {one.topic: one for one in standing.interests(self._access.now()) if one.topic != row.id}
            near = [(one, float(cosines[standing.topics.place(number)])) for number, one in found.items()]
        alike = [pair for pair in near if pair[1] >= least]
        return sorted(alike, key=lambda pair: -pair[1])[: max(0, count)]

    # How topics hang together

    def often_together(self, topic: str | int, most: int) -> list[Together]:
        """Return what often comes together with a topic."""
        with self._access.reading() as connection:
            row = self._access.find_alike(topic)
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

    def anomalies(self) -> list[Anomaly]:
        """Return what is odd about interests."""
        with self._access.reading() as connection:
            interests = self._access.standing.interests(self._access.now())
            found = [Origin(*row) for row in origins(connection, self._access.number)]
        return anomalies_of(interests, found)

    def _interests_and_cosines(self) -> tuple[list[Interest], np.ndarray]:
        topics = self._access.standing.topics
        interests = self._access.standing.interests(self._access.now())
        vectors = topics.vectors[[topics.place(one.topic) for one in interests]]
        return interests, vectors @ vectors.T

    def _sittings(self, connection: Connection) -> Sittings:
        return Sittings(
            Fed(row.topic, row.session, row.at, row.event) for row in statements.fed(connection, self._access.number)
        )

    def curves(self, topics: Sequence[Topic] | Topic, moments: Sequence[datetime]) -> dict[Topic, list[float]]:
        """Return the weights of topics at moments."""
        asked = [topics] if isinstance(topics, str | int) else topics
        times = np.array([to_ms(moment) for moment in moments], np.int64)
        with self._access.reading() as connection:
            wanted = {topic: self._access.find(topic if isinstance(topic, str) else int(topic)).id for topic in asked}
            law, now = self._access.memory.law, self._access.now()
            found = weights_at(connection, self._access.number, list(wanted.values()), times, now, law)
        return {topic: found[number].tolist() for topic, number in wanted.items()}

    def weights(self, as_of: datetime | None) -> dict[str, float]:
        """Return the weights by label."""
        return {one.label: one.weight for one in self.interests(as_of, None)}

    def fades_at(self, topic: str | int, weight: float) -> datetime | None:
        """Return when a topic's weight falls below another."""
        if not 0 <= weight <= 1:
            raise ValueError(f"a weight lies between 0 and 1, got {weight}")
        with self._access.reading():
            row = self._access.find_alike(topic)
            others = self._access.standing.topics.others(row)
            found = fades_at(row, weight, self._access.now(), self._access.memory.law, others)
        return None if found is None else from_ms(found)
