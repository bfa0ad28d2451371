from __future__ import annotations

from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.tui import themes
from penchant.tui.preferences import read
from penchant.tui.widgets.prompt_box import PromptBox
from penchant.tui.widgets.status_row import Hint, Status, StatusRow, fitted, parts
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType

HINTS = [
    Hint("app.help", "F1", "help"),
    Hint("app.interests", "Ctrl+T", "interests"),
    Hint("prompt.send", "Enter", "send"),
]


def row(status: Status, width: int, hints: list[Hint] = HINTS) -> str:
    said, keys = fitted(list(parts(status)), hints, width)
    left = " · ".join(one.text for one in said)
    return left + "".join(f"  {one.key} {one.word}" for one in keys).rjust(width - cell_len(left))


FULL = Status(
    "攀岩 in the Alps", "paused", "openai:gpt-5-mini", "the index is being rebuilt", ["notes.md", "a.png"], True
)


@pytest.mark.parametrize(
    ("status", "width", "text"),
    [
        (Status("Alps", model="loading"), 60, "Alps · model loading…  F1 help  Ctrl+T interests  Enter send"),
        (Status("Alps", model="gpt"), 60, "Alps · gpt             F1 help  Ctrl+T interests  Enter send"),
        (Status("Alps", "paused"), 40, "learning paused · Alps           F1 help"),
        (Status("Alps", "incognito", "gpt"), 24, "incognito · Alps · gpt"),
        (
            Status("A long title of a session", model="openai:gpt-5-mini"),
            40,
            "A long title of a sess… · openai:gpt-5-…",
        ),
        (Status("A long title of a session", model="openai:gpt-5-mini"), 30, "A long title of a session"),
        (Status("A long title", "paused", attached=["notes.md"]), 34, "learning paused · A long title"),
    ],
)
def test_what_there_is_no_room_for_is_cut_sensibly(status: Status, width: int, text: str) -> None:
    assert row(status, width).rstrip() == text


@pytest.mark.parametrize("index", ["index rebuilding", "index elsewhere", "index failed"])
@pytest.mark.parametrize("width", [56, 76, 96])
def test_what_is_wrong_with_the_index_is_said_in_full(index: str, width: int) -> None:
    status = Status("What I said first in a session of mine", model="http://127.0.0.1:8000/v1", index=index)
    assert f" · {index}" in row(status, width)


def test_learning_that_is_on_is_not_spoken_of() -> None:
    assert "learning" not in row(Status("Alps", "on"), 80)
    assert row(Status("Alps", "paused"), 80).startswith("learning paused · Alps")
    assert row(Status("Alps", "incognito"), 80).startswith("incognito · Alps")


def test_with_all_the_room_everything_is_said() -> None:
    assert row(FULL, 200).startswith(
        "editing an earlier turn · learning paused · 攀岩 in the Alps · + notes.md, a.png · openai:gpt-5-mini"
        " · the index is being rebuilt "
    )


@pytest.mark.parametrize("width", range(16, 200))
def test_that_nothing_is_learned_is_said_at_any_width(width: int) -> None:
    assert "incognito" in row(Status("A title", "incognito", "openai:gpt-5-mini", attached=["a" * 50]), width)


@given(
    st.builds(
        Status,
        st.text(),
        st.sampled_from(["on", "paused", "incognito"]),
        st.text(),
        st.text(),
        st.lists(st.text()),
        st.booleans(),
    ),
    st.integers(50, 200),
)
def test_a_row_is_never_longer_than_the_screen(status: Status, width: int) -> None:
    said, keys = fitted(list(parts(status)), HINTS, width)
    assert cell_len(" · ".join(one.text for one in said)) + sum(one.cells + 2 for one in keys) <= width


class Stage(App[None]):
    AUTO_FOCUS = "#prompt"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "done('help')", show=False, id="app.help", priority=True),
        Binding("escape", "done('stop')", show=False, id="app.stop-reply"),
    ]

    def __init__(self, keys: dict[str, Any] | None = None) -> None:
        super().__init__()
        themes.install(self, "", {})
        self.set_keymap(read({"keys": keys or {}}, {}).keys)
        self.done: list[str] = []

    def compose(self) -> ComposeResult:
        yield PromptBox()
        yield StatusRow()

    def action_done(self, what: str) -> None:
        self.done.append(what)

    @property
    def row(self) -> StatusRow:
        return self.query_one(StatusRow)


async def test_hints_name_the_keys_as_the_person_has_them() -> None:
    app = Stage({"app.help": "f9", "prompt.send": "ctrl+s"})
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.pause()
        assert app.row.render_line(0).text.strip() == "F9 help  Ctrl+S send"


async def test_stopping_is_offered_while_there_is_something_to_stop() -> None:
    app = Stage()
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.pause()
        assert app.row.render_line(0).text.strip() == "F1 help  Enter send"
        app.row.show(busy=True)
        assert app.row.render_line(0).text.strip() == "Esc stop  F1 help  Enter send"


async def test_a_click_on_a_hint_does_what_its_key_does() -> None:
    app = Stage()
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.pause()
        app.row.show(busy=True)
        text = app.row.render_line(0).text
        for word in ("F1", "help", "stop"):
            await pilot.click(StatusRow, offset=(2 + text.index(word), 0))
        await pilot.click(StatusRow, offset=(4, 0))
        assert app.done == ["help", "help", "stop"]


async def test_what_was_said_stays_until_it_is_said_otherwise() -> None:
    app = Stage()
    async with app.run_test(size=(60, 5)) as pilot:
        app.row.show(title="Alps", model="loading")
        app.row.show(model="gpt [bold]")
        await pilot.pause()
        assert app.row.render_line(0).text.startswith("Alps · gpt [bold]  ")
