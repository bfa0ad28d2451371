"""The row of chips."""

from __future__ import annotations

import pytest
from penchant.tui.widgets.chips import Chips
from rich.cells import cell_len
from textual.app import App, ComposeResult

from tests.tui.topics import INSIDE, INTERESTS, interest


class Chipped(App[None]):
    """Shows chips and keeps what is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[int | None] = []

    def compose(self) -> ComposeResult:
        yield Chips(id="chips")

    @property
    def chips(self) -> Chips:
        return self.query_one(Chips)

    def line(self) -> str:
        return self.chips.render_line(0).text

    def on_chips_opened(self, message: Chips.Opened) -> None:
        self.opened.append(message.topic)


async def test_the_strongest_stand_first_and_the_rest_is_counted() -> None:
    app = Chipped()
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.pause()
        app.chips.show(INTERESTS, INSIDE)
        assert app.line().rstrip() == "●rock climbing .82  ●ruby on rails .74  +8 more"


async def test_what_is_to_be_avoided_has_a_sign() -> None:
    app = Chipped()
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.pause()
        app.chips.show(INTERESTS[9:11], INSIDE)
        assert app.line().rstrip() == "●−cilantro .52  −jazz .21"


@pytest.mark.parametrize("width", [8, 12, 20, 33, 60, 99, 200])
async def test_the_row_is_never_wider_than_the_screen(width: int) -> None:
    app = Chipped()
    async with app.run_test(size=(width, 5)) as pilot:
        await pilot.pause()
        app.chips.show(INTERESTS, INSIDE)
        assert cell_len(app.line()) == width - 2


async def test_without_room_for_any_they_are_counted() -> None:
    app = Chipped()
    async with app.run_test(size=(16, 5)) as pilot:
        await pilot.pause()
        app.chips.show(INTERESTS, INSIDE)
        assert app.line().strip() == "10 interests"


async def test_a_click_opens_the_topic_or_all_of_them() -> None:
    app = Chipped()
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.pause()
        app.chips.show(INTERESTS, INSIDE)
        for x in (3, 25, 45, 19, 58):  # on two chips, on the count, between chips, beyond
            await pilot.click("#chips", offset=(x, 0))
        assert app.opened == [1, 2, None]


async def test_what_was_said_once_or_muted_is_not_there() -> None:
    app = Chipped()
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.pause()
        app.chips.show([interest(1, "once", tentative=True), interest(2, "muted", muted=True)], INSIDE)
        assert "Nothing is known yet" in app.line()
