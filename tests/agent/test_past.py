"""What of the past is quoted for a message, and what the block leaves out beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from penchant.agent.bias import Bias, Candidate
from penchant.agent.gate.openness import Openness
from penchant.agent.gate.policy import Personalize
from penchant.agent.kept.weighed import REASONS
from penchant.agent.prompting.past import INSTEAD, SURE_OF_TASTE, beside, past_of
from penchant.agent.prompting.quotes import ENOUGH, SURE, quotes_of
from penchant.memory import Event, Interest, Recollection

AT = datetime(2026, 1, 20, 9, tzinfo=UTC)
ASKED = "Can you recommend a restaurant in Bergen?"
TASTE = "I never eat shellfish."
TOE = "I think I broke my toe, what should I do?"


def found(text: str, bearing: float = 0.9, role: Any = "user") -> Recollection:
    return Recollection(Event("id", "old", "chat", role, text, AT, number=7), 0.5, bearing)


def candidate(name: str, relevance: float = 0.0, pinned: bool = False) -> Candidate:
    interest = Interest(1, name, 0.6, 0.1, 0.0, evidence=3, last_seen=None, pinned=pinned)
    return Candidate(interest, relevance, 0.5, "open question")


def beside_quote(
    *liked: Candidate,
    text: str = ASKED,
    said: Recollection | None = None,
    policy: Personalize = Personalize.GATE,
    wide: bool = False,
) -> Bias:
    bias = Bias(Openness.OPEN, liked, (candidate("olives"),), wide=wide)
    return beside(bias, text, quotes_of([said or found(TASTE)], text), policy)


def labels(bias: Bias) -> list[str]:
    return [one.interest.label for one in (*bias.liked, *bias.disliked)]


@pytest.mark.parametrize(
    ("question", "said", "least"),
    [
        ("How far is the moon?", "The moon was full.", SURE),
        ("How is my dog's knee?", "My dog has a bad knee.", 0.0),
        ("Did I say when the moon was full?", "The moon was full.", 0.0),
        (TOE, "My knees are bad, I avoid running.", SURE_OF_TASTE),
        (TOE, "I broke it two years ago.", 0.0),
    ],
)
def test_how_sure_a_quote_must_be_for_a_closed_question(question: str, said: str, least: float) -> None:
    assert past_of(question, [found(said, least)], Openness.CLOSED)
    assert not past_of(question, [found(said, least - 0.01)], Openness.CLOSED) or not least
    assert past_of(question, [found(said, 0.5)], Openness.OPEN)


def test_beside_a_taste_that_bears_on_it_nothing_enters_that_openness_alone_lets_in() -> None:
    bias = beside_quote(candidate("chess"), candidate("Norwegian food", 0.5))
    assert labels(bias) == ["Norwegian food"]
    assert {one.interest.label: one.reason for one in bias.left_out} == {"chess": INSTEAD, "olives": INSTEAD}
    assert INSTEAD in REASONS


def test_what_to_do_with_free_time_is_asked_of_all_interests() -> None:
    bias = beside_quote(candidate("chess"), text="What should I do on my day off?", wide=True)
    assert labels(bias) == ["chess", "olives"]


def test_what_a_quote_names_is_not_said_twice() -> None:
    assert labels(beside_quote(candidate("Shellfish", 0.9), candidate("fish", 0.9))) == ["fish"]


def test_what_the_person_pinned_stays() -> None:
    assert labels(beside_quote(candidate("chess", pinned=True), candidate("shellfish", 0.9, pinned=True))) == [
        "chess",
        "shellfish",
    ]


def test_what_binds_stays_though_a_quote_names_it() -> None:
    bound = replace(candidate("shellfish"), binds=True)
    bias = beside(Bias(Openness.OPEN, (), (bound,)), ASKED, quotes_of([found(TASTE)], ASKED))
    assert labels(bias) == ["shellfish"]


def test_a_quote_that_may_have_no_room_costs_no_interest_its_place() -> None:
    quotes = quotes_of([found(TASTE), found("I am into Norwegian food.")], ASKED)
    bias = beside(Bias(Openness.OPEN, (candidate("Norwegian food", 0.5),), ()), ASKED, quotes)
    assert labels(bias) == ["Norwegian food"]


@pytest.mark.parametrize(
    ("text", "said", "policy"),
    [
        ("What did I eat in Bergen?", TASTE, Personalize.GATE),
        (ASKED, "The weather in Bergen was fine.", Personalize.GATE),
        (ASKED, TASTE, Personalize.ALWAYS),
    ],
)
def test_else_all_of_it_stays(text: str, said: str, policy: Personalize) -> None:
    assert labels(beside_quote(candidate("chess"), text=text, said=found(said), policy=policy)) == ["chess", "olives"]


def test_a_taste_that_somebody_else_told_takes_no_room() -> None:
    assert labels(beside_quote(candidate("chess"), said=found(TASTE, role="assistant"))) == ["chess", "olives"]


def test_a_quote_that_hardly_bears_on_the_matter_leaves_the_interests_in() -> None:
    liked = (candidate("chess"), candidate("Norwegian food", 0.5))
    assert labels(beside_quote(*liked, said=found(TASTE, ENOUGH - 0.01))) == ["chess", "Norwegian food", "olives"]
    assert labels(beside_quote(*liked, said=found(TASTE, ENOUGH))) == ["Norwegian food"]
