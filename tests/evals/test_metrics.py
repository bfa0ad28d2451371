"""Every metric beside a second computation of its own: a library's, or plain counting."""

from __future__ import annotations

import itertools
import math
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.evals.metrics import (
    calibration,
    change,
    choices,
    distributions,
    injection,
    prompts,
    ranking,
    reading,
    topics,
)
from penchant.evals.statistics import interval, paired, ratio, sign_flip
from scipy import stats
from scipy.spatial.distance import jensenshannon

RANKED = st.lists(st.integers(0, 12), unique=True, max_size=10)
WANTED = st.sets(st.integers(0, 12), max_size=6)
PLACES = st.integers(1, 8)
FORECASTS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


@given(RANKED, WANTED, PLACES)
def test_rankings_agree_with_counting_place_by_place(ranked: list[int], wanted: set[int], k: int) -> None:
    right = np.array([one in wanted for one in ranked], float)
    assert ranking.hit(ranked, wanted, k) == float(right[:k].any())
    assert ranking.precision(ranked, wanted, k) == pytest.approx(right[:k].sum() / k)
    assert ranking.recall(ranked, wanted, k) == pytest.approx(right[:k].sum() / len(wanted) if wanted else 0)
    places = np.flatnonzero(right)
    assert ranking.reciprocal_rank(ranked, wanted) == pytest.approx(1 / (1 + places[0]) if len(places) else 0)


@given(RANKED, WANTED, PLACES)
def test_ndcg_is_the_gain_over_the_best_order_that_there_is(ranked: list[int], wanted: set[int], k: int) -> None:
    def gain(order: list[int]) -> float:
        return float(sum((one in wanted) * math.log(2) / math.log(place + 1) for place, one in enumerate(order[:k], 1)))

    best = gain(sorted(range(13), key=lambda one: one not in wanted))
    assert ranking.ndcg(ranked, wanted, k) == pytest.approx(gain(ranked) / best if best else 0)


@given(st.lists(st.integers(1, 40), max_size=12), st.integers(0, 100))
def test_a_budget_takes_greedily_and_is_never_exceeded(sizes: list[int], budget: int) -> None:
    by_name = dict(enumerate(sizes))
    taken = ranking.within(list(by_name), by_name, budget)
    assert sum(sizes[one] for one in taken) <= budget
    left = budget
    for one, size in enumerate(sizes):
        assert (one in taken) == (size <= left)
        left -= size if one in taken else 0


@given(FORECASTS)
def test_auroc_is_mann_and_whitneys_u(pairs: list[tuple[float, bool]]) -> None:
    scores, came = np.array([p for p, _ in pairs]), np.array([c for _, c in pairs])
    if came.all() or not came.any():
        assert calibration.auroc(scores, came) == 0
        return
    u = stats.mannwhitneyu(scores[came], scores[~came], method="asymptotic").statistic
    assert calibration.auroc(scores, came) == pytest.approx(u / (came.sum() * (~came).sum()))


@given(FORECASTS)
def test_calibration_error_is_that_of_a_histogram(pairs: list[tuple[float, bool]]) -> None:
    told, came = np.array([p for p, _ in pairs]), np.array([float(c) for _, c in pairs])
    edges = np.arange(11) / 10
    place = np.clip(np.digitize(told * 10, edges * 10) - 1, 0, 9)
    gaps = [abs((told - came)[place == b].sum()) for b in range(10)]
    assert calibration.ece(told, came) == pytest.approx(sum(gaps) / len(pairs))
    assert [calibration.bin_of(one) for one in told] == place.tolist()


@pytest.mark.parametrize("seed", range(20))
def test_divergence_is_scipys_distance_squared(seed: int) -> None:
    p, q = np.random.default_rng(seed).dirichlet(np.full(7, 0.3), 2)
    assert float(distributions.divergence(p, q)) == pytest.approx(jensenshannon(p, q, base=2) ** 2)
    assert distributions.surprise(p, 3) == pytest.approx(-math.log(max(p[3], 1e-12)))


