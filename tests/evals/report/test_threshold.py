from __future__ import annotations

import math

import pytest
from penchant.evals.report.threshold import Threshold, annotation, missed, threshold
from penchant.evals.results import Figure, Figures, Outcome, Run

from tests.evals.report.runs import run


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("recall=0.8", Threshold("recall", 0.8)),
        ("hit@1=.5", Threshold("hit@1", 0.5)),
        ("hit@1@bm25=0.5", Threshold("hit@1", 0.5, system="bm25")),
        ("drift:lag=7", Threshold("lag", 7, "drift")),
        ("a:b:recall@bm25=1e-3", Threshold("recall", 0.001, "a:b", "bm25")),
    ],
)
def test_a_threshold_names_metric_and_value_and_perhaps_suite_and_system(text: str, expected: Threshold) -> None:
    assert threshold(text) == expected


@pytest.mark.parametrize("text", ["recall", "recall=", "=0.8", "recall=high", "recall=nan", "recall=inf", ""])
def test_anything_else_is_an_error_that_shows_how_to_write_it(text: str) -> None:
    with pytest.raises(ValueError, match="write METRIC=NUMBER"):
        threshold(text)


def texts(*thresholds: str) -> list[str]:
    return [str(one) for one in missed(run(), map(threshold, thresholds))]


def test_a_figure_below_its_threshold_is_told_with_both_values() -> None:
    assert texts("evidence:recall=0.8") == ["evidence: recall of penchant is 0.7613, below 0.8"]
    assert texts("evidence:recall=0.7") == []


def test_where_less_is_better_a_figure_above_it_is_worse() -> None:
    assert texts("偏好:lag=8") == ["偏好: lag of penchant is 8.75, above 8"]
    assert texts("lag=9") == []


def test_without_a_suite_every_suite_that_has_the_metric_must_reach_it() -> None:
    assert len(texts("recall=0.8")) == 2


def test_a_system_can_be_named() -> None:
    assert texts("evidence:recall@bm25=0.7") == ["evidence: recall of bm25 is 0.6165, below 0.7"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [("recal=0.8", "it has ece, lag, recall"), ("x:recall=1", "no suite 'x'"), ("recall@b=1", "of a system 'b'")],
)
def test_what_is_not_in_the_run_is_an_error_and_never_passes(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        texts(text)


def test_a_figure_that_is_no_number_is_worse_than_any() -> None:
    of = Run({"s": Outcome("m", {"penchant": Figures({"m": Figure(math.nan), "n": Figure(math.nan)})}, {}, [], ["n"])})
    assert len(missed(of, [threshold("m=0"), threshold("n=100")])) == 2


def test_an_annotation_stays_on_one_line_whatever_a_suite_is_called() -> None:
    hostile = Run({"a\n::warning::b%": Outcome("m", {"penchant": Figures({"m": Figure(0.1)})})})
    (one,) = missed(hostile, [threshold("m=1")])
    assert annotation(one) == "::error title=penchant eval::a%0A::warning::b%25: m of penchant is 0.1, below 1"
