"""Axes and plots: what is drawn stands where its value is, and whatever is given, the drawing is sound."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from penchant.evals.report.plot import MOST_POINTS, Bar, Line, bars, lines
from penchant.evals.report.scale import Scale, scale

VALUES = st.floats(-1e12, 1e12)
ANY = st.floats(allow_nan=True, allow_infinity=True)
TEXT = st.text(max_size=40)


@settings(max_examples=50, deadline=None)
@given(st.lists(VALUES, max_size=6), st.booleans(), st.booleans())
def test_every_value_has_a_place_on_its_axis_and_a_larger_one_is_never_left_of_a_smaller(
    values: list[float], zero: bool, spread: bool
) -> None:
    axis = scale(values, 10, 200, zero=zero, spread=spread)
    places = [axis.at(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(10 - 1e-6 <= place <= 200 + 1e-6 for place in places)
    assert axis.low <= min([*values, 0] if zero else values, default=0)


@settings(max_examples=50, deadline=None)
@given(st.lists(VALUES, max_size=6), st.booleans(), st.booleans())
def test_an_axis_has_a_few_marks_in_order_and_within_it(values: list[float], zero: bool, spread: bool) -> None:
    axis = scale(values, 0, 100, zero=zero, spread=spread)
    ticks = axis.ticks()
    assert 2 <= len(ticks) <= 14
    assert ticks == sorted(set(ticks))
    assert axis.low <= ticks[0] < ticks[-1] <= axis.high


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ((0.0, 1.0), [0, 0.2, 0.4, 0.6, 0.8, 1]),
        ((0.62, 0.71), [0.62, 0.64, 0.66, 0.68, 0.7, 0.72]),
        ((-3.0, 40.0), [-10, 0, 10, 20, 30, 40]),
        ((), [0, 0.2, 0.4, 0.6, 0.8, 1]),
    ],
)
def test_marks_are_round(values: tuple[float, ...], ticks: list[float]) -> None:
    assert scale(values, 0, 1).ticks() == pytest.approx(ticks)


def test_an_axis_from_nothing_to_thousands_is_logarithmic_and_keeps_its_zero() -> None:
    axis = scale([0, 20, 12_000], 0, 100, spread=True)
    assert axis.logarithmic
    assert axis.ticks() == [0, 1, 10, 100, 1000, 10_000]
    assert (axis.at(0), axis.at(12_000)) == (0, 100)
    assert not scale([1, 20], 0, 100, spread=True).logarithmic


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def numbers(svg: str) -> list[float]:
    """All coordinates; a word among them, such as `nan`, is an error."""
    shapes = re.findall(r' (?:d|x|y|width|transform)="([^"]*)"', svg)
    return [
        float(each)
        for shape in shapes
        for each in re.findall(r"[^\sMLHVZazhvlm(),]+", re.sub("translate|rotate", "", shape))
    ]


def test_a_bar_is_as_long_as_its_value_and_its_whisker_spans_the_interval() -> None:
    svg = drawn(bars([Bar("a", 0.5, 0.4, 0.6), Bar("b", 1.0)], title="t", x="x"))
    first, second = (float(one.get("width", "")) for one in svg.iter("rect"))
    assert second == pytest.approx(2 * first, abs=0.2)
    (whisker,) = (one.get("d", "") for one in svg.iter("path") if one.get("class") == "whisker")
    start, end = (float(each) for each in re.findall(r"^M([\d.]+) [\d.]+H([\d.]+)", whisker)[0])
    assert (end - start) == pytest.approx(second * 0.2, abs=0.3)


def test_a_line_goes_through_its_points_and_breaks_where_there_is_none() -> None:
    points = [(0.0, 0.0), (0.5, math.nan), (1.0, 1.0)]
    svg = lines([Line("a", points)], title="t", x="x", y="y", square=True)
    (path,) = (one.get("d", "") for one in drawn(svg).iter("path") if str(one.get("class")).startswith("line"))
    across, up = Scale(0, 1, 46, 422), Scale(0, 1, 226, 12)
    assert path == f"M{across.at(0):.0f} {up.at(0):.0f}M{across.at(1):.0f} {up.at(1):.0f}"


def test_a_line_of_very_many_points_is_thinned_and_keeps_its_ends() -> None:
    svg = lines([Line("a", [(n, n % 7) for n in range(100_000)])], title="t", x="x", y="y")
    assert len(svg) < 20_000
    (path,) = (one.get("d", "") for one in drawn(svg).iter("path") if str(one.get("class")).startswith("line"))
    assert path.count("L") == MOST_POINTS - 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(TEXT, ANY, ANY | st.none(), ANY | st.none()), max_size=5), TEXT)
def test_bars_of_anything_are_sound(rows: list[tuple[str, float, float | None, float | None]], text: str) -> None:
    svg = bars([Bar(*row) for row in rows], title=text, x=text)
    assert drawn(svg).get("role") == "img"
    assert all(map(math.isfinite, numbers(svg)))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(TEXT, st.lists(st.tuples(VALUES, VALUES | st.just(math.nan)), max_size=5)), max_size=11), TEXT
)
def test_lines_of_anything_are_sound(series: list[tuple[str, list[tuple[float, float]]]], text: str) -> None:
    svg = lines([Line(label, points, look) for look, (label, points) in enumerate(series)], title=text, x=text, y=text)
    assert drawn(svg).get("role") == "img"
    assert all(map(math.isfinite, numbers(svg)))
