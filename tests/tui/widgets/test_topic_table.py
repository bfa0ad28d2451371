"""The table of topics."""

from __future__ import annotations

import time

import pytest
from penchant.memory import Interest
from penchant.tui.widgets.topic_table import TopicTable, columns
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.events import MouseScrollDown, MouseScrollUp

from tests.tui.topics import INSIDE, INTERESTS, NOW, THRESHOLD, TRENDS


@pytest.fixture(autouse=True)
def in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


class Tabled(App[None]):
    """Shows a table and keeps what it posts."""

    AUTO_FOCUS = "TopicTable"

    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[int | None] = []
        self.opened = 0

    def compose(self) -> ComposeResult:
        yield TopicTable(id="table")

    @property
    def table(self) -> TopicTable:
        return self.query_one(TopicTable)

    def show(self, interests: list[Interest], empty: str = "") -> None:
        self.table.show(interests, TRENDS, THRESHOLD, INSIDE, NOW, empty)

    def lines(self) -> list[str]:
        return [self.table.render_line(y).text for y in range(self.table.size.height)]

    def on_topic_table_chosen(self, message: TopicTable.Chosen) -> None:
        self.chosen.append(message.topic)

    def on_topic_table_opened(self) -> None:
        self.opened += 1


async def test_with_room_all_columns_are_there() -> None:
    app = Tabled()
    async with app.run_test(size=(90, 20)) as pilot:
        app.show(INTERESTS)
        await pilot.pause()
        lines = app.lines()
        assert lines[0].split() == ["interest", "╷.075", "weight", "8", "days", "share", "said", "last", "said"]
        assert lines[1].split() == ["›●", "rock", "climbing", "┿━━━━━━━──", ".82", "▁▃▂▄▅▃▆▇", "10%", "14×", "today"]
        assert lines[2].split()[-1] == "pin"
        assert lines[10].split()[-1] == "avoid"
        assert lines[14].split()[-1] == "stopped"


@pytest.mark.parametrize("width", range(24, 150, 7))
async def test_every_line_is_exactly_as_wide_as_the_table(width: int) -> None:
    app = Tabled()
    async with app.run_test(size=(width, 20)) as pilot:
        app.show(INTERESTS)
        await pilot.pause()
        assert {cell_len(line) for line in app.lines()} == {width}


def test_columns_go_where_there_is_no_room_and_the_dearest_stay() -> None:
    assert [name for name, _ in columns(40)[2]] == []
    assert [name for name, _ in columns(45)[2]] == ["state"]
    assert [name for name, _ in columns(60)[2]] == ["trend", "state"]
    assert [name for name, _ in columns(90)[2]] == ["trend", "share", "said", "seen", "state"]


async def test_keys_move_the_cursor_and_say_where_it_is() -> None:
    app = Tabled()
    async with app.run_test(size=(90, 6)) as pilot:
        app.show(INTERESTS)
        await pilot.press("down", "down", "up", "pagedown", "end", "down", "home", "up", "enter")
        await pilot.pause()
        assert app.chosen == [1, 2, 3, 2, 7, 14, 1]
        assert app.opened == 1


async def test_the_cursor_stays_in_view() -> None:
    app = Tabled()
    async with app.run_test(size=(90, 6)) as pilot:
        app.show(INTERESTS)
        for keys in (["end"], ["up"] * 5, ["home"]):
            await pilot.press(*keys)
            assert sum(line.startswith("›") for line in app.lines()) == 1


async def test_the_cursor_stays_on_its_topic_or_where_it_was() -> None:
    app = Tabled()
    async with app.run_test(size=(90, 20)) as pilot:
        app.show(INTERESTS)
        await pilot.press("down")
        app.show(INTERESTS[::-1])
        await pilot.pause()
        assert app.table.selected is INTERESTS[1]
        assert app.chosen == [1, 2]
        app.show([INTERESTS[0], INTERESTS[2]])
        await pilot.pause()
        assert app.chosen == [1, 2, 3]
        app.show([])
        await pilot.pause()
        assert app.chosen == [1, 2, 3, None]


async def test_the_mouse_chooses_scrolls_and_opens() -> None:
    app = Tabled()
    async with app.run_test(size=(90, 6)) as pilot:
        app.show(INTERESTS)
        await pilot.click("#table", offset=(5, 3))
        assert app.table.selected is INTERESTS[2]
        app.table.post_message(MouseScrollDown(app.table, 5, 3, 0, 0, 0, False, False, False))
        await pilot.pause()
        await pilot.click("#table", offset=(5, 1), times=2)
        assert app.table.selected is INTERESTS[3]
        assert app.opened == 1
        app.table.post_message(MouseScrollUp(app.table, 5, 3, 0, 0, 0, False, False, False))
        await pilot.pause()
        assert "rock climbing" in app.lines()[1]
        await pilot.click("#table", offset=(5, 0))
        assert app.table.selected is INTERESTS[3]


async def test_an_empty_table_says_why() -> None:
    app = Tabled()
    async with app.run_test(size=(40, 6)) as pilot:
        app.show([], "Nothing is known yet. Say what you like, do or want.")
        await pilot.press("down", "enter")
        assert " ".join("".join(app.lines()).split()) == "Nothing is known yet. Say what you like, do or want."
        assert app.opened == 0
