"""The weight law: its example figures, and what must hold whatever the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import reduce
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from penchant.memory import weights as w
from penchant.memory.weights import Accumulators, Law

LAW = Law()
SECOND = 1000
DAY = 86_400 * SECOND
YEAR = 365 * DAY
NOW = 56 * YEAR

Piece = tuple[float, int]
"""One piece of evidence: its signed mass and its time."""

examples = settings(deadline=None, max_examples=60)

times = st.integers(NOW, NOW + 10 * YEAR)
spans = st.one_of(st.integers(0, 2 * DAY), st.integers(0, 30 * YEAR))
sizes = st.floats(1e-3, 1e3)
masses = st.builds(lambda size, sign: size * sign, sizes, st.sampled_from([1, -1]))
histories = st.lists(st.tuples(masses, times), max_size=12)
likes = st.lists(st.tuples(sizes, times), min_size=1, max_size=8)
boosts = st.floats(0.25, 4)
laws = st.builds(
    Law,
    short=st.integers(1, 100).map(lambda hours: timedelta(hours=hours)),
    long=st.integers(101, 3000).map(lambda hours: timedelta(hours=hours)),
    negative=st.integers(3000, 9000).map(lambda hours: timedelta(hours=hours)),
    mix=st.floats(0, 1),
    burst=st.floats(1, 4),
)


def folded(history: Sequence[Piece], law: Law = LAW) -> Accumulators:
    return reduce(lambda state, piece: w.fold(state, piece[0], piece[1], law), history, Accumulators.empty())


def whole(history: Sequence[Piece], law: Law = LAW) -> Accumulators:
    return w.fold_all([mass for mass, _ in history], [at for _, at in history], law)


def values(state: Accumulators, now: int, law: Law = LAW) -> w.Floats:
    return w.decayed(state.logs[None], np.array([state.at]), now, law)


def weight(state: Accumulators, now: int, boost: float = 1, pinned: bool = False, law: Law = LAW) -> float:
    return float(w.weights(values(state, now, law), np.array([boost]), np.array([pinned]), law)[0])


def latest(history: Sequence[Piece]) -> int:
    return max((at for _, at in history), default=NOW)


def assert_same(one: Accumulators, other: Accumulators, tolerance: float = 1e-9) -> None:
    assert one.at == other.at
    np.testing.assert_allclose(one.logs, other.logs, rtol=tolerance, atol=tolerance)


MONTH = [(1.0, NOW - (29 - day) * DAY) for day in range(30)]


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([(1.0, NOW)], {0: 0.40, 1: 0.29, 7: 0.12, 30: 0.10}),
        ([(1.0, NOW)] * 4, {0: 0.57, 1: 0.44, 7: 0.21, 30: 0.17}),
        ([(1.0, NOW)] * 25, {0: 0.77, 1: 0.67, 7: 0.39, 30: 0.35}),
        ([(w.MASSES["statement"], NOW)], {0: 0.67, 1: 0.54, 7: 0.28, 30: 0.24}),
        (MONTH, {0: 0.56, 7: 0.39, 30: 0.34}),
    ],
    ids=["one turn", "four in one sitting", "25 in one sitting", "one statement", "daily for a month"],
)
def test_weights_are_those_of_the_design(history: list[Piece], expected: dict[int, float]) -> None:
    state = folded(history)
    assert {days: round(weight(state, NOW + days * DAY), 2) for days in expected} == expected


@given(histories.flatmap(lambda history: st.tuples(st.just(history), st.permutations(history))), laws)
@examples
def test_the_order_of_events_does_not_matter(orders: tuple[list[Piece], list[Piece]], law: Law) -> None:
    one, other = orders
    assert_same(folded(one, law), folded(other, law))


@given(histories, st.integers(0, 12), laws)
@examples
def test_folding_halves_and_merging_equals_folding_the_whole(history: list[Piece], cut: int, law: Law) -> None:
    one, other = folded(history[:cut], law), folded(history[cut:], law)
    assert_same(w.merge(one, other, law), folded(history, law))
    assert_same(w.merge(other, one, law), folded(history, law))


@given(histories, laws)
@examples
def test_folding_one_by_one_equals_folding_all_at_once(history: list[Piece], law: Law) -> None:
    assert_same(folded(history, law), whole(history, law))


def test_evidence_without_mass_changes_nothing() -> None:
    state = folded([(1.0, NOW)])
    assert w.fold(state, 0.0, NOW + DAY, LAW) is state
    assert_same(w.fold_all([0.0, 1.0], [NOW + DAY, NOW], LAW), state)
    assert_same(w.fold_all([], [], LAW), Accumulators.empty())


@given(
    st.lists(st.tuples(st.floats(-1e300, 1e300), st.integers(0, NOW)), max_size=8), boosts, st.booleans(), spans, laws
)
@examples
def test_a_weight_lies_in_zero_to_one_for_absurd_masses_too(
    history: list[Piece], boost: float, pinned: bool, span: int, law: Law
) -> None:
    assert 0 <= weight(whole(history, law), NOW + span, boost, pinned, law) < 1


@given(histories, boosts, st.booleans(), spans, spans, laws)
@examples
def test_silence_never_raises_a_weight(
    history: list[Piece], boost: float, pinned: bool, wait: int, longer: int, law: Law
) -> None:
    state, soon = whole(history, law), latest(history) + wait
    assert weight(state, soon + longer, boost, pinned, law) <= weight(state, soon, boost, pinned, law) + 1e-12


@given(histories, sizes, spans, spans, boosts, st.booleans(), laws)
@examples
def test_positive_evidence_never_lowers_and_negative_never_raises(
    history: list[Piece], size: float, ago: int, wait: int, boost: float, pinned: bool, law: Law
) -> None:
    state, now = whole(history, law), latest(history) + wait
    before = weight(state, now, boost, pinned, law)
    assert weight(w.fold(state, size, now - ago, law), now, boost, pinned, law) >= before - 1e-12
    assert weight(w.fold(state, -size, now - ago, law), now, boost, pinned, law) <= before + 1e-12


@given(histories, st.integers(-50 * YEAR, 50 * YEAR), spans, boosts, laws)
@examples
def test_shifting_all_times_changes_nothing(
    history: list[Piece], shift: int, wait: int, boost: float, law: Law
) -> None:
    now = latest(history) + wait
    moved = folded([(mass, at + shift) for mass, at in history], law)
    assert weight(moved, now + shift, boost, law=law) == weight(folded(history, law), now, boost, law=law)


@given(histories, spans, boosts)
@examples
def test_reading_changes_nothing(history: list[Piece], wait: int, boost: float) -> None:
    state, now = whole(history), latest(history) + wait
    stored, first = state.to_bytes(), weight(state, now, boost)
    w.shares(values(state, now + YEAR), w.no_votes(), LAW)
    weight(state, now + YEAR, 4, pinned=True)
    assert state.to_bytes() == stored
    assert weight(state, now, boost) == first


@given(likes, likes, boosts, boosts, laws)
@examples
def test_two_topics_swap_rank_at_most_once_in_silence(
    one: list[Piece], other: list[Piece], boost: float, other_boost: float, law: Law
) -> None:
    states, start = (whole(one, law), whole(other, law)), max(latest(one), latest(other))
    moments = [start + int(span) for span in np.geomspace(1, 20 * YEAR, 400)]
    ahead = [weight(states[0], t, boost, law=law) - weight(states[1], t, other_boost, law=law) for t in moments]
    clear = [difference > 0 for difference in ahead if abs(difference) > 1e-12]
    assert sum(before != after for before, after in pairwise(clear)) <= 1


@given(histories, spans, boosts, st.booleans())
@examples
def test_a_clock_set_back_freezes_a_weight(history: list[Piece], back: int, boost: float, pinned: bool) -> None:
    state = whole(history)
    frozen = weight(state, latest(history), boost, pinned)
    assert weight(state, latest(history) - back, boost, pinned) == frozen


@given(likes, sizes, spans)
@examples
def test_evidence_under_a_clock_set_back_counts_no_more_than_at_the_latest_moment(
    history: list[Piece], size: float, back: int
) -> None:
    state, now = whole(history), latest(history)
    late = w.fold(state, size, now - back, LAW)
    assert weight(late, now - back) <= weight(w.fold(state, size, now, LAW), now) + 1e-12


@given(histories, st.sampled_from([1, -1]))
@examples
def test_fifty_years_of_milliseconds_lose_no_precision(history: list[Piece], direction: int) -> None:
    shifted = folded([(mass, at + direction * 50 * YEAR) for mass, at in history])
    np.testing.assert_allclose(shifted.logs, folded(history).logs, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("half_lives", [1, 10, 100, 200])
def test_after_whole_half_lives_a_mass_has_halved_as_often(half_lives: int) -> None:
    long = values(w.evidence(1.0, NOW), NOW + half_lives * 90 * DAY)[0, w.L]
    assert long == pytest.approx(2.0**-half_lives, rel=1e-12)


def test_decades_of_events_folded_one_by_one_equal_the_sum() -> None:
    history = [(1.0 + month % 3, NOW + month * 30 * DAY) for month in range(600)]
    assert_same(folded(history), whole(history), tolerance=1e-12)


@given(likes, st.integers(0, 5 * DAY))
@examples
def test_one_millisecond_is_resolved(history: list[Piece], wait: int) -> None:
    state, now = whole(history), latest(history) + wait
    assert values(state, now + 1)[0, w.S] < values(state, now)[0, w.S]
    assert values(state, now + 1)[0, w.L] < values(state, now)[0, w.L]


@pytest.mark.parametrize(
    ("short", "long", "negative"), [(0, 90, 180), (-1, 90, 180), (90, 90, 180), (91, 90, 180), (1, 90, 89)]
)
def test_half_lives_out_of_order_are_refused(short: int, long: int, negative: int) -> None:
    with pytest.raises(ValueError, match="half-lives"):
        Law(timedelta(days=short), timedelta(days=long), timedelta(days=negative))


@pytest.mark.parametrize(
    "constants",
    [
        {"burst": 0.9},
        {"mix": 1.1},
        {"mix": -0.1},
        {"switching": 0.0},
        {"switching": 1.0},
        {"discount": -0.1},
        {"discount": 1.0},
        {"certainty": 0.0},
        {"certainty": 1.1},
        {"absorption": 1.1},
        {"vote_rate": 0.0},
        {"slack": 0.0},
        {"forgotten": 0.0},
        {"saturation": 0.0},
        {"tolerance": 0.0},
        {"smoothing": 0.0},
        {"attention": 0.0},
        {"novelty": -1.0},
    ],
)
def test_constants_outside_their_range_are_refused(constants: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(constants))):
        Law(**constants)  # type: ignore[arg-type]  # floats only, which mypy cannot see in a dict


@given(histories)
@examples
def test_a_state_is_the_same_after_bytes_and_back(history: list[Piece]) -> None:
    state = folded(history)
    data = state.to_bytes()
    again = Accumulators.from_bytes(data)
    assert len(data) == 112
    assert again.at == state.at
    assert again.logs.tobytes() == state.logs.tobytes()


ballots = st.builds(
    lambda trust, events: np.append(np.array(trust) / sum(trust), float(events)),
    st.lists(st.floats(1e-6, 1), min_size=10, max_size=10),
    st.integers(0, 10**6),
)
several = st.lists(histories, min_size=1, max_size=6)


def known(topics: list[list[Piece]], wait: int) -> w.Floats:
    now = max(latest(history) for history in topics) + wait
    return np.concatenate([values(whole(history), now) for history in topics])


@given(several, ballots, spans)
@examples
def test_shares_are_non_negative_and_sum_to_at_most_one(topics: list[list[Piece]], votes: w.Floats, wait: int) -> None:
    shares = w.shares(known(topics, wait), votes, LAW)
    assert (shares >= 0).all()
    assert shares.sum() <= 1 + 1e-12


@given(several, ballots, spans)
@examples
def test_shares_are_what_the_rungs_that_are_listened_to_forecast(
    topics: list[list[Piece]], votes: w.Floats, wait: int
) -> None:
    heard, forecast = w.voices(known(topics, wait), votes, LAW)
    positive = any(mass > 0 for history in topics for mass, _ in history)
    assert heard.sum() == pytest.approx(1 if positive else 0)
    assert (forecast >= 0).all()
    assert (forecast.sum(axis=1) <= 1 + 1e-12).all()
    np.testing.assert_allclose(heard @ forecast, w.shares(known(topics, wait), votes, LAW), rtol=1e-12)


@given(several, ballots, spans)
@examples
def test_only_topics_with_positive_evidence_have_a_share(topics: list[list[Piece]], votes: w.Floats, wait: int) -> None:
    shares = w.shares(known(topics, wait), votes, LAW)
    for history, share in zip(topics, shares, strict=True):
        assert share == 0 or any(mass > 0 for mass, _ in history)
        assert share > 0 or votes[10] < len(topics) or not any(mass > 0 for mass, _ in history)


@given(st.lists(st.tuples(st.integers(0, 3), masses, spans), max_size=15))
@examples
def test_trust_stays_a_distribution_that_gives_up_no_rung(events: list[tuple[int, float, int]]) -> None:
    states, votes, now = [Accumulators.empty()] * 4, w.no_votes(), NOW
    for topic, mass, wait in events:
        now += wait
        before = np.concatenate([values(state, now) for state in states])
        votes = w.vote(votes, before, np.maximum(np.eye(4)[topic] * mass, 0), LAW, w.standing(before))
        states[topic] = w.fold(states[topic], mass, now, LAW)
    assert votes[:10].sum() == pytest.approx(1)
    assert (votes[:10] >= LAW.switching * w.no_votes()[:10] * (1 - 1e-9)).all()
    assert votes[10] == sum(mass > 0 for _, mass, _ in events)


@given(several, ballots, spans, st.integers(0, 5))
@examples
def test_an_event_costs_what_it_touches_and_votes_as_if_all_topics_were_there(
    topics: list[list[Piece]], votes: w.Floats, wait: int, touched: int
) -> None:
    everything = known(topics, wait)
    place = touched % len(topics)
    masses = np.eye(len(topics))[place]
    whole_of_it = w.vote(votes, everything, masses, LAW, w.standing(everything))
    part = w.vote(votes, everything[[place]], masses[[place]], LAW, w.standing(everything))
    np.testing.assert_allclose(part, whole_of_it, rtol=1e-12)


@given(several, ballots, spans)
@examples
def test_a_rung_that_foresaw_an_event_best_gains_trust_and_the_worst_loses(
    topics: list[list[Piece]], votes: w.Floats, wait: int
) -> None:
    everything = known(topics, wait)
    assume(everything[0, w.L] > 0)
    masses = np.eye(len(topics))[0]
    never_back = replace(LAW, switching=1e-12)
    after = w.vote(votes, everything, masses, never_back, w.standing(everything))[:10] / votes[:10]
    assert after.max() >= 1 - 1e-9
    assert after.min() <= 1 + 1e-9


def test_negative_evidence_does_not_vote() -> None:
    votes, before = w.no_votes(), values(w.evidence(1.0, NOW), NOW)
    assert w.vote(votes, before, np.zeros(1), LAW, w.standing(before)) is votes


def test_what_has_faded_from_a_rung_is_not_listened_to() -> None:
    heard, _ = w.voices(values(w.evidence(1.0, NOW), NOW + 30 * DAY), w.no_votes(), LAW)
    assert heard[:5].sum() < 1e-12
    assert heard[7:].sum() > 0.9


@given(histories, boosts, spans, laws)
@examples
def test_a_pinned_topic_does_not_fall_below_its_floor(history: list[Piece], boost: float, wait: int, law: Law) -> None:
    state, now = whole(history, law), latest(history) + wait
    assert weight(state, now, boost, pinned=True, law=law) == max(0.6, weight(state, now, boost, law=law))


@given(histories, boosts, boosts, spans, laws)
@examples
def test_a_larger_boost_never_lowers_a_weight(
    history: list[Piece], one: float, other: float, wait: int, law: Law
) -> None:
    state, now = whole(history, law), latest(history) + wait
    less, more = sorted((one, other))
    assert weight(state, now, less, law=law) <= weight(state, now, more, law=law)


@given(st.integers(1, 400), sizes)
@examples
def test_a_burst_of_equal_events_counts_the_square_root_of_their_number(count: int, mass: float) -> None:
    burst = values(folded([(mass, NOW)] * count), NOW)[0]
    np.testing.assert_allclose(burst[[w.S, w.L]], mass * np.sqrt(count), rtol=1e-9)
    np.testing.assert_allclose(burst[w.RUNGS], mass * count, rtol=1e-9)
    assert burst[w.N] == 0
