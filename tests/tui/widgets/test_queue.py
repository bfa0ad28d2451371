from __future__ import annotations

from penchant.tui import themes
from penchant.tui.widgets.queue import Queue
from textual.app import App, ComposeResult
from textual.widgets import Static


class Stage(App[None]):
    CSS = "Static { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        themes.install(self, "", {})
        self.taken: list[int] = []

    def compose(self) -> ComposeResult:
        yield Static()
        yield Queue()

    def on_queue_taken_back(self, message: Queue.TakenBack) -> None:
        self.taken.append(message.index)

    @property
    def queue(self) -> Queue:
        return self.query_one(Queue)

    def rows(self) -> list[str]:
        return [self.queue.render_line(y).text.rstrip() for y in range(self.queue.size.height)]


async def test_nothing_waits_in_no_row() -> None:
    async with Stage().run_test(size=(40, 10)) as pilot:
        app = pilot.app
        assert isinstance(app, Stage)
        assert app.queue.region.height == 0
        app.queue.show(["one"])
        await pilot.pause()
        assert app.rows() == ["queued: one"]
        app.queue.show([])
        await pilot.pause()
        assert app.queue.region.height == 0


async def test_three_rows_and_how_many_more() -> None:
    app = Stage()
    async with app.run_test(size=(40, 10)) as pilot:
        app.queue.show(["one", "two", "three"])
        await pilot.pause()
        assert app.rows() == ["queued: one", "queued: two", "queued: three"]
        app.queue.show(["one", "two", "three", "four", "five"])
        await pilot.pause()
        assert app.rows() == ["queued: one", "queued: two", "queued: three", "+2 more"]


async def test_a_message_is_cut_to_one_row_by_cells() -> None:
    app = Stage()
    async with app.run_test(size=(30, 10)) as pilot:
        app.queue.show(["two\nlines \x1b[2J[bold]x[/]", "攀岩" * 20])
        await pilot.pause()
        assert app.rows() == ["queued: two lines [2J[bol…", f"queued: {'攀岩' * 4}…"]
        assert {app.queue.render_line(y).cell_length for y in range(2)} == {26}


async def test_a_click_takes_a_message_back() -> None:
    app = Stage()
    async with app.run_test(size=(40, 10)) as pilot:
        app.queue.show(["one", "two", "three", "four", "five"])
        await pilot.pause()
        await pilot.click(Queue, offset=(4, 1))
        await pilot.click(Queue, offset=(4, 3))
        assert app.taken == [1, 4]


async def test_the_last_one_is_taken_back() -> None:
    app = Stage()
    async with app.run_test(size=(40, 10)) as pilot:
        assert not app.queue.take_last()
        app.queue.show(["one", "two"])
        assert app.queue.take_last()
        await pilot.pause()
        assert app.taken == [1]


async def test_a_change_that_needs_no_more_rows_lays_nothing_out() -> None:
    app = Stage()
    async with app.run_test(size=(40, 10)) as pilot:
        app.queue.show(["one"])
        await pilot.pause()
        laid_out: list[object] = []
        app.screen.screen_layout_refresh_signal.subscribe(app.queue, laid_out.append)
        app.queue.show(["two"])
        await pilot.pause()
        assert app.rows() == ["queued: two"]
        assert laid_out == []
