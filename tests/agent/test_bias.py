from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.agent.bias import (
    GATE,
    MOST_DISLIKED,
    MOST_LIKED,
    THRESHOLD,
    WIDE_GATE,
    WIDER,
    Bias,
    Candidate,
    Level,
    bias_for,
    kind_of,
)
from penchant.agent.gate.kind import Kind
from penchant.agent.gate.openness import Openness
from penchant.agent.gate.policy import Personalize
from penchant.agent.gate.presents import is_for_somebody, receiver
from penchant.memory import Interest, Relevant

WIDE = "I have a whole week off. What should I do?"
OPEN, NEUTRAL, CLOSED = "Suggest something to do.", "How do I get better at climbing?", "What is the capital of France?"
DIMENSION = 16


def found(
    label: str = "climbing",
    weight: float = 0.5,
    *,
    relevance: float = 0.0,
    direction: int = 0,
    share: float = 0.1,
    negative: float = 0.0,
    **controls: Any,
) -> Relevant:
    """An interest as memory finds it; topics of one direction are the same in meaning, others have nothing in common."""
    number = sum(map(ord, label))
    interest = Interest(number, label, weight, share, negative, evidence=3, last_seen=None, **controls)
    return Relevant(interest, relevance, np.eye(DIMENSION, dtype=np.float32)[direction])


def several(count: int, weight: float = 0.5, **options: Any) -> list[Relevant]:
    return [found(f"topic {number}", weight, direction=number % DIMENSION, **options) for number in range(count)]


def labels(candidates: tuple[Candidate, ...]) -> list[str]:
    return [one.interest.label for one in candidates]


def why_left_out(bias: Bias) -> dict[str, str]:
    return {one.interest.label: one.reason for one in bias.left_out}


def test_without_interests_there_is_no_bias() -> None:
    assert not bias_for(OPEN, [])


def test_what_lies_under_the_gate_makes_no_bias() -> None:
    bias = bias_for(OPEN, [found(weight=GATE / Openness.OPEN.value * 0.99)])
    assert not bias
    assert why_left_out(bias) == {"climbing": "too weak"}


def test_what_lies_on_the_gate_makes_one() -> None:
    assert bias_for(OPEN, [found(weight=GATE / Openness.OPEN.value)])


def test_the_threshold_is_the_least_weight_that_enters_an_open_question_unasked() -> None:
    assert bias_for(OPEN, [found(weight=THRESHOLD)])
    assert not bias_for(OPEN, [found(weight=THRESHOLD - 1e-6)])


@pytest.mark.parametrize("pinned", [False, True])
def test_a_closed_question_gets_nothing_even_where_an_interest_is_relevant(pinned: bool) -> None:
    bias = bias_for(CLOSED, [found(weight=0.99, relevance=1.0, pinned=pinned)])
    assert not bias
    assert why_left_out(bias) == {"climbing": "closed question"}


def test_an_open_question_takes_interests_that_have_nothing_to_do_with_it() -> None:
    assert labels(bias_for(OPEN, [found(relevance=0.0)]).liked) == ["climbing"]


def test_another_question_takes_only_interests_that_it_is_about() -> None:
    bias = bias_for(NEUTRAL, [found("climbing", relevance=0.9), found("jazz", 0.9, relevance=0.1, direction=1)])
    assert labels(bias.liked) == ["climbing"]
    assert why_left_out(bias) == {"jazz": "not what this is about"}


@pytest.mark.parametrize("query", [OPEN, NEUTRAL])
def test_a_muted_interest_never_enters(query: str) -> None:
    bias = bias_for(query, [found(weight=0.99, relevance=1.0, muted=True, pinned=True)])
    assert not bias
    assert why_left_out(bias) == {"climbing": "muted"}


@pytest.mark.parametrize("query", [OPEN, NEUTRAL])
def test_a_tentative_interest_enters_only_when_it_is_pinned(query: str) -> None:
    bias = bias_for(query, [found(weight=0.6, relevance=1.0, tentative=True)])
    assert not bias
    assert why_left_out(bias) == {"climbing": "only mentioned once"}
    assert bias_for(query, [found(weight=0.6, relevance=1.0, tentative=True, pinned=True)])


