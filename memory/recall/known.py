"""What is known of past events and does not change: read once, and kept by number for the next turn."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, Generic, TypeVar

V = TypeVar("V")

MOST: Final = 16_384
"""Events kept, some hundreds of bytes each: those of all who are held in memory (held.py), once they have been found."""


class Known(Generic[V]):
    """Facts of one person's events by number, the absence of a fact among them. What the ledger erases is to be dropped with `clear`.

    A person's events get their numbers in order, so that one below the newest that is not there now never will be.
    """

    def __init__(self) -> None:
        self._kept: dict[int, V | None] = {}
        self._newest = 0

    def of(self, numbers: Collection[int], read: Callable[[Sequence[int]], Mapping[int, V]]) -> dict[int, V]:
        """Return the facts of those of some events that have any; `read` gets the numbers of those that are not known yet."""
        kept = self._kept
        here = {number: one for number in numbers if (one := kept.get(number)) is not None}
        if unknown := sorted(set(numbers).difference(kept)):
            found = read(unknown)
            here |= found
            self._newest = max(self._newest, *found, 0)
            self._keep({number: found.get(number) for number in unknown if number in found or number < self._newest})
        return here

    def clear(self) -> None:
        """Drop what is kept; after a restore numbers are given again that were known to be of nothing."""
        self._kept.clear()
        self._newest = 0

    def _keep(self, some: Mapping[int, V | None]) -> None:
        if len(self._kept) + len(some) > MOST:
            self._kept.clear()
        self._kept |= some
