from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from penchant.agent.settings import load
from penchant.memory import Event
from penchant.tui.engine import Engine
from penchant.tui.entries import Entry
from penchant.tui.show import CUT
from penchant.tui.talk import Message, Talk

from tests.agent.later import finding
from tests.conftest import Clock
from tests.loopback import Loopback, hold_once


class Stage:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.queues: list[list[str]] = []
        self.turns: list[str] = []
        self.asked: list[str] = []
        self.pieces: list[str] = []
        self.replies: list[Entry] = []
        self.moved: list[list[str]] = []
        self.failures: list[tuple[str, str, Entry | None, bool]] = []
        self.taken_back: list[str] = []
        self.told: list[str] = []

    def waiting(self, messages: list[Message]) -> None:
        self.queues.append([message.text for message in messages])

    def stored(self, message: Message, turn: Event) -> None:
        assert turn.text == message.text
        self.turns.append(turn.text)

    def recalled(self, event: Any) -> None:
        self.asked.append(event.turn.text)

    def text(self, piece: str) -> None:
        self.pieces.append(piece)

    def happened(self, told: str) -> None:
        self.told.append(told)

    async def ask(self, question: str) -> bool:
        self.told.append(question)
        return False

    def replied(self, entry: Entry, event: Any) -> None:
        self.replies.append(entry)
        self.moved.append([change.label for change in event.changes] if event else [])

    def unsent(self, message: Message) -> None:
        self.taken_back.append(message.text)

    def failed(self, message: Message, error: Exception, came: Entry | None, stored: bool) -> None:
        self.failures.append((message.text, str(error), came, stored))


class Stopping(Stage):
    """Stops the first reply once it has said something of substance."""

    talk: Talk

    def text(self, piece: str) -> None:
        super().text(piece)
        if "".join(self.pieces) == "Go climbing,":
            self.talk.stop()


@pytest.fixture
async def engine(tmp_path: Path, clock: Clock) -> AsyncIterator[tuple[Engine, Loopback]]:
    with Loopback(reply="Go climbing, of course.") as server:
        engine = Engine(lambda: load(data=tmp_path / "data", model=f"{server.base_url}#m"), clock=clock)
        engine.start("here")
        yield engine, server
        engine.close()


async def talked(engine: Engine, *texts: str) -> tuple[Stage, Talk]:
    stage = Stage()
    talk = Talk(engine, stage)
    for text in texts:
        talk.send(Message(text))
    await talk.finished()
    return stage, talk


async def test_messages_are_answered_in_order_and_wait_until_they_are_stored(engine: tuple[Engine, Loopback]) -> None:
    stage, talk = await talked(engine[0], "I love jazz.", "And now?")
    assert stage.queues == [["I love jazz."], ["I love jazz.", "And now?"], ["And now?"], []]
    assert stage.turns == ["I love jazz.", "And now?"]
    assert "".join(stage.pieces) == "Go climbing, of course." * 2
    assert [(entry.text, entry.number, entry.complete) for entry in stage.replies] == [
        ("Go climbing, of course.", 2, True),
        ("Go climbing, of course.", 4, True),
    ]
    assert stage.moved[0] == ["jazz"]
    assert not talk.busy


async def test_a_reply_that_reached_its_limit_says_so_now_and_when_the_session_is_gone_on_with(
    engine: tuple[Engine, Loopback],
) -> None:
    engine[1].at_limit = True
    stage, _ = await talked(engine[0], "I love jazz.", "Suggest something to do this weekend.")
    notes = [entry.note for entry in stage.replies]
    assert notes[0] == CUT
    assert notes[1].startswith(f"{CUT} · biased by 1 interest")
    assert [entry.note for entry in await engine[0].entries(10) if entry.kind == "reply"] == notes
    engine[1].at_limit = False
    stage, _ = await talked(engine[0], "What is 2 + 2?")
    assert stage.replies[0].note == ""


async def test_a_reply_that_was_biased_says_by_how_much_and_others_say_nothing(engine: tuple[Engine, Loopback]) -> None:
    stage, _ = await talked(engine[0], "I love jazz.", "What is 2 + 2?", "Suggest something to do this weekend.")
    assert [entry.note[:20] for entry in stage.replies] == ["", "", "biased by 1 interest"]
    resumed = await engine[0].entries(10)
    assert [entry.note for entry in resumed if entry.kind == "reply"] == [entry.note for entry in stage.replies]


async def test_a_stopped_reply_keeps_what_came(engine: tuple[Engine, Loopback]) -> None:
    hold_once(engine[1], after=2)
    stage = Stopping()
    talk = stage.talk = Talk(engine[0], stage)
    talk.send(Message("Hello."))
    talk.send(Message("Go on."))
    await talk.finished()
    assert [entry.complete for entry in stage.replies] == [False, True]
    stored = await engine[0].entries(10)
    assert [entry.text for entry in stored if entry.kind == "reply"] == [entry.text for entry in stage.replies]
    assert stage.replies[0].text == "Go climbing,"


async def test_a_message_that_waits_for_the_model_comes_back_unsent(tmp_path: Path, clock: Clock) -> None:
    may_load = threading.Event()

    def settings() -> Any:
        may_load.wait(120)
        return load(data=tmp_path / "data", model="http://127.0.0.1:9/v1#m")

    engine, stage = Engine(settings, clock=clock), Stage()
    engine.start("here")
    talk = Talk(engine, stage)
    talk.send(Message("I love jazz."))
    await asyncio.sleep(0)  # it begins to wait
    assert talk.stop()
    await talk.finished()
    may_load.set()
    await engine.opened()
    assert (stage.taken_back, stage.queues[-1], stage.turns) == (["I love jazz."], [], [])
    assert await engine.entries(10) == []
    engine.close()