def test_what_is_disliked_is_to_be_avoided() -> None:
    bias = bias_for(OPEN, [found("climbing"), found("olives", 0.1, negative=0.7, direction=1)])
    assert (labels(bias.liked), labels(bias.disliked)) == (["climbing"], ["olives"])


def test_what_is_liked_more_than_disliked_is_not_avoided() -> None:
    bias = bias_for(OPEN, [found("olives", 0.5, negative=0.4)])
    assert (labels(bias.liked), labels(bias.disliked)) == (["olives"], [])


def test_a_dislike_alone_is_a_bias() -> None:
    assert bias_for(OPEN, [found("olives", 0.0, negative=0.7)])


def test_at_most_five_are_liked_and_three_avoided() -> None:
    disliked = [found(f"no {number}", 0.0, negative=0.6, direction=number) for number in range(10)]
    bias = bias_for(OPEN, [*several(12), *disliked])
    assert (len(bias.liked), len(bias.disliked)) == (MOST_LIKED, MOST_DISLIKED) == (5, 3)
    assert set(why_left_out(bias).values()) == {"enough others"}


@pytest.mark.parametrize(("likings", "told", "named"), [(2, 2, 3), (5, 5, 0), (9, 8, 0)])
def test_a_wide_question_takes_what_was_only_named_behind_all_else_and_only_into_the_usual_places(
    likings: int, told: int, named: int
) -> None:
    depots = [found(f"depot {number}", 0.9, direction=9 + number, stated=False) for number in range(4)]
    liked = labels(bias_for(WIDE, [*several(likings, stated=True), *depots]).liked)
    assert [sum(one.startswith(name) for one in liked) for name in ("topic", "depot")] == [told, named]


@pytest.mark.parametrize("marked", [{"sittings": 3.5}, {"pinned": True}, {"relevance": 0.6}])
def test_what_was_named_on_several_days_or_is_asked_for_goes_with_what_was_stated(marked: dict[str, Any]) -> None:
    depot = found("depot", 0.9, direction=9, stated=False, **marked)
    assert "depot" in labels(bias_for(WIDE, [*several(7, stated=True), depot]).liked)


def test_what_is_avoided_was_said_whatever_was_liked_of_it() -> None:
    disliked = [found(f"no {number}", 0.0, negative=0.6, direction=number, stated=False) for number in range(5)]
    assert len(bias_for(WIDE, disliked).disliked) == 5


def test_of_likes_that_are_much_the_same_one_stands_for_all() -> None:
    alike = [found(f"bouldering {number}", 0.6, direction=0) for number in range(MOST_LIKED)]
    other = found("chess", 0.4, direction=1)
    assert "chess" in labels(bias_for(OPEN, [*alike, other]).liked)


def test_the_strongest_comes_first() -> None:
    bias = bias_for(OPEN, [found(f"t{weight}", weight, direction=int(weight * 10)) for weight in (0.3, 0.9, 0.5, 0.7)])
    assert labels(bias.liked) == ["t0.9", "t0.7", "t0.5", "t0.3"]


def test_what_an_open_question_is_about_goes_before_what_is_only_stronger() -> None:
    slow, olives = (
        found("slow films", 0.1, relevance=0.35, direction=9),
        found("olives", 0.0, relevance=0.5, negative=0.1),
    )
    hated = [found(f"no {number}", 0.0, negative=0.6, direction=number) for number in range(5)]
    bias = bias_for(OPEN, [*several(8), slow, *hated, olives])
    assert labels(bias.liked)[-1] == "slow films"
    assert len(bias.liked) == MOST_LIKED
    assert labels(bias.disliked)[-1] == "olives"


def test_what_is_hardly_about_an_open_question_goes_by_its_strength() -> None:
    bias = bias_for(OPEN, [*several(8), found("slow films", 0.1, relevance=0.29, direction=9)])
    assert "slow films" not in labels(bias.liked)


def test_equals_go_to_what_is_likely_to_come_next() -> None:
    likely = found("likely", 0.5, share=0.9, direction=1)
    assert "likely" in labels(bias_for(OPEN, [*several(8), likely]).liked)


@pytest.mark.parametrize(
    ("weight", "level"),
    [(0.95, Level.STRONG), (0.55, Level.STRONG), (0.4, Level.CLEAR), (0.25, Level.CLEAR), (0.1, Level.SOME)],
)
def test_a_weight_has_one_of_three_levels(weight: float, level: Level) -> None:
    assert bias_for(OPEN, [found(weight=weight)]).liked[0].level is level


