from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from penchant.memory import (
    Event,
    Explanation,
    Fall,
    Interest,
    Law,
    Loan,
    Move,
    Parts,
    Shift,
    Source,
    Supposed,
    Trend,
    Voice,
)
from penchant.memory.explaining.reasons import Together
from penchant.tui.durations import duration, spoken
from penchant.tui.explained import explanation_json, levels, print_explanation
from penchant.tui.supposed import check_order, print_shift, print_supposed, shift_json, supposed_json
from rich.cells import cell_len
from rich.console import Console

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def interest(label: str = "jazz", weight: float = 0.6, **fields: Any) -> Interest:
    given: dict[str, Any] = {"share": 0.2, "negative": 0.0, "evidence": 3, "last_seen": NOON} | fields
    return Interest(1, label, weight, **given)


def source(sentence: str = "I love jazz.", text: str = "Hi. I love jazz.") -> Source:
    return Source("jazz", Event("id", "s", "chat", "user", text, NOON), 1.0, 0.5, sentence, 0.31)


def printed(function: Any, *arguments: Any, width: int = 80, terminal: bool = False, **options: Any) -> str:
    console = Console(file=StringIO(), width=width, color_system=None, force_terminal=terminal, no_color=True)
    function(*arguments, console, **options)
    written: Any = console.file
    return str(written.getvalue())


def falls() -> tuple[Fall, ...]:
    days = dict(zip(levels(), (2, 21, 200), strict=True))
    return tuple(Fall(level, NOON + timedelta(days=count)) for level, count in days.items())


def voices(*parts: tuple[int, float, float]) -> tuple[Voice, ...]:
    return tuple(Voice(timedelta(days=days), trust, forecast) for days, trust, forecast in parts)


WHOLE = Explanation(
    interest(pinned=False),
    (source(),),
    Parts(0.4, 0.15, 0.05, 0.0, 0.1),
    voices((3, 0.6, 0.25), (11, 0.3, 0.15), (45, 0.1, 0.06)),
    Trend(0.1, 0.3, 0.6),
    (Together(2, "piano", 0.3, 0.8, 1.6),),
    Loan(45, NOON, 0.2),
)


def test_a_reason_is_told_in_plain_words() -> None:
    assert printed(print_explanation, WHOLE, falls=falls(), now=NOON).splitlines() == [
        "jazz: weight 0.60, next 20%",
        "  from the last days                0.40  ████",
        "  from the long run                 0.15  █▌",
        "  from people like you (45 people)  0.05  ▌",
        "  lost to what you said against it  0.10",
        "  a week ago 0.10, a day ago 0.30, now 0.60: rising",
        "  after 2 days without a word it is no longer a strong interest",
        "  after 3 weeks without a word it is a faint one",
        "  after 7 months without a word it leaves the prompt",
        "  half-life    trusted  says  part of the 20%",
        "  3 days           60%   25%   75%",
        "  11 days          30%   15%   22%",
        "  6 weeks          10%    6%    3%",
        "  often together with piano (80%)",
        f"  {NOON.astimezone():%Y-%m-%d %H:%M}  +1.00, now +0.50, carries +0.31  I love jazz.",
    ]


@pytest.mark.parametrize("label", ["jazz", "攀岩和抱石", "x" * 40])
def test_a_reason_fits_80_columns(label: str) -> None:
    trend = Trend(0.8, 0.3, 0.6)
    one = Explanation(interest(label), WHOLE.sources, WHOLE.parts, WHOLE.voices, trend, (), WHOLE.loan)
    for line in printed(print_explanation, one, falls=falls(), now=NOON).splitlines():
        assert cell_len(line) <= 80


@pytest.mark.parametrize(
    ("fields", "found", "said"),
    [
        ({"muted": True}, falls(), "not in the prompt: muted"),
        ({"tentative": True}, falls(), "not in the prompt: only mentioned once"),
        ({"weight": 0.01}, (), "too weak for the prompt"),
        ({"pinned": True}, (Fall(0.55, None),), "without a word it stays as it is"),
    ],
)
def test_what_keeps_an_interest_in_or_out_is_told(fields: dict[str, Any], found: tuple[Fall, ...], said: str) -> None:
    shown = printed(print_explanation, Explanation(interest(**fields), ()), falls=found, now=NOON)
    assert said in shown
    assert "without a word it leaves" not in shown


