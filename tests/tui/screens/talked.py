"""What tests of screens share: a conversation on disk, an engine over it, and an app that shows one screen."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from penchant.agent import Agent
from penchant.agent.settings import load
from penchant.memory import InterestMemory
from penchant.tui import themes
from penchant.tui.engine import Engine
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from tests.agent.talk import chat_model
from tests.conftest import Clock
from tests.loopback import Loopback

SIZES = [(60, 20), (100, 30), (140, 40)]
LOOKS = ["penchant-dark", "penchant-light", "no-color"]
MARKUP = "我喜欢攀岩。[/b] 👩‍👩‍👧‍👦 שלום"
TALK = (
    "I have started rock climbing, and I love it.",
    "I really like ruby, the programming language.",
    MARKUP,
    "I can't stand jazz.",
    "How far is the moon?",
    "What is 2 + 2?",
    "Suggest something to do this weekend.",
)


def local_time_is_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show moments the same on every machine."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


def say(folder: Path, clock: Clock, server: Loopback, session: str, texts: Sequence[str] = TALK) -> None:
    """Hold a conversation, half an hour between turns."""
    with (
        InterestMemory(folder, clock=clock, index=False) as memory,
        Agent(chat_model(server.base_url), memory.user("me"), session=session, clock=clock) as agent,
    ):
        for text in texts:
            agent.chat(text)
            clock.advance(timedelta(minutes=30))


@contextmanager
def opened(folder: Path, clock: Clock, server: Loopback, session: str = "here") -> Iterator[Engine]:
    """An engine over what is in a folder."""
    engine = Engine(lambda: load(data=folder, model=f"{server.base_url}#loopback"), clock=clock)
    engine.start(session)
    try:
        yield engine
    finally:
        engine.close()


class Showing(App[None]):
    """Shows a screen at once, in the colours of the program; keeps what it ended with."""

    TITLE = "Penchant"

    def __init__(self, screen: Screen[Any], theme: str = LOOKS[0], keys: dict[str, str] | None = None) -> None:
        super().__init__(ansi_color=themes.ansi_color())
        self._first, self._keys = screen, keys or {}
        themes.install(self, theme)
        self.answers: list[Any] = []

    def on_mount(self) -> None:
        self.set_keymap(self._keys)
        self.push_screen(self._first, self.answers.append)


def looking(monkeypatch: pytest.MonkeyPatch, look: str, screen: Screen[Any]) -> Showing:
    """An app in one of LOOKS."""
    if look == "no-color":
        monkeypatch.setenv("NO_COLOR", "1")
    return Showing(screen, LOOKS[0] if look == "no-color" else look)


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until all that was asked for is there."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys and wait for what comes of them."""
    await settled(pilot)
    await pilot.press(*keys)
    await settled(pilot)