@given(st.lists(st.booleans(), max_size=30), st.integers(1, 20), st.integers(1, 4))
def test_a_lag_is_where_a_run_of_leads_begins(leads: list[bool], cap: int, stays: int) -> None:
    text = "".join("x" if one else "." for one in leads)
    place = text.find("x" * stays)
    expected = place if 0 <= place < cap else cap
    assert change.lag(leads, cap, stays) == expected
    hours = [2.5 * turn for turn in range(len(leads))]
    if leads:
        assert change.lag_hours(leads, hours, cap, stays) == 2.5 * min(expected, len(leads) - 1)
        assert change.lingering(leads) == pytest.approx(text.count("x") / len(text))


@given(st.lists(st.tuples(WANTED, WANTED), max_size=12))
def test_injections_agree_with_one_big_table(some: list[tuple[set[int], set[int]]]) -> None:
    given_ = np.array([[one in g for one in range(13)] for g, _ in some], bool).reshape(-1, 13)
    needed = np.array([[one in n for one in range(13)] for _, n in some], bool).reshape(-1, 13)
    found = [injection.injected(g, n) for g, n in some]
    right, wrong, lost = (given_ & needed).sum(), (given_ & ~needed).sum(), (needed & ~given_).sum()
    assert injection.f1(found) == pytest.approx(2 * right / (2 * right + wrong + lost) if right + wrong + lost else 0)
    free, needy = ~needed.any(axis=1), needed.any(axis=1)
    over, gone = injection.over_personalized(found), injection.missed(found)
    assert over == (pytest.approx(given_[free].any(axis=1).mean()) if free.any() else None)
    assert gone == (pytest.approx(1 - (given_ & needed)[needy].any(axis=1).mean()) if needy.any() else None)


@given(WANTED, WANTED)
def test_stale_and_held_are_shares_of_sets(one: set[int], other: set[int]) -> None:
    both = sum(each in other for each in one)
    assert injection.stale(one, other) == pytest.approx(both / len(one) if one else 0)
    assert change.retention(other, one) == pytest.approx(both / len(one) if one else 1)


