from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.memory import Background, Suggestion
from penchant.memory.background.refining import LONGEST_PHRASE, STRONGEST, is_chinese, sendable, verified
from penchant.memory.extraction import MAX_PHRASES, prose


def standing(words: Sequence[str], text: str) -> list[str]:
    return [one.text for one in verified([Suggestion(one) for one in words], text)[0]]


@given(st.lists(st.text(max_size=12), max_size=20), st.text(max_size=80))
def test_every_phrase_stands_in_the_text_and_none_overlap(words: list[str], text: str) -> None:
    phrases, dropped = verified([Suggestion(one) for one in words], text)
    assert len(phrases) + dropped == len(words)
    assert len(phrases) <= MAX_PHRASES
    end = 0
    for phrase in phrases:
        assert end <= phrase.start < phrase.end
        assert text[phrase.start : phrase.end] == phrase.text
        end = phrase.end


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("Rock Climbing", "I love rock climbing.", ["rock climbing"]),
        ("攀岩", "我喜欢攀岩。", ["攀岩"]),
        ("art", "I start early.", []),  # within a word
        ("jazz", "`jazz` > jazz", ["jazz"]),
        ("jazz", "> jazz\nNo.", []),  # a quote
        ("jazz", "<b>jazz</b>", []),
        ("7", "I am 7.", []),  # names nothing
        ("", "I am 7.", []),
        ("love\nit", "I love\nit", []),
        ("x" * (LONGEST_PHRASE + 1), "x" * (LONGEST_PHRASE + 1), []),
    ],
)
def test_a_phrase_is_whole_words_of_the_persons_prose(words: str, text: str, found: list[str]) -> None:
    assert standing([words], text) == found


def test_of_two_that_overlap_or_are_the_same_the_first_stays() -> None:
    assert standing(["rock climbing", "climbing", "Rock climbing"], "I love rock climbing.") == ["rock climbing"]
    assert standing(["climbing", "rock climbing"], "I love rock climbing and climbing.") == ["climbing"]


def test_what_is_stated_goes_before_what_is_mentioned() -> None:
    letters = "abcdefghijk"
    text = " ".join(f"word{letter}" for letter in letters)
    suggestions = [Suggestion(f"word{letter}", stance="stated" if letter == "k" else "mentioned") for letter in letters]
    phrases, dropped = verified(suggestions, text)
    assert [one.text for one in phrases] == [f"word{letter}" for letter in "abcdefgk"]
    assert dropped == 3


@pytest.mark.parametrize(("given", "kept"), [(-1.0, 0.0), (0.5, 0.5), (1e9, STRONGEST)])
def test_no_model_makes_a_phrase_stronger_than_the_strongest(given: float, kept: float) -> None:
    [phrase], _ = verified([Suggestion("tea", strength=given)], "I like tea.")
    assert phrase.strength == kept


def test_code_and_quotes_are_not_sent() -> None:
    assert sendable("I like tea.\n```\nsecret = 1\n```\n> quoted\n\n\n\nReally.") == "I like tea.\n\nReally."
    assert sendable("```\nx\n```") == ""


def test_prose_has_the_places_of_the_text() -> None:
    text = "a `b` c <i>d</i> e"
    assert len(prose(text)) == len(text)
    assert all(kept in (had, "\n") for kept, had in zip(prose(text), text, strict=True))


@pytest.mark.parametrize(("text", "chinese"), [("", False), ("tea", False), ("我喜欢茶", True), ("OK 好", False)])
def test_the_language_is_told_by_the_characters(text: str, chinese: bool) -> None:
    assert is_chinese(text) is chinese


def test_a_budget_below_zero_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="below 0 tokens a day, got -1"):
        Background(tokens_a_day=-1)
