"""The list of sessions over a real memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from penchant.memory import InterestMemory, Learning, LedgerBusy, Session
from penchant.tui.engine import Engine
from penchant.tui.screens.sessions import EMPTY, New, Open, Search, SessionsScreen, heading, row
from penchant.tui.widgets.rows import Rows
from rich.cells import cell_len
from textual.widgets import Input

from tests.conftest import Clock
from tests.loopback import Loopback
from tests.tui.screens.talked import LOOKS, SIZES, Showing, local_time_is_utc, looking, opened, press, settled

TITLES = (
    "Hello there, old friend.",
    "我喜欢攀岩。[b]really[/b] 👩‍👩‍👧‍👦 שלום and more words than any line has room for, on and on.",
    "Ruby talk.",
)


@pytest.fixture
def engine(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    local_time_is_utc(monkeypatch)
    with InterestMemory(tmp_path, clock=clock, index=False) as memory:
        person = memory.user("me")
        for place, text in enumerate(TITLES):
            person.observe(text, session=f"s{place}")
            person.observe("Well.", session=f"s{place}", role="assistant")
            clock.advance(timedelta(days=20 * (2 - place), minutes=5))
        person.set_learning("s1", Learning.PAUSED)
    with Loopback() as server, opened(tmp_path, clock, server, "s1") as engine:
        yield engine


def rows(app: Showing) -> list[str]:
    return [str(one.prompt) for one in app.screen.query_one(Rows).options]


def exported(app: Showing) -> list[tuple[str, str]]:
    return app.exports  # type: ignore[attr-defined,no-any-return]


class Exporting(Showing):
    """Keeps what it is asked to export."""

    def on_mount(self) -> None:
        super().on_mount()
        self.exports: list[tuple[str, str]] = []

    def on_sessions_screen_export(self, event: SessionsScreen.Export) -> None:
        self.exports.append((event.session, event.path))


async def test_sessions_are_listed_newest_first_with_title_date_turns_and_learning(engine: Engine) -> None:
    app = Showing(SessionsScreen(engine))
    async with app.run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        listed = rows(app)
        assert [one.split()[0] for one in listed] == ["Ruby", "●", "Hello"]
        assert "today" in listed[0]
        assert "paused" in listed[1]
        assert all(" 2 " in one for one in listed)
        assert app.screen.query_one(Rows).highlighted == 1  # the present one


async def test_enter_goes_on_with_the_marked_session(engine: Engine) -> None:
    app = Showing(SessionsScreen(engine))
    async with app.run_test() as pilot:
        await press(pilot, "up", "enter")
        assert app.answers == [Open("s2")]


async def test_a_click_marks_a_session_and_a_second_one_goes_on_with_it(engine: Engine) -> None:
    app = Showing(SessionsScreen(engine))
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.click(Rows, offset=(5, 2))
        await settled(pilot)
        assert app.answers == []
        assert app.screen.query_one(Rows).highlighted == 2
        await pilot.click(Rows, offset=(5, 2))
        await settled(pilot)
        assert app.answers == [Open("s0")]


@pytest.mark.parametrize(("key", "answer"), [("n", New()), ("slash", Search()), ("escape", None), ("q", None)])
async def test_other_keys_end_with_what_is_wanted(engine: Engine, key: str, answer: object) -> None:
    app = Showing(SessionsScreen(engine))
    async with app.run_test() as pilot:
        await press(pilot, key)
        assert app.answers == [answer]


async def test_a_session_gets_a_name_and_loses_it(engine: Engine) -> None:
    app = Showing(SessionsScreen(engine))
    async with app.run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        await pilot.press("r")
        await pilot.pause()
        app.screen.query_one(Input).value = "Climbing [b]攀岩[/b]"
        await press_in_dialog(pilot, "enter")
        assert rows(app)[1].startswith("● Climbing [b]攀岩[/b]")
        assert app.screen.query_one(Rows).highlighted == 1
        await pilot.press("r")
        await press_in_dialog(pilot, "delete", "enter")
        assert "我喜欢攀岩" in rows(app)[1]
        await pilot.press("r")
        await press_in_dialog(pilot, *"no", "escape")
        assert "我喜欢攀岩" in rows(app)[1]


async def press_in_dialog(pilot: Any, *keys: str) -> None:
    """Press keys while a worker waits for a dialog."""
    await pilot.pause()
    await pilot.press(*keys)
    await settled(pilot)


async def test_a_session_is_exported_to_a_path_by_the_app(engine: Engine) -> None:
    app = Exporting(SessionsScreen(engine))
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("x")
        await press_in_dialog(pilot, *"a.md", "enter")
        await pilot.press("x")
        await press_in_dialog(pilot, "enter")
        await pilot.press("x")
        await press_in_dialog(pilot, "escape")
        assert exported(app) == [("s1", "a.md"), ("s1", "")]


async def test_without_sessions_it_says_how_one_begins(tmp_path: Path, clock: Clock) -> None:
    with Loopback() as server, opened(tmp_path, clock, server, "s1") as engine:
        app = Showing(SessionsScreen(engine))
        async with app.run_test() as pilot:
            await press(pilot, "enter", "r", "x")
            assert rows(app) == [EMPTY]
            assert app.answers == []


async def test_an_error_of_memory_is_told_and_ends_nothing(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    async def busy() -> list[Session]:
        raise LedgerBusy("another process holds the ledger: try again")

    monkeypatch.setattr(engine, "sessions", busy)
    app = Showing(SessionsScreen(engine))
    async with app.run_test() as pilot:
        await settled(pilot)
        assert [one.message for one in app._notifications] == ["another process holds the ledger: try again"]
        await press(pilot, "escape")
        assert app.answers == [None]


@pytest.mark.parametrize("width", [20, 57, 97, 137])
@pytest.mark.parametrize("title", ["", "Ruby", *TITLES])
def test_every_row_has_the_width_of_the_heading(title: str, width: int, clock: Clock) -> None:
    session = Session("s", "", title, clock.now, clock.now, 123456, Learning.PAUSED)
    drawn = row(session, True, clock.now, max(width, 40)).plain
    assert cell_len(drawn) == cell_len(heading(max(width, 40))) == max(width, 40)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("look", LOOKS)
def test_the_sessions_look_as_they_did(
    engine: Engine, snap_compare: Any, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], look: str
) -> None:
    app = looking(monkeypatch, look, SessionsScreen(engine))
    assert snap_compare(app, terminal_size=size, run_before=settled)
