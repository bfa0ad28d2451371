"""Reviewing tentative topics, taking things back one after another, and the list of all that was decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from penchant.memory import Interest, InterestMemory, UserMemory

from tests.memory.life import DAY, Life

if TYPE_CHECKING:
    from tests.conftest import Clock

Lives = Callable[[], Life]


def labels(person: UserMemory) -> set[str]:
    return {interest.label for interest in person.interests()}


def only(person: UserMemory) -> Interest:
    [interest] = person.interests()
    return interest


# Rejecting


def test_a_rejected_topic_is_shown_among_the_rejected_only(life: Lives) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("?tea; +jazz")
        tea = person.reject("tea")
        assert (tea.label, tea.weight, tea.evidence) == ("tea", 0, 0)
        assert labels(person) == {"jazz"}
        assert [one.label for one in person.rejected()] == ["tea"]
        assert [found.interest.label for found in person.attend("?tea")] == ["jazz"]
        assert {one.label for one in person.interests(as_of=present.now)} == {"jazz"}
        with pytest.raises(ValueError, match="it is rejected; confirm it"):
            person.pin(tea.topic)
        with pytest.raises(ValueError, match="there is no topic 'tea'"):
            person.pin("tea")


def test_mentions_do_not_bring_it_back_and_a_statement_does(life: Lives) -> None:
    present = life()
    with present.lived() as (person, memory):
        person.observe("?tea")
        person.reject("tea")
        for _ in range(3):
            present.wait(DAY)
            assert person.observe("?tea").changes == ()
        person.rebuild()
        assert person.interests() == []
        [change] = person.observe("+tea").changes
        assert (change.label, change.before) == ("tea", 0)
        other = memory.user("bob")
        other.observe("+tea")
        assert only(person).weight == pytest.approx(only(other).weight)
        assert (only(person).evidence, person.rejected()) == (1, [])
        person.rebuild()
        assert only(person).weight == pytest.approx(only(other).weight)
        person.observe("?tea")
        assert only(person).evidence == 2


def test_a_confirmed_one_comes_back_without_what_it_had(life: Lives) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("?tea")
        person.reject("tea")
        assert person.confirm("Tea").tentative is False
        assert (only(person).label, only(person).evidence) == ("tea", 0)
        person.observe("?tea")
        before = person.interests()
        person.rebuild()
        assert person.interests() == before


def test_only_what_is_tentative_can_be_rejected(life: Lives) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+jazz")
        with pytest.raises(ValueError, match="'jazz' is not tentative: `stop` voids"):
            person.reject("jazz")
        assert person.controls() == []


def test_what_was_mentioned_while_it_was_rejected_counts_when_that_is_undone(life: Lives) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("?tea")
        person.reject("tea")
        person.observe("?tea")
        assert person.undo().action == "reject"
        assert (only(person).evidence, only(person).tentative) == (2, False)


def test_a_rejected_topic_can_be_forgotten(life: Lives) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("?tea")
        person.reject("tea")
        assert person.forget("tea") == 1
        assert person.rejected() == []


# Undoing


def test_controls_are_taken_back_one_after_another_the_last_one_first(life: Lives) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+jazz; +tea")
        plain = person.interests()
        person.pin("jazz")
        pinned = person.interests()
        person.boost("tea", 4)
        person.rename("jazz", "be-bop")
        assert [person.undo().action for _ in range(2)] == ["rename", "boost"]
        assert person.interests() == pinned
        person.mute("tea")
        assert [person.undo().action for _ in range(2)] == ["mute", "pin"]
        assert person.interests() == plain
        with pytest.raises(ValueError, match="there is nothing to undo"):
            person.undo()


def test_before_it_was_undone_a_control_was_in_force(life: Lives) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+jazz")
        present.wait(DAY)
        person.stop("jazz")
        stopped, moment = person.interests(), present.now
        present.wait(DAY)
        person.undo()
        assert only(person).evidence == 1
        assert person.interests(as_of=moment) == stopped


def test_a_topic_that_is_being_forgotten_is_kept_by_undoing(life: Lives) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+jazz")
        before = person.interests()
        person.forget_soon("jazz", timedelta(seconds=10))
        assert person.undo().action == "forget"
        present.wait(DAY)
        assert person.forget_due() == 0
        assert labels(person) == {one.label for one in before}


def test_keeping_is_not_undone_for_that_would_erase(life: Lives) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+jazz")
        person.pin("jazz")
        [jazz] = person.interests()
        person.forget_soon("jazz", timedelta(seconds=10))
        person.keep(jazz.topic)
        present.wait(DAY)
        assert person.undo().action == "pin"
        assert person.forget_due() == 0


def test_an_erasure_cannot_be_undone_and_says_so(life: Lives) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+jazz; +tea")
        person.pin("tea")
        person.forget("jazz")
        with pytest.raises(ValueError, match="an erasure cannot be undone"):
            person.undo()
        person.boost("tea", 2)
        assert person.undo().action == "boost"
        with pytest.raises(ValueError, match="an erasure cannot be undone"):
            person.undo()
        assert only(person).pinned


def test_no_word_of_an_erased_topic_stays_in_the_controls(life: Lives) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+jazz")
        person.observe("+ikebana")
        person.rename("jazz", "jazz and ikebana")
        person.rename("jazz and ikebana", "music")
        person.merge("ikebana", "music")
        person.undo()
        person.forget("ikebana")
        assert "ikebana" not in str(person.controls())
    for file in present.folder.iterdir():
        assert not file.is_file() or b"ikebana" not in file.read_bytes(), file


def test_a_merge_is_undone_with_what_was_said_since(life: Lives) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+jazz")
        person.observe("+tea")
        person.merge("tea", "jazz")
        assert person.observe("+tea").changes[0].label == "jazz"
        assert person.explain("tea").interest.label == "jazz"
        person.undo()
        assert {one.label: one.evidence for one in person.interests()} == {"jazz": 1, "tea": 2}


def test_of_a_merged_topics_number_it_is_said_what_it_is_part_of(life: Lives) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+jazz; +tea")
        tea = next(one.topic for one in person.interests() if one.label == "tea")
        person.merge("tea", "jazz")
        with pytest.raises(ValueError, match=f"there is no topic number {tea}: it is part of 'jazz'"):
            person.pin(tea)


def test_two_processes_undo_one_list(tmp_path: Path, clock: Clock) -> None:
    with (
        InterestMemory(tmp_path, clock=clock, index=False) as one,
        InterestMemory(tmp_path, clock=clock, index=False) as two,
    ):
        ada, same = one.user("ada"), two.user("ada")
        ada.observe("I love jazz and tea.")
        before = same.interests()
        ada.merge("jazz", "tea")
        same.pin("tea")
        assert [ada.undo().action, same.undo().action] == ["pin", "merge"]
        assert ada.interests() == same.interests() == before


def test_all_that_was_decided_is_listed_and_is_each_persons_own(life: Lives) -> None:
    present = life()
    with present.lived() as (person, memory):
        person.observe("+jazz; +tea; ?golf")
        person.pin("jazz")
        present.wait(DAY)
        person.merge("tea", "jazz")
        person.undo()
        jazz = next(one.topic for one in person.interests() if one.label == "jazz")
        told = [(one.label, one.action, one.value, one.undone) for one in person.controls()]
        assert told == [
            ("jazz", "pin", "1", False),
            ("tea", "merge", str(jazz), True),
            ("tea", "undo", "2", False),
        ]
        assert person.controls()[1].at - person.controls()[0].at == timedelta(days=1)
        assert memory.user("bob").controls() == []
        with pytest.raises(ValueError, match="nothing to undo"):
            memory.user("bob").undo()


# Names


def test_a_renamed_topic_still_goes_by_its_old_name(life: Lives) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+jazz")
        person.rename("jazz", "my music")
        assert person.observe("+jazz").changes[0].label == "my music"
        person.undo()
        assert (only(person).label, only(person).evidence) == ("jazz", 2)


def test_plurals_and_articles_are_the_same_name(life: Lives) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe("+board game")
        for name in ("Board Games", "the board game", "my board games"):
            person.observe(f"+{name}")
        assert only(person).evidence == 4
        assert person.explain("the board games").interest == only(person)


def test_a_topic_is_relabelled_by_what_is_said_most(person: UserMemory) -> None:
    person.observe("I love bouldering.")
    for _ in range(2):
        person.observe("I love rock climbing.")
    assert only(person).label == "bouldering"
    assert person.relabel("bouldering").label == "rock climbing"
    assert person.relabel("rock climbing").label == "rock climbing"
    assert [one.action for one in person.controls()].count("relabel") == 1
    assert person.undo().action == "relabel"
    assert only(person).label == "bouldering"
    person.rename("bouldering", "the wall")
    with pytest.raises(ValueError, match="the name that you gave"):
        person.relabel("the wall")
