"""What the blocks of a session's last turns named: for levels that stay, and topics that tire.

It is read from the ledger (sent.py), and only the numbers and levels are remembered: two processes on one session see the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ...memory.records import to_ms

TURNS = 12
"""So many of the person's last turns are looked at: what was named before them is fresh again."""

HALF_TURNS = 2.0
"""After so many turns without it a topic is half as tired."""


Seen = Sequence[tuple[int, int, str]]
"""What the block of one turn named: topic, when (milliseconds UTC), level."""


@dataclass(frozen=True, slots=True)
class Named:
    """A topic in the block of an earlier turn: how many turns ago (1 is the last), when (milliseconds UTC), and at which level."""

    ago: int
    at: int
    level: str


@dataclass(frozen=True, slots=True)
class Lately:
    """By topic, where the last blocks named it, newest first; and the segments of the prompt before as they are stored, with its turn."""

    named: Mapping[int, Sequence[Named]] = field(default_factory=dict)
    segments: Sequence[Any] = field(default=(), repr=False)
    number: int = 0

    def fatigue(self, topic: int, last_spoken: datetime | None) -> float:
        """Return a factor in (0, 1]: 1 for a topic that no block named lately, or that the person has spoken of since.

        1 / (1 + Σ 2^(-k / H)) over the turns k ago whose blocks named it, H = `HALF_TURNS`.
        """
        since = to_ms(last_spoken) if last_spoken else 0
        tired = sum(2 ** (-one.ago / HALF_TURNS) for one in self.named.get(topic, ()) if one.at > since)
        return 1 / (1 + tired)

    def level(self, topic: int) -> str | None:
        """Return the level at which the last block that had a topic named it."""
        found = self.named.get(topic, ())
        return found[0].level if found else None


NOTHING = Lately()
