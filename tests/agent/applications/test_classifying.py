from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from penchant.agent import classify
from penchant.memory import InterestMemory, UserMemory

LABELS = ("sports", "technology", "food")
WORDS = st.text(alphabet="abcdefgh 茶爵士岩", min_size=1, max_size=20).filter(lambda text: text.strip() != "")


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=WORDS)
def test_without_interests_the_result_is_the_plain_one(person: UserMemory, memory: InterestMemory, text: str) -> None:
    found = classify(text, LABELS, memory=person)
    vectors = memory.vectorizer([text.strip(), *LABELS])
    odds = np.exp(memory.vectorizer.calibration.slope * (vectors[1:] @ vectors[0]).astype(float))
    assert list(found.probabilities.values()) == pytest.approx((odds / odds.sum()).tolist(), rel=1e-4)
    assert found.probabilities == found.plain
    assert (found.label, found.why) == (found.plain_label, "")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The striker scored twice in the final.", "sports"),
        ("这家餐厅的火锅很好吃。", "food"),
        ("A faster chip for phones", "technology"),
    ],
)
def test_a_plain_text_goes_where_it_belongs_whatever_the_person_likes(
    person: UserMemory, text: str, label: str
) -> None:
    person.observe("I love cooking and food. I love gardening.")
    assert classify(text, LABELS, memory=person).label == label


def test_a_text_in_doubt_goes_to_what_the_person_cares_about(person: UserMemory) -> None:
    text = "A robot that learns to cook noodles."
    plain = classify(text, LABELS, memory=person)
    person.observe("I love food. I think about food all day. My hobby is food.")
    found = classify(text, LABELS, memory=person)
    assert found.plain == plain.probabilities
    assert found.probabilities["food"] > plain.probabilities["food"]
    assert {label: bool(bias) for label, bias in found.biases.items()} == {
        "sports": False,
        "technology": False,
        "food": True,
    }
    odds = {which: found.probabilities[which] / found.plain[which] for which in LABELS}
    assert odds["sports"] == pytest.approx(odds["technology"])
    assert 1 < odds["food"] / odds["sports"] <= 3


def test_a_dislike_moves_no_text(person: UserMemory) -> None:
    person.observe("I hate sports.")
    found = classify("The striker scored twice.", LABELS, memory=person)
    assert found.probabilities == found.plain


def test_a_label_may_come_with_what_it_means(person: UserMemory) -> None:
    text = "The striker scored twice in the final."
    found = classify(text, {"a": "a football match", "b": "a recipe"}, memory=person)
    assert found.label == "a"
    assert list(found.probabilities) == ["a", "b"]
    assert sum(found.probabilities.values()) == pytest.approx(1)


def test_nothing_is_learned(person: UserMemory) -> None:
    classify("I love chess.", LABELS, memory=person)
    assert person.interests() == []


@pytest.mark.parametrize(
    ("text", "labels", "message"),
    [
        ("", LABELS, "empty"),
        ("tea", ("food", ""), "empty"),
        ("tea", ("food",), "two different labels or more, got food"),
        ("tea", ("food", "food "), "two different labels"),
        ("tea", (), "got none"),
        ("tea", "food", "a list of names"),
    ],
)
def test_what_cannot_be_classified_is_told(person: UserMemory, text: str, labels: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        classify(text, labels, memory=person)
