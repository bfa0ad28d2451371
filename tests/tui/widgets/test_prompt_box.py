from __future__ import annotations

from collections.abc import AsyncIterator
from typing import ClassVar

import pytest
from penchant.tui import themes
from penchant.tui.preferences import read
from penchant.tui.widgets.completion import Completion
from penchant.tui.widgets.field import Field
from penchant.tui.widgets.prompt_box import PromptBox
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Button, Static

LONG = "\n".join(f"line {number}" for number in range(10_000))
TOKEN = "[pasted 10,000 lines]"


class Stage(App[None]):
    """The prompt under some rows of text; it writes down what the prompt says."""

    AUTO_FOCUS = "#prompt"
    CSS = "Static { height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stop", show=False)]

    def __init__(self, config: dict[str, object] | None = None) -> None:
        super().__init__(ansi_color=themes.ansi_color())
        themes.install(self, "", {})
        self.set_keymap(read(config or {}, {}).keys)
        self.said: list[Message] = []
        self.heard: list[str] = []
        self.stopped = 0

    def compose(self) -> ComposeResult:
        yield Static("\n".join(f"row {number} of the transcript" for number in range(40)), markup=False)
        yield Button("another")
        yield PromptBox(id="prompt")

    def on_prompt_box_changed(self, message: PromptBox.Changed) -> None:
        self.heard.append(message.text)

    def on_prompt_box_sent(self, message: PromptBox.Sent) -> None:
        self.said.append(message)

    on_prompt_box_command = on_prompt_box_sent
    on_prompt_box_wants_back = on_prompt_box_sent
    on_prompt_box_wants_transcript = on_prompt_box_sent

    def action_stop(self) -> None:
        self.stopped += 1

    @property
    def box(self) -> PromptBox:
        return self.query_one(PromptBox)

    @property
    def field(self) -> Field:
        return self.query_one(Field)

    @property
    def list(self) -> Completion:
        return self.query_one(Completion)


@pytest.fixture
async def pilot() -> AsyncIterator[Pilot[None]]:
    app = Stage()
    async with app.run_test(size=(60, 20)) as pilot:
        app.box.candidates["TOPIC"] = ["ruby", "rust", "攀岩"]
        yield pilot


def stage(pilot: Pilot[None]) -> Stage:
    assert isinstance(pilot.app, Stage)
    return pilot.app


async def paste(pilot: Pilot[None], text: str) -> None:
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


async def test_enter_sends_and_empties_the_prompt(pilot: Pilot[None]) -> None:
    await pilot.press(*"hello", "enter")
    assert stage(pilot).said == [PromptBox.Sent("hello")]
    assert stage(pilot).box.text == ""


async def test_nothing_is_not_sent(pilot: Pilot[None]) -> None:
    await pilot.press("space", "enter")
    assert stage(pilot).said == []


@pytest.mark.parametrize("key", ["shift+enter", "ctrl+j", "alt+enter"])
async def test_a_line_is_broken(pilot: Pilot[None], key: str) -> None:
    await pilot.press("a", key, "b", "enter")
    assert stage(pilot).said == [PromptBox.Sent("a\nb")]


async def test_with_another_send_key_enter_breaks_the_line() -> None:
    app = Stage({"send_key": "ctrl+s"})
    async with app.run_test() as pilot:
        await pilot.press("a", "enter", "b", "ctrl+j", "c")
        assert app.said == []
        await pilot.press("ctrl+s")
        assert app.said == [PromptBox.Sent("a\nb\nc")]


async def test_keys_that_arrive_at_once_act_in_the_order_they_were_pressed(pilot: Pilot[None]) -> None:
    for key in (*"helo", "left", "l", "end", "backspace", "o", "enter", *"mores", "backspace", "enter", "x"):
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await pilot.pause()
    assert stage(pilot).said == [PromptBox.Sent("hello"), PromptBox.Sent("more")]
    assert stage(pilot).box.text == "x"


async def test_it_grows_to_eight_rows_and_then_scrolls(pilot: Pilot[None]) -> None:
    assert stage(pilot).box.size.height == 1
    await pilot.press("a", "ctrl+j", "b")
    assert stage(pilot).box.size.height == 2
    await pilot.press(*["ctrl+j"] * 12)
    assert stage(pilot).box.size.height == 8
    stage(pilot).box.clear()
    await pilot.pause()
    assert stage(pilot).box.size.height == 1


