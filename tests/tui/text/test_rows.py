"""Text in pieces, wrapped by cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.tui.text.rows import Piece, Row, clean, cut, fold, padded, prefixed, wrap
from rich.cells import cell_len

FAMILY = "👩‍👩‍👧‍👦"
signs = st.sampled_from([*"ab (（。，\n攀岩é👍م\xa0", "e\u0301", "\u200d", FAMILY])
letters = st.lists(signs, max_size=40).map("".join)
pieces = st.lists(st.tuples(letters, st.sampled_from(["", "strong", "mono"])), max_size=5)


@pytest.mark.parametrize("make", [wrap, fold])
@given(pieces, st.integers(2, 30))
def test_no_row_is_wider_than_there_is_room_and_no_letter_is_lost(make: object, parts: list[Piece], width: int) -> None:
    rows = make(parts, width)  # type: ignore[operator]  # one of two functions
    assert all(cell_len(row.text) <= width for row in rows)
    shown, said = "".join(row.glue + row.text for row in rows).removeprefix("\n"), "".join(text for text, _ in parts)
    assert shown == said or (make is wrap and shown.replace(" ", "") == said.replace(" ", ""))


@given(pieces, st.integers(2, 30))
def test_every_letter_keeps_its_role(parts: list[Piece], width: int) -> None:
    def roles(shown: list[Piece]) -> list[Piece]:
        return [(letter, role) for text, role in shown for letter in text if letter not in " \n"]

    assert roles([piece for row in wrap(parts, width) for piece in row.pieces]) == roles(parts)


def test_words_are_not_broken_where_there_is_room_for_them() -> None:
    assert [row.text for row in wrap([("the quick brown fox", "")], 9)] == ["the quick", "brown fox"]


def test_a_word_that_is_too_long_is_broken() -> None:
    assert [row.text for row in wrap([("a incomprehensible b", "")], 6)] == ["a", "incomp", "rehens", "ible b"]


def test_chinese_is_broken_between_characters_but_not_before_a_comma() -> None:
    assert [row.text for row in wrap([("我喜欢攀岩，也喜欢音乐", "")], 10)] == ["我喜欢攀", "岩，也喜欢", "音乐"]


def test_an_emoji_of_several_signs_is_not_broken() -> None:
    assert [row.text for row in fold([(FAMILY * 3, "")], 4)] == [FAMILY * 2, FAMILY]


def test_what_a_row_was_wrapped_at_is_known() -> None:
    assert [row.glue for row in wrap([("one two\nthree攀岩", "")], 6)] == ["\n", " ", "\n", ""]


def test_pieces_are_cut_by_letters() -> None:
    parts: list[Piece] = [("abc", ""), ("def", "strong")]
    assert cut(parts, 2, 4) == (("c", ""), ("d", "strong"))
    assert cut(parts, 3) == (("def", "strong"),)
    assert cut([], 0) == cut(parts, 9) == ()


def test_indents_are_no_part_of_the_text_and_bullets_are() -> None:
    rows = [Row((("a", ""),)), Row((("b", ""),), " ")]
    bullets = prefixed(rows, ("• ", "mark"), ("  ", ""), drawn=False)
    assert [(row.text, row.glue, row.lead) for row in bullets] == [("• a", "\n", 0), ("  b", " ", 2)]
    assert [row.lead for row in prefixed(bullets, ("│ ", "line"), ("│ ", "line"), drawn=True)] == [2, 4]


def test_a_row_is_filled_by_cells() -> None:
    assert cell_len(padded(Row((("攀岩", ""),)), 7, "code").text) == 7


def test_text_cannot_move_the_cursor_or_turn_the_direction() -> None:
    assert clean("a\x1b[2J\rb\u202ec\u2028d\te") == "a[2Jbc\nd\te"
