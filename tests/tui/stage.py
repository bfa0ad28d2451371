"""The whole app in a test: real memory, a loopback model, a clock that stands still."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from penchant.agent.settings import load
from penchant.tui.app import PenchantApp
from penchant.tui.engine import Engine
from penchant.tui.preferences import Preferences
from penchant.tui.system.draft import Draft
from textual.app import App
from textual.pilot import Pilot

from tests.conftest import Clock
from tests.loopback import Loopback

Piloted = Pilot[str]

WAIT_SECONDS = 300.0
"""A test that waits for longer waits in vain."""


def app_of(
    folder: Path, server: Loopback, clock: Clock, draft: Draft, *, resume: str = "", model: str = "", **preferences: Any
) -> PenchantApp:
    """Return the app over a data folder."""
    engine = Engine(lambda: load(data=folder, model=model or f"{server.base_url}#loopback"), clock=clock)
    return PenchantApp(engine, Preferences(**preferences), draft, resume)


@asynccontextmanager
async def running(
    folder: Path,
    server: Loopback,
    clock: Clock,
    *,
    size: tuple[int, int] = (100, 30),
    resume: str = "",
    **preferences: Any,
) -> AsyncIterator[tuple[PenchantApp, Piloted]]:
    """Run the app without a terminal until the end of the block; memory and model are open."""
    app = app_of(folder, server, clock, Draft(folder / "drafts", "test"), resume=resume, **preferences)
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            await opened(app, pilot)
            yield app, pilot
    finally:
        app.engine.close()


async def opened(app: PenchantApp, pilot: Piloted) -> None:
    """Wait until memory and model are open, or the model cannot be."""
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()


async def say(app: PenchantApp, pilot: Piloted, *texts: str) -> None:
    """Send messages, and wait until they are answered and what they moved is shown."""
    for text in texts:
        app.chat.prompt.load(text)
        await pilot.press("enter")
        await pilot.pause()
        await settled(app, pilot)


async def settled(app: PenchantApp, pilot: Piloted) -> None:
    """Wait until nothing is being answered or looked up."""
    await app.chat.talk.finished()
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()


def seen(app: App[Any]) -> str:
    """Return what is on the screen, line by line."""
    lines = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in lines)


async def until(pilot: Pilot[Any], holds: Callable[[], object]) -> None:
    """Wait until something holds, however busy the machine is."""
    end = monotonic() + WAIT_SECONDS
    while not holds():
        assert monotonic() < end, f"waited in vain; the screen is\n{seen(pilot.app)}"
        await pilot.pause(0.01)


async def shows(app: App[Any], pilot: Pilot[Any], *texts: str) -> str:
    """Wait until the screen has all of some texts, and return it."""
    await until(pilot, lambda: all(text in seen(app) for text in texts))
    return seen(app)
