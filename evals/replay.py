"""Feed a transcript through the memory with its own times: the `observe` of a live chat, under a clock that the transcript moves."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from ..memory import InterestMemory
from .transcripts import TranscriptTurn

AHEAD = 64
"""Turns that are read with one call of the embedding model."""


@dataclass
class ReplayClock:
    """A clock that stands where the last turn was said."""

    moment: datetime = datetime(1970, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment


@dataclass
class Replayed:
    """What was fed: turns, users' own turns by user, and when each user's last one was; `known` were there already."""

    turns: int = 0
    known: int = 0
    said: Counter[str] = field(default_factory=Counter)
    last: dict[str, datetime] = field(default_factory=dict)


def open_memory(place: Path | str, clock: ReplayClock, embedder: str) -> InterestMemory:
    """Open a memory for a replay: under the transcript's clock, without an index."""
    return InterestMemory(place, clock=clock, embedder=embedder, index=False)


def replay(
    turns: Iterable[TranscriptTurn],
    memory: InterestMemory,
    clock: ReplayClock,
    progress: Callable[[int], None] = lambda _turns: None,
) -> Replayed:
    """Feed turns in their order. A turn that the memory has from an earlier replay of the same transcript is not counted twice.

    Args:
        turns: what was said.
        memory: opened with `open_memory` and the same clock.
        clock: moved to each turn's time.
        progress: called with the number of turns fed so far.
    """
    done = Replayed()
    for batch in _batches(turns):
        memory.read_ahead([turn.text for turn in batch if turn.role == "user"])
        for turn in batch:
            _feed(turn, memory, clock, done)
        progress(done.turns)
    return done


def _feed(turn: TranscriptTurn, memory: InterestMemory, clock: ReplayClock, done: Replayed) -> None:
    clock.moment = max(turn.at, done.last.get(turn.user, turn.at))
    key = hashlib.sha256(f"{turn.session}\0{turn.at.isoformat()}\0{turn.role}\0{turn.text}".encode()).hexdigest()[:32]
    observed = memory.user(turn.user).observe(turn.text, role=turn.role, session=turn.session, at=turn.at, id=key)
    done.turns += 1
    done.known += not observed.new
    done.last[turn.user] = clock.moment
    done.said[turn.user] += turn.role == "user"


def _batches(turns: Iterable[TranscriptTurn]) -> Iterator[list[TranscriptTurn]]:
    stream = iter(turns)
    while batch := list(islice(stream, AHEAD)):
        yield batch
