"""What just moved, in words."""

from __future__ import annotations

from dataclasses import replace

from penchant.memory import Change
from penchant.tui.text.movement import directions, fades, told

from tests.tui.topics import INTERESTS, interest

RUST = interest(5, "rust", 0.41)


def test_what_was_said_stands_before_what_has_faded() -> None:
    ruby = Change("ruby", 0.74, 0.82, "Ruby")
    faded = fades({5: RUST}, [replace(RUST, weight=0.37)], [ruby])
    assert told([ruby], faded) == ["+ruby .74→.82 said", "−rust .41→.37 faded"]


def test_what_was_said_several_times_is_told_once() -> None:
    changes = [Change("ruby", 0.5, 0.6, "ruby"), Change("go", 0.2, 0.3, "Go"), Change("ruby", 0.6, 0.7, "Ruby")]
    assert told(changes) == ["+ruby .50→.70 said twice", "+go .20→.30 said"]
    assert told([*changes, Change("ruby", 0.7, 0.75, "Ruby")])[0] == "+ruby .50→.75 said 3 times"


def test_a_new_topic_is_called_new() -> None:
    assert told([Change("tea", 0.0, 0.45, "tea")]) == ["+tea .45 new"]


def test_a_weight_that_has_not_moved_is_told_without_an_arrow() -> None:
    assert told([Change("tea", 0.601, 0.602, "tea")]) == ["+tea .60 said"]


def test_a_dislike_is_told_as_one() -> None:
    assert told([Change("rust", 0.41, 0.2, "Rust", -2.0)]) == ["−rust .41→.20 disliked"]
    assert told([Change("rust", 0.0, 0.0, "Rust", -2.0)]) == ["−rust disliked"]


def test_labels_are_shown_on_one_line_without_what_moves_the_cursor() -> None:
    assert told([Change("a\nb\x1b[2J", 0.0, 0.4, "a")]) == ["+a b[2J .40 new"]


def test_a_fade_of_less_than_a_hundredth_is_not_told() -> None:
    assert fades({5: RUST}, [replace(RUST, weight=0.401)]) == []
    assert [one.after for one in fades({5: RUST}, [replace(RUST, weight=0.39)])] == [0.39]


def test_what_a_control_has_moved_did_not_fade() -> None:
    for change in ({"boost": 0.5}, {"muted": True}, {"stopped": True}, {"pinned": True}, {"negative": 0.4}):
        assert fades({5: RUST}, [replace(RUST, weight=0.2, **change)]) == []


def test_what_was_said_did_not_fade_and_what_is_new_could_not() -> None:
    now = [replace(RUST, weight=0.2), interest(6, "new", 0.1)]
    assert fades({5: RUST}, now, [Change("rust", 0.1, 0.2, "Rust")]) == []


def test_the_deepest_fade_comes_first() -> None:
    before = {one.topic: one for one in INTERESTS}
    now = [replace(one, weight=one.weight - 0.02 * one.topic) for one in INTERESTS[:3]]
    assert [one.topic for one in fades(before, now)] == [3, 2, 1]


def test_arrows_say_where_each_label_went() -> None:
    faded = fades({5: RUST}, [replace(RUST, weight=0.3)])
    changes = [Change("ruby", 0.1, 0.2, "Ruby"), Change("tea", 0.3, 0.1, "tea", -1.0), Change("go", 0.2, 0.2, "Go")]
    assert directions(changes, faded) == {"ruby": "↑", "tea": "↓", "rust": "↓"}
