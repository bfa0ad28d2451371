"""Which interests an open question lets in: what an answer may build on, by the sorts of both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from penchant.agent.bias import Bias, bias_for, kind_of
from penchant.agent.gate.gate import open_gate
from penchant.agent.gate.kind import judge
from penchant.agent.gate.openness import Openness
from penchant.agent.gate.policy import Personalize
from penchant.agent.gate.serving import SERVES, open_serving
from penchant.memory import InterestMemory, UserMemory

HELD_OUT = Path(__file__).parents[1] / "data" / "serving_held_out.jsonl"


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[UserMemory]:
    with InterestMemory(tmp_path_factory.mktemp("memory"), index=False) as memory:
        ada = memory.user("ada")
        for name in (
            "swimming",
            "Bach",
            "crosswords",
            "dahlias",
            "detective novels",
            "sourdough bread",
            "Python programming",
        ):
            ada.observe(f"I love {name}.")
        ada.observe("I hate football. I can't stand horror films.")
        yield ada


def bias(person: UserMemory, question: str, policy: Personalize = Personalize.GATE) -> Bias:
    return bias_for(
        question,
        person.attend(question),
        8,
        kind=kind_of(question, judge=judge(person.embedder, person.vector)),
        gate=open_gate(person.embedder),
        policy=policy,
    )


def liked(bias: Bias) -> set[str]:
    return {one.interest.label for one in bias.liked}


@pytest.mark.parametrize(
    ("question", "inside", "outside"),
    [
        (
            "What should I do in the garden in late November?",
            {"dahlias"},
            {"swimming", "crosswords", "sourdough bread"},
        ),
        (
            "Suggest a laptop I could buy.",
            {"Python programming"},
            {"dahlias", "sourdough bread", "swimming"},
        ),
        (
            "Suggest a fitness goal for the autumn.",
            {"swimming"},
            {"Bach", "crosswords", "detective novels", "sourdough bread"},
        ),
        ("什么植物适合种在阳台上？给点建议", {"dahlias"}, {"swimming", "Bach", "crosswords"}),
        ("I have a whole free weekend, what should I do?", {"swimming", "dahlias", "Bach", "crosswords"}, set()),
    ],
)
def test_an_open_question_takes_in_what_an_answer_may_build_on(
    person: UserMemory, question: str, inside: set[str], outside: set[str]
) -> None:
    found = liked(bias(person, question))
    assert inside <= found
    assert not outside & found


def test_what_is_of_no_use_says_so(person: UserMemory) -> None:
    reasons = {one.interest.label: one.reason for one in bias(person, "Suggest a laptop I could buy.").left_out}
    assert reasons["dahlias"] == "of another matter"


def test_what_is_avoided_stays_where_it_bears_on_the_question(person: UserMemory) -> None:
    asked = {one.interest.label for one in bias(person, "Suggest a film for tonight.").disliked}
    assert "horror films" in asked
    assert not bias(person, "What should I plant on my balcony?").disliked


def test_always_lets_everything_in(person: UserMemory) -> None:
    assert {"swimming", "Bach"} <= liked(bias(person, "Suggest a laptop I could buy.", Personalize.ALWAYS))


def test_what_is_pinned_goes_before_it(person: UserMemory) -> None:
    person.pin("Bach", True)
    try:
        assert "Bach" in liked(bias(person, "Suggest a laptop I could buy."))
    finally:
        person.pin("Bach", False)


def test_without_a_model_everything_may_serve(person: UserMemory) -> None:
    assert open_serving("unknown") is None
    kind = kind_of("Suggest a laptop I could buy.", judge=judge("unknown", person.vector))
    assert not kind.served
    found = bias_for(
        "Suggest a laptop I could buy.",
        person.attend("Suggest a laptop I could buy."),
        8,
        kind=kind,
        gate=open_gate("unknown"),
    )
    assert found.openness is not Openness.OPEN or "swimming" in liked(found)


def test_lines_written_blind_are_told_apart(person: UserMemory) -> None:
    """The figures of docs/bias.md, `python bench/serving.py`, a little lower."""
    serving = open_serving(person.embedder)
    assert serving is not None
    serves, others = list[float](), list[float]()
    for line in map(json.loads, HELD_OUT.read_text("utf-8").splitlines()):
        asked = serving.asked(person.vector(line["ask"]))
        for chances, labels in ((serves, line["serves"]), (others, line["not"])):
            if labels:
                chances += serving.chances(asked, np.stack([person.vector(label) for label in labels])).tolist()
    kept, out = np.mean(np.array(serves) >= SERVES), np.mean(np.array(others) < SERVES)
    assert kept > 0.8
    assert out > 0.72
