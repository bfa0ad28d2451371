"""What a person is lent by people like them: a weak start that yields to their own words and to every control."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.memory import Cohort, Interest, InterestMemory, UserMemory
from penchant.memory import weights as w
from penchant.memory.cohorts.cohort import CohortTopic

from tests.conftest import Clock
from tests.memory.life import DAY, START, Life
from tests.memory.test_replay import Step, assert_stand_alike, steps
from tests.tried import tried

LAW = w.Law()

COHORT = Cohort(
    (
        CohortTopic("rock climbing", 100, (100, 0)),
        CohortTopic("hiking", 90, (90, 0)),
        CohortTopic("jazz", 80, (0, 80)),
        CohortTopic("piano", 60, (0, 60)),
        CohortTopic("tea", 40, (20, 20)),
    ),
    (120, 100),
)

LENT = Cohort(tuple(CohortTopic(word, 60, (60,)) for word in ("ice climbing", "jazz piano", "tea")), (100,))


def lent(person: UserMemory) -> dict[str, Interest]:
    return {one.label: one for one in person.interests() if one.lent}


# The law


masses = st.lists(st.floats(0, 3), min_size=1, max_size=5)
spans = st.integers(0, 3000 * DAY)


def still(lent: list[float], others: int, elapsed: int, law: w.Law = LAW) -> w.Floats:
    count = len(lent)
    return w.lent(np.array(lent), np.zeros(count, np.int64), np.full(count, others), elapsed, law)


@given(masses, st.integers(0, 1000), st.integers(0, 1000), spans, spans)
def test_neither_silence_nor_evidence_elsewhere_raises_what_is_lent(
    lent: list[float], others: int, more: int, elapsed: int, longer: int
) -> None:
    now = still(lent, others, elapsed)
    assert (still(lent, others, elapsed + longer) <= now).all()
    assert (still(lent, others + more, elapsed) <= now).all()
    assert ((now >= 0) & (now <= lent)).all()


def test_what_is_lent_halves_by_ten_pieces_elsewhere_and_by_the_long_half_life() -> None:
    assert still([1.0], 0, 0)[0] == 1
    assert still([1.0], 10, 0)[0] == pytest.approx(0.5)
    assert still([1.0], 0, 90 * DAY)[0] == pytest.approx(0.5)
    assert still([1.0], 0, -DAY)[0] == 1  # a clock that was set back


@given(st.floats(0, 100), st.floats(0.01, 3), st.floats(0.01, 3), spans)
def test_a_weight_with_a_loan_keeps_the_laws_promises(prior: float, own: float, against: float, elapsed: int) -> None:
    def weight(pieces: list[tuple[float, int]], now: int) -> float:
        state = w.fold_all([mass for mass, _ in pieces], [at for _, at in pieces], LAW)
        values = w.decayed(state.logs[None], np.array([state.at]), now, LAW)
        return float(w.weights(values, np.ones(1), np.zeros(1, np.bool_), LAW, still([prior], 3, now))[0])

    before = weight([], elapsed)
    assert 0 <= before < 1
    assert weight([(own, elapsed)], elapsed) >= before
    assert weight([(-against, elapsed)], elapsed) == 0
    assert weight([(own, 0), (-against, 0)], elapsed + DAY) <= weight([(own, 0), (-against, 0)], elapsed) + 1e-12
    assert weight([(own, 0)], elapsed + DAY) <= weight([(own, 0)], elapsed) + 1e-12


@pytest.mark.parametrize("lending", [0, -1])
def test_a_law_that_lends_nothing_is_refused(lending: float) -> None:
    with pytest.raises(ValueError, match="lending must be above 0"):
        w.Law(lending=lending)


# Starting


def test_without_a_word_what_is_common_is_lent(person: UserMemory) -> None:
    found = person.start_from(COHORT)
    assert [one.label for one in found] == ["rock climbing", "hiking", "jazz", "piano", "tea"]
    assert all(one.lent and one.evidence == 0 and not one.tentative and 0 < one.weight < 0.4 for one in found)
    assert person.interests() == found


def test_what_the_person_said_tells_who_is_like_them(person: UserMemory) -> None:
    person.observe("I love jazz.", kind="statement")
    found = {one.label: one.weight for one in person.start_from(COHORT)}
    assert next(iter(found)) == "piano"
    assert found["piano"] > 3 * found["hiking"]
    assert "jazz" not in found
    assert "jazz" not in lent(person)


def test_a_dislike_tells_too_and_is_never_lent(person: UserMemory) -> None:
    person.observe("I hate rock climbing.", kind="statement")
    found = {one.label: one.weight for one in person.start_from(COHORT)}
    assert "rock climbing" not in found
    assert found["piano"] > found["hiking"]


def test_the_explanation_says_from_how_many_people(person: UserMemory, clock: Clock) -> None:
    person.start_from(COHORT)
    found = person.explain("hiking")
    assert found.loan is not None
    assert (found.loan.people, found.loan.since) == (90, clock.now)
    assert found.parts.lent == pytest.approx(found.interest.weight)
    person.observe("I like hiking.")
    both = person.explain("hiking")
    assert both.interest.weight > found.interest.weight
    assert both.parts.lent == pytest.approx(both.interest.weight - both.parts.recent - both.parts.lasting)
    assert 0 < both.parts.lent < both.interest.weight
    assert not both.interest.lent


def test_what_is_lent_yields_to_the_persons_own_words(person: UserMemory) -> None:
    person.start_from(COHORT)
    weights = [person.weights()["hiking"]]
    for topic in ("chess", "opera", "gardening", "chemistry"):
        person.observe(f"I love {topic}.")
        weights.append(person.weights()["hiking"])
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] < weights[0] * 0.8


def test_one_word_against_it_beats_it_at_once(person: UserMemory) -> None:
    person.start_from(COHORT)
    person.observe("I don't like hiking.")
    [hiking] = [one for one in person.interests() if one.label == "hiking"]
    assert hiking.weight == 0
    assert hiking.negative > 0.5
    assert person.explain("hiking").parts.lost > 0


def test_every_control_works_on_what_is_lent(person: UserMemory, memory: InterestMemory) -> None:
    person.start_from(COHORT)
    weight = person.weights()["hiking"]
    assert person.stop("hiking").weight == 0
    assert person.mute("jazz").muted
    assert person.pin("piano").weight == w.PINNED
    assert person.boost("tea", 4).weight > lent(person)["tea"].weight / 4
    assert person.forget("rock climbing") == 0
    assert set(person.weights()) == {"hiking", "jazz", "piano", "tea"}
    stood = person.interests()
    person.rebuild()
    assert_stand_alike(person.interests(), stood)
    again = person.start_from(COHORT)
    assert {one.label for one in again} == {"rock climbing"}  # what the person has decided on stays decided
    assert person.weights()["hiking"] == 0 < weight
    assert memory.user("bob").interests() == []


def test_starting_again_replaces_what_was_lent(person: UserMemory) -> None:
    first = person.start_from(COHORT)
    assert [one.label for one in person.start_from(COHORT)] == [one.label for one in first]
    assert len(person.interests()) == len(first)
    assert person.start_from(LENT)
    assert set(person.weights()) == {"ice climbing", "jazz piano", "tea"}


def test_leaving_gives_everything_back(person: UserMemory, clock: Clock) -> None:
    person.observe("I love chess.")
    before = person.interests()
    clock.advance(timedelta(days=1))
    person.start_from(COHORT)
    person.observe("I love hiking.")
    person.join_cohort()
    person.leave_cohort()
    assert set(person.weights()) == {"chess", "hiking"}
    assert person.explain("hiking").parts.lent == 0
    assert person.explain("hiking").loan is None
    assert_stand_alike(person.interests(as_of=clock.now - timedelta(days=1)), before)
    person.leave_cohort()
    assert set(person.weights()) == {"chess", "hiking"}


def test_a_lent_topic_that_is_confirmed_stays_when_all_is_given_back(person: UserMemory) -> None:
    person.start_from(COHORT)
    for _ in range(2):
        person.confirm("hiking")
    assert [control.action for control in person.controls()] == ["confirm"]
    person.leave_cohort()
    assert set(person.weights()) == {"hiking"}


def test_a_lent_topic_takes_the_evidence_that_is_for_it(person: UserMemory) -> None:
    person.start_from(COHORT)
    number = lent(person)["hiking"].topic
    [change] = person.observe("I love hiking.").changes
    assert change.label == "hiking"
    assert change.before > 0
    [hiking] = [one for one in person.interests() if one.label == "hiking"]
    assert (hiking.topic, hiking.evidence, hiking.lent, hiking.tentative) == (number, 1, False, False)


def test_what_is_lent_was_not_there_before_and_fades_as_told(person: UserMemory, clock: Clock) -> None:
    before = clock.now - timedelta(milliseconds=1)
    person.start_from(COHORT)
    assert person.interests(as_of=before) == []
    number, weight = lent(person)["hiking"].topic, lent(person)["hiking"].weight
    at = person.fades_at("hiking", weight / 2)
    assert at is not None
    assert person.curves([number], [before, clock.now, at])[number] == pytest.approx([0, weight, weight / 2], abs=1e-6)
    clock.now = at
    assert person.weights()["hiking"] == pytest.approx(weight / 2, abs=1e-6)


def test_it_survives_a_restart_and_reaches_another_process(tmp_path: Path) -> None:
    with (
        InterestMemory(tmp_path, clock=lambda: START, index=False) as one,
        InterestMemory(tmp_path, clock=lambda: START, index=False) as other,
    ):
        assert other.user("ada").interests() == []
        found = one.user("ada").start_from(COHORT)
        assert other.user("ada").interests() == found
        other.user("ada").leave_cohort()
        assert one.user("ada").interests() == []
        found = one.user("ada").start_from(COHORT)
    with InterestMemory(tmp_path, clock=lambda: START, index=False) as again:
        assert again.user("ada").interests() == found


@given(steps(late=st.just(0)), st.integers(0, 11))
@tried(8, fuzz=25)
def test_a_life_with_a_loan_is_rebuilt_replayed_and_drawn_as_it_was(
    life: Callable[[], Life], lived: list[Step], start: int
) -> None:
    present, seen = life(), []
    with present.lived() as (person, _):
        for place, step in enumerate(lived):
            if place == start % len(lived):
                person.start_from(LENT)
            step.happen(person, present)
            seen.append((present.now, person.interests()))
            present.wait(step.pause // 2 + 1)
        stood = person.interests()
        topics = [one.topic for one in stood]
        drawn = person.curves(topics, [moment for moment, _ in seen])
        for place, (moment, interests) in enumerate(seen):
            assert_stand_alike(person.interests(as_of=moment), interests)
            then = {one.topic: one.weight for one in interests}
            for topic in topics:
                assert drawn[topic][place] == pytest.approx(then.get(topic, 0), abs=1e-9)
        for one in stood:
            found = person.explain(one.topic).parts
            assert found.recent + found.lasting + found.lent + found.pinned == pytest.approx(one.weight, abs=1e-9)
        person.rebuild()
        assert_stand_alike(person.interests(), stood)
