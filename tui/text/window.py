"""Which turns of a long session the transcript holds: those in view and near it. The others come back from the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

KEPT = 12
"""So many turns are held however far from the view they are."""

NEAR, FAR = 1, 2
"""Turns less than NEAR screens beyond the view are fetched, those more than FAR screens beyond it go."""


def wants_earlier(top: int, height: int) -> bool:
    """Return whether earlier turns should come: the view begins near the first row."""
    return top < NEAR * height


def wants_later(top: int, height: int, total: int) -> bool:
    """Return whether later turns should come: the view ends near the last row."""
    return total - top - height < NEAR * height


def kept(heights: Sequence[int], loose: Sequence[bool], top: int, height: int) -> range:
    """Return which turns to hold when the view shows `height` rows from row `top` on.

    Only turns at either end go, and only those that are `loose`: that come back when they are wanted.

    >>> kept([10] * 20, [True] * 20, top=150, height=10)
    range(8, 20)
    """
    first, last = 0, len(heights)
    ends = list(accumulate(heights))
    while last - first > KEPT and loose[first] and ends[first] < top - FAR * height:
        first += 1
    while last - first > KEPT and loose[last - 1] and ends[last - 1] - heights[last - 1] > top + height + FAR * height:
        last -= 1
    return range(first, last)


def same_place(before: Sequence[str], after: Sequence[str], row: int) -> int:
    """Return where the text of a row stands after its turn was wrapped to another width or drawn anew.

    >>> same_place(["one two", "three"], ["one", "two", "three"], 1)
    2
    """
    if after[: row + 1] == before[: row + 1]:
        return row
    wanted = sum(map(_letters, before[:row]))
    for place, end in enumerate(accumulate(map(_letters, after))):
        if end > wanted:
            return place
    return max(0, len(after) - 1)


def _letters(text: str) -> int:
    return len(text) - text.count(" ")
