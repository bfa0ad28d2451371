"""Where a value stands on an axis, and at which round values the axis is marked."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

SPREAD = 50
"""From this ratio of the largest to the smallest on, an axis without negative values is logarithmic."""

LARGEST = 1e15
"""What is larger has no place on an axis, as what is no number has none."""

NARROWEST = 1e-9
"""A part of the largest value below which values count as the same."""


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from `low` to `high` that is drawn from `start` to `end`; a logarithmic one is by log(1 + x) and has a zero."""

    low: float
    high: float
    start: float
    end: float
    logarithmic: bool = False

    def at(self, value: float) -> float:
        """Return where a value stands, in the units of the drawing; what lies beyond an end stands at it."""
        low, high, here = (
            math.log1p(one) if self.logarithmic else one for one in (self.low, self.high, self._kept(value))
        )
        return self.start + (here - low) / (high - low) * (self.end - self.start)

    def _kept(self, value: float) -> float:
        return min(max(value, self.low), self.high)

    def ticks(self) -> list[float]:
        """Return the values to mark, all within the axis."""
        if not self.logarithmic:
            return [tick for tick in _round_values(self.low, self.high) if self.low <= tick <= self.high]
        tens = [0.0] + [10.0**power for power in range(math.floor(math.log10(max(self.high, 1))) + 1)]
        return [tick for tick in tens if self.low <= tick <= self.high]


def scale(values: Iterable[float], start: float, end: float, *, zero: bool = False, spread: bool = False) -> Scale:
    """Return an axis on which all values have a place; with `zero` it holds zero, with `spread` it may be logarithmic.

    An axis of one value, or of none, is widened so that it has a length.
    """
    known = [value for value in values if abs(value) <= LARGEST] + [0.0] * zero
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    positive = [value for value in known if value > 0]
    if spread and low >= 0 and high >= SPREAD and high >= SPREAD * min(positive):
        return Scale(0.0, high, start, end, logarithmic=True)
    size = max(abs(low), abs(high))
    if high - low < NARROWEST * max(size, 1):
        wide = size / 2 if size > NARROWEST else 1.0
        low, high = (0.0 if zero else low - wide), high + wide
    marks = _round_values(low, high)
    return Scale(min(low, marks[0]), max(high, marks[-1]), start, end)


def _round_values(low: float, high: float) -> list[float]:
    """Return three to seven round values a step of 1, 2 or 5 times a power of ten apart, from about `low` to about `high`."""
    step = _step((high - low) / 5)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 12) for index in range(first, last + 1)]


def _step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * (1 - 1e-9))


def tick_label(value: float) -> str:
    """Return a mark's value as short as it may be.

    >>> [tick_label(one) for one in (0.30000000000000004, 10.0, 25000, 0, -2.5)]
    ['0.3', '10', '25k', '0', '-2.5']
    """
    if abs(value) >= 10_000 and value % 1000 == 0:
        return f"{value / 1000:g}k"
    return f"{value:.6g}"
