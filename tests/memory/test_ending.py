"""Words that end an interest void what was said of it before, wherever they come in time, and only while they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from penchant.memory import Interest, UserMemory
from penchant.memory.topics.assigning import TopicRow, Topics, assign, meant
from penchant.memory.weights import Accumulators

from tests.memory.life import DAY, START, Life, weights
from tests.memory.test_topics import said, unit


def only(person: UserMemory) -> Interest:
    [interest] = person.interests()
    return interest


def test_an_ended_interest_has_no_weight_however_heavy_it_was(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        for _ in range(20):
            person.observe("+jazz", kind="statement")
        person.boost("jazz", 4)
        assert person.pin("jazz").weight > 0.9
        [change] = person.observe("!jazz").changes
        assert (change.before > 0.9, change.after) == (True, 0)
        ended = only(person)
        assert (ended.weight, ended.pinned, ended.boost) == (0, False, 1)
        assert ended.negative > 0
        person.rebuild()
        assert only(person) == ended


def test_one_later_mention_does_not_bring_the_old_weight_back(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, memory):
        for _ in range(20):
            person.observe("+jazz")
        person.observe("~jazz")
        assert only(person).stopped
        present.wait(DAY)
        person.observe("?jazz")
        other = memory.user("bob")
        other.observe("?jazz")
        assert only(person).weight == pytest.approx(only(other).weight)
        assert only(person).tentative
        person.rebuild()
        assert only(person).weight == pytest.approx(only(other).weight)


def test_what_was_liked_once_and_is_no_more_is_no_dislike(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+jazz")
        person.observe("~jazz; ~golf")  # golf was never an interest here: there is nothing to end
        assert (only(person).label, only(person).weight, only(person).negative) == ("jazz", 0, 0)
        person.observe("!golf")
        assert {one.label: one.negative > 0 for one in person.interests()} == {"jazz": False, "golf": True}


def test_near_names_of_the_ended_thing_are_ended_too() -> None:
    topics = Topics()
    for number, (label, vector) in enumerate(
        [("jazz", unit(1, 0, 0)), ("jazz music", unit(1, 0.5, 0)), ("chess", unit(0, 0, 1))], 1
    ):
        topics.put(TopicRow(number, label, vector, Accumulators.empty()))
    for words, vector in (("jazz", unit(1, 0, 0)), ("that music", unit(1, 0.1, 0))):
        assert meant(said(words), topics.vectors @ vector, topics, topics.names(), 0.8) == [1, 2]
    assert meant(said("it"), topics.vectors @ unit(1, -1, 0), topics, topics.names(), 0.8) == []


def test_an_end_goes_with_the_turn_that_said_it(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+jazz", session="a")
        before = person.interests()
        number = person.observe("!jazz", session="b").event.number
        assert only(person).weight == 0
        person.replace("b", number)
        assert person.interests() == before


def test_an_end_goes_with_what_is_forgotten_of_its_topic_only(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+jazz; +tea")
        person.observe("!jazz; +tea")
        person.forget("tea")
        assert weights(person) == {"jazz": 0}


def test_an_end_that_arrives_late_gives_what_a_replay_gives(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        for text in ("+jazz", "+tea", "+jazz", "+jazz"):
            present.wait(DAY)
            person.observe(text)
        person.pin("jazz")
        person.observe("~jazz", at=START + timedelta(days=2, hours=1))
        kept = next(one for one in person.interests() if one.label == "jazz")
        assert (kept.evidence, kept.pinned) == (2, True)  # what came after the end, and what was decided after it
        person.rebuild()
        assert next(one for one in person.interests() if one.label == "jazz") == kept


def test_what_was_said_before_an_end_and_arrives_after_it_is_void(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+jazz")
        present.wait(5 * DAY)
        person.observe("~jazz")
        ended = only(person)
        person.observe("+jazz", at=START + timedelta(days=1))
        assert only(person).weight == ended.weight == 0
        person.rebuild()
        assert only(person).weight == 0


def test_a_muted_topic_learns_no_dislike_but_that_it_ends(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+jazz")
        person.mute("jazz")
        person.observe("!jazz")
        assert (only(person).negative, only(person).weight) == (0, 0)
        assert person.mute("jazz", on=False).weight == 0


def test_the_past_before_an_end_is_as_it_was(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+jazz")
        person.pin("jazz")
        then, moment = person.interests(), present.now
        present.wait(DAY)
        person.observe("!jazz")
        assert person.interests(as_of=moment) == then
        [topic] = [one.topic for one in then]
        assert person.curves([topic], [moment, present.now])[topic] == pytest.approx([then[0].weight, 0])


def test_ending_what_was_merged_ends_the_whole(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+jazz")
        person.observe("+golf")
        person.merge("golf", "jazz")
        person.observe("~golf")
        assert only(person).weight == 0
        person.rebuild()
        assert only(person).weight == 0


def test_what_ended_before_it_was_merged_does_not_end_the_other(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+jazz")
        person.observe("+golf")
        person.observe("~golf")
        before = weights(person)["jazz"]
        person.merge("golf", "jazz")
        assert weights(person) == {"jazz": pytest.approx(before)}
        assert person.explain("jazz").interest.evidence == 1


def test_strong_words_count_for_more_and_weak_ones_for_less() -> None:
    words = [
        replace(said("jazz"), strength=1.5),
        replace(said("tea"), strength=0.5),
        replace(said("tea!"), strength=0.5),
    ]
    vectors = [unit(1, 0), unit(0, 1), unit(0, 1)]
    found = assign(words, np.array(vectors), 2.0, Topics(), 0.8, lambda _: False)
    assert {one.phrase.text: one.mass for one in found} == {"jazz": 3.0, "tea": 1.0}
