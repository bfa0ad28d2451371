"""The interest panel: what it draws, and what keys and the mouse ask for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from penchant.memory import Change, Interest
from penchant.tui.widgets.interest_panel import InterestPanel
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.events import MouseScrollDown
from textual.pilot import Pilot
from textual.screen import Screen

from tests.tui.topics import INSIDE, INTERESTS, THRESHOLD, TRENDS, interest

Posted = InterestPanel.Steered | InterestPanel.Opened


class Panelled(App[None]):
    """Shows a panel and keeps what it posts."""

    AUTO_FOCUS = None

    def __init__(
        self, interests: Sequence[Interest] | None = INTERESTS, width: int = 38, theme: str = "textual-dark"
    ) -> None:
        super().__init__()
        self.theme = theme
        self._interests, self._width = interests, width
        self.posted: list[Posted] = []

    def compose(self) -> ComposeResult:
        panel = InterestPanel(id="panel")
        panel.styles.width = self._width
        yield panel

    def on_ready(self) -> None:
        if self._interests is not None:
            self.panel.show(self._interests, TRENDS, THRESHOLD, INSIDE)

    @property
    def panel(self) -> InterestPanel:
        return self.query_one(InterestPanel)

    def lines(self) -> list[str]:
        return [self.panel.render_line(y).text for y in range(self.panel.size.height)]

    def on_interest_panel_steered(self, message: InterestPanel.Steered) -> None:
        self.posted.append(message)

    def on_interest_panel_opened(self, message: InterestPanel.Opened) -> None:
        self.posted.append(message)

    def asked(self) -> list[tuple[str, int]]:
        return [(one.action if isinstance(one, InterestPanel.Steered) else "open", one.topic) for one in self.posted]


def at(lines: list[str], text: str) -> int:
    """Return the row that has a text."""
    return next(y for y, line in enumerate(lines) if text in line)


async def test_a_topic_has_its_sign_label_weight_bar_and_trend() -> None:
    app = Panelled()
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        lines = app.lines()
        row = at(lines, "rock climbing")
        assert lines[row] == " ● rock climbing                 .82"
        assert lines[row + 1] == "   ━┿━━━━━━━━━━━━━━━━━────  ▁▃▂▄▅▃▆▇"


async def test_the_header_explains_tick_and_trend_and_the_foot_the_sign() -> None:
    app = Panelled()
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        lines = app.lines()
        assert lines[0] == "   Interests                  weight"
        assert lines[1] == "    ╷ in prompts from .075    8 days"
        assert lines[1].index("╷") == lines[3].index("┿")
        assert lines[-1].strip() == "● in this prompt"


async def test_disliked_and_tentative_ones_stand_apart_and_stopped_ones_are_not_there() -> None:
    app = Panelled()
    async with app.run_test(size=(80, 50)) as pilot:
        await pilot.pause()
        lines = app.lines()
        order = [
            at(lines, text)
            for text in ("two lines", "avoid", "cilantro", "jazz", "said once", "bird watching", "kyoto")
        ]
        assert order == sorted(order)
        assert ".52" in lines[at(lines, "cilantro")]
        assert not any("gone" in line for line in lines)


@pytest.mark.parametrize("width", [24, 30, 38, 47, 60])
@pytest.mark.parametrize("height", [6, 12, 20, 45])
async def test_every_line_is_exactly_as_wide_as_the_panel(width: int, height: int) -> None:
    app = Panelled(width=width)
    async with app.run_test(size=(80, height)) as pilot:
        await pilot.pause()
        app.panel.moved([Change("rock climbing", 0.7, 0.82, "climbing"), Change("攀岩与徒步旅行", 0.0, 0.46, "攀岩")])
        assert {cell_len(line) for line in app.lines()} == {width - 2}


async def test_labels_are_neither_markup_nor_do_they_move_the_cursor() -> None:
    app = Panelled(width=60)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        text = "\n".join(app.lines())
        assert "[b]markup[/b]" in text
        assert "two lines[2J " in text
        assert not set(text) & {"\x1b", "\u202e", "\r"}


async def test_what_the_person_decided_stands_beside_the_weight() -> None:
    app = Panelled()
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        lines = app.lines()
        assert lines[at(lines, "ruby on rails")].endswith(" pin  .74")
        assert lines[at(lines, "sourdough")].endswith(" ×2  .58")
        assert lines[at(lines, "טיולים")].endswith(" mute  .16")


async def test_an_empty_panel_says_what_to_do() -> None:
    app = Panelled([])
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.pause()
        assert "Say what you like" in " ".join(" ".join(app.lines()).split())
        await pilot.press("tab", "down", "p", "enter")
        assert app.posted == []


async def test_before_it_is_given_anything_it_is_blank() -> None:
    app = Panelled(None)
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.pause()
        assert "".join(app.lines()).strip() == ""


async def test_what_moved_is_told_once_and_fades_are_told_with_it() -> None:
    before = [replace(one, weight=0.41) if one.label == "rust" else one for one in INTERESTS]
    app = Panelled(before)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        app.panel.show(INTERESTS, TRENDS, THRESHOLD, INSIDE)
        app.panel.moved([Change("rock climbing", 0.74, 0.82, "climbing")])
        lines = app.lines()
        assert [line.strip() for line in lines[-2:]] == ["+rock climbing .74→.82 said", "−rust .41→.37 faded"]
        assert lines[at(lines, "rust")].endswith("↓.37")
        assert lines[at(lines, "rock climbing")].endswith("↑.82")
        app.panel.moved([Change("kyoto", 0.0, 0.12, "Kyoto")])
        lines = app.lines()
        assert lines[-1].strip() == "+kyoto .12 new"
        assert lines[at(lines, "rust")].endswith(" .37")


async def test_more_moves_than_there_is_room_for_are_counted() -> None:
    app = Panelled()
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        app.panel.moved([Change(f"topic number {n} of many", 0.1, 0.2, "x") for n in range(7)])
        lines = [line.strip() for line in app.lines()]
        assert lines[-1].endswith("· 4 more")
        assert lines[-4] == "● in this prompt"


async def test_keys_choose_and_act() -> None:
    app = Panelled()
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("tab", "down", "p", "m", "enter", "up", "up", "p")
        await pilot.pause()
        assert app.asked() == [("pin", 2), ("mute", 2), ("open", 2), ("pin", 1)]


async def test_the_cursor_is_a_sign_and_goes_with_the_focus() -> None:
    app = Panelled()
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("tab")
        await pilot.pause()
        assert app.lines()[2].startswith("›● rock")
        app.set_focus(None)
        await pilot.pause()
        assert app.lines()[2].startswith(" ● rock")


async def test_the_cursor_stays_on_its_topic_when_the_order_changes() -> None:
    app = Panelled()
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("tab", "down")
        app.panel.show([replace(INTERESTS[1], weight=0.9), INTERESTS[0]], TRENDS, THRESHOLD, INSIDE)
        await pilot.press("p")
        assert app.asked() == [("pin", 2)]
        app.panel.show([INTERESTS[0]], TRENDS, THRESHOLD, INSIDE)
        assert app.panel.selected is None


async def test_clicks_choose_turn_over_and_open() -> None:
    app = Panelled()
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        rust, muted = at(app.lines(), "rust"), at(app.lines(), "טיולים")
        await pilot.click("#panel", offset=(8, rust))
        assert app.panel.selected == 5
        await pilot.click("#panel", offset=(31, rust))
        await pilot.click("#panel", offset=(30, muted))
        assert app.asked() == [("pin", 5), ("mute", 7)]
        await pilot.click("#panel", offset=(8, rust + 1), times=2)
        assert app.asked()[-1] == ("open", 5)
        await pilot.click("#panel", offset=(8, 0))
        assert len(app.posted) == 3


async def test_under_the_mouse_stands_what_a_click_would_do() -> None:
    app = Panelled()
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.hover("#panel", offset=(8, 2))
        await pilot.pause()
        assert "+pin" in app.lines()[2]


async def test_the_cursor_and_the_wheel_scroll_and_what_is_out_of_view_is_counted() -> None:
    app = Panelled()
    async with app.run_test(size=(80, 16)) as pilot:
        await pilot.pause()
        assert any("↓ 8 more" in line for line in app.lines())
        await pilot.press("tab", *["down"] * 12)
        lines = app.lines()
        assert any(line.startswith("›  kyoto") for line in lines)
        assert any("↑ 9 more" in line for line in lines)
        await pilot.press(*["up"] * 12)
        assert app.lines()[2].startswith("›● rock climbing")
        app.panel.post_message(MouseScrollDown(app.panel, 5, 5, 0, 0, 0, False, False, False))
        await pilot.pause()
        assert any("↑ 1 more" in line for line in app.lines())


async def test_a_refresh_needs_no_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Panelled()
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        passes: list[object] = []
        lay_out = Screen._refresh_layout

        def counted(screen: Screen[object], *args: object, **options: object) -> None:
            passes.append(screen)
            lay_out(screen, *args, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(Screen, "_refresh_layout", counted)
        app.panel.show(INTERESTS[:4], TRENDS, THRESHOLD, frozenset())
        app.panel.moved([Change("rock climbing", 0.7, 0.82, "climbing")])
        await pilot.pause()
        assert passes == []
        assert "+rock climbing" in app.lines()[-1]


async def test_a_weight_under_the_threshold_ends_before_the_tick() -> None:
    app = Panelled([interest(1, "under", 0.0749), interest(2, "over", 0.0751)])
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.pause()
        lines = app.lines()
        assert "┼" in lines[at(lines, "under") + 1]
        assert "┼" not in lines[at(lines, "over") + 1]


async def _moved(pilot: Pilot[None]) -> None:
    app = pilot.app
    assert isinstance(app, Panelled)
    app.panel.moved([Change("rock climbing", 0.74, 0.82, "climbing"), Change("cilantro", 0.1, 0.05, "cilantro", -2.0)])
    await pilot.press("tab", "down")


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark"])
@pytest.mark.parametrize(("width", "height"), [(24, 20), (38, 40), (60, 30)])
def test_it_looks_right(snap_compare: Callable[..., bool], theme: str, width: int, height: int) -> None:
    app = Panelled(width=width, theme=theme)
    assert snap_compare(app, terminal_size=(width, height), run_before=_moved)
