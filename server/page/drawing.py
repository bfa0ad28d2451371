"""Curves: weights over time as points of an SVG, and the same in words for who does not see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ...agent.bias import LEVELS, THRESHOLD, Level

DAYS = 60
"""Days of a curve on either side of now."""

SPARK_DAYS = 30
"""Days of the small curve in the list, up to now."""

WIDTH, HEIGHT = 720, 250
LEFT, RIGHT, TOP, BOTTOM = 8, 112, 12, 28
"""What is left free around the curve: for the names of levels at its right, and of days below."""

SPARK_WIDTH, SPARK_HEIGHT = 96, 26


@dataclass(frozen=True, slots=True)
class Line:
    """A level or a day: where it lies, in the SVG's units, and its name."""

    at: float
    name: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A curve: the past as an area and a line, the future as another line, all as `points`; levels, days, where
    the plot ends at its right and below, and the words for it."""

    area: str
    past: str
    future: str
    now: tuple[float, float]
    levels: tuple[Line, ...]
    edge: float
    floor: float
    days: tuple[Line, ...]
    words: str


def moments(now: datetime) -> list[datetime]:
    """Return the days of a curve: `DAYS` before now, now, and as many after."""
    return [now + timedelta(days=day) for day in range(-DAYS, DAYS + 1)]


def spark_moments(now: datetime) -> list[datetime]:
    """Return the days of a small curve, the last one now."""
    return [now + timedelta(days=day) for day in range(-SPARK_DAYS, 1)]


def drawn(weights: Sequence[float], now: datetime) -> Drawn:
    """Return the curve of the weights at `moments(now)`."""
    points = [(_x(day), _y(weight)) for day, weight in zip(range(-DAYS, DAYS + 1), weights, strict=True)]
    past, future = points[: DAYS + 1], points[DAYS:]
    floor = _y(0.0)
    return Drawn(
        area=_points([(past[0][0], floor), *past, (past[-1][0], floor)]),
        past=_points(past),
        future=_points(future),
        now=past[-1],
        levels=tuple(Line(_y(at), name) for at, name in _levels()),
        edge=points[-1][0],
        floor=floor,
        days=tuple(Line(_x(day), _day(day)) for day in (-DAYS, -DAYS // 2, 0, DAYS // 2, DAYS)),
        words=in_words(weights, now),
    )


def spark(weights: Sequence[float]) -> str:
    """Return the points of a small curve of the weights at `spark_moments`."""
    step = (SPARK_WIDTH - 2) / SPARK_DAYS
    return _points(
        [(1 + step * place, SPARK_HEIGHT - 2 - (SPARK_HEIGHT - 4) * one) for place, one in enumerate(weights)]
    )


def in_words(weights: Sequence[float], now: datetime) -> str:
    """Return what a curve shows, in words."""
    past = weights[: DAYS + 1]
    top = max(range(DAYS + 1), key=lambda place: past[place])
    when = f"on {now - timedelta(days=DAYS - top):%Y-%m-%d}, {past[-1]:.2f} now" if top < DAYS else "now"
    return (
        f"Weight {past[0]:.2f} {DAYS} days ago, highest {past[top]:.2f} {when}; "
        f"if it is not spoken of again {weights[DAYS + DAYS // 2]:.2f} in {DAYS // 2} days and {weights[-1]:.2f} in {DAYS}."
    )


def _levels() -> list[tuple[float, str]]:
    names = {Level.STRONG: "strong", Level.CLEAR: "clear"}
    return [(at, names[level]) for at, level in LEVELS if level in names] + [(THRESHOLD, "in answers")]


def _day(day: int) -> str:
    if day == 0:
        return "now"
    return f"{-day} days ago" if day < 0 else f"in {day} days"


def _x(day: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (day + DAYS) / (2 * DAYS)


def _y(weight: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - weight)


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
