"""The help: everything is in it, and everything fits."""

from __future__ import annotations

import re
from typing import Any

import pytest
from penchant.tui.commands import FULL
from penchant.tui.keys import KEYS
from penchant.tui.reference import sections
from penchant.tui.screens.help import HelpScreen, page

from tests.tui.screens.talked import SIZES, Showing, press, settled


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("width", [56, 96, 136])
def test_all_commands_and_keys_are_in_it_and_no_line_is_too_long(width: int) -> None:
    text = page(sections(), width).plain
    for command in FULL:
        assert re.search(rf"^/{re.escape(command.name)}\b", text, re.M)
    assert max(map(len, text.splitlines())) <= width
    if width > 100:
        for key in KEYS:
            assert words(key.help) in words(text)


async def test_it_shows_the_keys_that_a_person_chose_and_closes() -> None:
    app = Showing(HelpScreen({"prompt.send": "ctrl+s"}))
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        assert "Ctrl+S" in app.screen.query_one("#all").content.plain  # type: ignore[attr-defined]
        await press(pilot, "pagedown")
        assert app.screen.query_one("VerticalScroll").scroll_offset.y > 0
        await press(pilot, "escape")
        assert app.answers == [None]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_help_looks_as_it_did(snap_compare: Any, size: tuple[int, int]) -> None:
    assert snap_compare(Showing(HelpScreen()), terminal_size=size, run_before=settled)
