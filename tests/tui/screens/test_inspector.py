"""The prompt inspector over what a real agent sent."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from penchant.tui.engine import Engine
from penchant.tui.screens.compare import CompareScreen
from penchant.tui.screens.inspector import InspectorScreen
from penchant.tui.widgets.sheet import Sheet
from penchant.tui.widgets.token_bar import TokenBar
from textual.widgets import Static

from tests.conftest import Clock
from tests.loopback import Loopback
from tests.tui.screens.talked import LOOKS, SIZES, Showing, local_time_is_utc, looking, opened, press, say, settled

FIRST, CLOSED, LAST = 1, 11, 13


REPLY = "You could **climb**.\n\n- one\n- two"


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    """A folder with a conversation, to be copied, not changed, and the moment at its end."""
    folder, clock = tmp_path_factory.mktemp("talk"), Clock()
    with Loopback(reply=REPLY) as server:
        say(folder, clock, server, "here")
    return folder, clock.now


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(reply=REPLY) as server:
        yield server


@pytest.fixture
def engine(
    talk: tuple[Path, datetime], tmp_path: Path, clock: Clock, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Engine]:
    local_time_is_utc(monkeypatch)
    folder, clock.now = talk
    shutil.copytree(folder, tmp_path / "data")
    with opened(tmp_path / "data", clock, server) as engine:
        yield engine


def text(app: Showing) -> str:
    """All lines of the page, in view or not."""
    return "\n".join(one.plain.rstrip() for one in app.screen.query_one(Sheet)._lines)


def shown(app: Showing, name: str) -> str:
    return str(app.screen.query_one(f"#{name}", Static).content)


async def test_what_was_sent_is_shown_by_message_and_segment_with_tokens(engine: Engine) -> None:
    app = Showing(InspectorScreen(engine, LAST))
    async with app.run_test(size=(100, 60)) as pilot:
        await settled(pilot)
        assert shown(app, "title").endswith("for: Suggest something to do this weekend.")
        assert "wide question" in shown(app, "summary")
        lines = text(app).splitlines()
        assert sum("▸ you" in row for row in lines) == 6
        assert sum("▸ model" in row for row in lines) == 6
        assert any("added by memory" in row and "tokens" in row for row in lines)
        assert lines[-1].strip() == "Suggest something to do this weekend."
        sent = await engine.sent(LAST)
        assert sent
        for line in next(one for one in sent.segments if one.kind == "block").text.splitlines():
            assert line[:40] in text(app)


async def test_history_unfolds_by_a_key_and_each_turn_by_a_click(engine: Engine) -> None:
    app = Showing(InspectorScreen(engine, LAST))
    async with app.run_test(size=(100, 60)) as pilot:
        await settled(pilot)
        folded = text(app)
        assert "- one" not in [row.strip() for row in folded.splitlines()]
        await pilot.click(Sheet, offset=(8, 1))
        await settled(pilot)
        assert [row.strip() for row in text(app).splitlines()].count("- one") == 1
        await press(pilot, "f")
        assert text(app) == folded
        await press(pilot, "enter")
        assert [row.strip() for row in text(app).splitlines()].count("- one") == 6


async def test_the_bar_divides_all_tokens_that_were_sent(engine: Engine) -> None:
    app = Showing(InspectorScreen(engine, LAST))
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        sent = await engine.sent(LAST)
        assert sent
        bar = app.screen.query_one(TokenBar)
        assert sum(tokens for _, tokens in bar._parts) == sent.tokens
        assert dict(bar._parts)["memory"] == sent.block_tokens
        assert bar.render_line(0).text.count("█") >= 1


async def test_the_second_page_says_why_each_interest_was_in_or_out(engine: Engine) -> None:
    for size in ((60, 40), (120, 40)):
        app = Showing(InspectorScreen(engine, LAST))
        async with app.run_test(size=size) as pilot:
            await press(pilot, "2")
            inside, outside = text(app).split("── the cut")
            assert "climbing" in inside
            assert "open question" in inside
            assert "avoid" in inside
            assert "jazz" in inside
            sent = await engine.sent(LAST)
            assert sent
            for one in sent.weighed:
                assert (one.reason in inside) if one.verdict != "out" else (one.reason in outside)


async def test_a_closed_question_says_that_nothing_is_added(engine: Engine) -> None:
    app = Showing(InspectorScreen(engine, CLOSED))
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "2")
        assert text(app).startswith("A closed question: no interest is added to it.")
        await press(pilot, "3")
        assert "The same: memory added nothing to this turn." in text(app)


async def test_the_third_page_marks_what_memory_added_and_counts_what_is_shared_with_the_turn_before(
    engine: Engine,
) -> None:
    app = Showing(InspectorScreen(engine, LAST))
    async with app.run_test(size=(100, 60)) as pilot:
        await press(pilot, "3")
        off, before = text(app).split("The turn before\n")
        assert any(row.startswith("+ ") for row in off.splitlines())
        assert "  Suggest something to do this weekend." in off
        assert "a provider's cache can reuse" in before
        assert "+ Suggest something to do this weekend." in before or "Suggest something" in before


async def test_the_first_turn_has_none_before_it(engine: Engine) -> None:
    app = Showing(InspectorScreen(engine, FIRST))
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "3")
        assert "There is none in this session" in text(app)


async def test_the_fourth_page_is_the_request_as_json_and_c_copies_it(engine: Engine) -> None:
    copied: list[str] = []

    class App(Showing):
        def on_inspector_screen_copy(self, event: InspectorScreen.Copy) -> None:
            copied.append(event.text)

    app = App(InspectorScreen(engine, LAST))
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "4", "c")
        request = json.loads(copied[0])
        assert request["messages"][-1]["content"].endswith("Suggest something to do this weekend.")
        assert '"messages"' in text(app)


async def test_pages_turn_by_tab_and_by_a_click(engine: Engine) -> None:
    app = Showing(InspectorScreen(engine, LAST))
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "tab")
        assert text(app).startswith("A question that whatever you care about may serve")
        await pilot.click("#tabs", offset=(40, 0))
        await settled(pilot)
        assert text(app).startswith("{")


async def test_the_turns_before_and_after_are_a_key_away_and_the_ends_are_told(engine: Engine) -> None:
    app = Showing(InspectorScreen(engine, LAST))
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "left")
        assert shown(app, "title").endswith("What is 2 + 2?")
        await press(pilot, "right")
        assert shown(app, "title").endswith("this weekend.")
        await press(pilot, "n")
        assert [one.message for one in app._notifications] == ["This is the last turn."]
        await press(pilot, *"pppppp")
        assert "rock climbing" in shown(app, "title")


async def test_a_turn_without_a_record_says_so_and_nothing_breaks(engine: Engine) -> None:
    app = Showing(InspectorScreen(engine, 4000))
    async with app.run_test(size=(60, 20)) as pilot:
        await press(pilot, "2", "f", "c", "a", "4")
        assert text(app).startswith("There is no record")
        await press(pilot, "escape")
        assert app.answers == [None]


async def test_a_turn_said_incognito_can_be_looked_at_while_that_lasts(engine: Engine) -> None:
    await engine.learn("incognito")
    async for _ in engine.reply("A secret [b]question[/b]."):
        pass
    app = Showing(InspectorScreen(engine, -1))
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        assert "learning incognito" in shown(app, "summary")
        assert "A secret [b]question[/b]." in text(app)
        await press(pilot, "n", "p")
        assert shown(app, "title").endswith("this weekend.")


async def test_a_opens_both_answers_side_by_side(engine: Engine) -> None:
    app = Showing(InspectorScreen(engine, LAST))
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "a")
        assert type(app.screen) is CompareScreen
        await press(pilot, "escape")
        assert len(app.screen_stack) == 2


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(("look", "page"), [(look, "1") for look in LOOKS] + [(LOOKS[0], page) for page in "234"])
def test_the_inspector_looks_as_it_did(
    engine: Engine, snap_compare: Any, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], look: str, page: str
) -> None:
    async def turn(pilot: Any) -> None:
        await press(pilot, page)

    app = looking(monkeypatch, look, InspectorScreen(engine, LAST))
    assert snap_compare(app, terminal_size=size, run_before=turn)
