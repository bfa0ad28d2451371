"""The chat screen as a person sees it, after four months of chats; docs/tui.md and the README show these pictures."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from penchant.tui.app import PenchantApp
from penchant.tui.system.draft import Draft

from tests.conftest import Clock
from tests.loopback import Loopback
from tests.tui.life import NOW
from tests.tui.screens.talked import LOOKS, SIZES, local_time_is_utc
from tests.tui.stage import Piloted, app_of, opened, say, settled

ANSWERS = {
    "I finally climbed": "Congratulations! That is the step where technique starts to matter more than strength. What was the crux?",
    "What should I do": """Since the weather will hold, I would split it:

1. **Saturday** at the crag: easy multi-pitch routes, so that your fingers rest.
2. **Sunday** at home: feed the starter in the morning, bake in the evening.

```python
def weekend(forecast: str) -> list[str]:
    return ["crag", "bread"] if forecast == "dry" else ["gym", "bread"]
```

| day | where | bring |
|---|---|---|
| Sat | the quarry | rope, chalk |
| Sun | kitchen | flour |

> Rest is training too.""",
    "What is the boiling": "Water boils at 100 °C at sea level.",
}
SAID = (
    "I finally climbed my first 7a! I love rock climbing. And I can't stand running.",
    "What is the boiling point of water?",
    "What should I do this weekend?",
)

Snap = Callable[..., bool]
Build = Callable[..., PenchantApp]


def answer(messages: list[dict[str, Any]]) -> str:
    asked = str(messages[-1]["content"])
    return next(text for beginning, text in ANSWERS.items() if beginning in asked)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(reply=answer) as server:
        yield server


@pytest.fixture
def build(lived: Path, tmp_path: Path, server: Loopback, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Makes the app over the life, in a look."""
    local_time_is_utc(monkeypatch)
    shutil.copytree(lived, tmp_path / "data")
    clock = Clock()
    clock.now = NOW

    def make(look: str, model: str = "") -> PenchantApp:
        if look == "no-color":
            monkeypatch.setenv("NO_COLOR", "1")
        theme = "" if look == "no-color" else look
        return app_of(tmp_path / "data", server, clock, Draft(tmp_path / "drafts", "x"), model=model, theme=theme)

    return make


async def talked(pilot: Piloted) -> None:
    """Have the conversation."""
    app = pilot.app
    assert isinstance(app, PenchantApp)
    await opened(app, pilot)
    await say(app, pilot, *SAID)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_chat(build: Build, snap_compare: Snap, size: tuple[int, int], look: str) -> None:
    app = build(look)
    assert snap_compare(app, terminal_size=size, run_before=talked)
    app.engine.close()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_first_frame(build: Build, snap_compare: Snap, size: tuple[int, int]) -> None:
    app = build("penchant-dark")

    async def before(pilot: Piloted) -> None:
        await opened(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=before)
    app.engine.close()


def test_an_error_a_notice_and_a_completion(
    build: Build, snap_compare: Snap, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "any")
    monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
    app = build("penchant-dark", "openai:gpt-4.1-mini")
    server.status = 401

    async def before(pilot: Piloted) -> None:
        await opened(app, pilot)
        await say(app, pilot, "/learning paused", "What should I do this weekend?")
        app.chat.prompt.load("/p")
        app.chat.transcript.focus()
        await settled(app, pilot)

    assert snap_compare(app, terminal_size=(100, 30), run_before=before)
    app.engine.close()
