"""The inspector's pages as text."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from penchant.agent.kept.sent import Sent
from penchant.agent.kept.weighed import Verdict, Weighed
from penchant.agent.prompt import Segment
from penchant.agent.prompting.quotes import Quote
from penchant.tui.text import pages
from rich.cells import cell_len
from textual.content import Content

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ODD = "攀岩 [b]bold[/b] 👩‍👩‍👧‍👦 שלום \x1b[2J " * 20
ALL_KINDS = (
    Segment("system", "system", "Be short.", 3),
    Segment("human", "history", ODD, 80, 1),
    Segment("ai", "history", "Good.\n\n- one\n- two", 9, 2),
    Segment("human", "waiting", "Hello?\n\n", 2, 3),
    Segment("human", "block", "<interests>\nclimbing\n</interests>\n\n", 10),
    Segment("human", "message", ODD, 80, 4),
    Segment("human", "file", '\n\n<file name="notes.md">\nx\ty\n</file>', 12, 4),
    Segment("human", "image", "\n\n[picture cat.png]", 500, 4),
)


def weighed(rank: int, label: str, verdict: Verdict, reason: str, score: float, **figures: float) -> Weighed:
    given = {"weight": 0.5, "share": 0.1, "negative": 0.0, "relevance": 0.1} | figures
    return Weighed(rank, label, **given, score=score, level="clear", verdict=verdict, reason=reason, rank=rank)


WEIGHED = (
    weighed(1, "climbing", "in", "open question", 0.6, weight=0.75),
    weighed(2, ODD, "out", "enough others", 0.4),
    weighed(3, "jazz", "avoid", "open question", 0.32, weight=0.1, negative=0.4),
    weighed(4, "moon", "out", "only mentioned once", 0.0),
)


def sent(segments: tuple[Segment, ...] = ALL_KINDS, openness: str = "open", **fields: object) -> Sent:
    given = {"weighed": WEIGHED, "tokens": 720, "block_tokens": 10, "window_tokens": 8192, "learning": "on"} | fields
    return Sent("openai:gpt", NOON, openness, segments, **given)  # type: ignore[arg-type]


def plain(lines: list[Content]) -> str:
    return "\n".join(one.plain.rstrip() for one in lines)


@pytest.mark.parametrize("width", [57, 97, 137])
def test_no_line_of_any_page_is_too_long_or_has_control_characters(width: int) -> None:
    one = sent()
    for page in (
        pages.sent_page(one, (), width),
        pages.sent_page(one, range(9), width),
        pages.why_page(one, 0.06, 0.8, width),
        pages.difference_page(one, sent(ALL_KINDS[:3]), width),
        pages.difference_page(one, None, width),
        pages.raw_page(one, width),
        pages.no_page(width),
    ):
        assert max(cell_len(line.plain) for line in page) <= width
        assert "\x1b" not in plain(page)


def test_segments_of_one_message_share_its_number() -> None:
    heads = [line.plain[:3] for line in pages.sent_page(sent(), range(9), 97)]
    assert heads == ["  1", "  2", "  3", "  4", "   ", "   ", "   ", "   "]


def test_every_kind_of_segment_has_a_name() -> None:
    heads = [line.plain[6:].split("  ")[0] for line in pages.sent_page(sent(), range(9), 120)]
    assert heads == ["system", "you", "model", "you, unanswered", "added by memory", "your message", "file", "picture"]


def test_the_text_of_a_segment_stands_under_it_as_it_was_sent() -> None:
    page = plain(pages.sent_page(sent(), (), 97))
    assert "      Good.\n\n      - one\n      - two\n" in page
    assert "[b]bold[/b]" in page


def test_parts_add_up_to_what_was_sent() -> None:
    parts = dict(pages.parts(sent()))
    assert parts == {"system": 3, "history": 91, "memory": 10, "message": 80, "files": 512, "marks": 24}


def test_a_long_history_is_folded_at_first_and_a_short_one_is_not() -> None:
    assert pages.folds(sent()) == frozenset()
    many = (*ALL_KINDS[:1], *ALL_KINDS[1:3] * 3, *ALL_KINDS[5:6])
    assert pages.folds(sent(many)) == frozenset(range(1, 7))


@pytest.mark.parametrize("width", [57, 97])
def test_why_tells_weight_relevance_score_verdict_and_reason_and_where_the_cut_is(width: int) -> None:
    rows = plain(pages.why_page(sent(), 0.06, 0.8, width))
    inside, outside = rows.split("── the cut: a score under .06 stays out")
    assert inside.index("climbing") < inside.index("jazz")
    assert "−.40" in inside
    assert "avoid" in inside
    assert "enough others" in outside
    assert "only mentioned once" in outside
    if width >= pages.ROOMY:
        row = next(one for one in rows.splitlines() if "climbing" in one)
        assert row.split() == ["1", "climbing", ".75", ".10", ".80", ".60", "in", "open", "question"]


@pytest.mark.parametrize(
    ("openness", "words"),
    [
        ("open", "An open question"),
        ("wide", "A question that whatever you care about may serve"),
        ("closed", "A closed question"),
        ("neutral", "Neither"),
    ],
)
def test_why_says_what_kind_of_question_it_was(openness: str, words: str) -> None:
    assert plain(pages.why_page(sent(openness=openness), 0.06, 0.8, 97)).startswith(words)
    assert "No interest was weighed." in plain(pages.why_page(sent(openness=openness, weighed=()), 0.06, 0.8, 97))


def test_what_was_quoted_is_told_by_turn_and_by_how_likely_it_matters() -> None:
    quote = Quote(2, "user", NOON, "I love tea.", 0, 11, 0.83, 0.1)
    one = sent((Segment("human", "block", "- 2026-03-01, the writer: I love tea.\n", 14, 2),), quotes=(quote,))
    assert "turn 2, quoted by memory" in plain(pages.sent_page(one, (), 97))
    assert "quoted, matters .83: 2026-03-01 you  I love tea." in plain(pages.why_page(one, 0.06, 0.8, 97))


def test_the_summary_leaves_out_what_goes_without_saying(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pages.summary(sent()) == "openai:gpt · 720 tokens, 9% of 8,192 · open question"
    assert pages.summary(sent(learning="paused", openness="closed")).endswith("closed question · learning paused")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    assert pages.title(sent(ALL_KINDS[:1])) == "What was sent 2026-03-01 12:00 for: "
    assert pages.title(None) == "What was sent"


def test_a_pasted_book_is_laid_out_line_by_line_without_loss() -> None:
    book = "\n".join(f"line {number} of a book" for number in range(10_000))
    page = pages.sent_page(sent((Segment("human", "message", book, 50_000),)), (), 97)
    assert [line.plain.strip() for line in page[1:-1]] == book.split("\n")
