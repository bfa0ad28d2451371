from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

import pytest
from penchant.tui import commands, themes
from penchant.tui.widgets.prompt_box import PromptBox
from penchant.tui.widgets.queue import Queue
from penchant.tui.widgets.status_row import StatusRow
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.pilot import Pilot
from textual.widgets import Static

SIZES = [(60, 20), (100, 30), (140, 40)]
TOPICS = [
    "ruby",
    "climbing",
    "攀岩 indoors",
    "👩‍👩‍👧 family",
    "مرحبا",
    "jazz [bold]live[/]",
    "a label that is " + "very " * 20 + "long",
]

Compare = Callable[..., bool]
Before = Callable[[Pilot[Any]], Awaitable[None]]


class Stage(App[None]):
    """The lower part of the chat."""

    AUTO_FOCUS = "#prompt"
    ENABLE_COMMAND_PALETTE = False
    CSS = "Static { height: 1fr; padding: 0 2; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(one.keys, "nothing", id=one.id, priority=True) for one in commands.FULL if one.keys
    ]

    def __init__(self, look: str) -> None:
        super().__init__(ansi_color=themes.ansi_color())
        themes.install(self, "" if look == "NO_COLOR" else look)

    def compose(self) -> ComposeResult:
        yield Static("\n".join(f"row {number} of the transcript" for number in range(40)), markup=False)
        yield Queue()
        yield PromptBox()
        yield StatusRow()


async def write(pilot: Pilot[Any]) -> None:
    """A message of some rows with a folded paste, while others wait and much is out of the ordinary."""
    pilot.app.query_one(Queue).show(["and in winter?\nI mean snow", "攀岩 " * 60, "[bold]three[/]", "four", "five"])
    pilot.app.query_one(StatusRow).show(
        title="Climbing in the Alps", learning="paused", model="openai:gpt-5-mini", attached=["notes.md"]
    )
    pilot.app.query_one(PromptBox).load("What do I need for\n攀岩 and 👩‍👩‍👧 in " + "winter, " * 14 + "please? ")
    pilot.app.post_message(events.Paste("a line\n" * 10_000))
    await pilot.press("o", "k", "shift+left")


async def choose(pilot: Pilot[Any]) -> None:
    """A command whose topic is being chosen."""
    pilot.app.query_one(StatusRow).show(title="Climbing in the Alps", model="loading")
    pilot.app.query_one(PromptBox).candidates["TOPIC"] = TOPICS
    await pilot.press(*"/pin ", "down", "down")


async def browse(pilot: Pilot[Any]) -> None:
    """All commands."""
    pilot.app.query_one(StatusRow).show(title="new session", model="embedded")
    await pilot.press("/", "down", "down", "down", "down", "down", "down")


CASES = [
    *((size, look, write) for size in SIZES for look in ("penchant-dark", "penchant-light", "NO_COLOR")),
    *((SIZES[0], look, write) for look in ("textual-dark", "textual-light")),
    *(
        (SIZES[0], look, before)
        for look in ("penchant-dark", "penchant-light", "NO_COLOR")
        for before in (choose, browse)
    ),
]


def named(one: object) -> str:
    return "x".join(map(str, one)) if isinstance(one, tuple) else getattr(one, "__name__", str(one))


@pytest.mark.parametrize(("size", "look", "before"), CASES, ids=named)
def test_the_prompt_and_its_surroundings_look_so(
    snap_compare: Compare, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], look: str, before: Before
) -> None:
    for variable in ("NO_COLOR", "COLORFGBG", "TEXTUAL_COLOR_SYSTEM"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")
    if look == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(Stage(look), terminal_size=size, run_before=before)
