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
def what_is_told_for_seconds_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing leave the screen of itself before a slow machine has looked at it."""
    monkeypatch.setattr("textual.app.App.NOTIFICATION_TIMEOUT", 600)
    monkeypatch.setattr("penchant.tui.app.AGAIN_SECONDS", 600.0)
