"""Plots as SVG: bars with intervals, lines, points with intervals. Colours, dashes and fonts are in style.css.

A plot is 440 units wide and is drawn no wider than that, so that its text is as large as the page's on a telephone too. What it shows
is said in its title as well, and stands as numbers in a table of the page.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .figures import number
from .markup import escaped, shortened
from .scale import Scale, scale, tick_label

WIDTH, HEIGHT = 440, 270
LEFT, RIGHT, TOP, BOTTOM = 46, 18, 12, 44
ROW, NAMES, VALUES = 26, 150, 52
MOST_POINTS = 400
"""Points of a line that are drawn; a longer line is thinned evenly."""

MARKED = 24
"""Points up to which each has a mark of its own."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A value with its interval. `look` chooses its colour."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    look: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """Points that belong together, in the order of drawing. `look` chooses colour, dash and mark."""

    label: str
    points: Sequence[tuple[float, float]]
    look: int = 0


def bars(rows: Sequence[Bar], *, title: str, x: str) -> str:
    """Return horizontal bars from zero, one below the other; a value that is no number has none."""
    height = ROW * len(rows) + 40
    ends = [one for row in rows for one in (row.value, row.low, row.high) if one is not None]
    across = scale(ends, NAMES, WIDTH - VALUES, zero=True)
    drawn = [_bar(row, across, index * ROW) for index, row in enumerate(rows)]
    foot = _x_axis(across, ROW * len(rows) + 2, 0, x)
    return _svg(title, height, [*foot, *drawn])


def _bar(row: Bar, across: Scale, top: float) -> str:
    middle, zero = top + ROW / 2, across.at(0)
    parts = [_text(NAMES - 8, middle + 4, shortened(row.label, 21), "end", "name")]
    if math.isfinite(row.value):
        here = across.at(row.value)
        parts.append(
            f'<rect class="bar c{row.look % 8}" x="{_n(min(zero, here))}" y="{_n(top + 5)}" '
            f'width="{_n(max(abs(here - zero), 0.5))}" height="{ROW - 10}"/>'
        )
        parts += [_whisker(across.at(low), across.at(high), middle) for low, high in _interval(row)]
    parts.append(_text(WIDTH, middle + 4, number(row.value), "end", "value"))
    return f"<g><title>{escaped(row.label)}: {_said(row)}</title>{''.join(parts)}</g>"


def _interval(row: Bar) -> list[tuple[float, float]]:
    """Return the interval of a bar, or nothing where it has none."""
    low, high = row.low, row.high
    return [] if low is None or high is None or not math.isfinite(low + high) else [(low, high)]


def _said(row: Bar) -> str:
    return number(row.value) + "".join(f" ({number(low)} to {number(high)})" for low, high in _interval(row))


def _whisker(low: float, high: float, y: float) -> str:
    ends = f"M{_n(low)} {_n(y)}H{_n(high)}M{_n(low)} {_n(y - 4)}v8M{_n(high)} {_n(y - 4)}v8"
    return f'<path class="whisker" d="{ends}"/>'


def lines(
    series: Sequence[Line],
    *,
    title: str,
    x: str,
    y: str,
    square: bool = False,
    joined: bool = True,
    spread: bool = False,
) -> str:
    """Return lines over two axes.

    Args:
        series: the lines; points that are no numbers break them.
        title: what the plot shows, for those who hear it.
        x: what the lower axis is.
        y: what the left axis is.
        square: both axes from 0 to 1 with the diagonal, on which forecasts are what they say: a reliability diagram.
        joined: whether points are joined; else it is a scatter plot.
        spread: whether the lower axis may be logarithmic.
    """
    known = [point for one in series for point in one.points if all(map(math.isfinite, point))]
    unit = [0.0, 1.0] if square else []
    across = scale([*(px for px, _ in known), *unit], LEFT, WIDTH - RIGHT, spread=spread and not square)
    up = scale([*(py for _, py in known), *unit], HEIGHT - BOTTOM, TOP)
    axes = [*_x_axis(across, HEIGHT - BOTTOM, TOP, x), *_y_axis(up, y)]
    diagonal = [f'<path class="diagonal" d="M{_at(across, up, 0, 0)}L{_at(across, up, 1, 1)}"/>'] if square else []
    return _svg(title, HEIGHT, [*axes, *diagonal, *(_line(one, across, up, joined) for one in series)])


