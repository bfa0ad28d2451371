"""Fold a whole history of evidence at once: what the ledger's states are, computed anew.

Rebuilding and `as_of` go through here. A "stop" takes effect at its own moment: what it voids has voted before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from .. import weights as w
from ..records import Ms
from .ballot import elect
from .columns import Columns, Ints
from .columns import EvidenceRow as EvidenceRow

CHUNK = 8192
"""Pieces of evidence that are folded at once: their thirteen accumulators each are a megabyte."""


@dataclass(frozen=True, slots=True)
class Stop:
    """The person stopped a topic: evidence up to `at`, and up to `event` in that millisecond, is void from then on."""

    topic: int
    at: Ms
    event: int


@dataclass(frozen=True, slots=True, eq=False)
class Replayed:
    """The states of the topics that have evidence, the ladder's votes, and the time of the last event that voted."""

    states: dict[int, w.Accumulators]
    votes: w.Floats
    voted_at: Ms


def replay(rows: Iterable[EvidenceRow], stops: Sequence[Stop], law: w.Law) -> Replayed:
    """Fold evidence in time order, whatever order it is given in; words that end an interest stop it just before their own event."""
    columns = rows if isinstance(rows, Columns) else Columns.of(rows)
    stopped = all_stops(columns, stops)
    return Replayed(states(columns, stopped, law), *elect(columns, stopped, law))


def all_stops(columns: Columns, stops: Iterable[Stop]) -> list[Stop]:
    """Return all that voids evidence in the order of its moments: stops, and words that end an interest."""
    ended = [Stop(one.topic, one.at, one.event - 1) for one in columns.take(columns.ends)]
    return sorted([*stops, *ended], key=attrgetter("at", "event"))


def states(columns: Columns, stops: Sequence[Stop], law: w.Law) -> dict[int, w.Accumulators]:
    """Return what the evidence after each topic's last stop sums up to; `stops` in the order of their moments."""
    columns = columns.take(np.argsort(columns.topic, kind="stable"))
    topics, firsts = np.unique(columns.topic, return_index=True)
    valid = (columns.mass != 0) & columns.after(*_void(columns, topics, firsts, stops))
    found = dict.fromkeys(topics.tolist(), w.Accumulators.empty())
    columns = columns.take(valid)
    topics, firsts = np.unique(columns.topic, return_index=True)
    for start, end in _chunks(firsts, len(columns)):
        some = columns.take(slice(firsts[start], firsts[end] if end < len(firsts) else len(columns)))
        at, logs = w.fold_groups(some.mass, some.at, firsts[start:end] - firsts[start], law)
        found |= zip(topics[start:end].tolist(), map(w.Accumulators, logs, at.tolist()), strict=True)
    return found


def _void(columns: Columns, topics: Ints, firsts: Ints, stops: Sequence[Stop]) -> tuple[Ints, Ints]:
    """Return up to which moment each piece's topic is void, as times and events; `firsts` is where each topic's pieces begin."""
    last = {stop.topic: (stop.at, stop.event) for stop in stops}
    until = np.array([last.get(topic, (w.NEVER, 0)) for topic in topics.tolist()], np.int64).reshape(-1, 2)
    each = np.repeat(until, np.diff(firsts, append=len(columns)), axis=0)
    return each[:, 0], each[:, 1]


def _chunks(firsts: Ints, count: int) -> list[tuple[int, int]]:
    """Return ranges of topics that together have some thousand pieces each; a topic that has more is one of its own."""
    chunks, start = [], 0
    while start < len(firsts):
        end = max(start + 1, int(np.searchsorted(firsts, firsts[start] + CHUNK, side="right")) - 1)
        end = len(firsts) if count - firsts[start] <= CHUNK else end
        chunks.append((start, end))
        start = end
    return chunks