async def test_a_long_line_is_wrapped(pilot: Pilot[None]) -> None:
    stage(pilot).box.load("攀岩 " * 40)
    await pilot.pause()
    assert stage(pilot).box.size.height == 4


async def test_the_terminal_s_cursor_follows_the_caret(pilot: Pilot[None]) -> None:
    stage(pilot).box.load("攀岩")
    await pilot.pause()
    assert tuple(pilot.app.cursor_position) == (6, 19)
    await pilot.press("ctrl+j", "a")
    await pilot.pause()
    assert tuple(pilot.app.cursor_position) == (3, 19)


async def test_the_terminal_s_cursor_moves_with_the_prompt(pilot: Pilot[None]) -> None:
    await pilot.press("a")
    await pilot.resize_terminal(60, 30)
    await pilot.pause()
    assert tuple(pilot.app.cursor_position) == (3, 29)


async def test_the_caret_does_not_blink_and_is_gone_without_the_focus(pilot: Pilot[None]) -> None:
    def painted() -> list[object]:
        return [segment.style for segment in stage(pilot).field.render_line(0)]

    await pilot.press("a")
    assert not stage(pilot).field.cursor_blink
    focused = painted()
    pilot.app.query_one(Button).focus()
    await pilot.pause()
    assert len(painted()) < len(focused)


# Pastes


async def test_a_long_paste_is_folded_and_sent_whole(pilot: Pilot[None]) -> None:
    await pilot.press(*"see ")
    await paste(pilot, LONG.replace("\n", "\r"))
    assert stage(pilot).field.text == f"see {TOKEN}"
    assert stage(pilot).box.text == f"see {LONG}"
    await pilot.press("enter")
    assert stage(pilot).said == [PromptBox.Sent(f"see {LONG}")]


async def test_a_short_paste_is_text_and_does_not_send(pilot: Pilot[None]) -> None:
    await paste(pilot, "one\r\ntwo\x1b[2J\r")
    assert stage(pilot).field.text == "one\ntwo[2J\n"
    assert stage(pilot).said == []


@pytest.mark.parametrize("key", ["backspace", "ctrl+w"])
async def test_a_folded_paste_is_deleted_as_a_whole(pilot: Pilot[None], key: str) -> None:
    await pilot.press("a")
    await paste(pilot, LONG)
    await pilot.press(key)
    assert stage(pilot).box.text == "a"
    await pilot.press("ctrl+z")
    assert stage(pilot).box.text == f"a{LONG}"


async def test_the_delete_key_deletes_it_from_the_other_side(pilot: Pilot[None]) -> None:
    await paste(pilot, LONG)
    await pilot.press("b", "home", "delete")
    assert stage(pilot).box.text == "b"


async def test_the_caret_steps_over_it(pilot: Pilot[None]) -> None:
    await paste(pilot, LONG)
    await pilot.press("left", "a", "right", "b")
    assert stage(pilot).field.text == f"a{TOKEN}b"
    await pilot.press("shift+left", "shift+left")
    assert stage(pilot).box.selected_text == f"{LONG}b"
    await pilot.click(Field, offset=(8, 0))
    await pilot.press("c")
    assert stage(pilot).field.text == f"a{TOKEN}cb"


async def test_it_is_unfolded_at_the_caret_or_else_the_last_one(pilot: Pilot[None]) -> None:
    few, more = "\n".join("abcdefghijklmnopqrstuvwxyz"), "xy" * 1_500
    await paste(pilot, few)
    await pilot.press("space")
    await paste(pilot, more)
    await pilot.press("home", "ctrl+u")
    assert stage(pilot).field.text == f"{few} [pasted 3,000 characters]"
    await pilot.press("ctrl+u")
    assert stage(pilot).field.text == f"{few} {more}"
    assert stage(pilot).box.text == f"{few} {more}"


async def test_a_paste_of_more_rows_than_are_shown_is_taken_back_and_done_again(pilot: Pilot[None]) -> None:
    rows = "\n".join("abcdefghijkl")
    await pilot.press("a")
    await paste(pilot, rows)
    await pilot.press("ctrl+z")
    assert (stage(pilot).box.text, stage(pilot).field.cursor_location) == ("a", (0, 1))
    await pilot.press("ctrl+y")
    assert (stage(pilot).box.text, stage(pilot).field.cursor_location) == (f"a{rows}", (11, 1))
    await pilot.press("ctrl+z", "ctrl+z", "ctrl+z", "b")
    assert stage(pilot).box.text == "b"