@pytest.mark.parametrize(
    ("trend", "course"),
    [
        (Trend(0.1, 0.3, 0.6), "rising"),
        (Trend(0.6, 0.6, 0.6), "steady"),
        (Trend(0.8, 0.7, 0.6), "fading"),
        (Trend(0.1, 0.6, 0.6), "rising"),
        (Trend(0.6, 0.3, 0.6), "up since yesterday"),
        (Trend(0.6, 0.8, 0.6), "down since yesterday"),
        (Trend(0.0, 0.39, 0.28), "up this week, down since yesterday"),
        (Trend(0.8, 0.3, 0.6), "down this week, up since yesterday"),
    ],
)
def test_a_trend_is_named(trend: Trend, course: str) -> None:
    assert f"now {trend.now:.2f}: {course}\n" in printed(print_explanation, Explanation(interest(), (), trend=trend))


def test_a_half_life_of_many_words_keeps_the_columns() -> None:
    one = Explanation(interest(), (), voices=(Voice(timedelta(seconds=9), 0.9, 0.2), *voices((3, 0.1, 0.2))))
    head, first, second = printed(print_explanation, one).splitlines()[1:4]
    place = head.index("trusted") + len("trusted")
    assert first[:place].endswith(" 90%")
    assert second[:place].endswith(" 10%")


def test_a_source_has_the_number_of_its_turn() -> None:
    one = source()
    shown = printed(print_explanation, Explanation(interest(), (replace(one, event=replace(one.event, number=7)),)))
    assert "  #7  +1.00, now +0.50" in shown


def test_half_lives_that_speak_alike_are_one_line() -> None:
    even = Explanation(interest(), (), voices=voices(*((4**rung, 0.1, 0.2) for rung in range(10))))
    assert "half-lives from 1 day to 718 years speak for it alike" in printed(print_explanation, even)


def test_a_reason_shows_mass_and_words_as_they_are() -> None:
    one = Explanation(interest(), (source("I [b]love[/b] jazz\x1b[2J."),))
    assert "+1.00, now +0.50, carries +0.31  I [b]love[/b] jazz[2J.\n" in printed(print_explanation, one)


def test_a_reason_whose_words_are_erased_says_so() -> None:
    assert "(forgotten)" in printed(print_explanation, Explanation(interest(), (source("", ""),)))


def test_an_interest_without_evidence_says_so() -> None:
    assert "No evidence counts for it now." in printed(print_explanation, Explanation(interest(), ()))
    assert "You have not spoken of it yet." in printed(print_explanation, Explanation(interest(lent=True), ()))


def test_a_long_sentence_is_one_line_so_that_it_can_be_copied() -> None:
    assert len(printed(print_explanation, Explanation(interest(), (source("I love jazz " * 40),))).splitlines()) == 2


def test_a_reason_as_json_has_all_that_is_printed() -> None:
    found = json.loads(explanation_json(WHOLE, falls()))
    assert found["label"] == "jazz"
    assert found["parts"] == {"recent": 0.4, "lasting": 0.15, "lent": 0.05, "pinned": 0.0, "lost": 0.1}
    assert found["trend"] == {"week_ago": 0.1, "day_ago": 0.3, "now": 0.6}
    assert [fall["below"] for fall in found["falls"]] == list(levels())
    assert found["voices"][0] == {"half_life_seconds": 3 * 86400, "trust": 0.6, "forecast": 0.25}
    assert found["together"] == [{"label": "piano", "support": 0.3, "confidence": 0.8, "lift": 1.6}]
    assert found["people_like_you"]["people"] == 45
    assert found["sources"][0]["sentence"] == "I love jazz."
    assert json.loads(explanation_json(Explanation(interest(), ()), (Fall(0.5, None),)))["falls"] == [
        {"below": 0.5, "at": None}
    ]


