"""A topic's weight over time: the past as it was, the future in silence, and what other constants would make of it."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.memory import Interaction, InterestMemory, Law, UserMemory

from tests.memory.life import DAY, START, Life
from tests.memory.test_replay import Step, assert_stand_alike, steps
from tests.tried import tried

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Clock

MOMENT = timedelta(milliseconds=1)


def weights(person: UserMemory, as_of: datetime) -> dict[int, float]:
    return {one.topic: one.weight for one in person.interests(as_of=as_of)}


@given(steps(late=st.one_of(st.just(0), st.integers(1, 60 * DAY))), st.lists(st.floats(-0.1, 1), max_size=8))
@tried(12, fuzz=40)
def test_a_curve_is_what_the_interests_were(life: Callable[[], Life], lived: list[Step], parts: list[float]) -> None:
    present, seen = life(), []
    with present.lived() as (person, _):
        for step in lived:
            step.happen(person, present)
            seen += [present.now - MOMENT, present.now]
        past = seen + [START + part * (present.now - START) for part in parts]
        topics = [one.topic for one in person.interests()]
        curves = person.curves(topics, past)
        assert list(curves) == topics
        for place, moment in enumerate(past):
            then = weights(person, moment)
            for topic in topics:
                assert curves[topic][place] == pytest.approx(then.get(topic, 0), abs=1e-9)


@given(steps(late=st.just(0)), st.integers(0, 400 * DAY))
@tried(12, fuzz=40)
def test_a_curve_goes_on_in_silence(life: Callable[[], Life], lived: list[Step], later: int) -> None:
    present = life()
    with present.lived() as (person, _):
        for step in lived:
            step.happen(person, present)
        topics, moment = [one.topic for one in person.interests()], present.now + later * MOMENT
        curves = person.curves(topics, [moment])
        present.now = moment
        for one in person.interests():
            assert curves[one.topic] == [pytest.approx(one.weight, abs=1e-9)]


@given(steps(late=st.just(0)), st.floats(0.001, 0.9))
@tried(12, fuzz=40)
def test_a_weight_fades_where_its_curve_crosses(life: Callable[[], Life], lived: list[Step], weight: float) -> None:
    present = life()
    with present.lived() as (person, _):
        for step in lived:
            step.happen(person, present)
        for one in person.interests():
            crossed = person.fades_at(one.topic, weight)
            if crossed is None:
                [last] = person.curves([one.topic], [present.now + timedelta(days=20 * 365)])[one.topic]
                assert last >= weight - 1e-9
            elif crossed == present.now:
                assert one.weight < weight + 1e-9
            else:
                before, after = person.curves([one.topic], [crossed - MOMENT, crossed])[one.topic]
                assert after - 1e-9 < weight <= before + 1e-9
                assert before - after < 1e-6


def test_a_pinned_weight_never_fades_below_its_floor(person: UserMemory, clock: Clock) -> None:
    person.observe("I love jazz.", kind="statement")
    assert person.fades_at("jazz", 0.6) is not None
    person.pin("jazz")
    assert person.fades_at("jazz", 0.6) is None
    assert person.fades_at("jazz", 0.61) is not None
    assert person.fades_at("jazz", 1) == clock.now
    assert person.fades_at("jazz", 0) is None


def test_an_interest_fades_when_the_table_of_the_law_says(person: UserMemory, clock: Clock) -> None:
    person.observe("I love jazz.", kind="chat")
    fading = person.fades_at("jazz", 0.29)
    assert fading is not None
    assert timedelta(hours=22) < fading - clock.now < timedelta(hours=26)


@pytest.mark.parametrize("weight", [-0.1, 1.1, float("nan")])
def test_a_weight_out_of_range_is_refused(person: UserMemory, weight: float) -> None:
    person.observe("I love jazz.")
    with pytest.raises(ValueError, match="a weight lies between 0 and 1"):
        person.fades_at("jazz", weight)


def test_curves_of_nothing_are_empty(person: UserMemory, clock: Clock) -> None:
    assert person.curves([], [clock.now]) == {}
    person.observe("I love jazz.")
    [jazz] = person.interests()
    assert person.curves([jazz.topic], []) == {jazz.topic: []}
    with pytest.raises(ValueError, match="time zone"):
        person.curves([jazz.topic], [clock.now.replace(tzinfo=None)])


def test_curves_take_names_and_numbers_one_or_several(person: UserMemory, clock: Clock) -> None:
    person.observe("I love jazz and chess.")
    numbers = {one.label: one.topic for one in person.interests()}
    [jazz] = person.curves([numbers["jazz"]], [clock.now]).values()
    assert jazz[0] > 0
    assert person.curves("jazz", [clock.now]) == {"jazz": jazz}
    assert person.curves(["jazz", "chess"], [clock.now])["jazz"] == jazz
    assert person.curves(numbers["jazz"], [clock.now]) == {numbers["jazz"]: jazz}
    with pytest.raises(ValueError, match="opera"):
        person.curves("opera", [clock.now])


def test_curves_of_many_topics_cost_no_more_than_each_by_itself(person: UserMemory, clock: Clock) -> None:
    things = ("jazz", "chess", "tea", "football", "bees", "knitting", "Rome", "cheese", "poetry", "astronomy")
    person.observe_all([Interaction(str(number), text=f"I love {thing}.") for number, thing in enumerate(things * 150)])
    person.observe("I'm done with jazz.")  # what ends is worked out stage by stage
    topics = [one.topic for one in person.interests()]
    assert len(topics) > 8
    moments = [clock.now - timedelta(days=day) for day in range(8)]
    begun = time.process_time()
    alone = {topic: person.curves(topic, moments)[topic] for topic in topics}
    between = time.process_time()
    assert person.curves(topics, moments) == alone
    assert time.process_time() - between < between - begun


def test_a_clock_set_back_keeps_the_curve_at_its_present_height(person: UserMemory, clock: Clock) -> None:
    person.observe("I love jazz.")
    clock.advance(-timedelta(days=30))
    [jazz] = person.interests()
    later = clock.now + timedelta(days=1)
    assert person.curves([jazz.topic], [later])[jazz.topic] == [pytest.approx(jazz.weight, abs=1e-9)]


def test_reading_the_future_and_other_laws_changes_nothing(person: UserMemory, clock: Clock) -> None:
    person.observe("I love jazz.")
    before = person.interests()
    person.curves([before[0].topic], [clock.now + timedelta(days=9)])
    person.fades_at("jazz", 0.1)
    person.interests(law=Law(long=timedelta(days=10)))
    assert person.interests() == before


# Other constants


@given(steps(late=st.just(0)))
@tried(8, fuzz=25)
def test_under_the_same_law_a_replay_gives_the_present(life: Callable[[], Life], lived: list[Step]) -> None:
    present = life()
    with present.lived() as (person, memory):
        for step in lived:
            step.happen(person, present)
        assert_stand_alike(person.interests(law=memory.law), person.interests())
        assert_stand_alike(person.interests(present.now, law=memory.law), person.interests(present.now))


@given(steps(late=st.just(0)), st.floats(0.3, 3))
@tried(8, fuzz=25)
def test_another_law_gives_what_a_memory_under_it_would_hold(
    life: Callable[[], Life], lived: list[Step], factor: float
) -> None:
    present = life()
    with present.lived() as (person, _):
        for step in lived:
            step.happen(person, present)
        plain = Law()
        law = Law(short=factor * plain.short, long=factor * plain.long, negative=factor * plain.negative, burst=1.5)
        asked = person.interests(law=law)
        name = person.name
    with InterestMemory(
        present.folder, clock=lambda: present.now, embedder=present.embedder, law=law, index=False
    ) as under:
        under.user(name).rebuild()
        assert_stand_alike(asked, under.user(name).interests())
