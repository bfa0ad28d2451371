"""How far the interests of late are from those of the long run."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.memory import Law, UserMemory
from penchant.memory.explaining.shifting import LEAST, divergence, shift
from penchant.memory.history.replay import EvidenceRow
from penchant.memory.records import to_ms

from tests.conftest import Clock
from tests.memory.life import DAY, START

NOW = to_ms(START)
WEEK = 7 * DAY

spreads = st.lists(st.floats(0.01, 1), min_size=2, max_size=6)


def spread(parts: list[float]) -> np.ndarray:
    return np.array(parts) / sum(parts)


@given(spreads, spreads)
def test_a_divergence_is_symmetric_and_lies_between_0_and_1_bit(one: list[float], other: list[float]) -> None:
    size = min(len(one), len(other))
    p, q = spread(one[:size]), spread(other[:size])
    assert divergence(p, q).sum() == pytest.approx(divergence(q, p).sum())
    assert 0 <= divergence(p, q).sum() <= 1 + 1e-12
    assert divergence(p, p).sum() == pytest.approx(0, abs=1e-12)


def test_what_has_nothing_in_common_is_one_bit_apart() -> None:
    assert divergence(np.array([1.0, 0.0]), np.array([0.0, 1.0])).sum() == pytest.approx(1)
    assert divergence(np.array([0.5, 0.5]), np.array([1.0, 0.0])).sum() == pytest.approx(0.311278, abs=1e-6)


def rows(before: str, lately: str) -> list[EvidenceRow]:
    """A letter is a piece of evidence for a topic, those before the last week all of one moment."""
    old = [EvidenceRow(ord(topic), place, 1.0, NOW - 20 * DAY) for place, topic in enumerate(before)]
    return old + [EvidenceRow(ord(topic), 100 + place, 1.0, NOW - DAY) for place, topic in enumerate(lately)]


def found(before: str, lately: str) -> tuple[float | None, dict[str, bool]]:
    labels = {ord(topic): topic for topic in before + lately}
    one = shift(rows(before, lately), labels, NOW - WEEK, NOW, Law())
    return one.bits, {move.label: move.up for move in one.moves}


def test_the_same_interests_have_not_shifted() -> None:
    bits, _ = found("aabbb" * 2, "aabbb")
    assert bits == pytest.approx(0, abs=1e-12)


def test_other_interests_have_shifted_wholly_and_the_topics_are_told() -> None:
    bits, moves = found("aaaaabbbbb", "ccccc")
    assert bits == pytest.approx(1)
    assert moves == {"a": False, "b": False, "c": True}


def test_the_topic_that_moved_most_comes_first_and_the_parts_sum_to_the_whole() -> None:
    labels = {ord(topic): topic for topic in "abc"}
    one = shift(rows("aaaaaaaabc", "abbbbbbbbc"), labels, NOW - WEEK, NOW, Law())
    assert [move.label for move in one.moves][:2] == ["a", "b"] or [move.label for move in one.moves][:2] == ["b", "a"]
    assert sum(move.bits for move in one.moves) == pytest.approx(one.bits)
    assert {move.label: (round(move.before, 3), round(move.lately, 3)) for move in one.moves if move.label != "c"} == {
        "a": (0.8, 0.1),
        "b": (0.1, 0.8),
    }
    assert one.chance is not None
    assert one.bits is not None
    assert one.chance < one.bits


def test_few_pieces_differ_by_chance_alone_and_that_is_told() -> None:
    labels = {ord(topic): topic for topic in "abcdefgh"}
    few = shift(rows("abcdefgh" * 5, "abcde"), labels, NOW - WEEK, NOW, Law())
    many = shift(rows("abcdefgh" * 5, "abcdefgh" * 10), labels, NOW - WEEK, NOW, Law())
    assert few.chance is not None
    assert many.chance is not None
    assert few.bits is not None
    assert few.chance > few.bits
    assert few.chance > 5 * many.chance > 0


@pytest.mark.parametrize(("before", "lately"), [("", ""), ("aaaaa", "bbbb"), ("aaaa", "bbbbb"), ("", "bbbbb")])
def test_too_little_evidence_says_so(before: str, lately: str) -> None:
    one = shift(rows(before, lately), {97: "a", 98: "b"}, NOW - WEEK, NOW, Law())
    assert (one.bits, one.chance, one.moves) == (None, None, ())
    assert (one.pieces, one.pieces_before) == (len(lately), len(before))


def test_what_is_disliked_void_hidden_or_still_to_come_does_not_count(person: UserMemory, clock: Clock) -> None:
    for topic in ("jazz", "tea", "chess"):
        for _ in range(LEAST):
            person.observe(f"I love {topic}.")
    clock.advance(timedelta(days=30))
    for _ in range(LEAST):
        person.observe("I love jazz.")
        person.observe("I can't stand olives.")
    person.stop("tea")
    person.forget_soon("chess", timedelta(days=1))
    one = person.shift()
    assert one.bits == pytest.approx(0, abs=1e-12)
    assert (one.pieces, one.pieces_before) == (LEAST, LEAST)


def test_the_window_can_be_chosen(person: UserMemory, clock: Clock) -> None:
    for topic in ("jazz", "tea"):
        for _ in range(LEAST):
            person.observe(f"I love {topic}.")
        clock.advance(timedelta(days=10))
    assert person.shift().bits is None
    assert person.shift(timedelta(days=11)).bits == pytest.approx(1)
    assert person.shift(timedelta(days=11)).since == clock.now - timedelta(days=11)
    assert person.shift(timedelta(days=30)).bits is None
    assert person.shift(timedelta.max).pieces == 2 * LEAST
    for window in (timedelta(0), timedelta(days=-1)):
        with pytest.raises(ValueError, match="a window must be above 0"):
            person.shift(window)


def test_a_shift_is_the_same_whenever_it_is_asked_for(person: UserMemory, clock: Clock) -> None:
    for topic in ("jazz", "tea"):
        for _ in range(LEAST):
            person.observe(f"I love {topic}.")
        clock.advance(timedelta(days=5))
    assert person.shift() == person.shift()


def test_what_the_document_says_of_chance_is_so() -> None:
    labels = {ord(topic): topic for topic in "abcdefgh"}
    one = shift(rows("abcdefgh" * 5, "abcdefghab"), labels, NOW - WEEK, NOW, Law())
    assert one.chance == pytest.approx(0.18, abs=0.005)
