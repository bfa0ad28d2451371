from __future__ import annotations

import math
from datetime import timedelta
from itertools import pairwise
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from penchant.agent import Ranked, classify, rerank
from penchant.agent.applications.ordering import explored_at, in_order
from penchant.memory import InterestMemory, Item, UserMemory

from tests.conftest import Clock

FEED = (
    "Cup final goes to penalties",
    "A new climbing wall",
    "How to brew green tea",
    "攀岩入门指南",
    "The best jazz records",
)
WORDS = st.text(alphabet="abcdefgh 茶爵士岩", min_size=1, max_size=12).filter(lambda text: text.strip() != "")

fixtures_stay = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def climber(person: UserMemory) -> UserMemory:
    person.observe("I love rock climbing. I go climbing three times a week.")
    person.observe("I can't stand football.")
    return person


def given_order(ranked: list[Ranked[Any]]) -> list[int]:
    return [one.given for one in ranked]


def place(ranked: list[Ranked[Any]], given: int) -> int:
    return given_order(ranked).index(given)


# Without interests


@fixtures_stay
@given(items=st.lists(WORDS, min_size=1, max_size=6))
def test_without_interests_things_stay_as_they_were_given(person: UserMemory, items: list[str]) -> None:
    ranked = rerank(items, memory=person, explore=0.5)
    assert [one.item for one in ranked] == items
    assert [one.score for one in ranked] == [1.0] * len(items)
    assert not any(one.why or one.explored or one.bias for one in ranked)


@fixtures_stay
@given(items=st.lists(WORDS, min_size=1, max_size=6), query=WORDS)
def test_without_interests_a_search_is_by_relevance_alone(
    person: UserMemory, memory: InterestMemory, items: list[str], query: str
) -> None:
    ranked = rerank(items, query, memory=person)
    vectors = memory.vectorizer([query, *(item.strip() for item in items)])
    plain = memory.vectorizer.calibration.relevance(vectors[1:] @ vectors[0])
    assert [one.score for one in ranked] == pytest.approx(sorted(plain, reverse=True), abs=1e-6)
    assert [one.score for one in ranked] == [one.relevance for one in ranked]


def test_interests_that_have_nothing_to_do_with_any_of_it_change_nothing(person: UserMemory) -> None:
    person.observe("I love origami.")
    ranked = rerank(["Interest rates fall", "Cup final goes to penalties", "Harbour bridge closed"], memory=person)
    assert given_order(ranked) == [0, 1, 2]
    assert not any(one.bias for one in ranked)


# With them


def test_what_the_person_cares_about_comes_first_in_either_language(climber: UserMemory) -> None:
    ranked = rerank(FEED, memory=climber)
    assert set(given_order(ranked)[:2]) == {1, 3}
    assert all("climbing" in one.why for one in ranked[:2])


def test_what_the_person_dislikes_comes_last_and_says_so(climber: UserMemory) -> None:
    last = rerank(["Football tonight", *FEED[1:]], memory=climber)[-1]
    assert last.item == "Football tonight"
    assert last.score < 1
    assert last.why.startswith("not football")


def test_a_muted_interest_moves_nothing(climber: UserMemory) -> None:
    climber.mute("climbing")
    climber.mute("football")
    assert given_order(rerank(FEED, memory=climber)) == [0, 1, 2, 3, 4]


def test_what_fades_moves_less(climber: UserMemory, clock: Clock) -> None:
    before = rerank(FEED, memory=climber)[0].score
    clock.advance(timedelta(days=7))
    after = rerank(FEED, memory=climber)[0].score
    assert 1 < after < before - 0.1


def test_an_interest_never_lifts_what_a_search_is_not_about(climber: UserMemory) -> None:
    ranked = rerank(
        ["Climbing shoes", "A recipe for tomato soup", "Soup kitchens of the city"], "tomato soup", memory=climber
    )
    assert ranked[0].item == "A recipe for tomato soup"
    assert ranked[-1].item == "Climbing shoes"


