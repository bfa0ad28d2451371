from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from penchant.agent.bias import Bias, Candidate
from penchant.agent.gate.openness import Openness
from penchant.agent.prompt import Prompt, build
from penchant.agent.prompting.block import MAX_BLOCK_TOKENS, Placement, label, render
from penchant.agent.prompting.emphasis import KEY, Emphasis, emphases, marked, marks, marks_of
from penchant.agent.prompting.quotes import Quote
from penchant.agent.prompting.tokens import count_tokens
from penchant.memory import Event, Interest

QUESTION = "What should I read next?"
START = datetime(2026, 3, 1, tzinfo=UTC)


def bias(liked: Sequence[str], disliked: Sequence[str] = ()) -> Bias:
    """A bias whose liked topics have the scores 0.9, 0.8 and so on."""
    number = iter(range(100))
    return Bias(
        Openness.OPEN,
        tuple(
            Candidate(Interest(next(number), one, 0.9 - 0.1 * place, 0.1, 0.0, 3, None), 0.0, 0.9 - 0.1 * place, "")
            for place, one in enumerate(liked)
        ),
        tuple(Candidate(Interest(next(number), one, 0.0, 0.0, 0.8, 3, None), 0.0, 0.5, "") for one in disliked),
    )


def found(given: Bias, placement: Placement, text: str = QUESTION) -> list[tuple[str, float]]:
    block = render(given, placement, text, count_tokens)
    return [(block[one.start : one.end], round(one.score, 2)) for one in emphases(block, given, placement, text)]


def prompt(given: Bias, history: Sequence[Event] = (), placement: Placement = Placement.SPOKEN) -> Prompt:
    return build(QUESTION, history, given, placement=placement, max_tokens=4000, count=count_tokens, system="Be brief.")


@pytest.mark.parametrize("placement", Placement)
def test_each_liked_topic_is_found_where_the_block_names_it(placement: Placement) -> None:
    assert found(bias(["rock climbing", "jazz"], ["football"]), placement) == [("rock climbing", 0.9), ("jazz", 0.8)]


@pytest.mark.parametrize(
    ("placement", "text", "joints"),
    [
        (Placement.SPOKEN, QUESTION, ["", ", ", " and "]),
        (Placement.SPOKEN, "读什么好？", ["", "、", "、"]),
        (Placement.FENCED, QUESTION, ["", "; ", "; "]),
    ],
)
def test_what_ties_a_topic_to_the_one_before_it_goes_with_it(
    placement: Placement, text: str, joints: list[str]
) -> None:
    given = bias(["rock climbing", "jazz", "tea"])
    block = render(given, placement, text, count_tokens)
    found = emphases(block, given, placement, text)
    assert [block[one.start - one.joint : one.start] for one in found] == joints


def test_topics_of_two_lines_or_sentences_are_not_tied() -> None:
    given = bias(["rock climbing", "jazz"])
    weak = replace(given.liked[1], interest=replace(given.liked[1].interest, weight=0.1))
    given = replace(given, liked=(given.liked[0], weak))
    block = render(given, Placement.FENCED, QUESTION, count_tokens)
    assert [one.joint for one in emphases(block, given, Placement.FENCED, QUESTION)] == [0, 0]


def test_chinese_topics_are_found() -> None:
    assert found(bias(["攀岩", "爵士乐"], ["足球"]), Placement.SPOKEN, "周末做什么好？") == [
        ("攀岩", 0.9),
        ("爵士乐", 0.8),
    ]


@pytest.mark.parametrize("name", ["data", "interests", "list", "Interested in", "it", "message", "zq0qz"])
def test_a_label_that_the_block_says_elsewhere_too_is_found_in_its_own_place(name: str) -> None:
    given = bias([name])
    block = render(given, Placement.FENCED, QUESTION, count_tokens)
    (one,) = emphases(block, given, Placement.FENCED, QUESTION)
    assert block[one.start : one.end] == label(name)
    assert block[: one.start].endswith(": ")


def test_a_label_inside_another_and_one_that_occurs_twice_are_told_apart() -> None:
    given = bias(["green tea", "tea", "tea"])
    block = render(given, Placement.SPOKEN, QUESTION, count_tokens)
    places = [(one.start, one.end) for one in emphases(block, given, Placement.SPOKEN, QUESTION)]
    assert block == "I am interested in green tea, tea and tea. "
    assert places == [(19, 28), (30, 33), (38, 41)]


