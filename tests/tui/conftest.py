"""What the tests of the terminal share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.life import live


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger that is full of life; to be copied, not changed."""
    folder = tmp_path_factory.mktemp("lived")
    live(folder)
    return folder


@pytest.fixture(autouse=True)
def a_slow_screen_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual's pilot gives a screen half a minute for what it has to do, which a machine that is busy may not."""
    from textual.pilot import Pilot

    monkeypatch.setattr(Pilot._wait_for_screen, "__defaults__", (300.0,))


@pytest.fixture(autouse=True)
def what_is_told_for_seconds_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing leave the screen of itself before a slow machine has looked at it."""
    monkeypatch.setattr("textual.app.App.NOTIFICATION_TIMEOUT", 600)
    monkeypatch.setattr("penchant.tui.app.AGAIN_SECONDS", 600.0)
