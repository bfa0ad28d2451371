"""The curve of one topic."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from penchant.tui.widgets.curve import Curve
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tests.tui.topics import NOW, THRESHOLD

PAST = [0.0] * 20 + [0.5 * 2 ** (-day / 5) for day in range(20)] + [0.9 * 2 ** (-day / 10) for day in range(21)]
FUTURE = [PAST[-1] * 2 ** (-day / 12) for day in range(61)]


@pytest.fixture(autouse=True)
def in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


class Curved(App[None]):
    """Shows a curve."""

    def compose(self) -> ComposeResult:
        yield Curve(id="curve")

    @property
    def curve(self) -> Curve:
        return self.query_one(Curve)

    def lines(self) -> list[str]:
        return [self.curve.render_line(y).text for y in range(self.curve.size.height)]


async def test_it_has_a_scale_a_threshold_and_dates() -> None:
    app = Curved()
    async with app.run_test(size=(60, 9)) as pilot:
        await pilot.pause()
        app.curve.show(PAST, FUTURE, timedelta(days=1), NOW, THRESHOLD)
        lines = app.lines()
        assert lines[0].startswith("   1 ")
        assert lines[-2].startswith(".075 ┄┄┄")
        assert lines[-1].split() == ["31", "Dec", "2025", "now", "30", "Apr"]
        assert lines[-1].index("now") + 1 == lines[0].index("│")
        assert {len(line) for line in lines} == {60}


async def test_nothing_is_drawn_before_there_is_anything_or_without_room() -> None:
    app = Curved()
    async with app.run_test(size=(60, 9)) as pilot:
        await pilot.pause()
        assert "".join(app.lines()).strip() == ""
        app.curve.show(PAST, FUTURE, timedelta(days=1), NOW, THRESHOLD)
        app.curve.nothing()
        assert "".join(app.lines()).strip() == ""
        await pilot.resize_terminal(6, 9)
        app.curve.show(PAST, FUTURE, timedelta(days=1), NOW, THRESHOLD)
        await pilot.pause()
        assert "".join(app.lines()).strip() == ""


@pytest.mark.parametrize("width", [12, 20, 33, 120])
async def test_it_has_any_width(width: int) -> None:
    app = Curved()
    async with app.run_test(size=(width, 9)) as pilot:
        await pilot.pause()
        app.curve.show(PAST, FUTURE, timedelta(days=1), NOW, THRESHOLD)
        assert {len(line) for line in app.lines()} == {width}


async def _shown(pilot: Pilot[None]) -> None:
    app = pilot.app
    assert isinstance(app, Curved)
    app.curve.show(PAST, FUTURE, timedelta(days=1), NOW, THRESHOLD)
    await pilot.pause()


def test_it_looks_right(snap_compare: Callable[..., bool]) -> None:
    assert snap_compare(Curved(), terminal_size=(60, 9), run_before=_shown)
