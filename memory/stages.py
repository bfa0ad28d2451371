"""A topic's weight over time where merges, splits, rejections, endings or undoing have changed what counts for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import Row

from . import weights as w
from .curves import FELT, Course
from .decisions import blank, decide_all
from .routes import Piece, Routes, targets

LASTING = ("pin", "mute", "boost", "stop", "rename", "relabel", "confirm", "forget", "keep")
"""Controls after which what was told of the moments before is still true."""


def changing(controls: Sequence[Row[Any]], pieces: Sequence[Piece]) -> bool:
    """Return whether anything has changed for which topic, and whether, earlier evidence counts."""
    return any(control.action not in LASTING for control in controls) or any(piece.ends for piece in pieces)


def related(topics: Sequence[int], controls: Sequence[Row[Any]]) -> set[int]:
    """Return the topics whose evidence may count for some topics, or may have."""
    moved = {control.topic for control in controls if control.action in ("merge", "split")}
    return set(topics) | moved | targets(controls)


def staged_curve(
    topic: int, pieces: Sequence[Piece], controls: Sequence[Row[Any]], moments: w.Times, now: int, law: w.Law
) -> w.Floats:
    """Return one topic's weight at each moment, shape (n,), as `curve` does.

    Args:
        topic: its number.
        pieces: the evidence of all topics that are related to it, in any order.
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
        row = blank()
        decide_all({topic: row}, told)
        mine = [one for one in told.evidence if one.topic == topic and one.mass and row.counts(one.at, one.event)]
        values = np.zeros((int(here.sum()), w.CHANNELS))
        values[:, FELT] = Course.of(mine, law).values(moments[here], seen[here], law)
        boost, pinned = np.full(len(values), row.boost), np.full(len(values), row.pinned)
        weight[here] = w.weights(values, boost, pinned, law)
    return weight