relevants = st.builds(
    found,
    label=st.text(st.characters(codec="utf-8"), min_size=1, max_size=20),
    weight=st.floats(0, 0.999),
    relevance=st.floats(0, 1),
    direction=st.integers(0, DIMENSION - 1),
    share=st.floats(0, 1),
    negative=st.floats(0, 0.999),
    pinned=st.booleans(),
    muted=st.booleans(),
    tentative=st.booleans(),
)
queries = st.sampled_from([OPEN, NEUTRAL, CLOSED, "周末做什么好？", "我喜欢攀岩。", "法国的首都是哪里？"])


@given(queries, st.lists(relevants, max_size=30))
def test_every_interest_is_in_or_out_once_and_for_a_reason(query: str, interests: list[Relevant]) -> None:
    bias = bias_for(query, interests)
    weighed = [*bias.liked, *bias.disliked, *bias.left_out]
    assert sorted(map(id, (one.interest for one in weighed))) == sorted(map(id, (one.interest for one in interests)))
    assert all(one.reason for one in weighed)
    assert all(math.isfinite(one.score) and 0 <= one.score < 1 for one in weighed)


@given(queries, st.lists(relevants, max_size=30))
def test_what_enters_is_allowed_to(query: str, interests: list[Relevant]) -> None:
    bias = bias_for(query, interests)
    inside = [*bias.liked, *bias.disliked]
    times, least = (WIDER, WIDE_GATE) if bias.wide else (1, GATE)
    assert len(bias.liked) <= round(MOST_LIKED * times)
    assert len(bias.disliked) <= round(MOST_DISLIKED * times)
    assert all(one.score >= least and not one.interest.muted for one in inside)
    assert all(one.interest.pinned or not one.interest.tentative for one in inside)
    for side in (bias.liked, bias.disliked):
        assert [one.score for one in side] == sorted((one.score for one in side), reverse=True)


@given(queries, st.lists(relevants, max_size=20))
def test_the_same_interests_give_the_same_bias(query: str, interests: list[Relevant]) -> None:
    assert bias_for(query, interests) == bias_for(query, list(interests))


@given(st.lists(relevants, max_size=12, unique_by=lambda one: one.interest.topic), st.randoms(use_true_random=False))
def test_the_order_in_which_memory_finds_them_does_not_matter(interests: list[Relevant], random: Any) -> None:
    shuffled = random.sample(interests, len(interests))
    one, other = bias_for(OPEN, interests), bias_for(OPEN, shuffled)
    assert (one.liked, one.disliked) == (other.liked, other.disliked)


@pytest.mark.parametrize(
    "asked",
    [
        "A present for my uncle? He is mad about beekeeping.",
        "What can I give my niece who collects minerals?",
        "我爸爸喜欢下棋，送他什么礼物好？",
        "Help me choose a present for my best friend.",
        "Gift ideas for my boss's 60th?",
        "What should I get my mum for Christmas?",
        "Any ideas for my wife's birthday present?",
        "帮我给好朋友选个礼物",
        "室友过生日，送她什么好",
        "What is a good present for Ellie's birthday?",
        "what could i give anna for christmas?",
        "Gift idea for my bro?",
        "Tom's wedding is in May, what could I give?",
        "Present for auntie Jo, any ideas?",
        "What should I buy Anna?",
        "A gift for someone who has everything, any ideas?",
        "给丽丽选什么礼物好？",
    ],
)
def test_a_present_for_somebody_else_takes_in_nothing_of_ones_own(asked: str) -> None:
    assert not bias_for(asked, [found(relevance=0.0)])
    assert bias_for(asked, [found(relevance=0.9)])
    assert bias_for(asked, [found(relevance=0.0)], policy=Personalize.ALWAYS)


