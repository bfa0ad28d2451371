"""Penchant as a person would have it: turns in by `observe`, interests out, past turns by search and as they are quoted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from ...agent.gate.openness import Openness, openness
from ...agent.prompting.quotes import CANDIDATES, SURE
from ...memory import Embedder, Extractor, Interest, InterestMemory, Law
from ...memory.extraction import candidates
from ...memory.recall.mattering import refers_back
from .system import Context, Piece, Query, Said, fitted

FOUND = 50
"""Turns that a search returns, as in the product's own bench."""


class Penchant:
    """The whole memory of one person, on disk, under the transcript's clock.

    Asked something, it ranks past turns as its search does, and would put in what the agent quotes. Asked nothing, it ranks its topics by
    share, for a session that begins by `returns`, for who the person is by settled weight. A topic stands for the labels of the turns
    that fed it, where the data have labels.
    """

    def __init__(
        self, embedder: Embedder, law: Law | None = None, extractor: Extractor = candidates, *, quoting: bool = False
    ) -> None:
        self._folder = TemporaryDirectory()
        self._now = datetime(1970, 1, 1, tzinfo=UTC)
        self._memory = InterestMemory(
            Path(self._folder.name),
            clock=lambda: self._now,
            embedder=embedder,
            extractor=extractor,
            index=False,
            law=law,
        )
        self.person = self._memory.user()
        self._quoting = quoting
        self._came: dict[str, Counter[str]] = defaultdict(Counter)
        self._labels: dict[str, tuple[str, ...]] = {}

    def observe(self, said: Said) -> None:
        """Store it and learn from it."""
        self._now = max(self._now, said.at)
        seen = self.person.observe(said.text, role=said.role, session=said.session, at=said.at, id=said.id)
        if said.labels:
            self._labels[said.id] = said.labels
            for change in seen.changes:
                self._came[change.label].update(said.labels)

    def context(self, query: Query, budget: int) -> Context:
        """Return turns for a question, topics where nothing is asked."""
        self._now = max(self._now, query.at)
        if not query.text or query.wants != "next":
            topics = list(self._topics(query))
            new = 1 - sum(one.score for one in topics) if query.wants == "next" else 0.0
            return replace(fitted(topics, budget), new=min(max(new, 0.0), 1.0))
        put = self._quoted(query.text)
        sure = max(put.values(), default=0.0)
        found = [] if self._quoting and not put else self.person.search(query.text, FOUND)
        pieces = (
            Piece(one.event.id, one.event.text, 1 / rank, self._labels.get(one.event.id, ()))
            for rank, one in enumerate(found, 1)
        )
        if self._quoting:
            return fitted((one for one in pieces if one.id in put), budget, sure)
        return fitted(pieces, budget, sure, frozenset(put))

    def close(self) -> None:
        """Close the memory and erase its folder."""
        self._memory.close()
        self._folder.cleanup()

    def _quoted(self, text: str) -> dict[str, float]:
        """Return what the agent would quote of past turns, with how likely each matters (agent/recall.py)."""
        found = self.person.recall_turns(text, CANDIDATES)
        closed = openness(text) is Openness.CLOSED and not refers_back(text)
        return {one.event.id: one.bearing for one in found if not closed or one.bearing >= SURE}

    def _topics(self, query: Query) -> Iterator[Piece]:
        values = {one.label: _value(one, query) for one in self.person.interests()}
        for label, value in sorted(values.items(), key=lambda pair: -pair[1]):
            came = self._came[label]
            if not came:
                yield Piece(label, label, value, (label,) if not self._labels else ())
            for name, count in came.items():
                yield Piece(label, label, value * count / came.total(), (name,))


def _value(one: Interest, query: Query) -> float:
    if query.wants == "session":
        return one.returns or 0.0
    return (one.settled or 0.0) if query.wants == "person" else one.share
