"""Every provider through its own LangChain package, against a server that speaks its own protocol."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from penchant.agent import (
    Agent,
    Failed,
    ModelRefused,
    ModelUnreachable,
    Patience,
    Recalled,
    Remembered,
    Retrying,
    Text,
    ToolCalled,
    ToolReturned,
)
from penchant.agent.models import open_model
from penchant.agent.providers import standing
from penchant.memory import UserMemory

from tests.agent.talk import AT_ONCE, cancel_midway, heard, heard_until_error, leave_midway, stored
from tests.loopback import Call, Loopback, Protocol, Said, hold_once
from tests.loopback_anthropic import ANTHROPIC
from tests.loopback_anthropic import SILENT as ANTHROPIC_SILENT
from tests.loopback_gemini import GEMINI, RETRY_SECONDS
from tests.loopback_ollama import OLLAMA

KEY = "the-persons-own-key"


@dataclass(frozen=True)
class Provider:
    """A provider as Penchant names one of its models; `key` is the header that its key goes in, `silent` its events without text."""

    model: str
    protocol: Protocol | None
    address: str
    key_variable: str = ""
    key: str = ""
    silent: int = 0
    retry_seconds: float = 7.0

    def __str__(self) -> str:
        return self.model.partition(":")[0]


PROVIDERS = (
    Provider("openai:gpt-4.1-mini", None, "OPENAI_BASE_URL", "OPENAI_API_KEY", "authorization", 1),
    Provider(
        "anthropic:claude-sonnet-5",
        ANTHROPIC,
        "ANTHROPIC_BASE_URL",
        "ANTHROPIC_API_KEY",
        "authorization",
        ANTHROPIC_SILENT,
    ),
    Provider("google:gemini-2.5-flash", GEMINI, "GOOGLE_GEMINI_BASE_URL", "GOOGLE_API_KEY", "x-goog-api-key"),
    Provider("ollama:qwen3:0.6b", OLLAMA, "OLLAMA_HOST"),
)


@pytest.fixture(params=PROVIDERS, ids=str)
def provider(request: pytest.FixtureRequest) -> Provider:
    found: Provider = request.param
    return found


@pytest.fixture
def server(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    with Loopback("Go climbing, of course.", protocol=provider.protocol, usage=(1200, 80), retry_after=7) as server:
        monkeypatch.setenv(provider.address, server.root if provider.protocol else server.base_url)
        if provider.key_variable:
            monkeypatch.setenv(provider.key_variable, KEY)
        yield server


@pytest.fixture
def agent(provider: Provider, server: Loopback, person: UserMemory, tmp_path: Path) -> Iterator[Agent]:
    assert server.requests == []
    with Agent(
        open_model(provider.model, tmp_path), person, session="s", system="Be brief.", patience=AT_ONCE
    ) as agent:
        yield agent


def weather(town: str) -> str:
    """Tell the weather in a town."""
    return f"Sunny in {town}."


def calling(messages: list[dict[str, Any]]) -> Said:
    return "It is sunny." if messages[-1]["role"] == "tool" else ["Let me look.", Call("weather", {"town": "Bern"})]


async def test_a_reply_is_streamed_with_its_usage_and_its_cost(
    agent: Agent, provider: Provider, server: Loopback, person: UserMemory
) -> None:
    events = await heard(agent, "What shall I do?")
    pieces = [event.text for event in events if isinstance(event, Text)]
    assert len(pieces) > 2
    assert "".join(pieces) == "Go climbing, of course."
    assert stored(person)[-1] == ("assistant", "Go climbing, of course.", True)
    last = events[-1]
    assert isinstance(last, Remembered)
    assert last.usage is not None
    assert (last.usage.input_tokens, last.usage.output_tokens, last.usage.whole) == (1200, 80, True)
    assert last.usage.cost_usd is not None
    assert (last.usage.cost_usd > 0) is bool(provider.key)
    assert len(server.requests) == 1


async def test_a_reply_that_reached_its_limit_says_so(agent: Agent, server: Loopback) -> None:
    for server.at_limit in (True, False):
        *_, last = await heard(agent, "What shall I do?")
        assert isinstance(last, Remembered)
        assert last.cut is server.at_limit


async def test_the_history_the_system_message_and_the_key_are_sent(
    agent: Agent, provider: Provider, server: Loopback
) -> None:
    await heard(agent, "What shall I do?")
    await heard(agent, "And then?")
    request = server.requests[-1]
    raw = request.raw.decode()
    places = [raw.find(text) for text in ("What shall I do?", "Go climbing, of course.", "And then?")]
    assert -1 < places[0] < places[1] < places[2]
    assert "Be brief." in raw
    if provider.key:
        assert request.headers[provider.key].removeprefix("Bearer ") == KEY
    assert KEY not in raw


async def test_tools_are_called(provider: Provider, server: Loopback, person: UserMemory, tmp_path: Path) -> None:
    server.reply = calling
    with Agent(open_model(provider.model, tmp_path), person, tools=[weather], patience=AT_ONCE) as agent:
        events = await heard(agent, "How is the weather in Bern?")
    assert [event.arguments for event in events if isinstance(event, ToolCalled)] == [{"town": "Bern"}]
    assert [event.text for event in events if isinstance(event, ToolReturned)] == ["Sunny in Bern."]
    said = "".join(event.text for event in events if isinstance(event, Text))
    assert said == "Let me look.\n\nIt is sunny."
    assert "Sunny in Bern." in server.requests[-1].raw.decode()
    assert "search_past_turns" in server.requests[-1].raw.decode()
    last = events[-1]
    assert isinstance(last, Remembered)
    assert last.usage is not None
    assert (last.usage.input_tokens, last.usage.calls) == (2400, 2)


@pytest.mark.parametrize("status", [429, 503])
async def test_too_many_requests_are_asked_again_when_the_server_says(
    agent: Agent, server: Loopback, status: int
) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    server.failures = [status]
    agent.patience = Patience(sleep=sleep)
    events = await heard(agent, "What shall I do?")
    assert [type(event) for event in events[:3]] == [Recalled, Retrying, Text]
    assert waits == [7.0]
    words = "too many requests" if status == 429 else "overloaded or not available"
    assert str(events[1]) == f"the model's server says: {words}; trying again in 7 s"
    assert len(server.requests) == 2  # the client itself asks once


async def test_a_connection_that_breaks_is_asked_again(agent: Agent, server: Loopback) -> None:
    async def sleep(_seconds: float) -> None:
        """Wait for nothing."""

    server.failures = [0]
    agent.patience = Patience(sleep=sleep)
    events = await heard(agent, "What shall I do?")
    assert [type(event) for event in events[:3]] == [Recalled, Retrying, Text]
    assert len(server.requests) == 2


async def test_a_model_that_is_not_there_is_a_refusal_and_hides_the_key(agent: Agent, server: Loopback) -> None:
    server.status = 404
    _, error = await heard_until_error(agent, "What shall I do?")
    assert isinstance(error, ModelRefused)
    assert KEY not in str(error)


async def test_a_stream_that_breaks_off_leaves_what_came(agent: Agent, server: Loopback, person: UserMemory) -> None:
    server.die_after = 2
    _, error = await heard_until_error(agent, "What shall I do?")
    assert isinstance(error, ModelUnreachable)
    assert stored(person)[-1] == ("assistant", "Go climbing,", False)
    assert len(server.requests) == 1


async def test_a_stream_that_ends_without_saying_so_has_broken_off_where_the_protocol_always_says_so(
    agent: Agent, provider: Provider, server: Loopback, person: UserMemory
) -> None:
    server.end_after = 2
    if str(provider) in ("openai", "anthropic"):
        events, error = await heard_until_error(agent, "What shall I do?")
        assert isinstance(events[-1], Failed)
        assert isinstance(error, ModelUnreachable)
        assert "ended in the middle of its answer" in str(error)
        assert stored(person)[-1] == ("assistant", "Go climbing,", False)
    else:
        await heard(agent, "What shall I do?")
        assert stored(person)[-1] == ("assistant", "Go climbing,", True)
    assert len(server.requests) == 1


async def test_a_reader_that_leaves_stops_the_bill(
    agent: Agent, provider: Provider, server: Loopback, person: UserMemory
) -> None:
    left = hold_once(server, after=provider.silent + 1)  # it counts from the second event on
    await leave_midway(agent, "What shall I do?")
    assert stored(person)[-1] == ("assistant", "Go climbing,", False)
    assert await asyncio.to_thread(left.wait, 10)


async def test_a_turn_that_is_cancelled_stops_the_bill(
    agent: Agent, provider: Provider, server: Loopback, person: UserMemory
) -> None:
    left = hold_once(server, after=provider.silent + 1)
    await cancel_midway(agent, "What shall I do?")
    assert stored(person)[-1] == ("assistant", "Go climbing,", False)
    assert await asyncio.to_thread(left.wait, 10)


def test_one_agent_after_another_asks_a_server_that_keeps_its_connections(
    provider: Provider, server: Loopback, person: UserMemory, tmp_path: Path
) -> None:
    def begin(self: Any, status: int, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)

    handler: Any = server._server.RequestHandlerClass
    handler._begin, handler.timeout = begin, 20
    model = open_model(provider.model, tmp_path)
    for _ in range(2):  # an event loop each, in one process
        with Agent(model, person, patience=AT_ONCE) as agent:
            assert agent.chat("Hello!") == "Go climbing, of course."
            assert agent.chat("Hello again!") == "Go climbing, of course."


def test_a_model_answers_without_an_event_loop_too(provider: Provider, server: Loopback, tmp_path: Path) -> None:
    assert open_model(provider.model, tmp_path).chat.invoke("Hello!").text == "Go climbing, of course."
    assert len(server.requests) == 1


# Names, packages and keys


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("anthropic:claude-sonnet-5", r"pip install 'penchant\[anthropic\]'"),
        ("google:gemini-2.5-flash", r"pip install 'penchant\[google\]'"),
    ],
)
def test_a_missing_extra_is_named_with_what_to_do(
    name: str, advice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("penchant.agent.providers.find_spec", lambda _package: None)
    with pytest.raises(ModelRefused, match=advice):
        open_model(name, tmp_path)


def test_ollama_without_its_extra_is_asked_by_openais_protocol(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("penchant.agent.providers.find_spec", lambda _package: None)
    with Loopback("Go.") as server:
        monkeypatch.setenv("OLLAMA_HOST", server.root)
        assert open_model("ollama:qwen3", tmp_path).chat.invoke("Hello!").text == "Go."
    assert server.requests[-1].path == "/v1/chat/completions"


@pytest.mark.parametrize(
    ("name", "variable"),
    [("anthropic:claude-sonnet-5", "ANTHROPIC_API_KEY"), ("google:gemini-2.5-flash", "GOOGLE_API_KEY")],
)
def test_a_missing_key_is_named_with_what_to_set(name: str, variable: str, tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match=f"set {variable}, or store one with `keyring set penchant"):
        open_model(name, tmp_path)


def test_what_is_missing_is_said_in_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    assert standing("google") == "set GOOGLE_API_KEY, or `keyring set penchant google`"
    monkeypatch.setenv("GEMINI_API_KEY", KEY)
    assert standing("google") == "there is a key"
    monkeypatch.setattr("penchant.agent.providers.find_spec", lambda _package: None)
    assert standing("google") == "pip install 'penchant[google]'"


def test_googles_key_may_have_its_other_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Loopback("Go.", protocol=GEMINI) as server:
        monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", server.root)
        monkeypatch.setenv("GEMINI_API_KEY", KEY)
        open_model("google:gemini-2.5-flash", tmp_path).chat.invoke("Hello!")
    assert server.requests[-1].headers["x-goog-api-key"] == KEY


def test_a_model_that_ollama_does_not_have_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, person: UserMemory
) -> None:
    with Loopback("Go.", protocol=OLLAMA, status=404) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.root)
        with (
            Agent(open_model("ollama:qwen3", tmp_path), person) as agent,
            pytest.raises(ModelRefused, match="`ollama pull qwen3` gets it"),
        ):
            agent.chat("Hello!")


def test_an_ollama_model_that_calls_no_tools_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, person: UserMemory
) -> None:
    with Loopback("Go.", protocol=OLLAMA, lacks=("tools",)) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.root)
        model = open_model("ollama:gemma", tmp_path)
        with (
            Agent(model, person, tools=[weather]) as agent,
            pytest.raises(ModelRefused, match="ollama:gemma calls no tools"),
        ):
            agent.chat("Weather?")


async def test_googles_own_time_to_wait_is_kept_to(
    person: UserMemory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    with Loopback("Go.", protocol=GEMINI, failures=[429]) as server:  # without the header: its details say it
        monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", server.root)
        monkeypatch.setenv("GOOGLE_API_KEY", KEY)
        with Agent(open_model("google:gemini-2.5-flash", tmp_path), person, patience=Patience(sleep=sleep)) as agent:
            await heard(agent, "Hello!")
    assert waits == [RETRY_SECONDS]
