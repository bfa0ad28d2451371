"""Both answers to one turn, with a real agent and a server that says something else the second time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from penchant.tui.engine import Engine
from penchant.tui.screens.compare import NOT_KEPT, SAME, WIDE, CompareScreen
from penchant.tui.screens.inspector import InspectorScreen
from penchant.tui.widgets.hints import Hints
from penchant.tui.widgets.transcript import Transcript
from textual.widgets import Static

from tests.conftest import Clock
from tests.loopback import Loopback, hold_once
from tests.tui.screens.talked import SIZES, Showing, opened, press, say, settled

TURN = 3


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(reply="Go **climbing**: the gym opens at nine.\n\n1. Warm up\n2. Climb") as server:
        yield server


@pytest.fixture
def engine(tmp_path: Path, clock: Clock, server: Loopback) -> Iterator[Engine]:
    say(tmp_path, clock, server, "here", ["I love rock climbing.", "Suggest something to do this weekend."])
    server.reply = "Visit a museum, or cook 面条 with [b]friends[/b].\n\n- one\n- two"
    with opened(tmp_path, clock, server) as engine:
        yield engine


def told(app: Showing) -> str:
    return str(app.screen.query_one("#without-name", Static).content)


def hinted(app: Showing) -> str:
    return str(app.screen.query_one(Hints).render())


def answers(app: Showing) -> tuple[str, str]:
    """What stands in both, as rows."""
    given, without = (app.screen.query_one(name, Transcript)._page for name in ("#given", "#without"))
    return tuple("\n".join(row.text.rstrip() for row in page.rows).strip() for page in (given, without))  # type: ignore[return-value]


async def test_both_answers_are_shown_and_the_second_was_asked_without_what_memory_added(
    engine: Engine, server: Loopback
) -> None:
    app = Showing(CompareScreen(engine, TURN))
    async with app.run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        given, without = answers(app)
        assert given.startswith("Go climbing: the gym opens at nine.")
        assert "biased by 1 interest" in given
        assert without.startswith("Visit a museum, or cook 面条 with [b]friends[/b].")
        assert told(app) == "Without interests"
        first, second = (received.body["messages"][-1]["content"] for received in server.requests[-2:])
        assert "climbing" in first
        assert second == "Suggest something to do this weekend."


async def test_nothing_is_stored(engine: Engine) -> None:
    before = await engine.all_turns("here")
    app = Showing(CompareScreen(engine, TURN))
    async with app.run_test() as pilot:
        await settled(pilot)
    assert await engine.all_turns("here") == before


async def test_esc_stops_the_answer_keeps_what_came_and_then_goes_back(engine: Engine, server: Loopback) -> None:
    left = hold_once(server, after=2)
    app = Showing(CompareScreen(engine, TURN))
    async with app.run_test() as pilot:
        await pilot.pause()
        while "Visit" not in answers(app)[1]:
            await pilot.pause()
        assert hinted(app) == "Esc stop, then back"
        await pilot.press("escape")
        await settled(pilot)
        assert hinted(app) == "Esc back"
        assert told(app) == "Without interests · stopped"
        assert answers(app)[1].startswith("Visit")
        assert "stopped" in answers(app)[1]
        assert app.answers == []
        await press(pilot, "escape")
        assert app.answers == [None]
    assert await asyncio.to_thread(left.wait, 10)


async def test_an_error_is_told_where_the_answer_would_stand(engine: Engine, server: Loopback) -> None:
    server.status = 401
    app = Showing(CompareScreen(engine, TURN))
    async with app.run_test() as pilot:
        await settled(pilot)
        assert told(app) == "Without interests · failed"
        assert "key" in answers(app)[1]
        server.status = None
        await press(pilot, "end", "r")
        assert told(app) == "Without interests"
        assert answers(app)[1].startswith("Visit")
        await press(pilot, "escape")
        assert app.answers == [None]


async def test_leaving_in_the_middle_of_an_answer_breaks_nothing(engine: Engine, server: Loopback) -> None:
    left = hold_once(server, after=2)
    app = Showing(CompareScreen(engine, TURN))
    async with app.run_test() as pilot:
        await pilot.pause()
        while "Visit" not in answers(app)[1]:
            await pilot.pause()
    assert await asyncio.to_thread(left.wait, 10)


async def test_an_answer_is_copied_by_the_app(engine: Engine) -> None:
    copied: list[str] = []

    class App(Showing):
        def on_inspector_screen_copy(self, event: InspectorScreen.Copy) -> None:
            copied.append(event.text)

    app = App(CompareScreen(engine, TURN))
    async with app.run_test() as pilot:
        await press(pilot, "end", "c")
        assert copied[0].startswith("Visit a museum")


async def test_a_turn_that_memory_added_nothing_to_says_so(engine: Engine) -> None:
    app = Showing(CompareScreen(engine, 1, changed=False))
    async with app.run_test() as pilot:
        await settled(pilot)
        assert str(app.screen.query_one("#note", Static).content) == SAME


async def test_a_turn_without_an_answer_says_so(engine: Engine) -> None:
    app = Showing(CompareScreen(engine, 4000))
    async with app.run_test() as pilot:
        await settled(pilot)
        assert " ".join(answers(app)[0].split()) == NOT_KEPT
        assert told(app) == "Without interests · failed"


@pytest.mark.parametrize("width", [WIDE - 1, WIDE])
async def test_the_answers_stand_side_by_side_where_there_is_room(engine: Engine, width: int) -> None:
    app = Showing(CompareScreen(engine, TURN))
    async with app.run_test(size=(width, 30)) as pilot:
        await settled(pilot)
        given, without = (app.screen.query_one(name).region for name in ("#given", "#without"))
        assert (given.y == without.y) == (width >= WIDE)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_comparison_looks_as_it_did(engine: Engine, snap_compare: Any, size: tuple[int, int]) -> None:
    assert snap_compare(Showing(CompareScreen(engine, TURN)), terminal_size=size, run_before=settled)
