"""Splitting topics: by what their phrases mean, by the person's own choice, and what goes with the part that leaves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from penchant.memory import UserMemory
from penchant.memory.topics.cohesion import likeness, two_means

from tests.memory.life import called
from tests.memory.test_replay import assert_stand_alike

if TYPE_CHECKING:
    from tests.conftest import Clock


def phrases(person: UserMemory, topic: str) -> set[str]:
    return {source.phrase for source in person.explain(topic).sources}


@pytest.fixture
def mixed(person: UserMemory, clock: Clock) -> UserMemory:
    """One topic, "rock climbing", of two things: climbing and gardening."""
    for text in ("I love rock climbing.", "I love bouldering.", "I love gardening.", "I love growing vegetables."):
        person.observe(text)
        clock.advance(timedelta(days=1))
    rock, *others = sorted(person.interests(), key=lambda one: one.topic)
    for one in others:
        person.merge(one.topic, rock.topic)
    assert [one.label for one in person.interests()] == ["rock climbing"]
    return person


def test_two_things_in_one_topic_are_told_apart_by_their_meaning(mixed: UserMemory) -> None:
    whole = phrases(mixed, "rock climbing")
    new = mixed.split("rock climbing")
    assert "climbing" not in new.label
    assert phrases(mixed, "rock climbing") == {"rock climbing", "bouldering"}
    assert phrases(mixed, new.label) == whole - {"rock climbing", "bouldering"}
    assert called(mixed, new.label) == new
    again = mixed.interests()
    mixed.rebuild()
    assert_stand_alike(mixed.interests(), again)


def test_the_names_of_what_leaves_go_with_it(mixed: UserMemory) -> None:
    new = mixed.split("rock climbing")
    [change] = mixed.observe("I love gardening.").changes
    assert change.label == new.label
    [change] = mixed.observe("I love bouldering.").changes
    assert change.label == "rock climbing"
    assert mixed.explain("gardening").interest.topic == new.topic


def test_undoing_a_split_takes_what_was_said_since_back_as_well(mixed: UserMemory) -> None:
    whole = mixed.interests()
    mixed.split("rock climbing")
    mixed.undo()
    assert_stand_alike(mixed.interests(), whole)
    mixed.split("rock climbing")
    mixed.observe("I love gardening.")
    assert mixed.undo().action == "split"
    assert [one.label for one in mixed.interests()] == ["rock climbing"]
    assert called(mixed, "rock climbing").evidence == 5
    assert mixed.explain("gardening").interest.label == "rock climbing"


def test_a_topic_that_is_all_one_thing_is_not_split(person: UserMemory) -> None:
    person.observe("I love jazz.")
    with pytest.raises(ValueError, match="'jazz' is all one thing"):
        person.split("jazz")
    person.observe("I love jazz music.")
    person.observe("I love jazz concerts.")
    with pytest.raises(ValueError, match="'jazz' is all one thing"):
        person.split("jazz")
    assert person.controls() == []


def test_a_person_says_which_phrases_leave(mixed: UserMemory) -> None:
    new = mixed.split("rock climbing", phrases=["Bouldering"])
    assert new.label == "bouldering"
    assert phrases(mixed, "bouldering") == {"bouldering"}
    assert "bouldering" not in phrases(mixed, "rock climbing")
    assert mixed.observe("I love bouldering.").changes[0].label == "bouldering"


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        (["chess"], "was not learned from 'chess'; it was from "),
        (["rock climbing"], "is the topic's label, which stays"),
        ([], "some must leave"),
    ],
)
def test_a_choice_that_makes_no_two_topics_is_refused(mixed: UserMemory, chosen: list[str], message: str) -> None:
    before = mixed.interests()
    with pytest.raises(ValueError, match=message):
        mixed.split("rock climbing", phrases=chosen)
    assert mixed.interests() == before


def test_what_was_stopped_stays_void_in_the_part_that_leaves(mixed: UserMemory, clock: Clock) -> None:
    clock.advance(timedelta(days=1))
    mixed.stop("rock climbing")
    new = mixed.split("rock climbing", phrases=["bouldering"])
    assert (new.weight, new.evidence) == (0, 0)
    assert mixed.observe("I love bouldering.").changes[0].label == "bouldering"
    assert called(mixed, "bouldering").evidence == 1


def test_a_new_topic_can_be_forgotten_and_the_old_one_stays(mixed: UserMemory) -> None:
    new = mixed.split("rock climbing")
    assert mixed.forget(new.topic) == 2
    assert [one.label for one in mixed.interests()] == ["rock climbing"]
    assert phrases(mixed, "rock climbing") == {"rock climbing", "bouldering"}
    mixed.rebuild()
    assert called(mixed, "rock climbing").evidence == 2


def test_when_the_old_topic_is_erased_the_new_one_keeps_its_evidence(mixed: UserMemory) -> None:
    new = mixed.split("rock climbing")
    mixed.forget("rock climbing")
    [left] = mixed.interests()
    assert (left.topic, left.evidence) == (new.topic, new.evidence)
    mixed.observe("I love chess.")  # it may be given the number of the erased one
    mixed.rebuild()
    assert called(mixed, new.label).evidence == new.evidence
    assert called(mixed, "chess").evidence == 1
    with pytest.raises(ValueError, match="an erasure cannot be undone"):
        mixed.undo()


def test_two_means_parts_what_lies_apart_whatever_the_order() -> None:
    angles = np.radians([0, 5, 90, 95, 10])
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    assert two_means(vectors).tolist() == [False, False, True, True, False]
    assert two_means(vectors[::-1]).tolist() == [False, True, True, False, False]
    assert likeness(vectors, two_means(vectors)) == pytest.approx(np.cos(np.radians(87.5)), abs=0.01)
