from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.agent.bias import Bias
from penchant.agent.gate.openness import Openness
from penchant.agent.kept.sent import Sent
from penchant.agent.prompt import Prompt, Segment
from penchant.memory import Event, Explanation, Interest
from penchant.tui import show
from penchant.tui.explained import print_explanation
from penchant.tui.known import Found
from rich.cells import cell_len
from rich.console import Console

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def interest(label: str = "jazz", weight: float = 0.5, **fields: Any) -> Interest:
    given: dict[str, Any] = {"share": 0.2, "negative": 0.0, "evidence": 3, "last_seen": NOON} | fields
    return Interest(1, label, weight, **given)


def event(text: str, role: Any = "user") -> Event:
    return Event("id", "s", "chat", role, text, NOON)


def printed(function: Any, *arguments: Any, width: int = 80, **how: Any) -> str:
    console = Console(file=StringIO(), width=width, color_system=None, **how)
    function(*arguments, console)
    written: Any = console.file
    return str(written.getvalue())


@pytest.mark.parametrize(
    ("weight", "bar"), [(0.0, ""), (0.5, "█████"), (0.512, "█████▏"), (0.99, "█████████▉"), (0.999, "██████████")]
)
def test_a_weight_is_a_bar_on_a_fixed_scale(weight: float, bar: str) -> None:
    assert show.bar(weight) == bar.ljust(show.BAR)


@given(st.floats(0, 1))
def test_a_bar_is_always_as_wide(weight: float) -> None:
    assert len(show.bar(weight)) == show.BAR


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "jazz: weight 0.50"),
        ({"pinned": True, "boost": 2.0}, "jazz: weight 0.50 (pinned, boost 2)"),
        ({"muted": True, "stopped": True}, "jazz: weight 0.50 (muted, stopped)"),
        ({"lent": True}, "jazz: weight 0.50 (from people like you)"),
        ({"negative": 0.25, "tentative": True}, "jazz: weight 0.50 (tentative, disliked 0.25)"),
    ],
)
def test_an_interest_in_one_line(fields: dict[str, Any], said: str) -> None:
    assert show.one_line(interest(**fields)) == said


LONG = interest("a label " * 30)


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_a_table_keeps_to_the_terminals_width(width: int) -> None:
    shown = printed(show.print_interests, [LONG, interest("攀岩和抱石" * 20)], width=width, force_terminal=True)
    assert all(cell_len(line) <= width for line in shown.splitlines())
    assert len(shown.splitlines()) == 3


@pytest.mark.parametrize("soft_wrap", [False, True])
@pytest.mark.parametrize("width", [30, 40, 60, 80, 200])
def test_where_there_is_no_room_a_label_is_cut_and_no_mark_or_figure(width: int, soft_wrap: bool) -> None:
    cilantro = interest("cilantro", 0.0, negative=0.9, pinned=True)
    tents = interest("tents for a very long way in the mountains", 0.3, negative=0.25, tentative=True)
    shown = printed(
        show.print_interests, [LONG, tents, cilantro], width=width, force_terminal=True, soft_wrap=soft_wrap
    )
    lines = shown.splitlines()
    assert all(len(line) <= width and line for line in lines)
    told = [line.strip() for line in lines]
    for mark in ("tentative, disliked 0.25", "pinned, disliked 0.90"):
        assert any(line.endswith(mark) for line in told)
    assert all(any(figure in line for line in lines) for figure in ("0.50", "0.30", "0.00"))


def test_in_a_pipe_nothing_of_a_table_is_cut() -> None:
    shown = printed(show.print_interests, [LONG, interest(negative=0.25, tentative=True)], width=40).splitlines()
    assert len(shown) == 3
    assert shown[1].startswith(LONG.label.strip())
    assert shown[2].split() == ["jazz", "0.50", "█████", "20%", "3", "2026-03-01", "tentative,", "disliked", "0.25"]


@pytest.mark.parametrize("label", ["[bold]x[/bold]", "[/]", ":smile:", "[link=http://x]y"])
def test_a_label_is_no_markup(label: str) -> None:
    assert label in printed(show.print_interests, [interest(label)])
    assert label in printed(print_explanation, Explanation(interest(label), ()))


def test_a_found_turn_cannot_move_the_cursor() -> None:
    shown = printed(show.print_found, [Found(event("a\x1b[2Jb\x07\x9b1m", "assistant"), 0.5)])
    assert "assistant: a[2Jb1m" in shown


def test_a_found_turn_has_the_number_by_which_it_is_forgotten() -> None:
    said, read = replace(event("Hi."), number=7), replace(event("Tea."), number=9, part_of=8)
    assert "  #7  user: Hi." in printed(show.print_found, [Found(said, None)])
    assert "  #8  chat: Tea." in printed(show.print_found, [Found(read, None)])


def test_a_prompt_is_shown_word_for_word_with_its_tokens() -> None:
    segments = (
        Segment("human", "history", "[b]One", 6),
        Segment("ai", "history", "Two", 3),
        Segment("human", "block", "<interests>", 11),
        Segment("human", "message", "Three", 5),
    )
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    sent = Sent("m", moment, "open", segments, (), tokens=20, block_tokens=3, window_tokens=100, learning="on")
    shown = printed(show.print_sent, sent)
    assert shown.splitlines() == [
        "── human, 6 tokens",
        "[b]One",
        "── ai, 3 tokens",
        "Two",
        "── human, 16 tokens",
        "<interests>Three",
        "── 20 tokens in all, 3 of them from memory",
    ]


def test_an_answer_without_a_bias_says_nothing_of_it() -> None:
    from penchant.agent import Recalled

    recalled = Recalled(event("Hi."), Bias(Openness.CLOSED), Prompt((("human", "Hi."),), "", 0, 5))
    assert show.biased(recalled) == ""


@pytest.mark.parametrize("text", ["2026-03-01", " 2026-03-01T18:00 ", "2026-03-01T18:00:00+08:00", "20260301"])
def test_a_moment_that_was_typed_has_a_time_zone(text: str) -> None:
    assert show.moment(text).tzinfo is not None
    assert show.moment(text).year == 2026


@pytest.mark.parametrize("text", ["", "soon", "2026-02-30", "12:00"])
def test_what_is_no_moment_is_the_persons_mistake(text: str) -> None:
    with pytest.raises(ValueError, match="is no date"):
        show.moment(text)
