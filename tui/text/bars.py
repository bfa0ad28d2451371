"""Weights as strings: a bar, a trend and a curve, each on a fixed scale from 0 to 1. Pure functions.

Heavy and light strokes, filled and dotted cells tell the parts apart, so that no colour is needed to read them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_TRACK, _TICK = "─╾━", "┼┽┿"
_LEVELS = "▁▂▃▄▅▆▇█"
_DOTS = (0x40, 0x04, 0x02, 0x01)  # of a braille cell's left column, from below
_RIGHT_DOTS = (0x80, 0x20, 0x10, 0x08)
_BRAILLE = 0x2800

LEAST = 0.005
"""A weight under it is drawn as nothing, for it is written as .00."""


def number(weight: float) -> str:
    """Return a weight in three cells.

    >>> number(0.736), number(0.999)
    ('.74', '.99')
    """
    return f"{min(max(weight, 0.0), 0.99):.2f}"[1:]


def exact(threshold: float) -> str:
    """Return a threshold with as many digits as it has, at most three.

    >>> exact(0.075), exact(0.1)
    ('.075', '.1')
    """
    return f"{threshold:.3f}".rstrip("0").removeprefix("0")


def bar(weight: float, width: int, threshold: float = 0.0) -> str:
    """Return a weight as a stroke, heavy up to the weight, half a cell exact, with a tick at the threshold.

    Whatever the width, a weight under the threshold ends before the tick and one above it reaches the tick.

    >>> bar(0.5, 9, 0.1), bar(0.09, 9, 0.1)
    ('┿━━━╾────', '┼────────')
    """
    tick = min(int(threshold * width), width - 1) if threshold > 0 else -1
    halves = round(weight * 2 * width)
    if tick >= 0:
        halves = max(halves, 2 * tick + 1) if weight >= threshold else min(halves, 2 * tick)
    return "".join((_TICK if cell == tick else _TRACK)[min(2, max(0, halves - 2 * cell))] for cell in range(width))


def trend(weights: Sequence[float]) -> str:
    """Return weights as a row of blocks, one cell each; blank where there was nothing.

    >>> trend([0, 0.1, 0.5, 0.9])
    ' ▁▅█'
    """
    return "".join(_LEVELS[min(7, int(weight * 8))] if weight >= LEAST else " " for weight in weights)


def curve(past: Sequence[float], future: Sequence[float], width: int, height: int, threshold: float) -> list[str]:
    """Return a topic's weight over time in rows, the highest first: filled up to now, dotted from now on.

    The moments of `past` end now, those of `future` begin now, all equally far apart. The column `now_at` stands between them;
    a row of dashes marks the threshold where nothing else is drawn.
    """
    column = now_at(len(past), len(future), width)
    left = [_filled(weight, height) for weight in _peaks(past, column)]
    right = _dotted(_sampled(future, 2 * (width - column - 1)), height)
    rows = zip(*(cells[::-1] for cells in (*left, "│" * height, *right)), strict=True)
    level = height - 1 - min(int(threshold * height), height - 1)
    return ["".join(row).replace(" ", "┄" if y == level else " ") for y, row in enumerate(rows)]


def now_at(past: int, future: int, width: int) -> int:
    """Return the column of now in a curve of so many moments before and after it."""
    return round((width - 1) * (past - 1) / max(1, past + future - 2))


def _peaks(weights: Sequence[float], count: int) -> list[float]:
    """Return `count` weights evenly over time: the highest of each stretch, so that no peak is lost, and at the end the last one."""
    ends = _sampled(weights, count)
    size = (len(weights) - 1) / count if count else 0.0
    within = [weights[int(size * step) + 1 : int(size * (step + 1)) + 1] for step in range(count)]
    return [max(end, *stretch, 0.0) for end, stretch in zip(ends[:-1], within[:-1], strict=True)] + ends[-1:]


def _sampled(weights: Sequence[float], count: int) -> list[float]:
    """Return `count` weights evenly over time, interpolated, the last one at the end."""
    last = len(weights) - 1
    places = [last * (step + 1) / count for step in range(count)]
    return [_between(weights, place) for place in places]


def _between(weights: Sequence[float], place: float) -> float:
    low = min(int(place), len(weights) - 1)
    high = min(low + 1, len(weights) - 1)
    return weights[low] + (weights[high] - weights[low]) * (place - low)


def _filled(weight: float, height: int) -> str:
    """Return a column, from below, filled up to the weight to an eighth of a cell; a weight that counts is never nothing."""
    eighths = max(round(weight * height * 8), int(weight >= LEAST))
    return "".join((" " + _LEVELS)[min(8, max(0, eighths - 8 * cell))] for cell in range(height))


def _dotted(weights: Sequence[float], height: int) -> list[str]:
    """Return columns, from below, with a dot at each of two weights a cell, and the dots between them where they lie far apart."""
    levels = [min(int(weight * height * 4), height * 4 - 1) for weight in weights]
    steps = list(pairwise([levels[0], *levels])) if levels else []
    columns = [[_BRAILLE] * height for _ in range(len(levels) // 2)]
    for place, (before, now) in enumerate(steps):
        run = range(now, max(now + 1, before)) if before >= now else range(before + 1, now + 1)
        for level in run if weights[place] >= LEAST else ():
            cell, dot = divmod(level, 4)
            columns[place // 2][cell] |= (_RIGHT_DOTS if place % 2 else _DOTS)[dot]
    return ["".join(chr(code) if code != _BRAILLE else " " for code in column) for column in columns]
