"""Which turns the transcript holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from penchant.tui.text.window import FAR, KEPT, kept, same_place, wants_earlier, wants_later

heights = st.lists(st.integers(1, 60), max_size=60)


@given(heights, st.integers(0, 2000), st.integers(1, 80))
def test_what_is_in_view_or_near_it_is_kept(sizes: list[int], top: int, height: int) -> None:
    places = kept(sizes, [True] * len(sizes), top, height)
    begin = 0
    for place, size in enumerate(sizes):
        near = begin < top + height * (1 + FAR) and begin + size > top - height * FAR
        assert place in places or not near
        begin += size


@given(heights, st.integers(0, 2000), st.integers(1, 80))
def test_at_most_a_dozen_and_what_is_near_is_kept(sizes: list[int], top: int, height: int) -> None:
    places = kept(sizes, [True] * len(sizes), top, height)
    room = height * (1 + 2 * FAR)
    assert len(places) <= max(KEPT, room + 2)


@given(heights, st.integers(0, 2000), st.integers(1, 80), st.data())
def test_what_cannot_come_back_is_kept_and_all_between_it_and_the_view(
    sizes: list[int], top: int, height: int, data: st.DataObject
) -> None:
    loose = data.draw(st.lists(st.booleans(), min_size=len(sizes), max_size=len(sizes)))
    places = kept(sizes, loose, top, height)
    assert all(place in places for place, free in enumerate(loose) if not free)


def test_a_short_session_is_held_whole() -> None:
    assert kept([5] * KEPT, [True] * KEPT, 0, 1) == range(KEPT)


def test_no_turns_are_no_places() -> None:
    assert kept([], [], 0, 30) == range(0)


def test_what_was_dropped_is_not_asked_for_again_at_once() -> None:
    sizes, height = [10] * 40, 20
    for top in range(0, 380, 7):
        places = kept(sizes, [True] * 40, top, height)
        before, total = sum(sizes[: places.start]), sum(sizes[places.start : places.stop])
        assert not before or not wants_earlier(top - before, height)
        assert places.stop == 40 or not wants_later(top - before, height, total)


WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def wrapped(width: int) -> list[str]:
    rows = [""]
    for word in WORDS:
        if len(rows[-1]) + len(word) + 1 > width:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows


@given(st.integers(5, 50), st.integers(5, 50), st.data())
def test_the_text_at_the_top_of_the_view_stays_there_when_the_width_changes(
    before: int, after: int, data: st.DataObject
) -> None:
    old, new = wrapped(before), wrapped(after)
    row = data.draw(st.integers(0, len(old) - 1))
    first = old[row].split()[0]
    assert first in new[same_place(old, new, row)].split()


def test_rows_that_are_added_below_move_nothing() -> None:
    assert same_place(["a", "", "b"], ["a", "", "b", "c"], 2) == 2


def test_a_blank_row_stays_where_it_is() -> None:
    assert same_place(["a", "", "b"], ["a", "", "c"], 1) == 1


def test_a_turn_without_rows_has_its_first_row() -> None:
    assert same_place(["a"], [], 0) == 0