def test_what_the_block_left_out_has_no_emphasis() -> None:
    names = [f"the {number}th of many things that I care about and more of that kind" for number in range(30)]
    got = found(bias(names), Placement.SPOKEN)
    assert 0 < len(got) < len(names)
    assert count_tokens(" ".join(name for name, _ in got)) <= MAX_BLOCK_TOKENS


def test_what_is_left_in_has_its_emphasis_where_what_was_not_asked_about_went_out_before_it() -> None:
    names = [f"the {number}th of many things that I care about and more of that kind" for number in range(30)]
    given = bias(names)
    asked = replace(given.liked[0], interest=replace(given.liked[0].interest, label="jazz"), relevance=1.0)
    given = replace(given, liked=(*given.liked[1:], asked))
    assert found(given, Placement.SPOKEN)[-1][0] == "jazz"


@given(
    liked=st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=4),
    disliked=st.lists(st.text(min_size=1, max_size=12), max_size=2),
    placement=st.sampled_from(Placement),
)
@settings(max_examples=60, deadline=None)
def test_what_is_emphasised_is_always_a_label_that_is_liked(
    liked: list[str], disliked: list[str], placement: Placement
) -> None:
    got = found(bias(liked, disliked), placement)
    assert [name for name, _ in got if name not in map(label, liked)] == []
    assert sorted(name for name, _ in got) == sorted(filter(None, map(label, liked)))


def test_a_block_that_was_written_from_something_else_has_no_emphasis() -> None:
    assert emphases("I am interested in chess. ", bias(["jazz"]), Placement.SPOKEN, QUESTION) == ()


# Marks


def test_marks_count_from_the_beginning_of_the_last_message() -> None:
    said = [Event("a", "s", "chat", "user", "Are you there?", START, number=1)]  # a model had failed
    built = prompt(bias(["jazz"]), said)
    content = built.messages[-1][1]
    told = marks(built, bias(["jazz"]), Placement.SPOKEN)
    assert told is not None
    assert content.startswith("Are you there?")
    assert content[slice(*told.block)] == built.block == "I am interested in jazz. "
    assert [content[one.start : one.end] for one in told.emphases] == ["jazz"]


@pytest.mark.parametrize("placement", [Placement.SPOKEN, Placement.FENCED])
def test_past_turns_that_are_quoted_belong_to_the_block_and_have_no_emphasis(placement: Placement) -> None:
    quotes = [Quote(7, "user", START, "I play jazz on Mondays.", 0, 23, 0.9, 1.0)]
    given = bias(["jazz"])
    built = build(QUESTION, [], given, placement=placement, max_tokens=2_000, count=count_tokens, quotes=quotes)
    told = marks(built, given, placement)
    assert told is not None
    content = built.messages[-1][1]
    assert content[slice(*told.block)] == built.block
    assert "Mondays" in built.block
    assert [content[one.start : one.end] for one in told.emphases] == ["jazz"]
    assert content[: told.emphases[0].start].count("Mondays") == 0


def test_marks_travel_with_the_message_and_its_text_is_the_same() -> None:
    built = prompt(bias(["jazz", "chess"]))
    messages = marked(built, bias(["jazz", "chess"]), Placement.SPOKEN)
    assert [(one[0], one[1]) for one in messages[:-1]] == list(built.messages[:-1])
    assert messages[-1].content == built.messages[-1][1]
    assert marks_of(messages[-1]) == marks(built, bias(["jazz", "chess"]), Placement.SPOKEN)


def test_without_a_block_there_are_no_marks() -> None:
    built = prompt(Bias(Openness.CLOSED))
    assert marks(built, Bias(Openness.CLOSED), Placement.SPOKEN) is None
    assert marked(built, Bias(Openness.CLOSED), Placement.SPOKEN) == list(built.messages)


def test_a_message_that_says_what_the_marks_are_called_has_none() -> None:
    from langchain_core.messages import HumanMessage

    assert marks_of(HumanMessage(f"{KEY}: block")) is None


def test_an_emphasis_can_be_moved() -> None:
    assert Emphasis(2, 5, 0.5).moved(3) == Emphasis(5, 8, 0.5)