@pytest.mark.parametrize("seed", range(20))
def test_npmi_agrees_with_probabilities_from_a_matrix(seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = rng.random((12, 4)) < 0.5
    documents = [{"abcd"[n] for n in range(4) if row[n]} for row in table]
    for a, b in itertools.combinations(range(4), 2):
        joint = (table[:, a] & table[:, b]).mean()
        apart = table[:, a].mean() * table[:, b].mean()
        expected = -1.0 if joint == 0 else 0.0 if joint == 1 else np.log2(joint / apart) / -np.log2(joint)
        assert topics.npmi("abcd"[a], "abcd"[b], documents) == pytest.approx(expected)
    pairs = [topics.npmi(a, b, documents) for a, b in itertools.combinations("abcd", 2)]
    assert topics.coherence("abcda", documents) == pytest.approx(sum(pairs) / 6)
    assert topics.coherence("a", documents) is None


@given(st.lists(st.sampled_from("abc"), max_size=8))
def test_duplicates_are_labels_that_stand_more_than_once(labels: list[str]) -> None:
    twice = sum(labels.count(one) > 1 for one in labels)
    assert topics.duplication(labels, lambda a, b: a == b) == pytest.approx(twice / len(labels) if labels else 0)


@given(st.text("ab", max_size=9), st.text("ab", max_size=9))
def test_what_is_kept_of_a_context_is_its_longest_common_beginning(before: str, after: str) -> None:
    longest = max(n for n in range(len(before) + 1) if after.startswith(before[:n]))
    assert prompts.kept_prefix(before, after) == (longest / len(before) if before else 1)


@pytest.mark.parametrize("seed", range(10))
def test_the_likeliest_option_has_the_lowest_perplexity(seed: int) -> None:
    rng = random.Random(seed)
    options = [[-rng.expovariate(1) for _ in range(rng.randint(1, 9))] for _ in range(4)]
    perplexity = [np.prod([np.exp(-one) for one in option]) ** (1 / len(option)) for option in options]
    assert choices.likeliest(options) == int(np.argmin(perplexity))
    assert choices.accuracy([1, 2, 3, 0], [1, 2, 0, 0]) == 0.75


@pytest.mark.parametrize("seed", range(5))
def test_an_interval_is_about_that_of_scipys_bootstrap(seed: int) -> None:
    each = np.random.default_rng(seed).gamma(2, 1, 40)
    mean, low, high = interval(each, seed, draws=4000)
    theirs = stats.bootstrap(
        (each,), np.mean, n_resamples=4000, method="percentile", rng=np.random.default_rng(seed + 1)
    )
    assert mean == pytest.approx(each.mean())
    assert (low, high) == pytest.approx(tuple(theirs.confidence_interval), abs=0.06)
    assert ratio(each, np.ones(40), seed, draws=4000) == pytest.approx((mean, low, high))


@pytest.mark.parametrize("count", [6, 11, 30])
def test_a_sign_flip_test_is_scipys_permutation_test(count: int) -> None:
    rng = np.random.default_rng(count)
    each = rng.normal(0.4, 1, count)
    theirs = stats.permutation_test(
        (each,), np.mean, permutation_type="samples", n_resamples=9999, rng=np.random.default_rng(1)
    )
    assert sign_flip(each, np.random.default_rng(2)) == pytest.approx(theirs.pvalue, abs=1e-9 if count <= 12 else 0.02)


def test_two_systems_are_compared_on_the_people_that_both_have() -> None:
    ours, theirs = {"a": 1.0, "b": 0.5, "x": 9.0}, {"a": 0.5, "b": 0.25, "y": 9.0}
    found = paired(ours, theirs)
    assert (found.mean, found.people, found.p) == (0.375, 2, 0.5)
    with pytest.raises(ValueError, match="no person in common"):
        paired({"x": 1.0}, {"y": 1.0})


SIGNS = st.lists(st.tuples(st.sampled_from([1, -1]), st.sampled_from([1, -1])), max_size=30)
READ = st.lists(
    st.tuples(st.sampled_from(["own", "other", "supposed"]), st.sampled_from(["stated", "mentioned", "left out"])),
    max_size=30,
)


@given(SIGNS)
def test_polarity_accuracy_is_half_of_one_and_the_mean_product_of_signs(pairs: list[tuple[int, int]]) -> None:
    found = reading.polarity_accuracy([told for told, _ in pairs], [read for _, read in pairs])
    assert found == (pytest.approx((1 + np.mean([told * read for told, read in pairs])) / 2) if pairs else None)


@given(READ)
def test_person_accuracy_is_the_trace_of_a_table_of_who_and_what(pairs: list[tuple[str, str]]) -> None:
    kinds, ways = ["own", "other", "supposed"], ["stated", "mentioned", "left out"]
    table = np.zeros((3, 3))
    for one, way in pairs:
        table[kinds.index(one), ways.index(way)] += 1
    right = np.array([table[0, 0], table[1, 2], table[2, 1] + table[2, 2]])
    whose: list[Any] = [one for one, _ in pairs]
    became: list[Any] = [way for _, way in pairs]
    found = reading.person_accuracy(whose, became)
    assert found == (pytest.approx(right.sum() / table.sum()) if pairs else None)


@given(st.lists(st.tuples(*[st.integers(0, 3)] * 3), max_size=30))
def test_a_choice_is_spoilt_where_it_was_right_and_is_not_any_more(some: list[tuple[int, int, int]]) -> None:
    before, after, right = np.array(some, int).reshape(-1, 3).T
    was, now = before == right, after == right
    expected = was.mean() - (was * now).mean() if some else 0.0
    found = choices.spoilt(before.tolist(), after.tolist(), right.tolist())
    assert found == pytest.approx(expected)
    assert found <= choices.accuracy(before.tolist(), right.tolist()) + 1e-12
