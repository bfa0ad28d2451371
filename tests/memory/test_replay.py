"""Replaying a history: in any order, beside the ledger's own states, and at a moment of the past."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from penchant.memory import Interest, InterestMemory, Law, UserMemory
from penchant.memory import weights as w
from penchant.memory.history.replay import EvidenceRow, Replayed, Stop, replay
from penchant.memory.records import Ms
from penchant.memory.store import schema, statements
from penchant.memory.weights import Accumulators

from tests.memory.life import DAY, START, Life
from tests.tried import tried

LAW = Law()
TOPICS = 4

WORDS = ("rock climbing", "ice climbing", "climbing", "jazz", "jazz piano", "piano", "tea", "chess")
KINDS = tuple(w.MASSES)

# Replay alone


def stepwise(rows: Sequence[EvidenceRow], stops: Sequence[Stop], law: Law = LAW) -> Replayed:
    """Return what `replay` should, by the plain definition."""
    places = {topic: place for place, topic in enumerate(sorted({row.topic for row in rows}))}
    states, votes, voted_at = [Accumulators.empty() for _ in places], w.no_votes(), w.NEVER
    left = sorted((stop for stop in stops if stop.topic in places), key=lambda stop: (stop.at, stop.event))

    def void(before: tuple[Ms, int]) -> None:
        while left and (left[0].at, left[0].event) < before:
            states[places[left.pop(0).topic]] = Accumulators.empty()

    for (at, event), group in groupby(sorted(rows, key=_moment), key=_moment):
        void((at, event))
        pieces = list(group)
        fed = np.zeros(len(places))
        for row in pieces:
            fed[places[row.topic]] = max(row.mass, 0)
        if fed.any():
            logs, moments = np.array([state.logs for state in states]), np.array([state.at for state in states])
            before = w.decayed(logs, moments, at, law)
            votes, voted_at = w.vote(votes, before, fed, law, w.standing(before)), at
        for row in pieces:
            states[places[row.topic]] = w.fold(states[places[row.topic]], row.mass, row.at, law)
    void((-w.NEVER, 0))
    return Replayed({topic: states[place] for topic, place in places.items()}, votes, voted_at)


def _moment(row: EvidenceRow) -> tuple[Ms, int]:
    return row.at, row.event


def assert_states_agree(one: dict[int, Accumulators], other: dict[int, Accumulators]) -> None:
    assert one.keys() == other.keys()
    for topic, state in one.items():
        assert state.at == other[topic].at
        np.testing.assert_allclose(state.logs, other[topic].logs, rtol=1e-9, atol=1e-9)


def assert_votes_agree(one: Replayed, other: Replayed) -> None:
    assert one.voted_at == other.voted_at
    np.testing.assert_allclose(one.votes, other.votes, rtol=1e-9, atol=1e-9)


def assert_agree(one: Replayed, other: Replayed) -> None:
    assert_states_agree(one.states, other.states)
    assert_votes_agree(one, other)


masses = st.builds(lambda size, sign: size * sign, st.floats(0.01, 3), st.sampled_from([1, 1, 1, -1]))
events = st.lists(
    st.tuples(st.integers(0, 200 * DAY), st.dictionaries(st.integers(1, TOPICS), masses, min_size=1, max_size=3)),
    min_size=1,
    max_size=15,
)
stops = st.lists(st.builds(Stop, st.integers(1, TOPICS + 1), st.integers(0, 220 * DAY), st.integers(0, 20)), max_size=3)


@given(events, stops, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=60)
def test_replay_in_any_order_equals_replay_in_time_order(
    history: list[tuple[Ms, dict[int, float]]], stopped: list[Stop], random: Random
) -> None:
    rows = [
        EvidenceRow(topic, event, mass, at) for event, (at, fed) in enumerate(history, 1) for topic, mass in fed.items()
    ]
    mixed = list(rows)
    random.shuffle(mixed)
    assert_agree(replay(rows, stopped, LAW), replay(mixed, stopped[::-1], LAW))
    assert_agree(replay(mixed, stopped, LAW), stepwise(rows, stopped))


@pytest.mark.parametrize("seed", range(4))
def test_a_long_replay_equals_stepping_through_all_of_it(seed: int) -> None:
    random = np.random.default_rng(seed)
    moments = np.sort(random.integers(-30 * DAY, 900 * DAY, 600))
    moments[300] = moments[301]
    rows = [
        EvidenceRow(int(topic), event, float(random.uniform(0.1, 3)) * (1 if event % 9 else -1), int(at))
        for event, at in enumerate(moments)
        for topic in random.choice(TOPICS, random.integers(1, 3), replace=False)
    ]
    stopped = [
        Stop(int(random.integers(TOPICS)), int(at), int(random.integers(600)))
        for at in random.integers(0, 900 * DAY, 5)
    ]
    stopped.append(Stop(0, int(moments[300]), 300))
    assert_agree(replay(rows, stopped, LAW), stepwise(rows, stopped))


def test_events_that_do_not_vote_take_no_votes_away_from_a_long_replay() -> None:
    rows = [EvidenceRow(event % 2, event, 1.0, event * DAY) for event in range(20)]
    rows += [EvidenceRow(0, event, -1.0, event * DAY) for event in range(20, 200)]
    assert_agree(replay(rows, [], LAW), stepwise(rows, []))
    np.testing.assert_array_equal(replay(rows, [], LAW).votes, replay(rows[:20], [], LAW).votes)


heaviest = st.builds(
    lambda size, sign: size * sign,
    st.sampled_from([1e-9, 0.2, 1.0, w.MOST_MASS, 1000 * w.MOST_MASS]),
    st.sampled_from([1, 1, 1, -1]),
)


@given(
    st.lists(
        st.tuples(st.integers(0, 4000 * DAY), st.dictionaries(st.integers(1, TOPICS), heaviest, min_size=1)),
        min_size=1,
        max_size=40,
    )
)
@settings(deadline=None, max_examples=60)
def test_the_heaviest_events_leave_every_number_one(history: list[tuple[Ms, dict[int, float]]]) -> None:
    rows = [
        EvidenceRow(topic, event, mass, at) for event, (at, fed) in enumerate(history, 1) for topic, mass in fed.items()
    ]
    found = replay(rows, [], LAW)
    assert_agree(found, stepwise(rows, []))
    logs, moments = (
        np.array([one.logs for one in found.states.values()]),
        np.array([s.at for s in found.states.values()]),
    )
    for now in (int(moments.max()), int(moments.max()) + 4000 * DAY):
        values = w.decayed(logs, moments, now, LAW)
        weights = w.weights(values, np.full(len(logs), 4.0), np.zeros(len(logs), np.bool_), LAW)
        shares = w.shares(values, found.votes, LAW)
        assert np.isfinite(values).all()
        assert ((weights >= 0) & (weights < 1)).all()
        assert (shares >= 0).all()
        assert shares.sum() <= 1 + 1e-9


def test_a_replay_of_nothing_is_nothing() -> None:
    assert_agree(replay([], [Stop(1, 0, 0)], LAW), Replayed({}, w.no_votes(), w.NEVER))


# The ledger beside its replay


@dataclass(frozen=True)
class Step:
    """Something that happens after a pause: an event, or else what the person decides on some topic."""

    pause: int
    text: str
    kind: str
    action: str
    topic: int
    value: float
    late: int = 0

    def happen(self, person: UserMemory, life: Life) -> None:
        life.wait(self.pause)
        known = sorted(interest.label for interest in person.interests())
        if self.action == "observe" or not known:
            at = life.now - timedelta(milliseconds=self.late) if self.late else None
            person.observe(self.text, kind=self.kind, at=at)
            return
        topic, on = known[self.topic % len(known)], self.value > 1
        match self.action:
            case "pin":
                person.pin(topic, on)
            case "mute":
                person.mute(topic, on)
            case "boost":
                person.boost(topic, self.value)
            case "stop":
                person.stop(topic)
            case "confirm":
                person.confirm(topic)
            case "rename":
                person.rename(topic, f"name {next(life.names)}")


texts = st.lists(st.tuples(st.sampled_from("++?-"), st.sampled_from(WORDS)), min_size=1, max_size=3).map(
    lambda said: "; ".join(sign + word for sign, word in said)
)


def steps(late: st.SearchStrategy[int]) -> st.SearchStrategy[list[Step]]:
    actions = st.sampled_from(["observe"] * 5 + ["pin", "mute", "boost", "stop", "rename", "confirm"])
    pauses = st.one_of(st.integers(1, 5), st.integers(1, 40 * DAY))
    each = st.builds(Step, pauses, texts, st.sampled_from(KINDS), actions, st.integers(0, 9), st.floats(0.25, 4), late)
    return st.lists(each, min_size=1, max_size=12)


def stored(person: UserMemory, memory: InterestMemory) -> Replayed:
    """Return the states and votes that stand in the ledger."""
    with memory.ledger.read() as connection:
        user = statements.user_number(connection, person.name)
        assert user is not None
        _, _, votes, voted_at = statements.standing(connection, user)
        states = {row.id: row.state for row in statements.topics_since(connection, user, -1)}
        return Replayed(states, np.frombuffer(votes), voted_at)


def replayed(person: UserMemory, memory: InterestMemory) -> Replayed:
    """Return what all evidence and all stops in the ledger make."""
    with memory.ledger.read() as connection:
        user = statements.user_number(connection, person.name)
        assert user is not None
        rows = statements.history(connection, user, -w.NEVER).evidence
        controls = statements.controls_until(connection, user, -w.NEVER)
        return replay(rows, statements.stops(controls), memory.law)


Figures = dict[int, tuple[object, ...]]


def figures(interests: Sequence[Interest]) -> tuple[Figures, w.Floats]:
    """Return what must be equal and what must be near, by topic."""
    ordered = sorted(interests, key=lambda one: one.topic)
    exact: Figures = {i.topic: (i.evidence, i.boost, i.pinned, i.muted, i.stopped, i.tentative) for i in ordered}
    return exact, np.array([(i.weight, i.share, i.negative) for i in ordered])


def assert_stand_alike(one: Sequence[Interest], other: Sequence[Interest]) -> None:
    (exact, near), (other_exact, other_near) = figures(one), figures(other)
    assert exact == other_exact
    np.testing.assert_allclose(near, other_near, rtol=1e-9, atol=1e-9)


NewLife = Callable[[], Life]

through_sqlite = tried(12, fuzz=40)


@given(steps(late=st.just(0)))
@through_sqlite
def test_the_ledger_holds_what_a_rebuild_and_a_replay_make(life: NewLife, lived: list[Step]) -> None:
    present = life()
    with present.lived() as (person, memory):
        for step in lived:
            step.happen(person, present)
        before, interests = stored(person, memory), person.interests()
        assert_agree(before, replayed(person, memory))
        person.rebuild()
        assert_agree(stored(person, memory), before)
        assert_stand_alike(person.interests(), interests)


@given(steps(late=st.just(0)))
@through_sqlite
def test_the_past_is_what_the_interests_were_then(life: NewLife, lived: list[Step]) -> None:
    present = life()
    with present.lived() as (person, _):
        seen = []
        for step in lived:
            step.happen(person, present)
            seen.append((present.now, person.interests()))
            after = step.pause // 2
            if after:
                seen.append((present.wait(after), person.interests()))
        for moment, interests in seen:
            assert_stand_alike(person.interests(as_of=moment), interests)
        assert person.interests(as_of=START - timedelta(days=1)) == []


@given(steps(late=st.one_of(st.just(0), st.integers(1, 60 * DAY))))
@through_sqlite
def test_late_events_change_the_sums_at_once_as_a_rebuild_would(life: NewLife, lived: list[Step]) -> None:
    present = life()
    with present.lived() as (person, memory):
        for step in lived:
            step.happen(person, present)
        at_once = stored(person, memory)
        person.rebuild()
        rebuilt = stored(person, memory)
        assert_states_agree(rebuilt.states, at_once.states)
        assert_votes_agree(rebuilt, replayed(person, memory))


def test_evidence_in_the_millisecond_of_a_stop_agrees_with_a_rebuild(life: NewLife) -> None:
    present = life()
    with present.lived() as (person, memory):
        person.observe("+jazz; +tea")
        present.wait(DAY)
        person.stop("jazz")
        person.observe("+jazz")
        assert_agree(stored(person, memory), replayed(person, memory))


def test_a_ledger_with_another_ladder_is_computed_anew(life: NewLife) -> None:
    present = life()
    with present.lived() as (person, memory):
        person.observe("+jazz; -tea")
        present.wait(DAY)
        person.observe("+jazz; +chess")
        person.pin("chess")
        interests = person.interests()
        with memory.ledger.write() as connection:
            connection.execute(schema.users.update().values(votes=np.zeros(10).tobytes()))
            connection.execute(schema.topics.update().values(state=w.evidence(7.0, 0).to_bytes()))
    with present.lived() as (person, memory):
        assert_stand_alike(person.interests(), interests)
        present.wait(DAY)
        person.observe("+chess")
        assert_agree(stored(person, memory), replayed(person, memory))


def test_the_past_knows_nothing_of_what_came_later(life: NewLife) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("?tea")
        person.observe("+jazz")
        present.wait(DAY)
        person.stop("jazz")
        then, moment = person.interests(), present.now
        present.wait(DAY)
        person.observe("+jazz; +tea")
        assert person.interests(as_of=moment) == then


def test_two_handles_on_one_folder_see_each_others_turns(life: NewLife) -> None:
    present = life()
    with present.lived() as (one, _), present.lived() as (other, memory):
        one.observe("+jazz")
        present.wait(1)
        other.observe("+jazz; -tea")
        present.wait(1)
        one.boost("jazz", 2)
        assert one.interests() == other.interests()
        one.rebuild()
        assert one.interests() == other.interests()
        assert_agree(stored(other, memory), replayed(other, memory))


def test_the_same_id_twice_is_one_event(life: NewLife) -> None:
    present = life()
    with present.lived() as (person, _):
        first = person.observe("+jazz", id="turn 1")
        interests = person.interests()
        again = person.observe("+tea", id="turn 1")
        assert (first.new, again.new) == (True, False)
        assert again.event == first.event
        assert again.changes == ()
        assert person.interests() == interests


def test_the_same_id_is_another_event_for_another_person(life: NewLife) -> None:
    present = life()
    with present.lived() as (person, memory):
        person.observe("+jazz", id="turn 1")
        assert memory.user("bob").observe("+tea", id="turn 1").new


def test_an_event_from_the_future_counts_as_now(life: NewLife) -> None:
    present = life()
    with present.lived() as (person, memory):
        event = person.observe("+jazz", at=present.now + timedelta(days=400)).event
        memory.user("bob").observe("+jazz")
        assert event.at == present.now
        assert [i.weight for i in person.interests()] == [i.weight for i in memory.user("bob").interests()]


def test_a_clock_set_back_freezes_weights_and_keeps_every_event(life: NewLife) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+jazz")
        [before] = person.interests()
        present.wait(-30 * DAY)
        assert person.interests() == [before]
        person.observe("+jazz")
        [after] = person.interests()
        assert after.evidence == 2
        assert before.weight < after.weight < 2**0.5 / (2**0.5 + LAW.saturation)
        person.rebuild()
        [rebuilt] = person.interests()
        assert rebuilt.weight == pytest.approx(after.weight, abs=1e-9)