# Other half-lives and shifts


def test_interests_are_shown_as_they_would_be_beside_as_they_are() -> None:
    found = [
        Supposed(interest("攀岩", 0.2), interest("攀岩", 0.5)),
        Supposed(interest("tea", 0.3), interest("tea", 0.3)),
    ]
    first, climbing, tea = printed(print_supposed, found).splitlines()
    assert first.split() == ["interest", "then", "now"]
    assert climbing.split() == ["攀岩", "0.50", "0.20", "+0.30", "█████"]
    assert tea.split() == ["tea", "0.30", "0.30", "███"]
    assert json.loads(supposed_json(found))[0] == {"label": "攀岩", "weight": 0.5, "now": 0.2}
    assert "Nothing is known yet" in printed(print_supposed, [])


def test_a_shift_tells_how_far_what_chance_would_do_and_what_moved() -> None:
    moves = (Move(1, "tea", 0.8, 0.1, 0.3), Move(2, "jazz", 0.2, 0.9, 0.2))
    shown = printed(print_shift, Shift(NOON, 0.5, 0.1, moves, 9, 30))
    assert "are 0.50 bits from the long run" in shown
    assert "more than chance would do (0.10 with 9 pieces of evidence)" in shown
    assert shown.splitlines()[-1].split()[:4] == ["jazz", "20%", "90%", "up"]
    assert "no more than chance would do" in printed(print_shift, Shift(NOON, 0.1, 0.2, moves, 9, 30))
    assert [move["up"] for move in json.loads(shift_json(Shift(NOON, 0.5, 0.1, moves, 9, 30)))["moves"]] == [
        False,
        True,
    ]


def test_no_figure_is_cut_in_a_narrow_terminal() -> None:
    label = "the watercolours of the lower Danube"
    supposed = printed(print_supposed, [Supposed(interest(label, 0.2), interest(label, 0.5))], width=32, terminal=True)
    assert supposed.splitlines()[1].split()[-3:] == ["0.50", "0.20", "+0.30"]
    shown = printed(
        print_shift, Shift(NOON, 0.5, 0.1, (Move(1, label, 0.8, 0.1, 0.3),), 9, 30), width=32, terminal=True
    )
    assert shown.splitlines()[-1].split()[-3:] == ["80%", "10%", "down"]
    assert max(map(len, (supposed + shown).splitlines())) <= 32


def test_too_little_for_a_shift_says_so() -> None:
    one = Shift(NOON, None, None, (), 2, 0)
    assert printed(print_shift, one).startswith("Too little to say: 2 pieces of evidence since")
    assert "1 piece of evidence" in printed(print_shift, Shift(NOON, None, None, (), 1, 0))
    assert json.loads(shift_json(one))["bits"] is None


# Durations


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("7d", timedelta(days=7)),
        (" 90 minutes ", timedelta(minutes=90)),
        ("1.5h", timedelta(minutes=90)),
        ("2 Weeks", timedelta(weeks=2)),
        ("30s", timedelta(seconds=30)),
        ("1 day", timedelta(days=1)),
    ],
)
def test_a_duration_is_read(text: str, length: timedelta) -> None:
    assert duration(text) == length


@pytest.mark.parametrize("text", ["", "7", "d", "-7d", "7 x", "7d 3h", "seven days", "9" * 400 + "d", "1e9d"])
def test_what_is_no_duration_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="duration"):
        duration(text)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=3), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=23), "23 hours"),
        (timedelta(days=13), "13 days"),
        (timedelta(days=14), "2 weeks"),
        (timedelta(days=70), "2 months"),
        (timedelta(days=800), "2 years"),
    ],
)
def test_a_duration_is_told_in_words(length: timedelta, words: str) -> None:
    assert spoken(length) == words


def test_half_lives_in_the_wrong_order_are_told_in_days() -> None:
    with pytest.raises(ValueError, match=r"this would be --short 100d, --long 90d, --negative 180d"):
        check_order(Law(), {"short": timedelta(days=100)})
    check_order(Law(), {"short": timedelta(days=1)})
