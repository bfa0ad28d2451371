"""The ladder's votes: what a rung says of something new, and the prior that trust starts from."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from penchant.memory import InterestMemory, Law, votes
from penchant.memory import weights as w

from tests.memory.life import DAY, START, Life, WordVectors, listed

LAW = Law()
NOW = 20_000 * DAY
STEEP = (1000.0, 100.0, 10.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)

examples = settings(deadline=None, max_examples=60)
moments = st.lists(st.lists(st.integers(0, 400 * DAY), min_size=1, max_size=4), min_size=1, max_size=5)
ballots = st.builds(
    lambda trust, events: np.append(np.array(trust) / sum(trust), float(events)),
    st.lists(st.floats(1e-6, 1), min_size=10, max_size=10),
    st.integers(0, 10**4),
)


def remembered(ages: list[list[int]]) -> w.Floats:
    """Return the accumulators of topics that came up so long ago."""
    states = [w.fold_all([1.0] * len(each), [NOW - age for age in each], LAW) for each in ages]
    return np.concatenate([w.decayed(state.logs[None], np.array([state.at]), NOW, LAW) for state in states])


@given(moments, ballots)
@examples
def test_what_all_shares_lack_is_what_the_rungs_say_of_something_new(ages: list[list[int]], trust: w.Floats) -> None:
    values = remembered(ages)
    heard, _ = w.voices(values, trust, LAW)
    new = heard @ votes.novelty(trust[..., 10], np.asarray(float(len(ages))), LAW)
    assert w.shares(values, trust, LAW).sum() + new == pytest.approx(1)


@given(ballots, st.integers(1, 50))
@examples
def test_attention_leaves_less_room_for_something_new(trust: w.Floats, known: int) -> None:
    new = votes.novelty(trust[..., 10], np.asarray(float(known)), LAW)
    assert (new[: votes.ATTENTION] < new[-1]).all()
    assert (new[votes.ATTENTION :] == new[-1]).all()


def test_before_the_first_event_everything_is_new() -> None:
    assert votes.novelty(w.no_votes()[10], np.asarray(0.0), LAW).tolist() == [1.0] * 10


def test_something_new_speaks_against_the_rungs_that_hold_attention() -> None:
    before, values = w.no_votes(), remembered([[1000], [2000]])
    new = np.concatenate([values, np.zeros((1, w.CHANNELS))])
    after = w.vote(before, new, np.array([0.0, 0.0, 1.0]), LAW, w.standing(new))
    assert after[:2].sum() < before[:2].sum()
    assert after[:10].sum() == pytest.approx(1)


def test_part_of_an_event_that_is_new_counts_as_much_as_it_is() -> None:
    before, values = w.no_votes(), remembered([[1000], [5 * DAY]])
    new = np.concatenate([values, np.zeros((1, w.CHANNELS))])

    def attention(*masses: float) -> float:
        return float(w.vote(before, new, np.array(masses), LAW, w.standing(new))[:2].sum())

    assert attention(1, 0, 0) > attention(1, 0, 1) > attention(0, 0, 1)


def test_a_law_may_bring_a_populations_trust() -> None:
    assert Law(trust=STEEP).prior.sum() == pytest.approx(1)
    assert Law(trust=STEEP).prior[0] == pytest.approx(1000 / 1117)
    assert Law().prior.tolist() == w.no_votes()[:10].tolist()


@pytest.mark.parametrize("trust", [(1.0,) * 9, (0.0,) + (1.0,) * 9, (-1.0,) * 10])
def test_a_trust_that_is_none_is_refused(trust: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="trust must be 10 numbers above 0"):
        Law(trust=trust)


def test_a_person_starts_from_their_populations_trust_and_a_rebuild_does_too(life: Callable[[], Life]) -> None:
    folder = life().folder
    present = [START.timestamp()]

    def opened() -> InterestMemory:
        clock = lambda: START.fromtimestamp(present[0], START.tzinfo)  # noqa: E731
        return InterestMemory(
            folder, clock=clock, embedder=WordVectors(), extractor=listed, index=False, law=Law(trust=STEEP)
        )

    with opened() as memory:
        person = memory.user("ada")
        person.observe("+jazz")
        present[0] += 60
        person.observe("+jazz; +tea")
        shares = {one.label: one.share for one in person.interests()}
    with opened() as memory:
        person = memory.user("ada")
        assert {one.label: one.share for one in person.interests()} == pytest.approx(shares, rel=1e-9)
        person.rebuild()
        assert {one.label: one.share for one in person.interests()} == pytest.approx(shares, rel=1e-9)
        plain = {one.label: one.share for one in person.interests(law=Law())}
        assert plain != pytest.approx(shares, rel=1e-3)
