"""Comparisons of runs, beside scipy's and beside sums by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from penchant.evals.report.compare import Compared, compare_runs, compare_systems, holm, is_tested, notes, untested
from penchant.evals.report.ours import best
from penchant.evals.results import Figure, Figures, Outcome, Run
from penchant.evals.statistics import bootstrap, sign_flip
from scipy import stats

from tests.evals.report.runs import outcome, run

DIFFERENCES = st.lists(st.integers(-8, 8).map(lambda whole: whole / 8), min_size=2, max_size=6)


def generator() -> np.random.Generator:
    return np.random.default_rng(0)


@settings(max_examples=20, deadline=None)
@given(DIFFERENCES)
def test_the_permutation_test_of_a_few_people_is_exact_as_scipys(differences: list[float]) -> None:
    theirs = stats.permutation_test(
        (np.array(differences),), np.sum, permutation_type="samples", n_resamples=np.inf, alternative="two-sided"
    )
    # scipy doubles the smaller tail; for signs that are symmetric that is the share of sums at least as far from 0
    assert sign_flip(np.array(differences), generator()) == pytest.approx(min(1.0, theirs.pvalue), abs=1e-9)


@pytest.mark.parametrize("shift", [0.0, 0.02, 0.2])
def test_the_permutation_test_of_many_people_is_near_scipys(shift: float) -> None:
    differences = np.random.default_rng(5).normal(shift, 0.1, 80)
    theirs = stats.permutation_test((differences,), np.mean, permutation_type="samples", n_resamples=5_000, rng=1)
    assert sign_flip(differences, generator()) == pytest.approx(theirs.pvalue, abs=0.03)


def test_the_interval_is_near_scipys_percentile_bootstrap() -> None:
    differences = np.random.default_rng(3).normal(0.1, 0.3, 60)
    theirs = stats.bootstrap((differences,), np.mean, n_resamples=5_000, method="percentile", rng=1)
    low, high = bootstrap(differences, generator())
    assert (low, high) == pytest.approx(tuple(theirs.confidence_interval), abs=0.015)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_holds_by_its_definition(ps: list[float]) -> None:
    found = holm([Compared("s", str(i), "a", "a", 9, 0, 0, False, p=p) for i, p in enumerate(ps)])
    for one in found:
        assert one.p is not None
        smaller = [p for p in ps if p <= one.p]
        by_hand = max(min(1.0, (len(ps) - sum(other < p for other in ps)) * p) for p in smaller)
        assert one.adjusted == pytest.approx(by_hand)


def test_a_run_that_became_better_for_everyone_is_better_and_the_rest_is_level() -> None:
    found = {(one.suite, one.second): one for one in compare_runs(run(), run(0.02), metric="recall")}
    ours = found["evidence", "penchant"]
    assert (ours.verdict, ours.people) == ("better", 20)
    assert ours.difference == pytest.approx(0.02)
    assert ours.low == pytest.approx(0.02)
    assert found["evidence", "bm25"].verdict == "level"


def test_less_is_better_where_the_suite_says_so() -> None:
    lag = compare_runs(run(), run(0.02), system="penchant", metric="lag")
    assert [(one.verdict, one.difference < 0) for one in lag] == [("better", True)] * 2


def test_a_figure_that_is_no_mean_over_people_is_shown_and_not_tested() -> None:
    (ece, *_) = compare_runs(run(), run(0.02), metric="ece", system="penchant")
    assert (ece.p, ece.adjusted, ece.verdict, ece.people) == (None, None, "", 0)
    assert ece.difference == pytest.approx(-0.002)


def test_only_people_that_both_have_count() -> None:
    one = Run({"s": Outcome("m", {"x": Figures({"m": Figure(0.5, people={"a": 0.0, "b": 1.0, "c": math.nan})})})})
    two = Run({"s": Outcome("m", {"x": Figures({"m": Figure(9.0, people={"a": 0.5, "b": 1.0, "c": 1.0, "d": 34})})})})
    (found,) = compare_runs(one, two)
    assert (found.people, found.before, found.after) == (2, 0.5, 0.75)


def test_the_same_seed_gives_the_same_comparison_whatever_else_is_compared() -> None:
    whole = compare_runs(run(), run(0.01), seed=3, system="penchant")
    alone = compare_runs(run(), run(0.01), seed=3, metric="recall", system="penchant")
    assert [one for one in whole if (one.metric, one.second) == ("recall", "penchant")] != []
    for one in alone:
        same = next(other for other in whole if other.suite == one.suite and other.second == one.second)
        assert (same.low, same.high, same.p) == (one.low, one.high, one.p)


def test_systems_of_one_run_stand_beside_ours_by_the_leading_metric() -> None:
    found = compare_systems(run())
    assert {one.second for one in found} == {"penchant"}
    assert {one.metric for one in found} == {"recall"}
    assert all(one.verdict == "better" for one in found)
    assert {one.verdict for one in compare_systems(run(), system="nothing")} == {"worse"}


def test_runs_without_anything_in_common_are_an_error_that_says_what_they_have() -> None:
    with pytest.raises(ValueError, match=r"in common: a \(penchant\); b \(bm25\)"):
        compare_runs(Run({"a": outcome(("penchant",))}), Run({"b": outcome(("bm25",))}))
    with pytest.raises(ValueError, match="no suite has elsewhere"):
        compare_systems(run(), system="elsewhere")


def test_other_data_and_another_seed_are_told() -> None:
    other = replace(run(), seed=8, suites={"evidence": replace(outcome(), data={"talks.json": "cd" * 32})})
    assert notes(run(), other) == [
        "evidence: talks.json is not the same file in both runs",
        "the seeds differ: 7 and 8",
    ]
    assert notes(run(), run()) == []


def test_data_under_other_names_is_told_unless_it_is_the_same() -> None:
    def of(**data: str) -> Run:
        return replace(run(), suites={"evidence": replace(outcome(), data=data)})

    assert notes(of(a="ab"), of(b="cd")) == ["evidence: the runs read different data: a in the first, b in the second"]
    assert notes(of(a="ab", c="ef"), of(b="ab")) == [
        "evidence: the runs read different data: c in the first, no other in the second"
    ]
    assert notes(of(a="ab"), of(b="ab")) == []


def test_what_is_not_tested_says_why() -> None:
    row = Compared("s", "m", "a", "b", 0, 0.1, 0.2, smaller_is_better=False)
    assert untested([row])[0].startswith("not tested: nobody is in both")
    assert untested([replace(row, people=1)])[0].startswith("not tested: fewer than two people are in both")
    assert untested([replace(row, people=9, adjusted=0.5)]) == []


def test_a_metric_that_is_not_there_is_told_with_those_that_are() -> None:
    told = r"no metric 'nosuch'; there are: .*recall"
    with pytest.raises(ValueError, match=told):
        compare_runs(run(), run(), metric="nosuch")
    with pytest.raises(ValueError, match=told):
        compare_systems(run(), metric="nosuch")


@pytest.mark.parametrize("count", [13, 1500])
def test_of_any_number_of_people_the_p_value_is_a_chance(count: int) -> None:
    differences = np.random.default_rng(count).normal(0, 1, count)
    assert 1e-4 <= sign_flip(differences, generator()) <= 1


def test_the_best_of_a_column_is_marked_unless_all_have_the_same() -> None:
    figures = {
        name: Figures({"MRR": Figure(value), "turns": Figure(0.4)}) for name, value in {"a": 0.5, "b": 0.2}.items()
    }
    outcome = Outcome("MRR", figures)
    assert best(outcome, "MRR") == {"a"}
    assert best(outcome, "turns") == set()


def test_rows_where_nobody_differs_and_figures_of_the_data_are_no_tests() -> None:
    row = Compared("s", "m", "a", "b", 9, 0.1, 0.2, smaller_is_better=False, low=0.05, high=0.15, p=0.02)
    same = [replace(row, metric=f"m{n}", after=0.1, low=0.0, high=0.0, p=1.0) for n in range(70)]
    of_the_data = replace(row, metric="turns that come back to something")
    found = holm([row, *same, of_the_data])
    assert [sum(map(is_tested, found)), found[0].adjusted, found[0].verdict] == [1, 0.02, "better"]
    assert {one.verdict for one in found[1:-1]} == {"level"}
    assert found[-1].verdict == ""