async def test_to_do_again_what_deletes_many_rows_leaves_the_caret_in_the_text(pilot: Pilot[None]) -> None:
    await paste(pilot, "\n".join("abcdefghijkl"))
    await pilot.press("f7", "delete", "ctrl+z", "ctrl+y")
    assert (stage(pilot).box.text, stage(pilot).field.cursor_location) == ("", (0, 0))


@pytest.mark.parametrize("keys", [[], ["home"]])
async def test_what_was_unfolded_is_folded_again_and_another_paste_stays(pilot: Pilot[None], keys: list[str]) -> None:
    await paste(pilot, "x\n" * 41)
    await paste(pilot, "y\n" * 41)
    folded = "[pasted 41 lines][pasted 41 lines, no. 2]"
    assert stage(pilot).field.text == folded
    await pilot.press(*keys, "ctrl+u")
    assert stage(pilot).field.text != folded
    await pilot.press("ctrl+z")
    assert stage(pilot).field.text == folded


async def test_an_emoji_that_is_typed_keeps_what_joins_it(pilot: Pilot[None]) -> None:
    said = "a 👩‍👩‍👧‍👦 می‌خواهم"
    for one in said:
        pilot.app.post_message(events.Key(one, one))
    await pilot.pause()
    assert stage(pilot).box.text == said


async def test_two_clicks_unfold_it(pilot: Pilot[None]) -> None:
    await pilot.press("a")
    await paste(pilot, "x\n" * 30)
    await pilot.click(Field, offset=(8, 0), times=2)
    assert stage(pilot).field.text == "a" + "x\n" * 30


async def test_a_paste_into_something_else_can_be_handed_on(pilot: Pilot[None]) -> None:
    pilot.app.query_one(Button).focus()
    stage(pilot).box.paste("hello\r")
    await pilot.pause()
    assert stage(pilot).box.text == "hello\n"
    assert pilot.app.focused is stage(pilot).field


async def test_without_a_paste_the_key_deletes_to_the_start_of_the_line(pilot: Pilot[None]) -> None:
    await pilot.press(*"hello", "left", "ctrl+u")
    assert stage(pilot).box.text == "o"


async def test_what_was_pasted_is_folded_again_when_it_comes_back(pilot: Pilot[None]) -> None:
    await paste(pilot, LONG)
    await pilot.press("!", "enter", "up")
    assert stage(pilot).field.text == f"{TOKEN}!"
    assert stage(pilot).box.text == f"{LONG}!"


async def test_a_huge_draft_is_shown_folded(pilot: Pilot[None]) -> None:
    stage(pilot).box.load(LONG)
    assert stage(pilot).field.text == TOKEN
    stage(pilot).box.load("x\n" * 30)
    assert stage(pilot).field.text == "x\n" * 30


# Messages of before


async def test_up_recalls_earlier_messages_and_down_comes_back(pilot: Pilot[None]) -> None:
    stage(pilot).box.said(["first", "second"])
    await pilot.press(*"draft", "up")
    assert stage(pilot).box.text == "second"
    await pilot.press("up", "up")
    assert stage(pilot).box.text == "first"
    await pilot.press("down", "down", "down")
    assert stage(pilot).box.text == "draft"


async def test_within_a_text_the_arrows_move_the_caret(pilot: Pilot[None]) -> None:
    stage(pilot).box.said(["earlier"])
    await pilot.press("a", "ctrl+j", "b", "up", "c")
    assert stage(pilot).box.text == "ac\nb"
    await pilot.press("up")
    assert stage(pilot).box.text == "earlier"


async def test_what_was_cleared_can_be_recalled(pilot: Pilot[None]) -> None:
    await pilot.press(*"oh")
    assert stage(pilot).box.clear()
    assert not stage(pilot).box.clear()
    await pilot.press("up")
    assert stage(pilot).box.text == "oh"


async def test_up_in_an_empty_prompt_takes_back_what_waits(pilot: Pilot[None]) -> None:
    stage(pilot).box.said(["earlier"])
    stage(pilot).box.queued = 1
    await pilot.press("up")
    assert isinstance(stage(pilot).said[0], PromptBox.WantsBack)
    assert stage(pilot).box.text == ""
    await pilot.press("a", "alt+down")
    assert isinstance(stage(pilot).said[1], PromptBox.WantsBack)