def test_of_two_that_are_as_relevant_the_one_of_interest_wins(climber: UserMemory) -> None:
    things = ["Shoes for running", "Shoes for climbing"]
    plain = rerank(things, "shoes", memory=climber, scores=[1.0, 1.0])
    assert plain[0].item == "Shoes for climbing"
    assert plain[0].score == pytest.approx(plain[0].relevance * (1 + 2 * _liking(plain[0])))


def _liking(one: Ranked[Any]) -> float:
    return 1 - math.prod(1 - candidate.score for candidate in one.bias.liked)


def test_a_closed_search_has_no_interests(climber: UserMemory) -> None:
    ranked = rerank(["Climbing with a broken ankle", "How to treat a fever"], "my symptoms: fever", memory=climber)
    assert not any(one.bias for one in ranked)
    assert [one.score for one in ranked] == [one.relevance for one in ranked]


def test_what_the_search_itself_refuses_lifts_nothing(climber: UserMemory) -> None:
    things = ["A climbing weekend", "A weekend by the sea"]
    assert any(one.why for one in rerank(things, "Suggest a weekend", memory=climber))
    assert not any(one.why for one in rerank(things, "Suggest a weekend, I'm done with climbing", memory=climber))


def test_an_app_can_bring_its_own_scores(person: UserMemory) -> None:
    ranked = rerank(FEED, memory=person, scores=[1, 5, 3, 4, 2])
    assert given_order(ranked) == [1, 3, 2, 4, 0]
    assert [one.score for one in ranked] == [5, 4, 3, 2, 1]


def test_an_item_is_read_with_its_title_text_and_tags(climber: UserMemory) -> None:
    items = [
        Item("The weekend"),
        Item("The weekend", tags=("climbing",)),
        Item("The weekend", "A day of rock climbing outdoors."),
    ]
    ranked = rerank(items, memory=climber, diversity=0)
    assert set(given_order(ranked)[:2]) == {1, 2}
    assert ranked[0].item is items[ranked[0].given]


def test_nothing_is_learned(climber: UserMemory) -> None:
    before = climber.interests()
    rerank(FEED, "climbing", memory=climber)
    assert climber.interests() == before


