"""The transcript in the person's hands: keys, mouse, what they have selected."""

from __future__ import annotations

import pytest
from penchant.tui.entries import Entry
from penchant.tui.widgets.transcript import Transcript
from textual.geometry import Offset
from textual.selection import Selection

from tests.tui.shown import Shown, turn

CODE = "Do this:\n\n```sh\nls\n```\n\nor\n\n- so\n  ```sh\n  cd x\n  ```"


async def test_the_prompt_keeps_the_keys_until_the_transcript_is_chosen() -> None:
    app = Shown(8)
    async with app.run_test(size=(40, 20)) as pilot:
        assert not app.transcript.has_focus
        await pilot.press("k")
        assert app.transcript.selected is None
        await pilot.click(Transcript, offset=(5, 2))
        assert app.transcript.has_focus


async def test_the_last_turn_in_view_is_selected_first() -> None:
    app = Shown(8)
    async with app.run_test(size=(40, 20)) as pilot:
        app.transcript.focus()
        await pilot.pause()
        assert app.transcript.selected == turn(8)
        assert app.lines()[-1] == "▌ • second"


async def test_the_selection_goes_from_turn_to_turn_and_the_view_with_it() -> None:
    app = Shown(8)
    async with app.run_test(size=(40, 12)) as pilot:
        app.transcript.focus()
        for number in (7, 6, 5, 4, 3, 2, 1, 1):
            await pilot.press("up")
            assert app.transcript.selected == turn(number)
            assert any(line.startswith("▌ ") for line in app.lines())
        await pilot.press("j", "down", "k")
        assert app.transcript.selected == turn(2)


async def test_after_the_last_turn_comes_the_end() -> None:
    app = Shown(8)
    async with app.run_test(size=(40, 12)) as pilot:
        app.transcript.focus()
        await pilot.press("up", "up", "pageup", "end")
        app.transcript.add(Entry("user", "more", 9))
        assert app.lines()[-1] == "│ more"


async def test_a_turn_that_is_selected_out_of_view_is_left_for_one_in_view() -> None:
    app = Shown(8)
    async with app.run_test(size=(40, 9)) as pilot:
        app.transcript.focus()
        await pilot.pause()
        app.transcript.scroll_to(y=0, animate=False)
        await pilot.press("down")
        assert app.transcript.selected == turn(1)


@pytest.mark.parametrize(
    ("key", "selected", "acted"),
    [
        ("c", 2, ("copy", 2, "answer 2\n\n- first\n- second")),
        ("y", 1, ("copy", 1, "question 1")),
        ("e", 1, ("edit", 1, "")),
        ("e", 2, ("edit", 1, "")),
        ("r", 2, ("retry", 2, "")),
        ("i", 2, ("inspect", 2, "")),
        ("enter", 1, ("inspect", 1, "")),
    ],
)
async def test_keys_act_on_the_selected_turn(key: str, selected: int, acted: tuple[str, int, str]) -> None:
    app = Shown(2)
    async with app.run_test(size=(40, 20)) as pilot:
        app.transcript.focus()
        await pilot.press(*["up"] * (2 - selected), key)
        assert app.acted == [acted]


async def test_copying_code_again_copies_the_next_block() -> None:
    app = Shown(entries=[Entry("reply", CODE, 2)])
    async with app.run_test(size=(40, 20)) as pilot:
        app.transcript.focus()
        await pilot.press("b", "b", "b")
        assert [text for _, _, text in app.acted] == ["ls", "cd x", "ls"]


async def test_nothing_is_copied_inspected_or_edited_where_there_is_nothing() -> None:
    app = Shown(entries=[Entry("notice", "stopped")])
    async with app.run_test(size=(40, 20)) as pilot:
        app.transcript.focus()
        await pilot.press("b", "i", "e")
        assert app.acted == []


async def test_an_empty_transcript_takes_every_key() -> None:
    app = Shown()
    async with app.run_test(size=(40, 20)) as pilot:
        app.transcript.focus()
        await pilot.press("up", "down", "home", "end", "pageup", "pagedown", "c", "b", "e", "r", "i")
        assert app.acted == []
        assert app.asked == []


async def test_the_key_for_asking_again_is_told_as_it_is_mapped() -> None:
    app = Shown(entries=[Entry("error", "no answer", 1)])
    app.set_keymap({"transcript.retry": "x"})
    async with app.run_test(size=(40, 20)) as pilot:
        assert app.lines()[1] == "│ Retry"
        app.transcript.focus()
        await pilot.pause()
        assert app.lines()[1] == "▌ Retry  X"
        await pilot.press("x")
        assert app.acted == [("retry", 1, "")]


async def test_a_click_selects_and_does_not_scroll() -> None:
    app = Shown(20)
    async with app.run_test(size=(40, 12)) as pilot:
        app.transcript.scroll_to(y=app.top - 3, animate=False)
        before = app.top
        await pilot.click(Transcript, offset=(5, 1))
        assert app.transcript.selected is not None
        assert app.top == before


async def test_the_wheel_scrolls_and_the_end_is_no_longer_followed() -> None:
    app = Shown(8)
    async with app.run_test(size=(40, 12)) as pilot:
        before = app.top
        await pilot.hover(Transcript, offset=(5, 2))
        app.transcript._scroll_up_for_pointer(animate=False)
        app.transcript.add(Entry("user", "more", 9))
        assert app.top < before
        assert app.lines()[-1].strip() == "↓ 2 new lines, End"


async def test_what_is_selected_with_the_mouse_is_copied_as_it_was_written() -> None:
    written = "one two three four five six\n\n> quoted\n\n```sh\nls -l\n  cd\n```\n- a long item of a list"
    app = Shown(entries=[Entry("user", "question", 1), Entry("reply", written, 2)])
    async with app.run_test(size=(24, 30)):
        text, end = app.transcript.get_selection(Selection(Offset(2, 0), None))
        assert text == ("question\n\none two three four five six\n\nquoted\n\nls -l\n  cd\n\n• a long item of a list")
        assert end == "\n"


async def test_a_selection_within_a_row_is_marked() -> None:
    app = Shown(entries=[Entry("user", "我喜欢 climbing", 1)])
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.mouse_down(Transcript, offset=(2, 0))
        await pilot.hover(Transcript, offset=(4, 0))
        await pilot.mouse_up(Transcript, offset=(4, 0))
        assert app.screen.get_selected_text() == "我喜"
        marked = [segment.text for segment in app.transcript.render_line(0) if segment.style and segment.style.bgcolor]
        assert "我喜" in marked


async def test_a_selection_is_given_up_when_other_text_comes_to_stand_there() -> None:
    app = Shown(100)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        app.screen.selections = {app.transcript: Selection(Offset(2, 30), Offset(9, 30))}
        app.transcript.add(Entry("user", "more", 101))
        assert app.transcript.text_selection is not None
        app.transcript.put_earlier([turn(1)], earlier=False)
        assert app.transcript.text_selection is None
