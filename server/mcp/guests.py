"""Whose memory a request opens, and what it may do there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ...memory import InterestMemory, UserMemory


class Right(StrEnum):
    """READ: see interests, reasons and past turns. NOTE: add a preference. STEER: pin and mute, which is else the person's alone."""

    READ = "read"
    NOTE = "note"
    STEER = "steer"


@dataclass(frozen=True, slots=True)
class Guest:
    """One person's memory, as a host may use it. Who is not known is made known by the first note, and by nothing else."""

    memory: InterestMemory
    user: str
    rights: frozenset[Right] = frozenset({Right.READ, Right.NOTE})

    def known(self) -> UserMemory | None:
        """Return the person's memory, None if nothing is stored of them yet."""
        return self.memory.user(self.user) if self.memory.knows(self.user) else None

    def person(self) -> UserMemory:
        """Return the person's memory, to note something in it.

        Raises:
            ValueError: their name is new and too long.
        """
        return self.memory.user(self.user)


def rights(*, read_only: bool = False, steering: bool = False) -> frozenset[Right]:
    """Return what a host may do: read and note; not note where it is `read_only`; pin and mute too with `steering`.

    Raises:
        ValueError: both at once.
    """
    if read_only and steering:
        raise ValueError("--read-only and --allow-steering exclude each other: leave one out")
    return frozenset({Right.READ} | (set() if read_only else {Right.NOTE}) | ({Right.STEER} if steering else set()))
