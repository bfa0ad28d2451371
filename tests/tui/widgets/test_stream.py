"""A reply that comes piece by piece looks as if it had come at once."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from penchant.tui.text.prose import Prose
from penchant.tui.text.rows import clean
from penchant.tui.widgets.stream import StreamedReply
from rich.cells import cell_len

from tests.tui.markdown import streamed

WIDTHS = st.sampled_from([20, 57, 97])


@settings(max_examples=300, deadline=None)
@given(streamed(), WIDTHS)
@example(["text\n#", "tag\n1", ". x\n```p", "y\nx\n``", "`\n"], 57)
@example(["[a][1] and *b", "*\n\n| a |\n|-", "-|\n| [1] |\n\n[1", "]: http://x.y"], 57)
@example(["- a\n\n", "- b\n", "\n  c\n\t```", "\n\td\n", "e"], 20)
def test_however_it_was_cut_it_ends_as_if_it_had_come_at_once(parts: list[str], width: int) -> None:
    reply = StreamedReply(growing=True)
    for part in parts:
        reply.feed(part)
        reply.rows(width)
    reply.end("".join(parts))
    assert reply.rows(width) == StreamedReply("".join(parts)).rows(width)


@settings(max_examples=150, deadline=None)
@given(streamed(), WIDTHS)
def test_what_is_remembered_from_before_never_shows(parts: list[str], width: int) -> None:
    reply = StreamedReply(growing=True)
    for part in parts:
        reply.feed(part)
        assert reply.rows(width) == Prose().rows(reply.text, width, growing=True)


@settings(max_examples=150, deadline=None)
@given(streamed(), WIDTHS)
def test_only_colours_change_when_a_reply_ends(parts: list[str], width: int) -> None:
    reply = StreamedReply("".join(parts), growing=True)
    before = [row.text for row in reply.rows(width)]
    reply.end("".join(parts))
    assert [row.text for row in reply.rows(width)] == before


@settings(max_examples=150, deadline=None)
@given(streamed())
def test_rows_fit_and_cannot_move_the_cursor(parts: list[str]) -> None:
    for row in StreamedReply("".join(parts)).rows(97):
        assert cell_len(row.text) <= 97
        assert clean(row.text) == row.text
        assert "\n" not in row.text


def test_the_width_may_change_while_it_comes() -> None:
    reply = StreamedReply(growing=True)
    for width, part in ((80, "one two "), (20, "three `four"), (57, "` five\n\n- six")):
        reply.feed(part)
        assert reply.rows(width) == Prose().rows(reply.text, width, growing=True)


def test_what_is_finished_is_not_drawn_again() -> None:
    reply = StreamedReply("one\n\ntwo", growing=True)
    first = reply.rows(40)[0]
    reply.feed(" three")
    assert reply.rows(40)[0] is first
    assert reply.rows(40) is reply.rows(40)
