from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import aclosing, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from langchain_core.messages import AIMessage, AIMessageChunk
from penchant.agent import Agent, Failed, ModelRefused, ModelUnreachable, Patience, Recalled, Remembered, Retrying, Text
from penchant.agent.asking.ending import Ending
from penchant.agent.asking.failures import passes, retry_after, status_of
from penchant.agent.asking.whole import whole
from penchant.agent.models import wrap
from penchant.memory import UserMemory

from tests.agent.talk import AT_ONCE, Opener, chat_model, heard, heard_until_error, stored
from tests.loopback import Call, Loopback


class Waits(list[float]):
    """Writes down how long it was to wait, and does not."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)

    def patience(self, **options: Any) -> Patience:
        return Patience(sleep=self, chance=lambda: 0.0, **options)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"first_token": 10}, "first_token must be a timedelta, such as timedelta(days=7), got 10"),
        ({"tries": "4"}, "tries must be a number, got '4'"),
    ],
)
def test_a_patience_is_made_of_what_it_must_be(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        Patience(**options)


# Asking again


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 529])
async def test_a_failure_that_passes_is_asked_again_and_told(
    opened: Opener, server: Loopback, person: UserMemory, status: int
) -> None:
    server.failures = [status, status]
    waits = Waits()
    events = await heard(opened(patience=waits.patience()), "Hello!")
    assert [type(event) for event in events[:3]] == [Recalled, Retrying, Retrying]
    assert isinstance(events[-1], Remembered)
    assert waits == [1.0, 2.0]
    assert stored(person)[-1] == ("assistant", "Go climbing, of course.", True)
    assert len(server.requests) == 3


async def test_a_connection_that_breaks_before_the_first_word_is_asked_again(opened: Opener, server: Loopback) -> None:
    server.failures = [0]
    events = await heard(opened(patience=Waits().patience()), "Hello!")
    assert str(events[1]) == "the connection to the model broke; trying again in 1 s"
    assert isinstance(events[-1], Remembered)


async def test_a_stream_that_breaks_before_the_first_word_is_asked_again(opened: Opener, server: Loopback) -> None:
    server.die_after = 0
    waits = Waits()

    async def mend(seconds: float) -> None:
        await waits(seconds)
        server.die_after = None

    events = await heard(opened(patience=Patience(sleep=mend)), "Hello!")
    assert len(waits) == 1
    assert isinstance(events[-1], Remembered)


async def test_after_a_word_was_shown_it_is_never_asked_again(
    opened: Opener, server: Loopback, person: UserMemory
) -> None:
    server.die_after = 1
    waits = Waits()
    events, _ = await heard_until_error(opened(patience=waits.patience()), "Hello!")
    assert [type(event) for event in events] == [Recalled, Text, Failed]
    assert waits == []
    assert stored(person)[-1] == ("assistant", "Go", False)
    assert len(server.requests) == 1


async def test_a_stream_that_ends_in_the_middle_is_told_and_kept_as_a_beginning(
    opened: Opener, server: Loopback, person: UserMemory
) -> None:
    server.end_after = 2
    waits = Waits()
    events, error = await heard_until_error(opened(patience=waits.patience()), "Hello!")
    assert [type(event) for event in events] == [Recalled, Text, Text, Failed]
    assert isinstance(error, ModelUnreachable)
    assert stored(person)[-1] == ("assistant", "Go climbing,", False)
    assert (waits, len(server.requests)) == ([], 1)
    with pytest.raises(ModelUnreachable, match="ended in the middle"):
        whole(opened().model, [("user", "Hello!")], waits.patience())


async def test_a_stream_that_ends_before_its_first_word_is_an_empty_reply(opened: Opener, server: Loopback) -> None:
    server.end_after = 0
    _, error = await heard_until_error(opened(), "Hello!")
    assert "gave an empty reply" in str(error)


async def test_a_call_of_a_tool_that_was_cut_off_is_not_made(opened: Opener, server: Loopback) -> None:
    called = list[str]()
    server.reply, server.end_after = [Call("look", {"where": "in the garden behind the house"})], 3
    _, error = await heard_until_error(opened(tools=[look_into(called)]), "Hello!")
    assert isinstance(error, ModelUnreachable)
    assert called == []


def look_into(called: list[str]) -> Callable[[str], str]:
    def look(where: str) -> str:
        """Look somewhere."""
        called.append(where)
        return "Nothing."

    return look


def piece(provider: str = "", **said: Any) -> AIMessageChunk:
    return AIMessageChunk(content="Go", response_metadata=said | ({"model_provider": provider} if provider else {}))


@pytest.mark.parametrize(
    ("chunks", "missing"),
    [
        ([], False),
        ([piece()], False),
        ([piece(finish_reason="stop")], False),
        ([piece("ollama")], False),
        ([piece("openai")], True),
        ([piece("openai"), piece()], True),
        ([piece("openai"), piece("openai", finish_reason="length"), piece()], False),
        ([piece("openai"), piece("openai", status="incomplete")], False),
        ([piece("openai"), piece("openai", stop_reason="end_turn")], True),
        ([piece("anthropic"), piece("anthropic", stop_reason="end_turn")], False),
        ([piece("anthropic")], True),
        ([AIMessageChunk(content="", response_metadata={"model_provider": "openai"})], False),
        ([AIMessage("Go", response_metadata={"model_provider": "openai"})], False),
    ],
)
def test_only_who_always_says_when_an_answer_ends_can_leave_it_out(chunks: list[Any], missing: bool) -> None:
    ending = Ending()
    for one in chunks:
        ending.hear(one)
    assert ending.is_missing is missing


async def test_responses_of_openai_are_heard_alike(server: Loopback, person: UserMemory) -> None:
    chat = chat_model(server.base_url).model_copy(update={"use_responses_api": True})
    for end_after, complete in ((None, True), (2, False)):
        server.end_after = end_after
        with Agent(wrap(chat), person, session="s", patience=AT_ONCE) as agent, suppress(ModelUnreachable):
            await heard(agent, "Hello!")
        assert stored(person)[-1][2] is complete


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422])
async def test_what_does_not_pass_is_asked_once(opened: Opener, server: Loopback, status: int) -> None:
    server.status = status
    waits = Waits()
    await heard_until_error(opened(patience=waits.patience()), "Hello!")
    assert (waits, len(server.requests)) == ([], 1)


async def test_a_refused_connection_is_told_at_once(opened: Opener, server: Loopback) -> None:
    agent = opened(patience=(waits := Waits()).patience())
    server._server.socket.close()
    _, error = await heard_until_error(agent, "Hello!")
    assert isinstance(error, ModelUnreachable)
    assert waits == []


async def test_it_gives_up_in_the_end(opened: Opener, server: Loopback, person: UserMemory) -> None:
    server.status = 429
    waits = Waits()
    events, error = await heard_until_error(opened(patience=waits.patience(tries=3)), "Hello!")
    assert [type(event) for event in events] == [Recalled, Retrying, Retrying, Failed]
    assert isinstance(error, ModelUnreachable)
    assert waits == [1.0, 2.0]
    assert stored(person) == [("user", "Hello!", True)]


async def test_a_server_that_names_a_time_is_given_it(opened: Opener, server: Loopback) -> None:
    server.failures, server.retry_after = [429], 12
    waits = Waits()
    events = await heard(opened(patience=waits.patience()), "Hello!")
    assert str(events[1]) == "the model's server says: too many requests; trying again in 12 s"
    assert waits == [12.0]


async def test_a_server_that_wants_too_long_is_not_waited_for(opened: Opener, server: Loopback) -> None:
    server.status, server.retry_after = 429, 3600
    waits = Waits()
    _, error = await heard_until_error(opened(patience=waits.patience()), "Hello!")
    assert "asks to be left alone for 3600 s" in str(error)
    assert waits == []


async def test_a_quota_that_is_used_up_is_not_waited_for(
    opened: Opener, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = ("You exceeded your current quota, please check your plan.", "insufficient_quota", "insufficient_quota")
    monkeypatch.setattr("tests.loopback._ERRORS", {429: said})
    server.status = 429
    waits = Waits()
    _, error = await heard_until_error(opened(patience=waits.patience()), "Hello!")
    assert isinstance(error, ModelRefused)
    assert "quota or credit is used up" in str(error)
    assert waits == []


async def test_a_reader_that_leaves_while_it_waits_asks_no_more(
    opened: Opener, server: Loopback, person: UserMemory
) -> None:
    server.status = 429
    async with aclosing(opened(patience=Waits().patience()).reply("Hello!")) as events:
        async for event in events:
            if isinstance(event, Retrying):
                break
    assert len(server.requests) == 1
    assert stored(person) == [("user", "Hello!", True)]


async def test_asking_without_memory_is_patient_too(opened: Opener, server: Loopback) -> None:
    agent = opened(patience=Waits().patience())
    events = await heard(agent, "Hello!")
    recalled = events[0]
    assert isinstance(recalled, Recalled)
    server.failures = [503]
    again = [event async for event in agent.again(recalled.turn.number)]
    assert isinstance(again[0], Retrying)
    assert "".join(event.text for event in again if isinstance(event, Text)) == "Go climbing, of course."


# Waiting


async def test_a_model_that_says_nothing_is_given_up(opened: Opener, server: Loopback) -> None:
    server.hang = True
    patience = Waits().patience(first_token=timedelta(seconds=0.2))
    _, error = await heard_until_error(opened(patience=patience), "Hello!")
    assert isinstance(error, ModelUnreachable)
    assert "timed out: nothing came for 0.2 s" in str(error)
    assert len(server.requests) <= 1  # it is not asked again; a slow machine may be too late to ask at all


async def test_a_model_that_falls_silent_is_given_up_and_told_so(
    opened: Opener, server: Loopback, person: UserMemory
) -> None:
    from tests.loopback import hold_once

    left = hold_once(server, after=2)
    patience = Waits().patience(between_tokens=timedelta(seconds=4))  # more than two pieces take on a slow machine
    _, error = await heard_until_error(opened(patience=patience), "Hello!")
    assert "nothing came for 4" in str(error)
    assert stored(person)[-1] == ("assistant", "Go climbing,", False)
    assert await asyncio.to_thread(left.wait, 120)


@pytest.mark.parametrize("wrong", [{"tries": 0}, {"first_wait": timedelta(0)}, {"between_tokens": timedelta(-1)}])
def test_patience_that_is_none_is_the_callers_mistake(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="got"):
        Patience(**wrong)


def test_waits_double_up_to_a_limit_and_chance_only_shortens_them() -> None:
    patience = Patience(tries=9, longest_wait=timedelta(seconds=10), chance=lambda: 0.0)
    assert [patience.wait_seconds(tried) for tried in range(1, 9)] == [1, 2, 4, 8, 10, 10, 10, 10]
    assert Patience(chance=lambda: 1.0).wait_seconds(1) == 0.75
    assert Patience().wait_seconds(4) is None


# Reading failures


class Answered(Exception):
    """An error that holds what a server answered."""

    def __init__(self, status: int, headers: dict[str, str] | None = None, details: Any = None) -> None:
        super().__init__("no")
        self.response = type("Response", (), {"status_code": status, "headers": headers or {}})()
        self.details = details


NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": format_datetime(NOW + timedelta(seconds=30), usegmt=True)}, 30.0),
        ({"retry-after": format_datetime(NOW - timedelta(seconds=30), usegmt=True)}, 0.0),
    ],
)
def test_the_time_that_a_server_asks_for_is_read(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(Answered(429, headers), NOW) == seconds


def test_the_delay_of_google_is_read() -> None:
    details = {
        "error": {"code": 429, "details": [{"@type": "…/ErrorInfo"}, {"@type": "…/RetryInfo", "retryDelay": "12.5s"}]}
    }
    assert retry_after(Answered(429, details=details), NOW) == 12.5


def test_what_a_wrapped_failure_says_is_found() -> None:
    try:
        try:
            raise Answered(503)
        except Answered as error:
            raise RuntimeError("wrapped") from error
    except RuntimeError as error:
        wrapped = error
    assert status_of(wrapped) == 503
    assert passes(wrapped)
    assert not passes(RuntimeError("no status"))


# What it took


async def test_usage_is_told_and_stored_with_the_turn(opened: Opener, server: Loopback) -> None:
    server.usage = (1200, 80)
    agent = opened()
    recalled, *_, remembered = await heard(agent, "Hello!")
    assert isinstance(recalled, Recalled)
    assert isinstance(remembered, Remembered)
    assert str(remembered.usage) == "1,200 tokens in, 80 out, cost unknown"
    record = agent.sent(recalled.turn.number)
    assert record is not None
    assert record.usage == remembered.usage


async def test_that_a_reply_reached_its_limit_is_told_and_stored_with_the_turn(
    opened: Opener, server: Loopback, person: UserMemory
) -> None:
    agent = opened()
    for server.at_limit in (True, False):
        recalled, *_, remembered = await heard(agent, "Hello!")
        assert isinstance(recalled, Recalled)
        assert isinstance(remembered, Remembered)
        record = agent.sent(recalled.turn.number)
        assert record is not None
        assert (remembered.cut, record.cut) == (server.at_limit,) * 2
        assert stored(person)[-1] == ("assistant", "Go climbing, of course.", True)


async def test_an_incognito_turn_has_its_usage_too(opened: Opener, server: Loopback) -> None:
    server.usage = (12, 3)
    agent = opened(learning="incognito")
    recalled, *_ = await heard(agent, "Hello!")
    assert isinstance(recalled, Recalled)
    record = agent.sent(recalled.turn.number)
    assert record is not None
    assert record.usage is not None
    assert record.usage.input_tokens == 12


async def test_a_reply_that_was_cut_short_took_at_least_what_is_known(opened: Opener, server: Loopback) -> None:
    server.die_after = 2
    agent = opened()
    events, _ = await heard_until_error(agent, "Hello!")
    assert isinstance(events[0], Recalled)
    assert isinstance(events[-1], Failed)
    assert str(events[-1].usage) == "tokens unknown, cost unknown"
    record = agent.sent(events[0].turn.number)
    assert record is not None
    assert record.usage == events[-1].usage


async def test_what_is_forgotten_leaves_the_usage(opened: Opener, person: UserMemory) -> None:
    agent = opened()
    recalled = (await heard(agent, "What shall I do today?"))[0]
    assert isinstance(recalled, Recalled)
    person.observe("I love chess.")
    person.forget("chess")
    record = agent.sent(recalled.turn.number)
    assert record is not None
    assert record.usage is not None
