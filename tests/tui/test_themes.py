from __future__ import annotations

import pytest
from penchant.tui import themes
from textual.app import App
from textual.color import Color
from textual.theme import Theme

READABLE = 4.5
"""What WCAG 2 asks of text."""

INKS = (
    "foreground", "primary", "secondary", "accent", "success", "warning", "error",
    "text-primary", "text-secondary", "text-accent", "text-success", "text-warning", "text-error",
)  # fmt: skip


def luminance(color: Color) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(ink: Color, paper: Color) -> float:
    low, high = sorted((luminance(paper + ink), luminance(paper)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("paper", ["background", "surface", "panel"])
@pytest.mark.parametrize("theme", themes.OWN, ids=lambda theme: theme.name)
def test_every_colour_can_be_read_on_every_ground(theme: Theme, paper: str) -> None:
    colors = theme.to_color_system().generate()
    ground = Color.parse(colors[paper])
    faint = {ink: contrast(Color.parse(colors[ink]), ground) for ink in INKS}
    faint["text-muted"] = contrast(ground.get_contrast_text(0.6), ground)
    faint["foreground-muted"] = contrast(Color.parse(colors["foreground-muted"]), ground)
    assert {ink: ratio for ink, ratio in faint.items() if ratio < READABLE} == {}


@pytest.mark.parametrize("theme", themes.OWN, ids=lambda theme: theme.name)
def test_what_is_selected_can_be_read(theme: Theme) -> None:
    colors = theme.to_color_system().generate()
    cursor = Color.parse(colors["block-cursor-background"])
    assert contrast(Color.parse(colors["block-cursor-foreground"]), cursor) >= READABLE
    selection = Color.parse(colors["surface"]) + Color.parse(colors["input-selection-background"])
    assert contrast(Color.parse(colors["input-selection-foreground"]), selection) >= READABLE


@pytest.mark.parametrize(
    ("preferred", "environ", "name"),
    [
        ("", {"TERM": "xterm-256color"}, "penchant-dark"),
        ("", {"TERM": "xterm-256color", "COLORFGBG": "0;15"}, "penchant-light"),
        ("", {"TERM": "xterm-256color", "COLORFGBG": "15;default;0"}, "penchant-dark"),
        ("nord", {"TERM": "xterm-256color"}, "nord"),
        ("", {"TERM": "linux"}, "ansi-dark"),
        ("nord", {"TERM": "linux"}, "nord"),
        ("", {"TERM": "xterm", "COLORTERM": "truecolor"}, "penchant-dark"),
        ("", {"TERM": "xterm", "TEXTUAL_COLOR_SYSTEM": "truecolor"}, "penchant-dark"),
        ("", {}, "penchant-dark"),
        ("", {"NO_COLOR": "1"}, "ansi-dark"),
        ("penchant-light", {"NO_COLOR": "1"}, "ansi-light"),
        ("", {"NO_COLOR": "1", "COLORFGBG": "0;15"}, "ansi-light"),
    ],
)
def test_the_first_theme_suits_the_terminal(preferred: str, environ: dict[str, str], name: str) -> None:
    assert themes.pick(preferred, environ) == name


async def test_an_app_gets_all_themes_and_the_one_that_is_preferred() -> None:
    app: App[None] = App()
    themes.install(app, "penchant-light", {})
    async with app.run_test():
        assert app.theme == "penchant-light"
        assert set(themes.names()) <= set(app.available_themes)


async def test_without_colours_nothing_is_painted_grey(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app: App[None] = App(ansi_color=themes.ansi_color())
    themes.install(app, "")
    async with app.run_test() as pilot:
        app.notify("hello", severity="error")
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        painted = {segment.style.color for strip in strips for segment in strip if segment.style} - {None}
        assert all(color.is_default for color in painted if color)
