"""The words that the full-text index has of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.memory.store.terms import MAX_TERM, stem, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I adopted a dog", "adopting dogs"),
        ("two adoption agencies", "an agency for adoptions"),
        ("she stopped running", "stop; run"),
        ("Montréal's museums", "the museum, MONTRÉAL"),
        ("我在学习弹吉他", "吉他學習"),
    ],
)
def test_texts_with_the_same_words_in_other_forms_share_terms(one: str, other: str) -> None:
    assert len(set(terms(one)) & set(terms(other))) >= 2


def test_small_words_are_left_out_in_both_languages() -> None:
    assert terms("What did you do with it, and why?") == []
    assert terms("你们说的是什么？") == []


def test_words_that_are_not_related_keep_apart() -> None:
    words = "glass gas news chess bus thing sing red bed wing string species this boss"
    stems = [stem(word) for word in words.split()]
    assert len(set(stems)) == len(stems)


def test_chinese_is_cut_into_words_that_are_found_alone() -> None:
    assert {"人工智能", "人工", "智能"} <= set(terms("我对人工智能很感兴趣"))


def test_scripts_that_nothing_cuts_are_found_by_pairs_of_signs() -> None:
    assert set(terms("ラーメン")) <= set(terms("昨日ラーメンを食べた"))


@given(st.text(max_size=300))
def test_terms_hold_nothing_that_a_query_of_the_index_could_take_for_its_own(text: str) -> None:
    for term in terms(text):
        assert 0 < len(term) <= MAX_TERM
        assert not set(term) & set(" \"'*()\n\x00:\\")
