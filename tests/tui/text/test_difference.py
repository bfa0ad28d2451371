from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.tui.text import difference
from penchant.tui.text.difference import changed_lines, folded, lines_of, shared_tokens, without_block

LINES = st.lists(st.sampled_from(["", "a", "b", "攀岩", "[b]", "x y"]), max_size=20)


@dataclass(frozen=True)
class Piece:
    role: str
    kind: str
    text: str
    tokens: int


SYSTEM = Piece("system", "system", "Be short.", 3)
ASKED = Piece("human", "history", "I climb.", 4)
ANSWERED = Piece("ai", "history", "Good.", 2)
BLOCK = Piece("human", "block", "<interests>\nclimbing\n</interests>\n\n", 10)
MESSAGE = Piece("human", "message", "What now?", 4)


@given(LINES, LINES)
def test_a_difference_holds_both_texts_in_order(before: list[str], after: list[str]) -> None:
    lines = changed_lines(before, after)
    assert [line.text for line in lines if line.sign != "+"] == before
    assert [line.text for line in lines if line.sign != "-"] == after


@given(LINES)
def test_equal_texts_have_no_difference(text: list[str]) -> None:
    assert all(line.sign == " " for line in changed_lines(text, text))


@given(LINES, LINES)
def test_folding_drops_only_lines_that_are_the_same_and_says_how_many(before: list[str], after: list[str]) -> None:
    lines = changed_lines(before, after)
    shown = folded(lines)
    assert [line for line in shown if line.sign in "+-"] == [line for line in lines if line.sign in "+-"]
    hidden = sum(int(line.text.split()[0]) for line in shown if line.sign == "…")
    assert len(lines) == hidden + sum(line.sign != "…" for line in shown)


def test_changes_too_long_to_match_are_shown_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(difference, "MOST_PAIRS", 3)
    lines = changed_lines(["same", "a", "b", "end"], ["same", "b", "c", "end"])
    assert "".join(line.sign for line in lines) == " --++ "


def test_a_prompt_is_shared_as_far_as_its_beginning_is_that_of_the_one_before() -> None:
    before = [SYSTEM, ASKED]
    after = [SYSTEM, ASKED, ANSWERED, MESSAGE]
    assert shared_tokens(before, after) == 7
    assert shared_tokens(after, after) == 13
    assert shared_tokens([], after) == 0
    assert shared_tokens(before, []) == 0


def test_what_memory_adds_ends_what_is_shared() -> None:
    last = Piece("human", "history", "What now?", 4)
    assert shared_tokens([SYSTEM, BLOCK, MESSAGE], [SYSTEM, last, ANSWERED, MESSAGE]) == 3


def test_a_piece_that_is_shared_in_part_counts_in_part() -> None:
    assert shared_tokens([Piece("human", "message", "I cl", 2)], [ASKED]) == 2


def test_the_same_words_by_another_speaker_are_not_shared() -> None:
    assert shared_tokens([Piece("ai", "history", "I climb.", 4)], [ASKED]) == 0


def test_the_lines_that_memory_added_are_marked() -> None:
    lines = without_block([SYSTEM, BLOCK, MESSAGE])
    assert [line.sign + line.text for line in lines] == [
        " ── system", " Be short.", " ── you", "+<interests>", "+climbing", "+</interests>", "+", " What now?"
    ]  # fmt: skip


def test_a_message_of_several_pieces_has_one_title() -> None:
    assert lines_of([SYSTEM, Piece("human", "waiting", "One.\n\n", 2), MESSAGE, ANSWERED]) == [
        "── system", "Be short.", "── you", "One.", "", "What now?", "── model", "Good."
    ]  # fmt: skip
