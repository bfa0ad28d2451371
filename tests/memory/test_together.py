"""How topics hang together: what often comes together, the tree, and what may be one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from penchant.memory import Branch, Interest, UserMemory
from penchant.memory.topics.associations import PAUSE, Fed, Sittings
from penchant.memory.topics.hierarchy import DEEPEST, Thresholds, tree_of
from penchant.memory.topics.names import name_key

from tests.memory.life import DAY, Life

if TYPE_CHECKING:
    from tests.conftest import Clock

MINUTE = 60_000


def test_support_confidence_and_lift_are_those_of_the_sittings(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        for text in ("+jazz; +tea", "+jazz; +tea", "+jazz", "+golf", "+golf; +chess"):
            person.observe(text, session=text)
            present.wait(DAY)
        [tea] = person.often_together("jazz")
        assert (tea.label, tea.support, tea.confidence) == ("tea", 2 / 5, 2 / 3)
        assert tea.lift == pytest.approx((2 / 3) / (2 / 5))
        [jazz] = person.often_together("tea")
        assert (jazz.confidence, jazz.lift) == (1, tea.lift)
        assert person.often_together("golf") == []  # once together is chance
        person.forget_soon("tea", timedelta(1))
        assert person.often_together("jazz") == []


def test_turns_of_one_session_without_a_long_pause_are_one_sitting(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        for _ in range(2):
            person.observe("+jazz", session="s")
            present.wait(10 * MINUTE)
            person.observe("+tea", session="s")
            present.wait(DAY)
            person.observe("+golf", session="s")
            present.wait(DAY)
        assert [one.label for one in person.often_together("jazz")] == ["tea"]
        assert person.often_together("golf") == []


def test_what_is_disliked_comes_together_with_nothing(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        for text in ("+jazz; -tea", "+jazz; -tea", "+golf"):
            person.observe(text)
            present.wait(DAY)
        assert person.often_together("jazz") == []


def test_rules_follow_a_merge_and_its_undoing(life: Callable[[], Life]) -> None:
    present = life()
    with present.lived() as (person, _):
        for text in ("+jazz; +tea", "+jazz; +green", "+golf"):
            person.observe(text)
            present.wait(DAY)
        assert person.often_together("jazz") == []
        person.merge("green", "tea")
        assert [one.label for one in person.often_together("jazz")] == ["tea"]
        person.undo()
        assert person.often_together("jazz") == []


fed = st.lists(
    st.builds(Fed, st.integers(1, 5), st.sampled_from("ab"), st.integers(0, 20 * PAUSE), st.integers(1, 40)),
    max_size=30,
)


@given(fed, st.integers(1, 5))
@settings(deadline=None, max_examples=100)
def test_every_rule_holds_by_the_plain_definition(told: list[Fed], topic: int) -> None:
    sittings = Sittings(told)
    baskets = sittings.topics
    assert sum(map(len, baskets)) == sum(map(len, sittings.of.values()))
    rules = {rule[0]: rule[1:] for rule in sittings.rules(topic)}
    for other in range(1, 6):
        mine, theirs = ([one in basket for basket in baskets] for one in (topic, other))
        both = sum(a and b for a, b in zip(mine, theirs, strict=True))
        expected = (
            (both / len(baskets), both / sum(mine), both * len(baskets) / (sum(mine) * sum(theirs)))
            if both >= 2 and other != topic
            else (0, 0, 0)
        )
        if expected[2] > 1 + 1e-12:
            assert rules[other] == pytest.approx(expected)
        else:
            assert other not in rules or rules[other][2] == pytest.approx(1)


# The tree


def interest(topic: int, label: str) -> Interest:
    return Interest(topic, label, 0.5, 0.1, 0.0, 1, None)


def shape(branches: list[Branch] | tuple[Branch, ...]) -> dict[str, object]:
    return {one.interest.label: shape(one.branches) for one in branches}


def grown(labels: list[str], near: float = 0.5, sittings: Sittings | None = None) -> dict[str, object]:
    interests = [interest(number, label) for number, label in enumerate(labels, 1)]
    cosines = np.full((len(labels), len(labels)), near)
    return shape(tree_of(interests, cosines, sittings or Sittings([]), Thresholds(0.35, 0.55)))


def test_a_topic_is_part_of_the_one_whose_words_it_begins_or_ends_with() -> None:
    assert grown(["jazz piano", "jazz", "piano", "绿茶", "茶", "cat food", "caterpillars"]) == {
        "piano": {"jazz piano": {}},
        "jazz": {},
        "茶": {"绿茶": {}},
        "cat food": {},
        "caterpillars": {},
    }
    assert grown(["jazz piano", "jazz"], near=0.2) == {"jazz piano": {}, "jazz": {}}


def test_a_topic_is_part_of_what_comes_with_it_mostly_and_more_often() -> None:
    sittings = Sittings(
        [Fed(1, str(n), 0, n) for n in range(5)] + [Fed(2, str(n), 0, 10 + n) for n in range(3)] + [Fed(3, "9", 0, 99)]
    )
    assert grown(["music", "bebop", "golf"], 0.6, sittings) == {"music": {"bebop": {}}, "golf": {}}
    assert grown(["music", "bebop", "golf"], 0.5, sittings) == {"music": {}, "bebop": {}, "golf": {}}


names = st.lists(
    st.lists(st.sampled_from(["jazz", "piano", "tea"]), min_size=1, max_size=5).map(" ".join),
    min_size=1, max_size=8, unique_by=name_key,
)  # fmt: skip


@given(names, fed)
@settings(deadline=None, max_examples=100)
def test_a_tree_has_every_topic_once_and_few_levels(labels: list[str], told: list[Fed]) -> None:
    tree = grown(labels, 0.6, Sittings(told))

    def flat(branch: dict[str, object], level: int) -> list[tuple[str, int]]:
        return [
            pair
            for label, below in branch.items()
            for pair in [(label, level), *flat(below, level + 1)]  # type: ignore[arg-type]
        ]

    assert sorted(label for label, _ in flat(tree, 1)) == sorted(labels)
    assert max(level for _, level in flat(tree, 1)) <= DEEPEST


def test_a_persons_tree_has_real_parts_under_real_wholes(person: UserMemory, clock: Clock) -> None:
    for text in ("I love history.", "I love Roman history.", "I love dog training.", "I love dogs.", "I love tea."):
        person.observe(text)
        clock.advance(timedelta(days=1))
    tree = shape(person.tree())
    assert tree["history"] == {"Roman history": {}}
    assert tree["dogs"] == {"dog training": {}}
    assert tree["tea"] == {}
    assert person.tree() == person.tree()


# What may be one


def test_topics_that_may_be_one_are_told_the_lighter_into_the_heavier(person: UserMemory, clock: Clock) -> None:
    person.observe("I love dog training.")
    clock.advance(timedelta(days=1))
    person.observe("I love dogs and tea.")
    [pair] = person.duplicates()
    assert (pair.label, pair.into_label) == ("dog training", "dogs")
    assert person.merge(pair.topic, pair.into).label == "dogs"
    assert person.duplicates() == []


# Names


@pytest.mark.parametrize(
    ("one", "other"),
    [("cities", "the City"), ("Boxes", "box"), ("my  dogs", "Dog"), ("Ｊazz", "jazz"), ("matches", "match")],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize("name", ["chess", "news", "physics", "tennis", "virus", "爵士乐", "the", "a", "jazz"])
def test_what_is_no_plural_stays(name: str) -> None:
    assert name_key(name) == name
