"""A topic's weight over time where merges, splits, rejections, endings or undoing have changed what counts for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import Row

from .. import weights as w
from ..topics.assigning import TopicRow
from .curves import FELT, Course
from .decisions import blank, decide_all
from .replay import EvidenceRow
from .routes import Piece, Routes, moving

LASTING = ("pin", "mute", "boost", "stop", "rename", "relabel", "confirm", "forget", "keep", "prior")
"""Controls after which what was told of the moments before is still true."""


def changing(controls: Sequence[Row[Any]], pieces: Sequence[Piece]) -> bool:
    """Return whether anything has changed for which topic, and whether, earlier evidence counts."""
    return any(control.action not in LASTING for control in controls) or any(piece.ends for piece in pieces)


def related(topics: Sequence[int], controls: Sequence[Row[Any]]) -> set[int]:
    """Return the topics whose evidence may count for some topics, or may have."""
    return set(topics) | moving(controls)


def staged_curve(
    topic: int, pieces: Sequence[Piece], controls: Sequence[Row[Any]], moments: w.Times, now: int, law: w.Law
) -> w.Floats:
    """Return one topic's weight at each moment, shape (n,), as `curve` does.

    Args:
        topic: its number.
        pieces: the evidence of all topics that are related to it, in any order; of all topics, where it was lent something.
        controls: all that the person decided.
        moments: in milliseconds, in any order.
        now: the present moment.
        law: the constants.
    """
    seen = np.where(moments > now, -w.NEVER, moments)
    turns = sorted({control.at for control in controls} | {piece.at for piece in pieces if piece.ends})
    reached = np.searchsorted(turns, seen, side="right")
    weight = np.zeros(len(moments))
    for stage in np.unique(reached):
        here = reached == stage
        until = int(seen[here].max())
        told = Routes(controls, until).history([piece for piece in pieces if piece.at <= until])
        rows = {number: blank() for number in {topic, *(one.topic for one in told.evidence)}}
        decide_all(rows, told)
        counted = [one for one in told.evidence if one.mass and rows[one.topic].counts(one.at, one.event)]
        weight[here] = _at_stage(rows[topic], topic, counted, moments[here], seen[here], law)
    return weight


def _at_stage(
    row: TopicRow, topic: int, counted: Sequence[EvidenceRow], moments: w.Times, seen: w.Times, law: w.Law
) -> w.Floats:
    """Return a topic's weight at moments between which nothing is decided; `counted` is what counts for it and for the others."""
    values = np.zeros((len(moments), w.CHANNELS))
    values[:, FELT] = Course.of([one for one in counted if one.topic == topic], law).values(moments, seen, law)
    boost, pinned = np.full(len(moments), row.boost), np.full(len(moments), row.pinned)
    others = np.searchsorted(sorted(one.at for one in counted if one.topic != topic), seen, side="right")
    prior, since = np.full(len(moments), row.prior), np.full(len(moments), row.prior_at)
    return w.weights(values, boost, pinned, law, w.lent(prior, since, others, moments, law))
