"""Dialogs: what keys, the mouse and typing give."""

from __future__ import annotations

from typing import Any

import pytest
from penchant.tui.screens.dialogs import Ask, Choice, Line
from textual.app import App
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList

TOPICS = [("ruby", 1), ("rust", 2), ("攀岩 climbing", 3), ("[b]bold[/b]", 4)]


class Asking(App[None]):
    """Shows a dialog at once and keeps the answer."""

    def __init__(self, dialog: ModalScreen[Any], keys: dict[str, str] | None = None) -> None:
        super().__init__()
        self._dialog, self._keys = dialog, keys or {}
        self.answers: list[object] = []

    def on_mount(self) -> None:
        self.set_keymap(self._keys)
        self.push_screen(self._dialog, self.answers.append)


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.pause()
    await pilot.press(*keys)
    await pilot.pause()


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["y"], True),
        (["n"], False),
        (["escape"], False),
        (["enter"], False),
        (["shift+tab", "enter"], True),
        (["up", "enter"], True),
    ],
)
async def test_a_question_is_answered_by_keys(keys: list[str], answer: bool) -> None:
    app = Asking(Ask("Forget ruby?"))
    async with app.run_test() as pilot:
        await press(pilot, *keys)
        assert app.answers == [answer]


@pytest.mark.parametrize(("button", "answer"), [("#yes", True), ("#no", False)])
async def test_a_question_is_answered_by_a_click(button: str, answer: bool) -> None:
    app = Asking(Ask("Forget ruby?", "Forget", "Keep"))
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.click(button)
        await pilot.pause()
        assert app.answers == [answer]


async def test_a_question_shows_the_keys_that_a_person_chose() -> None:
    app = Asking(Ask("Sure?"), {"dialog.yes": "j"})
    async with app.run_test() as pilot:
        await pilot.pause()
        assert str(app.screen.query_one("#yes", Button).label) == "Yes (J)"
        await press(pilot, "j")
        assert app.answers == [True]


async def test_a_line_begins_with_what_there_is_and_typing_replaces_it() -> None:
    app = Asking(Line("A new label for ruby", "Ruby"))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.screen.query_one(Input).value == "Ruby"
        await press(pilot, *"Rails", "enter")
        assert app.answers == ["Rails"]


async def test_a_line_may_be_left_as_it_is_or_emptied_or_cancelled() -> None:
    for keys, answer in ((["enter"], "Ruby"), (["delete", "enter"], ""), (["escape"], None)):
        app = Asking(Line("A new label", "Ruby"))
        async with app.run_test() as pilot:
            await press(pilot, *keys)
            assert app.answers == [answer]


async def test_a_choice_is_made_by_arrows() -> None:
    app: Asking = Asking(Choice("Merge into", TOPICS))
    async with app.run_test() as pilot:
        await press(pilot, "down", "down", "up", "enter")
        assert app.answers == [2]


@pytest.mark.parametrize(("typed", "value"), [("ru", 1), ("rus", 2), ("climb", 3), ("CLIMB 攀", 3), ("[b", 4)])
async def test_typing_leaves_the_choices_that_have_the_words(typed: str, value: int) -> None:
    app: Asking = Asking(Choice("Merge into", TOPICS))
    async with app.run_test() as pilot:
        await pilot.pause()
        app.screen.query_one(Input).value = typed
        await press(pilot, "enter")
        assert app.answers == [value]


async def test_a_choice_with_words_that_none_has_takes_no_enter() -> None:
    app: Asking = Asking(Choice("Merge into", TOPICS))
    async with app.run_test() as pilot:
        await press(pilot, *"xyz", "enter")
        assert app.answers == []
        await press(pilot, "escape")
        assert app.answers == [None]


async def test_a_choice_is_made_by_a_click() -> None:
    app: Asking = Asking(Choice("Merge into", TOPICS))
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.click(OptionList, offset=(2, 1))
        await pilot.pause()
        assert app.answers == [2]


@pytest.mark.parametrize("size", [(60, 20), (24, 10)])
async def test_a_long_question_and_long_labels_stay_within_the_terminal(size: tuple[int, int]) -> None:
    long = "[red]攀岩 👩‍👩‍👧‍👦 \x1b[2J שלום " * 20
    for dialog in (Ask(long, long, long), Line(long, long), Choice(long, [(long, 1)] * 50)):
        app = Asking(dialog)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            box = app.screen.query_one("Box").region
            assert app.screen.region.contains_region(box)
            assert "\x1b[2J" not in app.export_screenshot()
