from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.tui.text.cells import cut, fill, line
from penchant.tui.text.excerpt import excerpt
from rich.cells import cell_len

TEXTS = st.text(st.sampled_from("ab  攀岩👩‍👧é\u0301[]\n\t\x1b\u202eש"), max_size=40)


@given(TEXTS)
def test_a_line_is_one_line_without_control_characters(text: str) -> None:
    assert not set(line(text)) & {*map(chr, range(32)), "\x7f", "\u202e"}


@given(TEXTS, st.integers(1, 30))
def test_what_is_cut_fits_and_short_text_stays(text: str, width: int) -> None:
    text = line(text)
    assert cell_len(cut(text, width)) <= width
    if cell_len(text) <= width:
        assert cut(text, width) == text


@given(TEXTS, st.integers(0, 30), st.booleans())
def test_what_is_filled_has_the_width(text: str, width: int, right: bool) -> None:
    assert cell_len(fill(line(text), width, right=right)) == width


def test_a_wide_character_is_not_cut_in_half() -> None:
    assert cut("攀岩", 3) == "攀…"
    assert cut("攀岩", 2) == "…"


@given(TEXTS, TEXTS, st.integers(4, 60))
def test_an_excerpt_fits(text: str, words: str, width: int) -> None:
    assert excerpt(text, words, width).cell_length <= width


@pytest.mark.parametrize("words", ["climbing", "CLIMBING", "comes  climbing", "攀岩"])
def test_an_excerpt_shows_the_words_that_were_searched_and_marks_them(words: str) -> None:
    shown = excerpt("Lots of words come before it, and then comes climbing 攀岩 at last.", words, 40)
    found = [shown.plain[start:end].casefold() for start, end, _ in shown.spans]
    assert found == [" ".join(words.split()).casefold()]


def test_an_excerpt_of_a_long_text_looks_around_the_words_only() -> None:
    text = "x" * 500_000 + " climbing " + "y" * 500_000
    assert "climbing" in excerpt(text, "climbing", 60).plain


def test_numbers_after_what_is_written_from_right_to_left_stay_in_their_column() -> None:
    assert fill("שלום", 6) + ".24" == "שלום\u200e  .24"
    assert "\u200e" not in fill("climbing", 10)
