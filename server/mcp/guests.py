"""Whose memory a request opens, and what it may do there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ...memory import UserMemory


class Right(StrEnum):
    """READ: see interests, reasons and past turns. NOTE: add a preference. STEER: pin and mute, which is else the person's alone."""

    READ = "read"
    NOTE = "note"
    STEER = "steer"


@dataclass(frozen=True, slots=True)
class Guest:
    """One person's memory, as a host may use it."""

    person: UserMemory
    rights: frozenset[Right] = frozenset({Right.READ, Right.NOTE})


def rights(*, read_only: bool = False, steering: bool = False) -> frozenset[Right]:
    """Return what a host may do: read and note; not note where it is `read_only`; pin and mute too with `steering`.

    Raises:
        ValueError: both at once.
    """
    if read_only and steering:
        raise ValueError("--read-only and --allow-steering exclude each other: leave one out")
    return frozenset({Right.READ} | (set() if read_only else {Right.NOTE}) | ({Right.STEER} if steering else set()))
