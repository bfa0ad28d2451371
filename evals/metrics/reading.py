"""How what a person says was read: is the sign right, and is it their own?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Whose = Literal["own", "other", "supposed"]
"""Whose interest a thing is: the speaker's, someone else's, or only supposed to be the speaker's."""

Became = Literal["stated", "mentioned", "left out"]
"""What a reader made of it: an interest of the speaker's, something that came up, or nothing."""

WANTED: dict[Whose, tuple[Became, ...]] = {
    "own": ("stated",),
    "other": ("left out",),
    "supposed": ("mentioned", "left out"),
}
"""What it should become: someone else's interest teaches nothing at all, not even that it came up."""


def polarity_accuracy(told: Sequence[int], read: Sequence[int]) -> float | None:
    """Return the share of signs (1 liked, -1 not) that were read as they were told; None where there are none."""
    right = [one == other for one, other in zip(told, read, strict=True)]
    return sum(right) / len(right) if right else None


def person_accuracy(whose: Sequence[Whose], became: Sequence[Became]) -> float | None:
    """Return the share of things that became what they should (`WANTED`); None where there are none."""
    right = [one in WANTED[owner] for owner, one in zip(whose, became, strict=True)]
    return sum(right) / len(right) if right else None
