"""The slider."""

from __future__ import annotations

import pytest
from penchant.tui.widgets.slider import Slider
from rich.cells import cell_len
from textual.app import App, ComposeResult

STOPS = ["a month ago", "last Monday", "yesterday", "now"]


class Sliding(App[None]):
    """Shows a slider and keeps where it went."""

    AUTO_FOCUS = "Slider"

    def __init__(self, stops: list[str] | None = None) -> None:
        super().__init__()
        self._stops = stops or STOPS
        self.values: list[int] = []

    def compose(self) -> ComposeResult:
        yield Slider("as of", self._stops, len(self._stops) - 1, id="slider")

    @property
    def slider(self) -> Slider:
        return self.query_one(Slider)

    def line(self) -> str:
        return self.slider.render_line(0).text

    def on_slider_changed(self, message: Slider.Changed) -> None:
        assert message.control is self.slider
        self.values.append(message.value)


async def test_it_shows_the_stop_in_words_and_posts_nothing_by_itself() -> None:
    app = Sliding()
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.pause()
        assert app.line().rstrip() == "›as of ┼────┼────┼────●  now"
        assert app.values == []


async def test_keys_go_from_stop_to_stop_and_not_beyond() -> None:
    app = Sliding()
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.press("left", "h", "left", "left", "right", "end", "l", "home")
        await pilot.pause()
        assert app.values == [2, 1, 0, 1, 3, 0]
        assert "a month ago" in app.line()


async def test_the_knob_can_be_dragged_and_clicked() -> None:
    app = Sliding()
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.mouse_down("#slider", offset=(8, 0))
        await pilot.hover("#slider", offset=(13, 0))
        await pilot.hover("#slider", offset=(59, 3))
        await pilot.mouse_up("#slider", offset=(59, 3))
        await pilot.hover("#slider", offset=(8, 0))
        await pilot.pause()
        assert app.values == [0, 1, 3]
        await pilot.click("#slider", offset=(17, 0))
        assert app.values == [0, 1, 3, 2]


async def test_other_stops_can_be_offered_and_home_is_where_it_was_put() -> None:
    app = Sliding()
    async with app.run_test(size=(60, 5)) as pilot:
        app.slider.offer(["x", "y", "z"], 1)
        await pilot.pause()
        assert app.values == []
        await pilot.press("right")
        app.slider.go_home()
        await pilot.pause()
        assert app.values == [2, 1]


async def test_a_single_stop_stands_still() -> None:
    app = Sliding(["now"])
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.press("left", "right", "home", "end")
        await pilot.click("#slider", offset=(9, 0))
        assert app.values == []
        assert "●" in app.line()


@pytest.mark.parametrize("width", [10, 20, 30, 46, 80])
async def test_the_line_is_exactly_as_wide_as_the_slider(width: int) -> None:
    app = Sliding(["漢字の長い名前", "[b]x[/b]", "now"])
    async with app.run_test(size=(width, 5)) as pilot:
        await pilot.press("left")
        assert cell_len(app.line()) == width