def _line(one: Line, across: Scale, up: Scale, joined: bool) -> str:
    points = _thinned(one.points)
    path = (
        f'<path class="line c{one.look % 8} d{one.look // 8 % 4}" d="{_path(points, across, up)}"/>' if joined else ""
    )
    known = [point for point in points if all(map(math.isfinite, point))]
    marks = [mark(across.at(px), up.at(py), one.look) for px, py in known] if len(known) <= MARKED else []
    return f"<g><title>{escaped(one.label)}</title>{path}{''.join(marks)}</g>"


def _thinned(points: Sequence[tuple[float, float]]) -> Sequence[tuple[float, float]]:
    if len(points) <= MOST_POINTS:
        return points
    return [points[round(index * (len(points) - 1) / (MOST_POINTS - 1))] for index in range(MOST_POINTS)]


def _path(points: Iterable[tuple[float, float]], across: Scale, up: Scale) -> str:
    """Return the path through points; it starts anew behind one that is no number."""
    parts, pen_up = list[str](), True
    for px, py in points:
        if not (math.isfinite(px) and math.isfinite(py)):
            pen_up = True
            continue
        parts.append(("M" if pen_up else "L") + _at(across, up, px, py))
        pen_up = False
    return "".join(parts)


_SHAPES = (
    "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z",
    "M-3 -3h6v6h-6z",
    "M0 -4L4 3.5H-4z",
    "M0 -4.5L4.5 0L0 4.5L-4.5 0z",
)


def mark(x: float, y: float, look: int) -> str:
    """Return the mark of a line at a point: a circle, square, triangle or diamond, so that colour is not all that tells it."""
    return (
        f'<path class="mark c{look % 8}" transform="translate({_n(x)} {_n(y)})" d="{_SHAPES[(look + look // 8) % 4]}"/>'
    )


def swatch(look: int, *, joined: bool = True) -> str:
    """Return a short piece of a line, or a mark alone, for a legend."""
    line = f'<path class="line c{look % 8} d{look // 8 % 4}" d="M1 7H27"/>' if joined else ""
    return f'<svg class="swatch" viewBox="0 0 28 14" aria-hidden="true">{line}{mark(14, 7, look)}</svg>'


def _x_axis(across: Scale, bottom: float, top: float, label: str) -> Iterator[str]:
    for tick in across.ticks():
        here = _n(across.at(tick))
        yield f'<path class="grid" d="M{here} {_n(top)}V{_n(bottom)}"/>'
        yield _text(across.at(tick), bottom + 14, tick_label(tick), "middle", "tick")
    yield _text((across.start + across.end) / 2, bottom + 32, shortened(label, 60), "middle", "axis")


def _y_axis(up: Scale, label: str) -> Iterator[str]:
    for tick in up.ticks():
        yield f'<path class="grid" d="M{LEFT} {_n(up.at(tick))}H{WIDTH - RIGHT}"/>'
        yield _text(LEFT - 5, up.at(tick) + 4, tick_label(tick), "end", "tick")
    middle = (up.start + up.end) / 2
    text = escaped(shortened(label, 36))
    yield f'<text class="axis" text-anchor="middle" transform="translate(11 {_n(middle)}) rotate(-90)">{text}</text>'


def _text(x: float, y: float, text: str, anchor: str, kind: str) -> str:
    return f'<text class="{kind}" x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}">{escaped(text)}</text>'


def _at(across: Scale, up: Scale, x: float, y: float) -> str:
    return f"{_n(across.at(x))} {_n(up.at(y))}"


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _svg(title: str, height: float, parts: Iterable[str]) -> str:
    head = f'<svg class="plot" viewBox="0 0 {WIDTH} {_n(height)}" role="img" aria-label="{escaped(title)}">'
    return f"{head}{''.join(parts)}</svg>"
