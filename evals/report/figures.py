"""Figures as text, the same in the terminal and on the page."""

from __future__ import annotations

import math

from ..results import Figure


def number(value: float | None) -> str:
    """Return a figure with three digits after the point, or three digits that count where it is large; "–" for none.

    >>> [number(one) for one in (0.61803, 4, 18.25, 1234.5, -0.0004, float("nan"), None)]
    ['0.618', '4.000', '18.25', '1,234', '0.000', '–', '–']
    """
    if value is None or math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    text = f"{value:,.3f}" if size < 9.9995 else f"{value:,.2f}" if size < 99.995 else f"{value:,.0f}"
    return text.removeprefix("-") if not text.strip("-0.,") else text


def interval(figure: Figure) -> str:
    """Return the interval of a figure as `0.512 to 0.634`; "" without one."""
    if figure.low is None or figure.high is None:
        return ""
    return f"{number(figure.low)} to {number(figure.high)}"


def signed(value: float | None) -> str:
    """Return a difference with its sign.

    >>> [signed(one) for one in (0.25, -0.25, 0.0001, None)]
    ['+0.250', '-0.250', '0.000', '–']
    """
    text = number(value)
    return f"+{text}" if value is not None and value > 0 and text.strip("0.,") else text


def chance(p: float | None) -> str:
    """Return a p value; a very small one by its bound.

    >>> [chance(one) for one in (0.04321, 0.0002, None)]
    ['0.043', '< 0.001', '–']
    """
    return "–" if p is None else "< 0.001" if p < 0.001 else f"{p:.3f}"


OF_THE_DATA = frozenset({"turns that come back to something"})
"""Figures that are the same whatever system is measured: they tell of the data."""


def way(metric: str, smaller_is_better: list[str]) -> str:
    """Return a metric's name with an arrow that points where it is better; of one that no system changes, that it is the data's.

    >>> way("MRR", []), way("turns that come back to something", [])
    ('MRR ↑', 'turns that come back to something (of the data)')
    """
    if metric in OF_THE_DATA:
        return f"{metric} (of the data)"
    return f"{metric} {'↓' if metric in smaller_is_better else '↑'}"
