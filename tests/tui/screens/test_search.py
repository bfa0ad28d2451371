"""Search over a real memory, as one types."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from penchant.memory import InterestMemory
from penchant.tui.engine import Engine
from penchant.tui.screens.search import SearchScreen
from penchant.tui.show import NOTHING_FOUND
from penchant.tui.widgets.rows import Rows
from textual.widgets import Input, Static

from tests.conftest import Clock
from tests.loopback import Loopback
from tests.tui.screens.talked import SIZES, Showing, local_time_is_utc, opened, press, settled

SAID = (
    ("here", "I have started rock climbing."),
    ("here", "My favourite food is ramen with [b]egg[/b]."),
    ("there", "The bouldering gym opens at nine. 攀岩 👩‍👩‍👧‍👦 שלום"),
    ("there", "Lots of words come before the point is reached, as it so often is, and then comes climbing, at last."),
)


@pytest.fixture
def engine(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    local_time_is_utc(monkeypatch)
    with InterestMemory(tmp_path, clock=clock) as memory:
        person = memory.user("me")
        for session, text in SAID:
            person.observe(text, session=session)
            clock.advance(timedelta(hours=1))
        memory.settle()
    with Loopback() as server, opened(tmp_path, clock, server, "here") as engine:
        yield engine


def rows(app: Showing) -> list[str]:
    return [str(one.prompt) for one in app.screen.query_one(Rows).options]


def state(app: Showing) -> str:
    return str(app.screen.query_one("#state", Static).content)


async def test_turns_that_have_the_words_come_first_and_those_near_in_meaning_after(engine: Engine) -> None:
    app = Showing(SearchScreen(engine))
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, *"climbing")
        listed = rows(app)
        assert state(app).startswith("2 with these words")
        assert listed[0] == "With these words"
        assert "and then comes climbing" in listed[1]
        assert "I have started rock climbing." in listed[2]
        assert listed[3] == "Near in meaning"
        assert "likeness ." in listed[4]
        assert "bouldering" in listed[4]
        assert len(listed) == 5  # ramen has nothing to do with it


async def test_enter_ends_with_the_marked_turn(engine: Engine) -> None:
    app = Showing(SearchScreen(engine, "climbing"))
    async with app.run_test() as pilot:
        await press(pilot, "down", "enter")
        assert [(one.text, one.session) for one in app.answers] == [("I have started rock climbing.", "here")]


async def test_a_second_click_ends_with_a_turn_and_headings_cannot_be_chosen(engine: Engine) -> None:
    app = Showing(SearchScreen(engine, "climbing"))
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.click(Rows, offset=(5, 0))
        await pilot.click(Rows, offset=(5, 3))
        await settled(pilot)
        assert app.answers == []
        await pilot.click(Rows, offset=(5, 4))
        await settled(pilot)
        assert [one.number for one in app.answers] == [1]


async def test_a_session_alone_is_searched_by_words(engine: Engine) -> None:
    app = Showing(SearchScreen(engine, "climbing", session="here"))
    async with app.run_test() as pilot:
        await settled(pilot)
        assert state(app) == "1 with these words"


async def test_nothing_is_searched_without_words_and_nothing_found_is_said(engine: Engine) -> None:
    app = Showing(SearchScreen(engine, session="here"))
    async with app.run_test() as pilot:
        await press(pilot, "enter")
        assert (rows(app), state(app), app.answers) == ([], "", [])
        await press(pilot, *"zzz", "enter")
        assert (rows(app), state(app), app.answers) == ([], NOTHING_FOUND, [])
        await press(pilot, "escape")
        assert app.answers == [None]


async def test_markup_and_wide_characters_stand_as_they_were_said(engine: Engine) -> None:
    app = Showing(SearchScreen(engine))
    async with app.run_test(size=(60, 20)) as pilot:
        app.screen.query_one(Input).value = "[b]"
        await settled(pilot)
        assert "ramen with [b]egg[/b]" in rows(app)[1]
        app.screen.query_one(Input).value = "攀岩"
        await settled(pilot)
        assert "攀岩 👩‍👩‍👧‍👦" in rows(app)[1]


async def test_only_the_last_words_are_searched_for(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    search = engine.search

    async def listening(words: str, count: int = 20, session: str | None = None) -> Any:
        asked.append(words)
        return await search(words, count, session)

    monkeypatch.setattr(engine, "search", listening)
    app = Showing(SearchScreen(engine))
    async with app.run_test() as pilot:
        await settled(pilot)
        box = app.screen.query_one(Input)
        for length in range(1, 9):
            box.value = "climbing"[:length]
        await settled(pilot)
        assert asked == ["climbing"]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_search_looks_as_it_did(engine: Engine, snap_compare: Any, size: tuple[int, int]) -> None:
    app = Showing(SearchScreen(engine, "climbing"))
    assert snap_compare(app, terminal_size=size, run_before=settled)
