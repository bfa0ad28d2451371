"""What the person's controls, and words that end an interest, make of their topics: told over in the order in which they came."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .. import weights as w
from ..records import Ms
from ..topics.assigning import TopicRow
from .routes import History, after

MOVES = ("rename", "relabel", "merge", "split")
"""Controls that a topic's row, or the topic of its evidence, shows already."""


def plain(row: TopicRow) -> TopicRow:
    """Let a topic stand as if the person had decided nothing about it; its label and its aliases stay."""
    row.boost, row.pinned, row.muted, row.tentative, row.rejected = 1.0, False, False, True, False
    row.stopped_at, row.stopped_after, row.forget_at, row.merged_into = None, 0, None, None
    row.prior, row.prior_at = 0.0, 0
    return row


def decide_all(rows: Mapping[int, TopicRow], told: History) -> None:
    """Let topics, by number, stand as the controls in force and the evidence of a history have it."""
    ends = [one for one in told.evidence.take(told.evidence.ends) if one.topic in rows]
    steps: list[tuple[tuple[Ms, int, int, int], int, str, str]] = [
        ((one.at, one.event, 0, 0), one.topic, "end", str(one.event - 1)) for one in ends
    ]
    for control in told.controls:
        if control.action not in MOVES and control.topic in rows:
            place = control.at, after(control), 1, control.seq
            steps.append((place, control.topic, control.action, control.value))
    for row in rows.values():
        plain(row)
    for (at, *_), topic, action, value in sorted(steps):
        rows[topic].decide(action, value, at)
    for number, row in rows.items():
        row.rejected, row.merged_into = number in told.rejected, told.merged.get(number)


def blank() -> TopicRow:
    """Return a topic without anything, to decide on."""
    return TopicRow(0, "", np.zeros(0, np.float32), w.Accumulators.empty())
