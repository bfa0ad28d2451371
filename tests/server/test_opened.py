"""A model that LangChain opens, behind OpenAI's protocol."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openai
import pytest
from langchain_openai import ChatOpenAI
from penchant.agent.models import Model, Profile, open_model
from penchant.agent.prompting.block import Placement
from penchant.memory import InterestMemory
from penchant.server.chat.opened import Opened
from pydantic import SecretStr

from tests.agent.talk import AT_ONCE
from tests.loopback import Call, Loopback
from tests.loopback_anthropic import ANTHROPIC
from tests.server.stage import asked, bearer, chat, key_of

PATH = "/v1/chat/completions"
TOOL = {"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {}}}}


def opened(upstream: Loopback, **profile: Any) -> Opened:
    model = ChatOpenAI(
        model="loopback",
        base_url=upstream.base_url,
        api_key=SecretStr("any"),
        max_retries=0,
        stream_usage=True,
        use_responses_api=False,
    )
    return Opened(Model(Profile("small", Placement.SPOKEN, **profile), model), AT_ONCE)


async def test_an_answer_has_openais_shape_and_the_block_the_models_own(
    memory: InterestMemory, upstream: Loopback
) -> None:
    memory.user("ada").observe("I love rock climbing.")
    async with asked(memory, opened(upstream, system="Be brief.")) as client:
        head = bearer(key_of(memory, "ada"))
        body = chat("Suggest something to do this weekend.", n=2, temperature=0.25, stop=["END"], max_tokens=9)
        answer = openai.types.chat.ChatCompletion.model_validate(
            (await client.post(PATH, json=body, headers=head)).json()
        )
        assert [one.message.content for one in answer.choices] == ["Go climbing, of course."] * 2
        assert [one.index for one in answer.choices] == [0, 1]
        assert answer.usage is not None
        assert answer.usage.completion_tokens == 8
        listed = await client.get("/v1/models", headers=head)
        assert [one["id"] for one in listed.json()["data"]] == ["small"]
    sent = upstream.requests[-1].body
    assert [one["role"] for one in sent["messages"]] == ["system", "user"]
    assert sent["messages"][1]["content"].startswith("I am interested in rock climbing. Suggest")
    assert (sent["temperature"], sent["stop"]) == (0.25, ["END"])
    assert memory.user("ada").turns(memory.user("ada").sessions()[0].id, 9)[-1].text == "Go climbing, of course."


async def test_half_a_surrogate_is_replaced_for_a_model_as_for_the_ledger(
    memory: InterestMemory, upstream: Loopback
) -> None:
    body = chat("Hello \ud83d there!")
    body["messages"].insert(0, {"role": "system", "content": "Be \udc00 brief."})
    async with asked(memory, opened(upstream)) as client:
        head = bearer(key_of(memory, "ada")) | {"Content-Type": "application/json"}
        answer = await client.post(PATH, content=json.dumps(body).encode(), headers=head)
    assert answer.status_code == 200
    assert [one["content"] for one in upstream.requests[-1].body["messages"]] == [
        "Be \ufffd brief.",
        "Hello \ufffd there!",
    ]


async def test_a_stream_has_openais_shape(memory: InterestMemory, upstream: Loopback) -> None:
    async with asked(memory, opened(upstream)) as client:
        body = chat("Hi", stream=True, stream_options={"include_usage": True})
        answer = await client.post(PATH, json=body, headers=bearer(key_of(memory, "ada")))
    *events, last = [line.removeprefix("data: ") for line in answer.text.splitlines() if line]
    assert last == "[DONE]"
    chunks = [openai.types.chat.ChatCompletionChunk.model_validate_json(event) for event in events]
    assert chunks[0].choices[0].delta.role == "assistant"
    said = "".join(one.choices[0].delta.content or "" for one in chunks if one.choices)
    assert said == "Go climbing, of course."
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].usage is not None
    assert len({one.id for one in chunks}) == 1


@pytest.mark.parametrize("stream", [False, True])
async def test_a_call_of_a_tool_and_what_it_returned_go_through(
    memory: InterestMemory, upstream: Loopback, stream: bool
) -> None:
    upstream.reply = lambda said: "Sunny." if said[-1]["role"] == "tool" else ([Call("weather", {"city": "Bern"})])
    async with asked(memory, opened(upstream)) as client:
        head = bearer(key_of(memory, "ada"))
        answer = await client.post(PATH, json=chat("Weather?", tools=[TOOL], stream=stream), headers=head)
        if stream:
            parts = [json.loads(line[6:]) for line in answer.text.splitlines() if line.startswith("data: {")]
            calls = [call for one in parts for call in one["choices"][0]["delta"].get("tool_calls", ())]
            found = calls[0]["function"]["name"], "".join(call["function"]["arguments"] for call in calls)
            assert parts[-1]["choices"][0]["finish_reason"] == "tool_calls"
        else:
            choice = answer.json()["choices"][0]
            call = choice["message"]["tool_calls"][0]
            found = call["function"]["name"], call["function"]["arguments"]
            assert (choice["finish_reason"], choice["message"]["content"]) == ("tool_calls", None)
        assert (found[0], json.loads(found[1])) == ("weather", {"city": "Bern"})
        body = chat("Weather?", tools=[TOOL], stream=stream)
        made = {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}
        body["messages"] += [{"role": "assistant", "content": None, "tool_calls": [made]}]
        body["messages"] += [{"role": "tool", "tool_call_id": "call_1", "content": "sun"}]
        assert "Sunny." in (await client.post(PATH, json=body, headers=head)).text
    assert upstream.requests[-1].body["messages"][-1]["content"] == "sun"


@pytest.mark.parametrize(("status", "told"), [(400, 400), (401, 400), (429, 503), (500, 503)])
@pytest.mark.parametrize("stream", [False, True])
async def test_a_model_that_fails_is_an_error_in_openais_shape(
    memory: InterestMemory, upstream: Loopback, status: int, told: int, stream: bool
) -> None:
    upstream.status = status
    async with asked(memory, opened(upstream)) as client:
        answer = await client.post(PATH, json=chat("Hi", stream=stream), headers=bearer(key_of(memory, "ada")))
    assert (answer.status_code, bool(answer.json()["error"]["message"])) == (told, True)


async def test_a_stream_that_breaks_ends_with_an_error_that_clients_know(
    memory: InterestMemory, upstream: Loopback
) -> None:
    upstream.die_after = 2
    async with asked(memory, opened(upstream)) as client:
        answer = await client.post(PATH, json=chat("Hi", stream=True), headers=bearer(key_of(memory, "ada")))
    last = [line for line in answer.text.splitlines() if line][-1]
    assert json.loads(last.removeprefix("data: "))["error"]["code"] == "upstream_unreachable"
    kept = memory.user("ada").turns(memory.user("ada").sessions()[0].id, 9)[-1]
    assert (kept.text, kept.complete) == ("Go climbing,", False)


@pytest.mark.parametrize("more", ["abc", [1], {"a": 1}, [{"type": "custom", "custom": {"name": "x"}}]], ids=str)
async def test_a_tool_that_is_none_is_refused_and_one_word_to_stop_at_is_a_list(
    memory: InterestMemory, upstream: Loopback, more: Any
) -> None:
    async with asked(memory, opened(upstream)) as client:
        head = bearer(key_of(memory, "ada"))
        assert (await client.post(PATH, json=chat("Hi", tools=more), headers=head)).status_code == 400
        assert upstream.requests == []
        assert (await client.post(PATH, json=chat("Hi", stop="END"), headers=head)).status_code == 200
    assert upstream.requests[-1].body["stop"] == ["END"]


@pytest.mark.parametrize(
    "choice",
    [5, True, [], {}, "weather", "any", {"type": "function"}, {"type": "function", "function": {"name": "sun"}}],
)
@pytest.mark.parametrize("tools", [[TOOL], []], ids=["tools", "none"])
async def test_a_choice_of_no_tool_that_there_is_is_refused(
    memory: InterestMemory, upstream: Loopback, choice: Any, tools: list[Any]
) -> None:
    async with asked(memory, opened(upstream)) as client:
        body = chat("Weather?", tools=tools, tool_choice=choice)
        answer = await client.post(PATH, json=body, headers=bearer(key_of(memory, "ada")))
    error = answer.json()["error"]
    assert (answer.status_code, error["type"], error["param"]) == (400, "invalid_request_error", "tool_choice")
    assert upstream.requests == []


NAMED = {"type": "function", "function": {"name": "weather"}}


@pytest.mark.parametrize(
    ("choice", "openais", "anthropics"),
    [
        ("auto", "auto", {"type": "auto"}),
        ("required", "required", {"type": "any"}),
        (NAMED, NAMED, {"type": "tool", "name": "weather"}),
        ("none", None, None),
    ],
)
async def test_a_choice_of_a_tool_reaches_each_provider_in_its_own_words(
    memory: InterestMemory,
    upstream: Loopback,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    choice: Any,
    openais: Any,
    anthropics: Any,
) -> None:
    with Loopback(reply="Sunny.", protocol=ANTHROPIC) as other:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", other.root)
        monkeypatch.setenv("ANTHROPIC_API_KEY", "any")
        claude = Opened(open_model("anthropic:claude-sonnet-5", tmp_path), AT_ONCE)
        for server, model, sent in ((upstream, opened(upstream), openais), (other, claude, anthropics)):
            async with asked(memory, model) as client:
                body = chat("Weather?", tools=[TOOL], tool_choice=choice)
                answer = await client.post(PATH, json=body, headers=bearer(key_of(memory, "ada")))
            assert answer.status_code == 200
            assert server.requests[-1].body.get("tool_choice") == sent
            assert ("tools" in server.requests[-1].body) is (sent is not None)


async def test_tools_of_a_model_that_runs_in_this_process_are_refused(memory: InterestMemory, tmp_path: Path) -> None:
    from tests.agent.tiny import saved

    model = Opened(open_model(f"hf:{saved(tmp_path / 'tiny')}", tmp_path))
    async with asked(memory, model) as client:
        answer = await client.post(PATH, json=chat("Hi", tools=[TOOL]), headers=bearer(key_of(memory, "ada")))
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "tools")


@pytest.mark.parametrize(
    "more", [{"n": 0}, {"n": 99}, {"n": "x"}, {"tools": [TOOL]}, {"messages": [{"role": "fly", "content": "x"}]}]
)
async def test_what_a_model_cannot_do_is_refused(
    memory: InterestMemory, upstream: Loopback, more: dict[str, Any]
) -> None:
    async with asked(memory, opened(upstream, tools=False)) as client:
        answer = await client.post(PATH, json=chat("Hi") | more, headers=bearer(key_of(memory, "ada")))
    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "invalid_request_error")
    assert upstream.requests == []


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("form", ["json_object", "json_schema"])
async def test_an_answer_in_json_that_ends_at_its_limit_is_an_answer(
    memory: InterestMemory, upstream: Loopback, stream: bool, form: str
) -> None:
    upstream.reply, upstream.at_limit = '{"place": "Ber', True
    schema = {"name": "x", "schema": {"type": "object", "properties": {"place": {"type": "string"}}}}
    wanted = {"type": form} | ({"json_schema": schema} if form == "json_schema" else {})
    body = chat("Where?", response_format=wanted, max_tokens=4, stream=stream, stream_options={"include_usage": True})
    async with asked(memory, opened(upstream)) as client:
        answer = await client.post(PATH, json=body, headers=bearer(key_of(memory, "ada")))
    assert answer.status_code == 200
    assert upstream.requests[-1].body["response_format"] == wanted
    if stream:
        parts = [json.loads(line[6:]) for line in answer.text.splitlines() if line.startswith("data: {")]
        assert (
            "".join(one["choices"][0]["delta"].get("content", "") for one in parts if one["choices"]) == upstream.reply
        )
        assert [one["choices"][0]["finish_reason"] for one in parts if one["choices"]][-1] == "length"
        assert parts[-1]["usage"]["completion_tokens"] > 0
    else:
        [choice] = answer.json()["choices"]
        assert (choice["message"]["content"], choice["finish_reason"]) == (upstream.reply, "length")


async def test_a_form_of_the_answer_leaves_what_else_goes_to_the_model(
    memory: InterestMemory, upstream: Loopback
) -> None:
    model = opened(upstream)
    model._model.chat.extra_body = {"min_p": 0.1}  # type: ignore[attr-defined]
    async with asked(memory, model) as client:
        head = bearer(key_of(memory, "ada"))
        await client.post(PATH, json=chat("Hi", response_format={"type": "json_object"}, seed=3), headers=head)
    sent = upstream.requests[-1].body
    assert (sent["min_p"], sent["seed"], sent["response_format"]) == (0.1, 3, {"type": "json_object"})


PICTURE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}
RECORDING = {"type": "input_audio", "input_audio": {"data": "AA==", "format": "wav"}}
FILE = {"type": "file", "file": {"file_id": "x"}}


@pytest.mark.parametrize("part", [PICTURE, RECORDING, FILE], ids=lambda part: part["type"])
@pytest.mark.parametrize("stream", [False, True])
async def test_what_a_model_does_not_take_is_refused_before_it_is_asked(
    memory: InterestMemory, upstream: Loopback, part: dict[str, Any], stream: bool
) -> None:
    async with asked(memory, opened(upstream, images=False)) as client:
        body = chat("Hi", stream=stream)
        body["messages"] = [{"role": "user", "content": [{"type": "text", "text": "What is this?"}, part]}]
        answer = await client.post(PATH, json=body, headers=bearer(key_of(memory, "ada")))
    error = answer.json()["error"]
    assert (answer.status_code, error["param"], error["code"]) == (400, "messages", "unsupported_parameter")
    assert upstream.requests == []


async def test_a_model_that_takes_pictures_is_sent_them(memory: InterestMemory, upstream: Loopback) -> None:
    async with asked(memory, opened(upstream)) as client:
        head, body = bearer(key_of(memory, "ada")), chat("Hi")
        body["messages"] = [{"role": "user", "content": [{"type": "text", "text": "What is this?"}, PICTURE]}]
        assert (await client.post(PATH, json=body, headers=head)).status_code == 200
        body["messages"][0]["content"][1] = RECORDING
        assert (await client.post(PATH, json=body, headers=head)).status_code == 400


@pytest.mark.parametrize("name", ["max_tokens", "max_completion_tokens"])
async def test_a_limit_that_is_none_is_told_by_the_name_that_the_client_gave_it(
    memory: InterestMemory, upstream: Loopback, name: str
) -> None:
    async with asked(memory, opened(upstream)) as client:
        head = bearer(key_of(memory, "ada"))
        for wrong in (0, -1, "9", 1.5, True, [9]):
            error = (await client.post(PATH, json=chat("Hi", **{name: wrong}), headers=head)).json()["error"]
            assert (error["param"], error["message"].partition(" ")[0]) == (name, f"`{name}`")
        assert upstream.requests == []
        assert (await client.post(PATH, json=chat("Hi", **{name: None}), headers=head)).status_code == 200


@pytest.mark.parametrize("name", ["max_tokens", "max_completion_tokens"])
async def test_what_a_models_server_says_of_the_limit_is_told_in_the_clients_words(
    memory: InterestMemory, upstream: Loopback, name: str
) -> None:
    upstream.lacks = ("max_completion_tokens",)
    async with asked(memory, opened(upstream)) as client:
        head = bearer(key_of(memory, "ada"))
        answer = await client.post(PATH, json=chat("Hi", **{name: 9}), headers=head)
    assert answer.status_code == 400
    said = answer.json()["error"]["message"]
    assert name in said
    assert said.count("max_completion_tokens") == said.count(name) * (name == "max_completion_tokens")


@pytest.mark.parametrize("status", [400, 401, 429, 500])
async def test_a_client_is_told_nothing_of_a_terminal(memory: InterestMemory, upstream: Loopback, status: int) -> None:
    upstream.status = status
    async with asked(memory, opened(upstream)) as client:
        head = bearer(key_of(memory, "ada")) | {"X-Penchant-Learning": "incognito"}
        said = (await client.post(PATH, json=chat("Hi"), headers=head)).json()["error"]["message"]
    assert not any(word in said for word in ("--model", "`penchant", "message is kept"))
