"""Why a topic has its weight and its share: both taken apart, piece by piece, and where they are going."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row

from .. import weights as w
from ..access import Access
from ..history.curves import fades_at
from ..history.histories import weights_at
from ..reading.sentences import sentence_of
from ..records import Explanation, Ms, Source, from_ms
from ..store import event_statements, statements
from ..topics.assigning import TopicRow
from .reasons import Fall, Loan, Parts, Trend, Voice

BACK = (timedelta(days=7), timedelta(days=1), timedelta(0))
"""How long before now the weights of a trend lie."""


class Explaining:
    """The part of a `UserMemory` that gives reasons; each method is described there."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._law = access.memory.law

    def explain(self, topic: str | int, most: int) -> Explanation:
        """Return why a topic has its weight and its share."""
        with self._access.reading() as connection:
            standing, row, now = self._access.standing, self._access.find_alike(topic), self._access.now()
            mix = _Mix.of(row, standing.topics.others(row), now, self._law)
            values, place = standing.topics.values(now, self._law), standing.topics.place(row.id)
            return Explanation(
                interest=standing.interest(row, now),
                sources=self._sources(connection, row, mix, most, now),
                parts=mix.parts(row.pinned),
                voices=_voices(values, standing.votes, place, self._law),
                trend=self._trend(connection, row, now),
                loan=self._loan(connection, row, mix),
            )

    def falls(self, topic: str | int, levels: Sequence[float]) -> tuple[Fall, ...]:
        """Return when a topic's weight falls below those levels that it has reached, the next one first."""
        if wrong := [level for level in levels if not 0 < level <= 1]:
            raise ValueError(f"a level lies above 0 and up to 1, got {wrong[0]}")
        with self._access.reading():
            standing, row, now = self._access.standing, self._access.find_alike(topic), self._access.now()
            weight, others = standing.interest(row, now).weight, standing.topics.others(row)
            reached = sorted({level for level in levels if level <= weight}, reverse=True)
            moments = [fades_at(row, level, now, self._law, others) for level in reached]
        return tuple(
            Fall(level, None if at is None else from_ms(at)) for level, at in zip(reached, moments, strict=True)
        )

    def _sources(self, connection: Connection, row: TopicRow, mix: _Mix, most: int, now: Ms) -> tuple[Source, ...]:
        found = statements.evidence_of(connection, row, most)
        extract = self._access.memory.reader.extract
        return tuple(
            Source(
                phrase=piece.phrase,
                event=event,
                mass=piece.mass,
                remaining=_remaining(piece, now, self._law),
                sentence=sentence_of(event, piece.phrase, extract),
                carries=mix.carried(piece.mass, max(now, row.state.at) - piece.given_at),
            )
            for piece, event in zip(found, event_statements.to_events(connection, found), strict=True)
        )

    def _trend(self, connection: Connection, row: TopicRow, now: Ms) -> Trend:
        moments = np.array([now - back // timedelta(milliseconds=1) for back in BACK], np.int64)
        weights = weights_at(connection, self._access.number, [row.id], moments, now, self._law)[row.id]
        return Trend(*map(float, weights))

    def _loan(self, connection: Connection, row: TopicRow, mix: _Mix) -> Loan | None:
        if not row.prior:
            return None
        people = statements.lenders(connection, row.id)
        return Loan(people, from_ms(row.prior_at), mix.lent)


def _remaining(piece: Row[Any], now: Ms, law: w.Law) -> float:
    rate = law.rates[w.L if piece.mass > 0 else w.N]
    return float(piece.mass * np.exp(-rate * max(0, now - piece.given_at)))


def _voices(values: w.Floats, votes: w.Floats, place: int, law: w.Law) -> tuple[Voice, ...]:
    """Return the rungs with their trust and their forecast for a topic, the one that gives most of the share first."""
    trust, said = w.voices(values, votes, law)
    forecast = said[:, place]
    order = np.argsort(-trust * forecast, kind="stable")
    return tuple(Voice(w.LADDER[rung], float(trust[rung]), float(forecast[rung])) for rung in order)


class _Mix:
    """What a weight is mixed from, at a moment: the accumulators `values` (13,), the person's boost, and the loan."""

    def __init__(self, values: w.Floats, boost: float, lent: float, law: w.Law) -> None:
        self.values, self.boost, self.law, self._loan = values, boost, law, lent

    @property
    def lent(self) -> float:
        """The mass that is lent now: none after a word against the topic."""
        return 0.0 if self.values[w.N] > 0 else self._loan

    @classmethod
    def of(cls, row: TopicRow, others: int, now: Ms, law: w.Law) -> _Mix:
        """Return what a topic's weight is mixed from now."""
        values = w.decayed(row.state.logs[None], np.array([row.state.at]), now, law)[0]
        lent = w.lent(np.array([row.prior]), np.array([row.prior_at]), np.array([others]), now, law)[0]
        return cls(values, row.boost, float(lent), law)

    def weight(self, values: w.Floats | None = None, pinned: bool = False) -> float:
        """Return the weight of these accumulators, or of others."""
        values = self.values if values is None else values
        return float(w.weights(values[None], np.array([self.boost]), np.array([pinned]), self.law, self._loan)[0])

    def parts(self, pinned: bool) -> Parts:
        """Return the weight taken apart, each part in proportion to what it adds before the weight saturates."""
        sums = np.array([self.law.mix * self.values[w.S], (1 - self.law.mix) * self.values[w.L], self.lent], np.float64)
        weight, calm = self.weight(), self.values.copy()
        calm[w.N] = 0.0
        recent, lasting, lent = weight * sums / sums.sum() if sums.sum() > 0 else np.zeros(3)
        lost = self.weight(calm) - weight
        return Parts(float(recent), float(lasting), float(lent), self.weight(pinned=pinned) - weight, lost)

    def carried(self, mass: float, elapsed: Ms) -> float:
        """Return by how much the weight would be lower without one piece of evidence of that age."""
        fed = (w.S, w.L) if mass > 0 else (w.N,)
        without = self.values.copy()
        for channel in fed:
            power = self.law.exponents[channel]
            term = (abs(mass) * np.exp(-self.law.rates[channel] * elapsed)) ** power
            without[channel] = max(0.0, without[channel] ** power - term) ** (1 / power)
        return self.weight() - self.weight(without)
