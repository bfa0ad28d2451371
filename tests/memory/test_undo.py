"""Undoing, merging, splitting, rejecting and ending agree with a fresh replay, now and at every moment of the past."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from penchant.memory import Interest, UserMemory
from penchant.memory.store import statements

from tests.memory.life import DAY, Life
from tests.memory.test_replay import assert_agree, assert_stand_alike, replayed, stored
from tests.memory.writer import Chance
from tests.tried import tried

NewLife = Callable[[], Life]

WORDS = ("jazz", "tea", "攀岩", "🎷", "chess club")
ACTIONS = ("pin", "mute", "boost", "stop", "rename", "relabel", "confirm", "reject", "merge", "split")


@dataclass(frozen=True)
class Step:
    """After a pause something is said, or decided, or undone."""

    pause: int
    text: str
    action: str
    topic: int
    other: int
    late: int = 0

    def happen(self, person: UserMemory, life: Life) -> None:
        life.wait(self.pause)
        known = sorted(interest.topic for interest in person.interests())
        if self.action == "observe" or not known:
            at = life.now - timedelta(milliseconds=self.late) if self.late else None
            person.observe(self.text, at=at, session=str(self.topic % 2))
            return
        with suppress(ValueError):  # nothing to undo, not tentative, all one thing, into itself
            decide(person, self.action, known[self.topic % len(known)], known[self.other % len(known)], life)


def decide(person: UserMemory, action: str, topic: int, other: int, life: Life) -> None:
    match action:
        case "undo":
            person.undo()
        case "merge":
            person.merge(topic, other)
        case "boost":
            person.boost(topic, 1 + other % 3)
        case "rename":
            person.rename(topic, f"name {next(life.names)}")
        case "split":
            phrases = sorted({source.phrase for source in person.explain(topic).sources})
            person.split(topic, phrases[-1:])
        case _:
            getattr(person, action)(topic)


texts = st.lists(st.tuples(st.sampled_from("++??-!~^"), st.sampled_from(WORDS)), min_size=1, max_size=3).map(
    lambda said: "; ".join(sign + word for sign, word in said)
)


def steps(
    late: st.SearchStrategy[int], actions: Sequence[str] = (*ACTIONS, "undo", "undo", "undo")
) -> st.SearchStrategy[list[Step]]:
    pauses = st.one_of(st.integers(0, 3), st.integers(1, 40 * DAY))
    acting = st.sampled_from([*["observe"] * max(1, len(actions)), *actions])
    each = st.builds(Step, pauses, texts, acting, st.integers(0, 9), st.integers(0, 9), late)
    return st.lists(each, min_size=1, max_size=14)


through_sqlite = settings(tried(8, fuzz=25), phases=[Phase.explicit, Phase.reuse, Phase.generate])


@given(steps(late=st.just(0)))
@through_sqlite
def test_the_ledger_holds_what_a_replay_of_all_that_was_decided_makes(life: NewLife, lived: list[Step]) -> None:
    present = life()
    with present.lived() as (person, memory):
        for step in lived:
            step.happen(person, present)
        before, interests = stored(person, memory), person.interests()
        states = {topic: state for topic, state in before.states.items() if state.at > -(2**60)}
        told = replayed(person, memory)
        assert states.keys() <= told.states.keys()
        person.rebuild()
        assert_agree(stored(person, memory), before)
        assert_stand_alike(person.interests(), interests)


@given(steps(late=st.one_of(st.just(0), st.integers(1, 60 * DAY)), actions=("stop", "reject", "confirm")))
@through_sqlite
def test_what_ends_or_comes_back_late_stands_as_a_replay_has_it(life: NewLife, lived: list[Step]) -> None:
    present = life()
    with present.lived() as (person, _):
        for step in lived:
            step.happen(person, present)
        weights = {one.topic: (one.weight, one.negative, one.tentative) for one in person.interests()}
        person.rebuild()
        again = {one.topic: (one.weight, one.negative, one.tentative) for one in person.interests()}
        assert weights.keys() == again.keys()
        for topic, numbers in weights.items():
            assert numbers == pytest.approx(again[topic], abs=1e-9)


@given(steps(late=st.just(0)))
@through_sqlite
def test_the_past_is_what_the_interests_were_before_anything_was_undone(life: NewLife, lived: list[Step]) -> None:
    present = life()
    with present.lived() as (person, _):
        seen: list[tuple[object, list[Interest]]] = []
        for step in lived:
            step.happen(person, present)
            seen = [pair for pair in seen if pair[0] != present.now]
            seen.append((present.now, person.interests()))
        topics = [one.topic for one in person.interests()]
        moments = [moment for moment, _ in seen]
        curves = person.curves(topics, moments)  # type: ignore[arg-type]
        for place, (moment, interests) in enumerate(seen):
            assert_stand_alike(person.interests(as_of=moment), interests)  # type: ignore[arg-type]
            then = {one.topic: one.weight for one in interests}
            for topic in topics:
                assert curves[topic][place] == pytest.approx(then.get(topic, 0), abs=1e-9)


@given(
    steps(late=st.just(0), actions=ACTIONS),
    st.sampled_from(ACTIONS),
    st.integers(0, 9),
    st.integers(0, 9),
    steps(late=st.just(0), actions=()),
)
@through_sqlite
def test_what_was_undone_might_never_have_been_decided(
    life: NewLife, before: list[Step], action: str, topic: int, other: int, after: list[Step]
) -> None:
    one, never = life(), life()
    one.embedder = never.embedder = Chance()
    with one.lived() as (undoing, _), never.lived() as (plain, _):
        for step in before:
            step.happen(undoing, one)
            step.happen(plain, never)
        assume(plain.interests())
        known = sorted(interest.topic for interest in plain.interests())
        decided = len(undoing.controls())
        with suppress(ValueError):
            decide(undoing, action, known[topic % len(known)], known[other % len(known)], one)
        assume(len(undoing.controls()) > decided)
        mutes = action == "mute" or any(one.muted for one in plain.interests())
        said_between = [] if mutes else after[: len(after) // 2]  # what is muted learns nothing, ever; merged it does
        for step in said_between:
            step.happen(undoing, one)
            step.happen(plain, never)
        assert undoing.undo().action == action
        plain.rebuild()
        assert_as_if_never(undoing, plain)
        for step in after[len(after) // 2 :]:
            step.happen(undoing, one)
            step.happen(plain, never)
        assert_as_if_never(undoing, plain)


def assert_as_if_never(one: UserMemory, other: UserMemory) -> None:
    """Assert that two people stand alike, but for the numbers of their topics."""

    def figures(person: UserMemory) -> list[tuple[object, ...]]:
        return sorted(
            (i.label, i.evidence, i.pinned, i.muted, i.boost, i.tentative, i.weight, i.share, i.negative)
            for i in person.interests()
        )

    mine, theirs = figures(one), figures(other)
    assert [row[:6] for row in mine] == [row[:6] for row in theirs]
    for left, right in zip(mine, theirs, strict=True):
        assert left[6:] == pytest.approx(right[6:], abs=1e-9)


def test_a_merge_and_its_undoing_compute_anew_what_is_concerned_alone(life: NewLife) -> None:
    present = life()
    with present.lived() as (person, memory):
        for word in WORDS * 2:
            present.wait(DAY)
            person.observe(f"+{word}")
        for change in (lambda: person.merge("tea", "jazz"), person.undo):
            with memory.ledger.read() as connection:
                revision, *_ = statements.standing(connection, 1)
            change()
            with memory.ledger.read() as connection:
                changed = {row.label for row in statements.topics_since(connection, 1, revision)}
            assert changed == {"tea", "jazz"}
            before = stored(person, memory)
            person.rebuild()
            assert_agree(stored(person, memory), before)


@pytest.mark.parametrize(("action", "value"), [("pin", False), ("mute", False), ("boost", 1.0)])
def test_what_changes_nothing_is_not_stored(person: UserMemory, action: str, value: float) -> None:
    person.observe("How far is the moon?")
    getattr(person, action)("moon", value)
    assert person.controls() == []


@pytest.mark.parametrize(("action", "value"), [("pin", (True,)), ("mute", (True,)), ("boost", (2.0,)), ("confirm", ())])
def test_what_is_decided_already_is_not_stored_again(
    person: UserMemory, action: str, value: tuple[object, ...]
) -> None:
    person.observe("How far is the moon?")
    before = person.interests()
    for _ in range(2):
        decided = getattr(person, action)("moon", *value)
    assert [control.action for control in person.controls()] == [action]
    assert decided != before[0]
    person.undo()
    assert person.interests() == before


@pytest.mark.parametrize(
    "said",
    [
        ("I love jazz.",),
        ("I started jazz dance last week and I love it.",),
        ("How far is the moon?", "How bright is the moon?"),
    ],
)
def test_to_confirm_what_is_not_tentative_decides_nothing(person: UserMemory, said: tuple[str, ...]) -> None:
    for text in said:
        person.observe(text)
    [known] = person.interests()
    assert not known.tentative
    person.pin(known.topic)
    assert person.confirm(known.topic).pinned
    assert [control.action for control in person.controls()] == ["pin"]
    assert person.undo().action == "pin"


def test_what_was_stopped_or_rejected_can_be_confirmed_again(person: UserMemory) -> None:
    person.observe("I love jazz. How far is the moon?")
    person.stop("jazz")
    person.reject("moon")
    assert not person.confirm("jazz").tentative
    assert not person.confirm("moon").tentative
    assert [control.action for control in person.controls()] == ["stop", "reject", "confirm", "confirm"]
    assert [person.undo().label for _ in range(2)] == ["moon", "jazz"]