async def test_incognito_too_a_stopped_reply_keeps_what_came(engine: tuple[Engine, Loopback]) -> None:
    await engine[0].learn("incognito")
    hold_once(engine[1], after=2)
    stage = Stopping()
    talk = stage.talk = Talk(engine[0], stage)
    talk.send(Message("Hello."))
    await talk.finished()
    assert (stage.replies[0].text, stage.replies[0].complete) == ("".join(stage.pieces), False)
    assert [entry.number for entry in await engine[0].entries(10)] == [-1, -2]
    await engine[0].learn("on")
    assert await engine[0].entries(10) == []


async def test_a_failure_is_told_with_what_is_stored(engine: tuple[Engine, Loopback]) -> None:
    engine[1].status = 401
    stage, _ = await talked(engine[0], "I love jazz.")
    ((text, told, came, stored),) = stage.failures
    assert (text, came, stored) == ("I love jazz.", None, True)
    assert "Check the key" in told
    engine[1].status, engine[1].die_after = None, 2
    stage, _ = await talked(engine[0], "And now?")
    ((_, _, came, _),) = stage.failures
    assert came is not None
    assert (came.text, came.complete) == ("Go climbing,", False)


async def test_a_message_that_cannot_be_stored_says_so(engine: tuple[Engine, Loopback]) -> None:
    stage, _ = await talked(engine[0], "   ")
    assert stage.failures == [("   ", "the text is empty: there is nothing to remember or answer", None, False)]
    assert stage.queues[-1] == []


async def test_without_a_model_what_was_said_is_stored_and_the_failure_told(tmp_path: Path) -> None:
    engine = Engine(lambda: load(data=tmp_path, model="nosuchprovider:model"))
    engine.start("here")
    stage, _ = await talked(engine, "I love jazz.")
    ((_, told, came, stored),) = stage.failures
    assert "nosuchprovider" in told
    assert (came, stored) == (None, True)
    assert (stage.turns, stage.asked) == (["I love jazz."], [])
    assert [entry.text for entry in await engine.entries(10)] == ["I love jazz."]
    engine.close()


async def test_a_message_in_the_place_of_another_takes_what_followed_away(engine: tuple[Engine, Loopback]) -> None:
    _, talk = await talked(engine[0], "I love jazz.", "And now?")
    talk.send(Message("I love opera.", replacing=1))
    await talk.finished()
    assert [entry.text for entry in await engine[0].entries(10)] == ["I love opera.", "Go climbing, of course."]
    assert [one.label for one in await engine[0].interests()] == ["opera"]


async def test_what_waits_can_be_taken_back(engine: tuple[Engine, Loopback]) -> None:
    stage = Stage()
    talk = Talk(engine[0], stage)
    talk.send(Message("One."))
    talk.send(Message("Two."))
    assert talk.take_back(1).text == "Two."
    await talk.finished()
    assert stage.turns == ["One."]


async def test_what_was_to_be_forgotten_is_gone_after_the_end_and_can_be_taken_back_before(
    engine: tuple[Engine, Loopback], tmp_path: Path
) -> None:
    await talked(engine[0], "I love jazz.", "I love opera.")
    jazz = (await engine[0].forget_soon("jazz")).topic
    opera = (await engine[0].forget_soon("opera")).topic
    assert await engine[0].interests() == []
    await engine[0].keep(opera)
    assert [one.label for one in await engine[0].interests()] == ["opera"]
    engine[0].close()
    again = Engine(lambda: load(data=tmp_path / "data", model="nosuchprovider:model"))
    again.start("here")
    assert [one.label for one in await again.interests()] == ["opera"]
    assert [entry.text for entry in await again.entries(10) if entry.kind == "user"] == ["I love opera."]
    with pytest.raises(ValueError, match=str(jazz)):
        await again.keep(jazz)
    again.close()


async def test_what_is_forgotten_again_has_all_its_time_again(engine: tuple[Engine, Loopback]) -> None:
    await talked(engine[0], "I love jazz.")
    first = await engine[0].forget_soon("jazz")
    await engine[0].keep(first.topic)
    second = await engine[0].forget_soon("jazz")
    engine[0]._erase(first)  # its time is over
    assert engine[0].going == {second.topic: second}
    await engine[0].keep(second.topic)
    assert [one.label for one in await engine[0].interests()] == ["jazz"]


async def test_a_turn_is_read_again_in_the_background_and_the_reply_does_not_wait(tmp_path: Path, clock: Clock) -> None:
    read, done = finding(lambda _text: ["bouldering"]), threading.Event()
    with Loopback(reply=lambda messages: read(messages) if messages[0]["role"] == "system" else "Nice.") as server:
        name = f"{server.base_url}#m"
        engine = Engine(lambda: load(data=tmp_path / "data", model=name, extractor="chat"), clock=clock)
        engine.start("here")
        try:
            assert [type(event).__name__ async for event in engine.reply("Nothing beats bouldering!")][
                -1
            ] == "Remembered"
            assert len(server.requests) == 1
            memory = engine._open
            keep = memory.user("me").later.queue.finish
            memory.user("me").later.queue.finish = lambda *one, **more: (keep(*one, **more), done.set())  # type: ignore
            clock.advance(timedelta(minutes=1))
            assert memory._worker is not None
            memory._worker.wake()
            assert await asyncio.to_thread(done.wait, 60)
            assert [one.label for one in await engine.interests()] == ["bouldering"]
        finally:
            engine.close()
