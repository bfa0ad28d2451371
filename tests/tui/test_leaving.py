"""Keys that are pressed twice so fast that the second arrives while a screen is on its way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from penchant.tui.app import PenchantApp
from penchant.tui.screens.dialogs import Ask, Choice, Line
from penchant.tui.screens.interests import InterestsScreen
from penchant.tui.screens.leaving import LeftOnce
from penchant.tui.screens.sessions import SessionsScreen
from textual import events
from textual.screen import Screen

from tests.conftest import Clock
from tests.loopback import Loopback
from tests.tui.stage import Piloted, running, say, settled, shows, until

Run = Callable[..., AbstractAsyncContextManager[tuple[PenchantApp, Piloted]]]


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(reply="Go climbing, of course.") as server:
        yield server


@pytest.fixture
def run(tmp_path: Path, server: Loopback, clock: Clock) -> Run:
    return lambda **options: running(tmp_path / "data", server, clock, **options)


def at_once(app: PenchantApp, *keys: str) -> None:
    """Press keys faster than anything can be done about them."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


async def back_in_chat(app: PenchantApp, pilot: Piloted) -> None:
    """Wait until all that was pressed is done, and the chat is there as before."""
    await until(pilot, lambda: app.screen is app.chat)
    await settled(app, pilot)
    assert app.screen_stack == [app.chat]


@pytest.mark.parametrize("key", ["enter", "escape", "n", "q"])
async def test_the_list_of_sessions(run: Run, key: str) -> None:
    async with run() as (app, pilot):
        await say(app, pilot, "I love rock climbing.")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: isinstance(app.screen, SessionsScreen))
        await shows(app, pilot, "● I love rock climbing.")
        at_once(app, key, key, key)
        await back_in_chat(app, pilot)


async def test_what_a_search_finds(run: Run) -> None:
    async with run() as (app, pilot):
        await say(app, pilot, "I love rock climbing.")
        app.front.search("rock")
        await shows(app, pilot, "1 with these words")
        at_once(app, "enter", "enter", "enter")
        await back_in_chat(app, pilot)


@pytest.mark.parametrize("command", ["palette", "theme"])
async def test_the_palettes(run: Run, command: str) -> None:
    async with run() as (app, pilot):
        app.front.run_line(f"/{command}")
        await until(pilot, lambda: app.screen is not app.chat)
        await pilot.press(*("title" if command == "palette" else "light"))
        await shows(app, pilot, "title" if command == "palette" else "penchant-light")
        at_once(app, "down", "enter", "enter", "escape", "escape")
        await back_in_chat(app, pilot)


async def test_the_palette_and_the_list_that_it_opens(run: Run) -> None:
    async with run() as (app, pilot):
        await say(app, pilot, "I love rock climbing.")
        await pilot.press("ctrl+p")
        await pilot.press(*"sess")
        await shows(app, pilot, "sessions  Ctrl+L")
        at_once(app, "enter", "enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, SessionsScreen))
        await shows(app, pilot, "● I love rock climbing.")
        at_once(app, "enter", "enter")
        await back_in_chat(app, pilot)


@pytest.mark.parametrize("key", ["enter", "j"])
async def test_the_interests_and_the_sentence_that_they_lead_to(run: Run, key: str) -> None:
    async with run(size=(120, 30)) as (app, pilot):
        await say(app, pilot, "I love rock climbing.")
        await pilot.press("ctrl+t")
        await shows(app, pilot, "1 interest", "rock climbing")
        await pilot.press("enter")
        await pilot.pause()
        at_once(app, key, key, key)
        await back_in_chat(app, pilot)


@pytest.mark.parametrize(
    ("key", "dialog", "answer"),
    [("r", Line, "enter"), ("g", Choice, "enter"), ("s", Ask, "y"), ("s", Ask, "enter")],
)
async def test_a_dialog_leaves_the_screen_below_it(
    run: Run, key: str, dialog: type[Screen[object]], answer: str
) -> None:
    async with run(size=(120, 30)) as (app, pilot):
        await say(app, pilot, "I love rock climbing.", "I love baking bread.")
        await pilot.press("ctrl+t")
        await shows(app, pilot, "2 interests")
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, dialog))
        await pilot.pause()
        at_once(app, answer, answer, answer)
        await until(pilot, lambda: isinstance(app.screen, InterestsScreen))
        await pilot.pause()
        assert isinstance(app.screen, InterestsScreen)


def test_every_screen_that_ends_is_left_once() -> None:
    import penchant.tui.palette
    import penchant.tui.screens.compare
    import penchant.tui.screens.help  # noqa: F401

    def under(kind: type[Screen[object]]) -> Iterator[type[Screen[object]]]:
        for one in kind.__subclasses__():
            yield one
            yield from under(one)

    ours = {one for one in under(Screen) if one.__module__.startswith("penchant.")}
    assert {one.__name__ for one in ours if not issubclass(one, LeftOnce)} == {"ChatScreen"}
