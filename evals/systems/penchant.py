"""Penchant as a person would have it: turns in by `observe`, interests out, past turns by search and as the agent puts them in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from ...agent.bias import bias_for
from ...agent.gate.gate import before, open_gate
from ...agent.gate.openness import Openness, openness
from ...agent.prompting.block import MAX_BLOCK_TOKENS
from ...agent.prompting.quotes import CANDIDATES, SURE, quotes_of
from ...memory import Embedder, Extractor, Interest, InterestMemory, Law
from ...memory.extraction import candidates
from ...memory.recall.mattering import refers_back
from .system import Context, Piece, Query, Said, fitted

FOUND = 50
"""Turns that a search returns, as in the product's own bench."""

Asked = Literal["search", "quotes", "agent"]
"""What a question gets: the ranking of past turns; only those that are quoted; or the block of interests, then the quotes."""


class Penchant:
    """The whole memory of one person, on disk, under the transcript's clock.

    Asked nothing, it ranks its topics by share, for a session that begins by `returns`, for who the person is by settled weight. A topic
    stands for the labels of the turns that fed it, where the data have labels.
    """

    def __init__(
        self,
        embedder: Embedder,
        law: Law | None = None,
        extractor: Extractor = candidates,
        asked: Asked = "search",
        sure: float = SURE,
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
        self.changed: tuple[str, ...] = ()
        """The topics that the last turn fed."""
        self._asked, self._sure = asked, sure
        self._came: dict[str, Counter[str]] = defaultdict(Counter)
        self._labelled = False

    def observe(self, said: Said) -> None:
        """Store it and learn from it."""
        self._now = max(self._now, said.at)
        seen = self.person.observe(said.text, role=said.role, session=said.session, at=said.at, id=said.id)
        self.changed = tuple(change.label for change in seen.changes)
        self._labelled |= bool(said.labels)
        for label in self.changed:
            self._came[label].update(said.labels)

    def context(self, query: Query, budget: int) -> Context:
        """Return turns, or what the agent would put in, for a question; topics where nothing is asked."""
        self._now = max(self._now, query.at)
        if not query.text or query.wants != "next":
            topics = list(self._topics(query))
            new = 1 - sum(one.score for one in topics) if query.wants == "next" else 0.0
            return replace(fitted(topics, budget), new=min(max(new, 0.0), 1.0))
        if self._asked == "agent":
            return self._as_agent(query, min(budget, MAX_BLOCK_TOKENS))
        put = self._quoted(query.text)
        sure = max((chance for _, chance in put.values()), default=0.0)
        if self._asked == "quotes":
            return fitted((Piece(key, text, chance) for key, (text, chance) in put.items()), budget, sure)
        found = self.person.search(query.text, FOUND)
        ranked = (Piece(one.event.id, one.event.text, 1 / rank) for rank, one in enumerate(found, 1))
        return fitted(ranked, budget, sure, frozenset(put))

    def close(self) -> None:
        """Close the memory and erase its folder."""
        self._memory.close()
        self._folder.cleanup()

    def _quoted(self, text: str) -> dict[str, tuple[str, float]]:
        """Return the past turns that the agent would quote, with their words and how likely each matters (agent/recall.py)."""
        found = self.person.recall_turns(text, CANDIDATES)
        if openness(text) is Openness.CLOSED and not refers_back(text):
            found = [one for one in found if one.bearing >= self._sure]
        by_number = {one.event.number: one.event.id for one in found}
        return {by_number[one.event]: (one.text, one.bearing) for one in quotes_of(found, text)}

    def _as_agent(self, query: Query, budget: int) -> Context:
        """Return the interests of the block, then the quotes."""
        found = self.person.attend(query.text, before(query.before))
        bias = bias_for(query.text, found, exchanges=query.before, gate=open_gate(self.person.embedder))
        named = [*bias.liked, *bias.disliked]
        pieces = [
            Piece(one.interest.label, one.interest.label, one.score, self._of(one.interest.label)) for one in named
        ]
        pieces += [Piece(key, text, chance) for key, (text, chance) in self._quoted(query.text).items()]
        return fitted(pieces, budget, bias.chance)

    def _of(self, topic: str) -> tuple[str, ...]:
        return tuple(self._came[topic]) if self._labelled else (topic,)

    def _topics(self, query: Query) -> Iterator[Piece]:
        values = {one.label: _value(one, query) for one in self.person.interests()}
        for label, value in sorted(values.items(), key=lambda pair: -pair[1]):
            came = self._came[label]
            if not came:
                yield Piece(label, label, value, () if self._labelled else (label,))
            for name, count in came.items():
                yield Piece(label, label, value * count / came.total(), (name,))


def _value(one: Interest, query: Query) -> float:
    if query.wants == "session":
        return one.returns or 0.0
    if query.wants == "weight":
        return one.weight
    return (one.settled or 0.0) if query.wants == "person" else one.share
