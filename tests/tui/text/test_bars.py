"""Weights as strings: bars, trends and curves on a fixed scale."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.tui.text.bars import bar, curve, exact, now_at, number, trend

WEIGHTS = st.floats(0, 0.999)
WIDTHS = st.integers(1, 60)
THRESHOLDS = st.floats(0.01, 0.9)
CURVES = st.lists(WEIGHTS, min_size=2, max_size=70)


def heavy(text: str) -> float:
    """Return how many cells of a bar are heavy."""
    return sum({"━": 1.0, "┿": 1.0, "╾": 0.5, "┽": 0.5}.get(cell, 0.0) for cell in text)


@pytest.mark.parametrize(
    ("weight", "written"), [(0.0, ".00"), (0.736, ".74"), (0.999, ".99"), (1.0, ".99"), (-0.1, ".00")]
)
def test_a_weight_is_written_in_three_cells(weight: float, written: str) -> None:
    assert number(weight) == written


@pytest.mark.parametrize(("threshold", "written"), [(0.075, ".075"), (0.1, ".1"), (0.08, ".08")])
def test_a_threshold_is_written_with_all_its_digits(threshold: float, written: str) -> None:
    assert exact(threshold) == written


@given(WEIGHTS, WIDTHS, THRESHOLDS)
def test_a_bar_has_its_width_and_one_tick(weight: float, width: int, threshold: float) -> None:
    drawn = bar(weight, width, threshold)
    assert len(drawn) == width
    assert sum(cell in "┼┽┿" for cell in drawn) == 1


@given(WEIGHTS, WIDTHS, THRESHOLDS)
def test_a_bar_reaches_its_tick_just_when_the_weight_reaches_the_threshold(
    weight: float, width: int, threshold: float
) -> None:
    drawn = bar(weight, width, threshold)
    assert any(cell in "┽┿" for cell in drawn) == (weight >= threshold)


@given(WEIGHTS, WEIGHTS, WIDTHS, THRESHOLDS)
def test_a_larger_weight_never_has_a_shorter_bar(one: float, other: float, width: int, threshold: float) -> None:
    less, more = sorted((one, other))
    assert heavy(bar(less, width, threshold)) <= heavy(bar(more, width, threshold))


@given(WEIGHTS, WIDTHS)
def test_a_bar_is_exact_to_half_a_cell(weight: float, width: int) -> None:
    assert abs(heavy(bar(weight, width)) - weight * width) <= 0.25


def test_a_trend_has_a_fixed_scale() -> None:
    assert trend([0.5, 0.5, 0.49]) == "▅▅▄"
    assert trend([0.01, 0.02]) == "▁▁"
    assert trend([0.0, 0.13, 0.26, 0.38, 0.51, 0.63, 0.76, 0.99]) == " ▂▃▄▅▆▇█"


@given(CURVES, CURVES, st.integers(5, 90), st.integers(1, 12), THRESHOLDS)
def test_a_curve_fills_its_rectangle(
    past: list[float], future: list[float], width: int, height: int, threshold: float
) -> None:
    rows = curve(past, future, width, height, threshold)
    assert [len(row) for row in rows] == [width] * height
    assert {row[now_at(len(past), len(future), width)] for row in rows} == {"│"}


def test_the_past_is_filled_and_the_future_is_dotted() -> None:
    rows = curve([0.0, 0.25, 0.5, 0.75, 0.99], [0.99, 0.6, 0.4, 0.2, 0.0], 17, 4, 0.075)
    assert rows == [
        "      ▄█│⢢       ",
        "    ▄███│ ⠱⣀     ",
        "  ▄█████│   ⠑⢄⡀  ",
        "▄███████│┄┄┄┄┄⠈⠢⡀",
    ]
    past = "".join(row[:8] for row in rows)
    future = "".join(row[9:] for row in rows)
    assert set(past) <= set(" ▁▂▃▄▅▆▇█┄")
    assert set("▁▂▃▄▅▆▇█").isdisjoint(future)


def test_a_peak_between_two_cells_is_not_lost() -> None:
    past = [0.1] * 61
    past[31] = 0.99
    assert any(cell == "█" for cell in curve(past, [0.1] * 61, 21, 4, 0.075)[0][:10])


def test_the_past_ends_with_the_weight_of_now() -> None:
    rows = curve([0.99] * 60 + [0.5], [0.5] * 61, 41, 4, 0.075)
    assert [row[19] for row in rows] == [" ", " ", "█", "█"]


def test_the_threshold_is_a_row_of_dashes_where_nothing_else_is() -> None:
    rows = curve([0.0] * 11, [0.0] * 11, 21, 5, 0.3)
    assert rows[3] == "┄" * 10 + "│" + "┄" * 10
    assert all("┄" not in row for row in rows[:3] + rows[4:])


@given(st.lists(WEIGHTS, min_size=2, max_size=40), st.integers(1, 8))
def test_a_dotted_line_has_no_gaps(weights: list[float], height: int) -> None:
    line = [max(weight, 0.01) for weight in weights]
    rows = curve([0.5] * len(line), line, 2 * len(line) + 1, height, 0.0)
    columns = list(zip(*rows, strict=True))[now_at(len(line), len(line), 2 * len(line) + 1) + 1 :]
    filled = [{y for y, cell in enumerate(column) if cell not in " ┄"} for column in columns]
    assert all(filled)
    for one, other in pairwise(filled):
        assert min(abs(a - b) for a in one for b in other) <= 1