@pytest.mark.parametrize(
    "asked",
    [
        "Gift ideas for me? My sister loves to give.",
        "What would be a good gift to myself?",
        "I got a gift card from my boss, any ideas what to buy?",
        "Where could I get a good pizza for dinner?",
        "What should I cook for my boss?",
        "送自己什么礼物好呢？",
        "周末给孩子做什么好吃的？",
        "Geschenke für mich?",
        "¿Qué cocino para mi madre?",
        "What could I get for Christmas?",
        "What should I ask for for my birthday?",
        "Gift ideas for under 20 euro?",
        "A present for Christmas?",
        "What should I buy Friday?",
        "What game should I buy for Christmas?",
        "What should I cook for Anna's birthday?",
        "What should I wear to Anna's wedding?",
        "What could Anna give me for Christmas?",
        "My mates ask what I want for my birthday, any ideas?",
        "圣诞节送什么礼物好",
        "送我自己什么生日礼物好？",
        "周末和老婆去哪玩",
        "孩子的生日派对上吃什么",
        "给我推荐几本书",
        "外卖送什么时候到",
        "女朋友给我买啥了",
        "给自己买啥",
        "离职要交什么材料",
        "我妈送什么给我",
    ],
)
def test_not_all_that_is_given_is_a_present_for_somebody_else(asked: str) -> None:
    assert not is_for_somebody(asked)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("Gift idea for my bro?", {"bro", "brother"}),
        ("What should I get my mum for Christmas?", {"mum", "mom", "mother"}),
        ("Present for auntie Jo, any ideas?", {"auntie", "jo"}),
        ("What could I give Anna for Christmas?", {"anna"}),
        ("送妈妈什么礼物好？", {"妈妈"}),
        ("Gift ideas for me?", set()),
        ("What should I cook for my boss?", set()),
    ],
)
def test_whom_a_present_is_for_is_told_by_the_words_that_they_may_be_called(asked: str, names: set[str]) -> None:
    assert names <= set(receiver(asked))
    assert bool(names) is bool(receiver(asked))


@pytest.mark.parametrize(
    "asked",
    [
        "Was schenke ich meiner Freundin?",
        "¿Qué le regalo a mi tía?",
        "Un cadeau pour ma mère ?",
        "我妈生日送什么好",
        "爸爸过生日送什么礼物",
        "女朋友生日送啥",
        "男朋友升职了，想送个小礼物",
        "岳父六十大寿送点什么",
        "媽媽生日送什麼好",
        "送咩俾我老豆好，佢鍾意高爾夫",
        "阿媽生日送咩好",
        "给女朋友买啥",
        "同事离职送什么",
        "老細榮休送乜好",
        "买啥给我妈",
        "推荐一个给老人用的手机",
        "孩子五岁，周末带他去哪玩",
        "周末我爱人想看电影，陪她看什么好",
    ],
)
def test_a_present_is_asked_for_in_other_languages_too(asked: str) -> None:
    assert is_for_somebody(asked)


@pytest.mark.parametrize(
    "asked",
    [
        "What was that painter called that I liked in Ghent?",
        "Which film was it that we saw?",
        "who was the singer i heard in leeds",
        "What's the name of my dentist?",
        "我家猫叫什么名字来着",
    ],
)
def test_what_only_looks_like_a_question_on_the_past_stays_out_of_its_answer(asked: str) -> None:
    assert not bias_for(asked, [found(relevance=0.45)])
    assert bias_for(asked, [found(relevance=0.9)])


@pytest.mark.parametrize(
    "asked",
    ["Who is that painter in Ghent?", "I was in Ghent. Is jazz any good there?", "What are my options in Ghent?"],
)
def test_what_is_no_question_on_the_past_takes_in_what_it_is_likely_about(asked: str) -> None:
    assert bias_for(asked, [found(relevance=0.45)], kind=kind_of(asked, judge=lambda _: Kind(Openness.NEUTRAL)))


@pytest.mark.parametrize(
    ("asked", "is_open"),
    [
        ("我家猫叫什么名字来着", False),
        ("Something fun to do on Sundays: what did we say?", False),
        ("What was that fun game called again?", False),
        ("Suggest something to do, what did we do last week?", True),
        ("I cooked rice yesterday. Something to cook tonight?", True),
        ("Remember that I hate heights. Anything fun to do?", True),
        ("Have you got anything fun to read?", True),
    ],
)
def test_what_asks_for_the_past_is_not_open_to_interests(asked: str, is_open: bool) -> None:
    bias = bias_for(asked, [found(relevance=0.0)], kind=kind_of(asked, judge=lambda _: Kind(Openness.OPEN)))
    assert bool(bias) is is_open
    assert bias_for(asked, [found(relevance=0.9)], kind=kind_of(asked, judge=lambda _: Kind(Openness.OPEN)))
