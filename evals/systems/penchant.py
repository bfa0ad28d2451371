"""Penchant as a person would have it: turns in by `observe`, interests out, past turns by search and as the agent puts them in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ...agent.bias import MOST_LIKED, Bias, kind_of
from ...agent.gate.gate import open_gate
from ...agent.gate.kind import judge
from ...agent.gate.policy import Personalize
from ...agent.prompting.block import MAX_BLOCK_TOKENS
from ...agent.prompting.past import past_of
from ...agent.prompting.quotes import CANDIDATES, SURE, Quote
from ...agent.recall import considered, seen_for
from ...memory import Embedder, Extractor, Interest, InterestMemory, Law, Recollection
from ...memory.extraction import candidates
from .configuration import Asked
from .system import Context, Piece, Query, Said, fitted

if TYPE_CHECKING:
    from ...agent.models import Profile

MARK = "bcdfghj"
"""With it the prompts of every run are fenced, so that they are the same."""

FOUND = 50
"""Turns that a search returns, as in the product's own bench."""


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
        personalize: Personalize = Personalize.GATE,
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
        self._judge = judge(self.person.embedder, self.person.vector)
        self.changed: tuple[str, ...] = ()
        """The topics that the last turn fed."""
        self.asked, self._personalize, self._sure = asked, personalize, sure
        self._came: dict[str, Counter[str]] = defaultdict(Counter)
        self._labelled = False
        self._ids: dict[int, str] = {}

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
        if self.asked == "agent":
            return self._as_agent(query, min(budget, MAX_BLOCK_TOKENS))
        put = self._turns_of(self._quotes(query))
        sure = max((chance for _, chance in put.values()), default=0.0)
        if self.asked == "quotes":
            return fitted((Piece(key, text, chance) for key, (text, chance) in put.items()), budget, sure)
        found = self.person.search(query.text, FOUND)
        ranked = (Piece(one.event.id, one.event.text, 1 / rank) for rank, one in enumerate(found, 1))
        return fitted(ranked, budget, sure, frozenset(put))

    def interests(self, at: datetime) -> list[Interest]:
        """Return the topics as they are at a moment."""
        self._now = max(self._now, at)
        return self.person.interests()

    def close(self) -> None:
        """Close the memory and erase its folder."""
        self._memory.close()
        self._folder.cleanup()

    def written(self, query: Query, profile: Profile) -> list[Any]:
        """Return the messages that the agent would send a model for a question alone, with the marks that steer its attention."""
        from ...agent.prompt import build
        from ...agent.prompting.emphasis import marked
        from ...agent.prompting.fences import using

        bias, quotes = self._considered(query, profile.most_liked)
        how: dict[str, Any] = {"placement": profile.placement, "max_tokens": profile.max_prompt_tokens}
        with using(MARK):
            prompt = build(
                query.text,
                (),
                bias,
                **how,
                count=profile.count,
                system=profile.system,
                quotes=quotes,
                yielding=self._personalize is not Personalize.ALWAYS,
            )
            return marked(prompt, bias, profile.placement)

    def _quotes(self, query: Query) -> tuple[Quote, ...]:
        """Return what the agent would quote of past turns: the quotes of `_considered`, without its interests."""
        if self._personalize is Personalize.OFF:
            return ()
        kind = kind_of(query.text, query.before, self._judge)
        found = self.person.recall_turns(query.text, CANDIDATES, of=kind.told)
        self._know(found)
        return past_of(query.text, found, kind.openness, self._sure)

    def _know(self, past: Sequence[Recollection]) -> None:
        """Remember the ids that past turns came with."""
        self._ids |= {one.event.number: one.event.id for one in past}

    def _turns_of(self, quotes: Sequence[Quote]) -> dict[str, tuple[str, float]]:
        """Return quoted turns by the ids that they came with: their words and how likely each matters."""
        return {self._ids[one.event]: (one.text, one.bearing) for one in quotes}

    def _considered(self, query: Query, most_liked: int = MOST_LIKED) -> tuple[Bias, tuple[Quote, ...]]:
        """Return what the agent's answer would lean on, and what it would quote."""
        gate, quoted = open_gate(self.person.embedder), self._personalize is not Personalize.OFF
        seen = seen_for(query.text, self.person, query.before, quoted=quoted, gate=gate, judge=self._judge)
        self._know(seen.past)
        return considered(query.text, seen, most_liked, policy=self._personalize, gate=gate, sure=self._sure)

    def _as_agent(self, query: Query, budget: int) -> Context:
        """Return the interests of the block, then the quotes."""
        bias, quotes = self._considered(query)
        named = [*bias.liked, *bias.disliked]
        pieces = [
            Piece(one.interest.label, one.interest.label, one.score, self._of(one.interest.label)) for one in named
        ]
        pieces += [Piece(key, text, chance) for key, (text, chance) in self._turns_of(quotes).items()]
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
