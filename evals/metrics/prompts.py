"""What a context costs from turn to turn."""

from __future__ import annotations

from itertools import takewhile


def kept_prefix(before: str, after: str) -> float:
    """Return which part of a turn's context stands unchanged at the beginning of the next one: 1 where it had none.

    What a provider caches is a prefix, so that what changes early is paid for again.

    >>> kept_prefix("jazz, chess", "jazz, tea")
    0.5454545454545454
    """
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    return same / len(before) if before else 1.0
