"""Tools in the terminal: what the transcript shows of them, and how the person is asked."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import AsyncIterator
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from penchant.agent import Patience
from penchant.agent.settings import load
from penchant.tui import cli
from penchant.tui.app import PenchantApp
from penchant.tui.engine import Engine
from penchant.tui.preferences import Preferences
from penchant.tui.screens.dialogs import Ask
from penchant.tui.system.draft import Draft
from penchant.tui.talk import Message, Talk

from tests.conftest import Clock
from tests.loopback import Call, Loopback, Said
from tests.tui.stage import opened, seen, settled, shows, until
from tests.tui.test_talk import Stage

NOTE = Call("note_preference", {"topic": "green tea", "liked": True})


def noting(messages: list[dict[str, Any]]) -> Said:
    return "Gladly." if messages[-1]["role"] == "tool" else [NOTE]


class Answering(Stage):
    """Answers questions, and writes down what happened."""

    def __init__(self, answer: bool) -> None:
        super().__init__()
        self.answer, self.questions = answer, list[str]()

    async def ask(self, question: str) -> bool:
        self.questions.append(question)
        return self.answer


@pytest.fixture
async def engine(tmp_path: Path, clock: Clock) -> AsyncIterator[tuple[Engine, Loopback]]:
    with Loopback(reply=noting) as server:
        chosen = load(data=tmp_path / "data", model=f"{server.base_url}#m", tools=True)
        engine = Engine(lambda: chosen, clock=clock)
        engine.start("here")
        yield engine, server
        engine.close()


async def talked(engine: Engine, stage: Stage, text: str) -> None:
    talk = Talk(engine, stage)
    talk.send(Message(text))
    await talk.finished()


@pytest.mark.parametrize("answer", [True, False])
async def test_a_talk_tells_of_tools_and_asks_the_person(engine: tuple[Engine, Loopback], answer: bool) -> None:
    stage = Answering(answer)
    await talked(engine[0], stage, "Please remember that.")
    assert stage.questions == ["May I note that you like “green tea”?"]
    assert stage.told[0] == "→ note_preference(topic: green tea, liked: True)"
    assert stage.told[1].startswith("← note_preference: ")
    assert [entry.text for entry in stage.replies] == ["Gladly."]
    assert ("green tea" in [one.label for one in await engine[0].interests()]) is answer


async def test_what_is_loaded_with_the_model_is_never_looked_through_for_garbage(
    engine: tuple[Engine, Loopback],
) -> None:
    gc.unfreeze()
    engine[0].load_model()
    await asyncio.wrap_future(engine[0]._agent)
    assert gc.get_freeze_count() > 0


async def test_a_talk_tells_when_the_model_is_asked_again(engine: tuple[Engine, Loopback]) -> None:
    async def at_once(_seconds: float) -> None:
        """Wait for nothing."""

    (await engine[0].agent()).patience = Patience(sleep=at_once, chance=lambda: 0.0)
    engine[1].reply, engine[1].failures = "Hello.", [429]
    stage = Answering(False)
    await talked(engine[0], stage, "Hello!")
    assert stage.told == ["the model's server says: too many requests; trying again in 1 s"]


async def test_the_screen_shows_a_line_for_each_and_asks_over_itself(
    engine: tuple[Engine, Loopback], tmp_path: Path
) -> None:
    app = PenchantApp(engine[0], Preferences(), Draft(tmp_path / "drafts", "test"), "")
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await opened(app, pilot)
        app.chat.prompt.load("Please remember that.")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        assert "May I note that you like “green tea”?" in seen(app)
        await pilot.press("y")
        await settled(app, pilot)
        screen = await shows(app, pilot, "→ note_preference(topic: green tea, liked: True)", "Gladly.")
        assert screen.index("→ note_preference") < screen.index("← note_preference: Noted") < screen.index("Gladly.")


async def test_stopping_takes_the_question_back(engine: tuple[Engine, Loopback], tmp_path: Path) -> None:
    app = PenchantApp(engine[0], Preferences(), Draft(tmp_path / "drafts", "test"), "")
    async with app.run_test(size=(100, 30)) as pilot:
        await opened(app, pilot)
        app.chat.prompt.load("Please remember that.")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        app.chat.stop()
        await settled(app, pilot)
        await until(pilot, lambda: app.screen is app.chat)
        assert "green tea" not in [one.label for one in await engine[0].interests()]


def test_in_a_pipe_nobody_is_asked_and_nothing_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Loopback(reply=noting) as server:
        monkeypatch.setenv("PENCHANT_DATA", str(tmp_path / "data"))
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b"Please remember that.\n/prompt\n"), "utf-8"))
        monkeypatch.setattr(sys, "argv", ["penchant", "chat", "--tools", "--model", f"{server.base_url}#m"])
        with pytest.raises(SystemExit):
            cli.main()
    written = capsys.readouterr()
    assert written.out.startswith("Gladly.\n")
    assert "Not done: nobody is there to be asked." in written.err
    assert "cost unknown, 2 calls · tools: note_preference" in written.out
