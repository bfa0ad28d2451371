"""Interests to draw: of every kind, with labels in every script."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from penchant.memory import Interest

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
THRESHOLD = 0.075


def interest(topic: int, label: str, weight: float = 0.5, *, days: float = 0, **others: Any) -> Interest:
    """Return a topic that was last seen so many days ago."""
    given: dict[str, Any] = {
        "share": 0.1,
        "negative": 0.0,
        "evidence": 3,
        "last_seen": NOW - timedelta(days=days),
    } | others
    return Interest(topic, label, weight, **given)


INTERESTS = [
    interest(1, "rock climbing", 0.82, evidence=14),
    interest(2, "ruby on rails", 0.74, days=1, pinned=True),
    interest(3, "sourdough baking", 0.58, days=2, boost=2.0),
    interest(4, "攀岩与徒步旅行的很长的一个标签", 0.46, days=3),
    interest(5, "rust", 0.37, days=8),
    interest(6, "[b]markup[/b] 👩‍👩‍👧 and 🏳️‍🌈", 0.25, days=12),
    interest(7, "טיולים בהרים", 0.16, days=30, muted=True),
    interest(8, "mechanical keyboards with a very long name indeed", 0.09, days=40),
    interest(9, "two\nlines\x1b[2J\u202e", 0.06, days=60, boost=0.5),
    interest(10, "cilantro", 0.05, negative=0.52, days=5),
    interest(11, "jazz", 0.0, negative=0.21, days=9),
    interest(12, "bird watching", 0.33, evidence=1, tentative=True),
    interest(13, "kyoto", 0.12, evidence=1, days=3, tentative=True),
    interest(14, "gone", 0.0, evidence=1, days=3, stopped=True),
]
"""Fourteen: nine that are liked, two to be avoided, two that were said once, and one that is stopped."""

TRENDS = {one.topic: [one.weight * share / 7 for share in (1, 3, 2, 4, 5, 3, 6, 7)] for one in INTERESTS}

INSIDE = frozenset({1, 2, 3, 10})
