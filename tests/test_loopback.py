from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import openai
import pytest

from tests.loopback import Call, Loopback, unit_vector

ASKED: list[Any] = [{"role": "user", "content": "What shall I do?"}]


@contextmanager
def client_of(server: Loopback, **options: Any) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=server.base_url, api_key="any", max_retries=0, **options) as client:
        yield client


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(reply="Go  climbing,\nor 攀岩.") as server:
        yield server


def test_a_reply_comes_whole_with_its_usage(server: Loopback) -> None:
    with client_of(server) as client:
        said = client.chat.completions.create(model="loopback", messages=ASKED)
    assert said.choices[0].message.content == server.reply
    assert said.usage is not None
    assert said.usage.prompt_tokens == 4


def test_a_reply_comes_in_pieces_and_its_usage_last(server: Loopback) -> None:
    with client_of(server) as client:
        chunks = list(
            client.chat.completions.create(
                model="loopback", messages=ASKED, stream=True, stream_options={"include_usage": True}
            )
        )
    pieces = [choice.delta.content for chunk in chunks for choice in chunk.choices if choice.delta.content]
    assert len(pieces) > 2
    assert "".join(pieces) == server.reply
    assert [chunk.usage is not None for chunk in chunks] == [False] * (len(chunks) - 1) + [True]


def test_what_came_is_kept_as_it_came(server: Loopback) -> None:
    with client_of(server) as client:
        client.chat.completions.create(model="loopback", messages=ASKED, temperature=0.5)
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/v1/chat/completions")
    assert request.headers["authorization"] == "Bearer any"
    assert request.body == json.loads(request.raw)
    assert request.body["messages"] == ASKED
    assert request.body["temperature"] == 0.5


def test_a_reply_may_depend_on_the_messages(server: Loopback) -> None:
    server.reply = lambda messages: messages[-1]["content"].upper()
    with client_of(server) as client:
        said = client.chat.completions.create(model="loopback", messages=ASKED)
    assert said.choices[0].message.content == "WHAT SHALL I DO?"


def test_models_are_listed() -> None:
    with Loopback(models=("small", "large")) as server, client_of(server) as client:
        assert [model.id for model in client.models.list()] == ["small", "large"]


@pytest.mark.parametrize("options", [{}, {"encoding_format": "float"}])  # the client asks for base 64 by itself
def test_embeddings_are_the_same_each_time_and_of_length_one(server: Loopback, options: Any) -> None:
    texts = ["rock climbing", "jazz"]
    with client_of(server) as client:
        found = client.embeddings.create(model="loopback", input=texts, **options)
    assert server.requests[-1].body["encoding_format"] == options.get("encoding_format", "base64")
    for text, one in zip(texts, found.data, strict=True):
        assert one.embedding == pytest.approx(unit_vector(text, 64), abs=1e-6)
        assert sum(number**2 for number in one.embedding) == pytest.approx(1)
    assert found.data[0].embedding != found.data[1].embedding


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (400, openai.BadRequestError, "context_length_exceeded"),
        (401, openai.AuthenticationError, "invalid_api_key"),
        (404, openai.NotFoundError, "model_not_found"),
        (429, openai.RateLimitError, "rate_limit_exceeded"),
        (500, openai.InternalServerError, "server_error"),
        (503, openai.InternalServerError, ""),
    ],
)
def test_a_status_raises_what_openai_raises(
    server: Loopback, status: int, kind: type[openai.APIStatusError], code: str
) -> None:
    server.status, server.retry_after = status, 7
    with client_of(server) as client, pytest.raises(kind) as caught:
        client.chat.completions.create(model="loopback", messages=ASKED)
    assert caught.value.code == code
    assert caught.value.response.headers["retry-after"] == "7"


def test_a_server_that_hangs_runs_into_the_clients_timeout(server: Loopback) -> None:
    server.hang = True
    with client_of(server, timeout=0.2) as client, pytest.raises(openai.APITimeoutError):
        client.chat.completions.create(model="loopback", messages=ASKED)


def test_a_stream_that_dies_gives_its_first_pieces_and_then_an_error(server: Loopback) -> None:
    server.die_after = 2
    pieces: list[str] = []
    with client_of(server) as client:
        stream = client.chat.completions.create(model="loopback", messages=ASKED, stream=True)
        with pytest.raises(openai.APIConnectionError):
            pieces.extend(chunk.choices[0].delta.content or "" for chunk in stream)
        stream.close()
    assert [piece for piece in pieces if piece] == ["Go", "  climbing,"]


def test_a_reply_may_call_tools_streamed_or_not(server: Loopback) -> None:
    server.reply = ["Let me look.", Call("weather", {"town": "Bern"})]
    with client_of(server) as client:
        whole = client.chat.completions.create(model="loopback", messages=ASKED)
        with client.chat.completions.stream(model="loopback", messages=ASKED) as stream:
            streamed = stream.get_final_completion()
    for completion in (whole, streamed):
        (choice,) = completion.choices
        assert (choice.message.content, choice.finish_reason) == ("Let me look.", "tool_calls")
        calls: list[Any] = list(choice.message.tool_calls or [])
        assert [one.function.name for one in calls] == ["weather"]
        assert json.loads(calls[0].function.arguments) == {"town": "Bern"}


def test_a_response_is_the_same_whole_and_streamed(server: Loopback) -> None:
    server.reply = ["Let me look.", Call("weather", {"town": "Bern"})]
    with client_of(server) as client:
        whole = client.responses.create(model="loopback", input="What shall I do?", instructions="Be brief.")
        events = list(
            client.responses.create(model="loopback", input="What shall I do?", instructions="Be brief.", stream=True)
        )
    assert whole.output_text == "Let me look."
    assert [item.type for item in whole.output] == ["message", "function_call"]
    assert whole.usage is not None
    assert whole.usage.input_tokens == 6
    assert events[-1].type == "response.completed"
    assert events[-1].response == whole
    assert [event.sequence_number for event in events] == list(range(len(events)))


def test_a_response_is_streamed_by_the_names_that_openai_gives_its_events(server: Loopback) -> None:
    server.reply = ["Go.", Call("a", {})]
    with client_of(server) as client:
        events = list(client.responses.create(model="loopback", input="What shall I do?", stream=True))
    assert [event.type.removeprefix("response.") for event in events] == [
        "created", "in_progress",
        "output_item.added", "content_part.added", "output_text.delta", "output_text.done", "content_part.done", "output_item.done",
        "output_item.added", "function_call_arguments.delta", "function_call_arguments.done", "output_item.done",
        "completed",
    ]  # fmt: skip


async def test_langchain_streams_from_it(server: Loopback) -> None:
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    async with openai.DefaultAsyncHttpxClient() as connections:
        chat = ChatOpenAI(
            model="loopback", base_url=server.base_url, api_key=SecretStr("any"), http_async_client=connections
        )
        text = "".join([chunk.text async for chunk in chat.astream("What shall I do?")])
    assert text == server.reply