def test_no_things_are_ranked_as_none(climber: UserMemory) -> None:
    assert rerank([], memory=climber) == []
    assert rerank([], "tea", memory=climber) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"scores": [1.0]}, "1 scores for 5 items"),
        ({"scores": [1, 1, 0, 1, 1]}, "above 0, got 0"),
        ({"scores": [1, 1, math.nan, 1, 1]}, "above 0, got nan"),
        ({"diversity": 1.1}, "diversity lies between 0 and 1, got 1.1"),
        ({"explore": -0.1}, "explore lies between 0 and 1"),
        ({"query": "  "}, "empty"),
    ],
)
def test_what_cannot_be_ranked_is_told(person: UserMemory, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        rerank(FEED, memory=person, **options)


@pytest.mark.parametrize("empty", ["", " \n", Item()])
def test_an_empty_thing_is_told(person: UserMemory, empty: str | Item) -> None:
    with pytest.raises(ValueError, match="empty"):
        rerank(["tea", empty], memory=person)


# Diversity and exploration


def test_of_two_of_a_kind_the_second_gives_way_to_another_interest(climber: UserMemory) -> None:
    climber.observe("I like jazz.")
    things = ["A new climbing wall", "A new climbing wall opens", "The best jazz records"]
    assert place(rerank(things, memory=climber, diversity=0.9), 2) < 2
    alike = rerank(things[:2], memory=climber, diversity=0.9)
    assert alike[1].score < alike[0].score


def test_a_part_of_the_places_goes_to_what_no_interest_speaks_for(climber: UserMemory) -> None:
    things = [*(f"Rock climbing, part {number}" for number in range(6)), "How to brew green tea"]
    assert place(rerank(things, memory=climber, explore=0), 6) == 6
    ranked = rerank(things, memory=climber, explore=1 / 3)
    assert place(ranked, 6) == 2
    assert [one.given for one in ranked if one.explored] == [6]
    assert ranked[2].why == "something else for once"


def test_what_is_disliked_is_not_explored(climber: UserMemory) -> None:
    things = [*(f"Rock climbing, part {number}" for number in range(6)), "Football tonight"]
    assert place(rerank(things, memory=climber, explore=1 / 3), 6) == 6


NUMBERS = st.lists(
    st.tuples(st.floats(0.01, 1), st.floats(-1.1, 1.1).map(lambda b: b if abs(b) > 0.05 else 0.0)),
    min_size=1,
    max_size=12,
)


@given(NUMBERS, st.floats(0, 1), st.integers(0, 2**32 - 1))
def test_an_order_has_everything_once_and_its_scores_fall(
    pairs: list[tuple[float, float]], diversity: float, seed: int
) -> None:
    vectors = np.random.default_rng(seed).normal(size=(len(pairs), 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    base, bias = np.array([one for one, _ in pairs]), [one for _, one in pairs]
    order, scores = in_order(base, bias, vectors, diversity)
    assert sorted(order) == list(range(len(pairs)))
    assert all(scores[a] >= scores[b] - 1e-9 for a, b in pairwise(order))
    for one, (worth, leaning) in enumerate(pairs):  # between its plain worth and its worth with the whole bias
        low, high = sorted((worth, worth * math.exp(leaning)))
        assert low - 1e-9 <= scores[one] <= high + 1e-9


@given(st.lists(st.booleans(), max_size=30), st.floats(0, 1))
def test_exploring_moves_the_strange_alone_and_only_up(strange: list[bool], share: float) -> None:
    order = list(range(len(strange)))
    found, explored = explored_at(order, strange, share)
    assert sorted(found) == order
    assert all(strange[one] and found.index(one) < one for one in explored)
    assert [one for one in found if one not in explored] == [one for one in order if one not in explored]


@pytest.mark.parametrize("items", ["abc", ""])
def test_one_text_is_no_several_items(person: UserMemory, items: str) -> None:
    with pytest.raises(ValueError, match=f"there must be several items to rank, got the text '{items}'"):
        rerank(items, memory=person)


def test_nothing_is_no_several_items(person: UserMemory) -> None:
    with pytest.raises(ValueError, match="items must be several texts or items, got None"):
        rerank(cast(Any, None), memory=person)


def test_one_that_cannot_be_read_is_told_by_its_place(person: UserMemory) -> None:
    for wrong, said in (
        ("", "item 1: the text is empty"),
        (Item(), "item 1: the item is empty"),
        (5, "item 1: a text is"),
    ):
        with pytest.raises(ValueError, match=said):
            rerank(["tea", wrong, "rock climbing"], memory=person)


def test_items_and_scores_may_be_anything_that_can_be_gone_through(climber: UserMemory) -> None:
    scores = [0.5, 2.0, 1.0, 1.0, 0.25]
    wanted = rerank(FEED, memory=climber, scores=scores)
    assert rerank(iter(FEED), memory=climber, scores=iter(scores)) == wanted
    assert rerank(FEED, memory=climber, scores=np.array(scores)) == wanted
    for wrong in (np.zeros((5, 2)), ["a", "b", "c", "d", "e"], [None] * 5, 5):
        with pytest.raises(ValueError, match="scores are numbers"):
            rerank(FEED, memory=climber, scores=cast(Any, wrong))


def test_a_memory_of_everybody_is_nobodys(memory: InterestMemory) -> None:
    for wrong in (memory, "penchant-data", None):
        with pytest.raises(ValueError, match=r"one person's, memory\.user\("):
            rerank(FEED, memory=cast(Any, wrong))
        with pytest.raises(ValueError, match=r"one person's, memory\.user\("):
            classify("A robot that climbs", ["technology", "climbing"], memory=cast(Any, wrong))