async def test_a_key_goes_to_the_transcript(pilot: Pilot[None]) -> None:
    await pilot.press("alt+up")
    assert isinstance(stage(pilot).said[0], PromptBox.WantsTranscript)


# Commands


async def test_a_slash_opens_the_list_over_what_is_above(pilot: Pilot[None]) -> None:
    above = pilot.app.query_one(Static).region
    await pilot.press("/")
    assert stage(pilot).list.display
    assert stage(pilot).list.region.bottom == stage(pilot).box.region.y
    assert pilot.app.query_one(Static).region == above
    await pilot.press("backspace")
    assert not stage(pilot).list.display


async def test_tab_takes_a_command_and_then_its_argument(pilot: Pilot[None]) -> None:
    await pilot.press(*"/mut", "tab")
    assert stage(pilot).box.text == "/mute "
    await pilot.press("down", "tab")
    assert stage(pilot).box.text == "/mute rust"
    await pilot.press("enter")
    assert stage(pilot).said == [PromptBox.Command("/mute rust")]


async def test_enter_runs_what_is_finished_as_it_is_typed(pilot: Pilot[None]) -> None:
    await pilot.press(*"/pin ru", "enter")
    assert stage(pilot).said == [PromptBox.Command("/pin ru")]


async def test_enter_runs_what_was_chosen(pilot: Pilot[None]) -> None:
    await pilot.press(*"/pin ru", "down", "enter")
    assert stage(pilot).said == [PromptBox.Command("/pin rust")]


async def test_enter_runs_the_only_command_that_is_meant(pilot: Pilot[None]) -> None:
    await pilot.press(*"/qui", "enter")
    assert stage(pilot).said == [PromptBox.Command("/quit")]


async def test_enter_takes_and_does_not_run_what_may_be_meant(pilot: Pilot[None]) -> None:
    await pilot.press("/", "enter")
    assert stage(pilot).said == []
    assert stage(pilot).box.text == "/interests"
    await pilot.press(*["backspace"] * 20, *"/forg", "enter")
    assert stage(pilot).said == []
    assert stage(pilot).box.text == "/forget "


async def test_an_unknown_command_goes_to_the_app_which_says_so(pilot: Pilot[None]) -> None:
    await pilot.press(*"/xyz 1", "enter")
    assert stage(pilot).said == [PromptBox.Command("/xyz 1")]


async def test_a_path_is_a_message(pilot: Pilot[None]) -> None:
    await pilot.press(*"/usr/bin is full", "enter")
    assert stage(pilot).said == [PromptBox.Sent("/usr/bin is full")]


async def test_escape_closes_the_list_and_then_is_the_app_s(pilot: Pilot[None]) -> None:
    await pilot.press("/", "escape")
    assert not stage(pilot).list.display
    assert (stage(pilot).box.text, stage(pilot).stopped) == ("/", 0)
    await pilot.press("escape")
    assert stage(pilot).stopped == 1
    await pilot.press("h")
    assert stage(pilot).list.display


async def test_tab_without_a_list_goes_on_to_the_next_widget(pilot: Pilot[None]) -> None:
    await pilot.press("a", "tab")
    assert isinstance(pilot.app.focused, Button)


async def test_a_recalled_command_does_not_open_the_list(pilot: Pilot[None]) -> None:
    stage(pilot).box.said(["before", "/he"])
    await pilot.press("up", "up")
    assert stage(pilot).box.text == "before"


async def test_a_click_takes_a_suggestion_and_the_prompt_keeps_the_focus(pilot: Pilot[None]) -> None:
    await pilot.press(*"/m")
    await pilot.click(Completion, offset=(4, 1))
    assert stage(pilot).box.text == "/merge "
    assert pilot.app.focused is stage(pilot).field


async def test_the_wheel_goes_through_the_list(pilot: Pilot[None]) -> None:
    await pilot.press("/")
    chosen = stage(pilot).list.chosen
    stage(pilot).list.post_message(
        events.MouseScrollDown(stage(pilot).list, 1, 1, 0, 0, 0, shift=False, meta=False, ctrl=False)
    )
    await pilot.pause()
    assert stage(pilot).list.chosen != chosen


async def test_the_app_hears_of_every_change(pilot: Pilot[None]) -> None:
    await pilot.press("a", "b")
    assert stage(pilot).heard == ["a", "ab"]
