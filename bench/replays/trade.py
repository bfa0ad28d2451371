"""What a trust in attention costs and gains: drift (T2) against focus (T5), prior by prior.

Steeper priors stay with what holds attention (T5), and are slower to follow a person who stays with nothing where turns are as close (T2).
The trust in population.json is the steepest of these whose divergence lies below .046 at every time-scale.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from penchant.memory.weights import Law

from . import attention, drift, focus
from .people import MINUTE, Fading, Floats, Ladder

SHORTEST = (
    (1, 1, 1),
    (10, 5, 2),
    (40, 20, 5),
    (60, 30, 5),
    (100, 50, 5),
    (300, 100, 5),
    (1000, 200, 5),
    (3000, 300, 5),
)
"""Trust in the three shortest rungs, where each of the others has one."""

FIRST, PEOPLE = 100, 40
"""Simulated people other than those that figures are given for."""


def report(data: Path) -> None:
    """Print divergence and mean lag at every time-scale, and by how much hits fall short of one turn's on the training parts."""
    tables = [table for some in attention.training(data).values() for table in some]
    who = drift.lives(FIRST, PEOPLE)
    print(f"trust: T2's JSD at {', '.join(drift.SCALES)}; mean lag abrupt / recurring; T5 beside one turn")
    for shortest in SHORTEST:
        law = replace(Law(), trust=tuple(map(float, (*shortest, *[1] * 7))))
        runs = [drift.replay(Ladder(len(who.days), drift.TOPICS, law), who, unit) for unit in drift.SCALES.values()]
        gaps = " ".join(f"{run.gaps.mean():.4f}" for run in runs)
        lags = [np.mean([drift.lags(run, who, *change).mean() for run in runs]) for change in drift.CHANGES]
        print(f"  {':'.join(map(str, shortest)):12} {gaps}  {lags[0]:.1f} / {lags[1]:.1f}  {_behind(tables, law):+.4f}")


def _behind(tables: list[Floats], law: Law) -> float:
    found = []
    for table in tables:
        one = focus.replay(Fading(len(table), table.shape[2], 1.0, turns=True), table, MINUTE)
        for gap in attention.GAPS:
            run = focus.replay(Ladder(len(table), table.shape[2], law), table, gap * MINUTE)
            found.append((run.hits - one.hits).sum() / run.turns.sum())
    return float(np.mean(found))
