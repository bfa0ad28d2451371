"""The protocol that every system under test speaks: it observes what is said, and gives a context for what is asked.

A context is a ranking of pieces, best first, within a budget of tokens. A piece is a past turn, or a topic where the data say what
turns are about. Whatever a suite measures, it reads from that: recall of turns, or the belief about topics (`belief`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal, Protocol

from ...agent.gate.exchanges import Exchange
from ...memory.records import Role

UNBOUNDED = 10**9
"""A budget that leaves nothing out: for suites that cut the ranking themselves."""

MOST = 20_000
"""Turns that a baseline holds, the newest ones: what Penchant searches without an index. So a log of any length can be replayed."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was said: by whom, when, and what it is about where the data say so (`labels`).

    Its topics share one mass, that of its `kind`; where they are `apart`, each has all of it.
    """

    id: str
    at: datetime
    text: str
    role: Role = "user"
    session: str = ""
    labels: tuple[str, ...] = ()
    apart: bool = False
    kind: str = "chat"

    @property
    def mass(self) -> float:
        """What each of its topics gets."""
        return 1.0 if self.apart or not self.labels else 1 / len(self.labels)


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of a memory. Without a text it is to say by itself what the person will turn to.

    `wants` says what for: the next turn, a session that begins (what comes back at all), who the person is, or how strong each interest is
    now. `before` is what was said before in the same session, oldest first.
    """

    text: str
    at: datetime
    before: tuple[Exchange, ...] = ()
    wants: Literal["next", "session", "person", "weight"] = "next"

    @property
    def words(self) -> str:
        """What a search goes by: the last exchange and the message."""
        last = self.before[-1:]
        return " ".join([*(part for one in last for part in (one.message, one.reply)), self.text]).strip()


@dataclass(frozen=True, slots=True)
class Piece:
    """A past turn or a topic in a context: the id of the (last) turn, the words, the system's own score, and the topics."""

    id: str
    text: str
    score: float
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a system gives the model, best first.

    `speaks` is its own score for giving anything at all, `put` the ids of the pieces that it would put in by itself; None: all.
    `new` is how likely something comes that it does not know yet.
    """

    pieces: tuple[Piece, ...] = ()
    speaks: float = 0.0
    put: frozenset[str] | None = None
    new: float = 0.0

    @property
    def taken(self) -> tuple[Piece, ...]:
        """The pieces that the system would put in."""
        return self.pieces if self.put is None else tuple(one for one in self.pieces if one.id in self.put)


class System(Protocol):
    """A memory of one person under test."""

    def observe(self, said: Said) -> None:
        """Learn what was said; times never decrease."""

    def context(self, query: Query, budget: int) -> Context:
        """Return what fits into a budget of tokens for a query. Reading changes nothing."""

    def close(self) -> None:
        """Give back what is held."""


def fitted(
    pieces: Iterable[Piece], budget: int, speaks: float | None = None, put: frozenset[str] | None = None
) -> Context:
    """Return the context of a ranking: the best come first into the budget, and what is too long is left out."""
    taken, left = list[Piece](), budget
    for one in pieces:
        if left <= 0:
            break
        size = tokens(one.text) if budget < UNBOUNDED else 0
        if size <= left:
            left -= size
            taken.append(one)
    sure = speaks if speaks is not None else max((one.score for one in taken), default=0.0)
    return Context(tuple(taken), sure, put)


@lru_cache(maxsize=MOST)  # a baseline weighs the same turns at every question
def tokens(text: str) -> int:
    """Return the tokens of a text by o200k_base."""
    from ...agent.prompting.tokens import count_tokens

    return count_tokens(text)


def belief(context: Context) -> dict[str, float]:
    """Return how likely each topic is by a context: its pieces' scores, each divided among its topics.

    They sum to one less what the system leaves to something new, or there are none.
    """
    found: dict[str, float] = defaultdict(float)
    for one in context.pieces:
        for label in one.labels:
            found[label] += max(one.score, 0.0) / len(one.labels)
    total = sum(found.values()) / (1 - context.new) if context.new < 1 else 0.0
    return {label: value / total for label, value in found.items()} if total else {}
