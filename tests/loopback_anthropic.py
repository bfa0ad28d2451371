"""Anthropic's Messages API for tests/loopback.py: events of a stream by name, and content in blocks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.loopback import Call, Protocol, Received, Said, calls_of, pieces_of, said_by, text_of

ERRORS = {
    400: ("invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum"),
    401: ("authentication_error", "invalid x-api-key"),
    404: ("not_found_error", "model: loopback"),
    429: ("rate_limit_error", "This request would exceed your organization's rate limit."),
    529: ("overloaded_error", "Overloaded"),
}

SILENT = 2
"""The first events of a stream have no text."""


def error(status: int) -> dict[str, Any]:
    """Return the body of an error."""
    kind, message = ERRORS.get(status, ("api_error", "Internal server error"))
    return {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_loopback"}


def answer(handler: Any, request: Received) -> None:
    """Answer a request for a message."""
    assert request.path.partition("?")[0] == "/v1/messages"
    body, loopback = request.body, handler.loopback
    said = said_by(loopback.reply, as_openai(body["messages"]))
    given, out = loopback.usage or (12, 5)
    usage = {
        "input_tokens": given,
        "cache_read_input_tokens": 0,
        "cache_creation_input_tokens": 0,
        "output_tokens": out,
    }
    if body.get("stream"):
        events = (f"event: {one['type']}\ndata: {json.dumps(one)}\n\n".encode() for one in stream(body, said, usage))
        handler.stream("text/event-stream", events, SILENT)
    else:
        handler.send(message(body, blocks(said), usage, stop(said)))


def as_openai(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return messages with the role "tool" where the last block is what a tool returned."""
    return [
        one | {"role": "tool"}
        if isinstance(one["content"], list) and one["content"][-1].get("type") == "tool_result"
        else one
        for one in messages
    ]


def message(body: dict[str, Any], content: list[Any], usage: dict[str, Any], reason: str | None) -> dict[str, Any]:
    """Return a message."""
    head = {"id": "msg_loopback", "type": "message", "role": "assistant", "model": body["model"]}
    return head | {"content": content, "stop_reason": reason, "stop_sequence": None, "usage": usage}


def stop(said: Said) -> str:
    """Return why the message ends."""
    return "tool_use" if calls_of(said) else "end_turn"


def blocks(said: Said) -> list[dict[str, Any]]:
    """Return the blocks of a whole message."""
    text = [{"type": "text", "text": text_of(said)}] if text_of(said) else []
    return [
        *text,
        *({"type": "tool_use", "id": one.id, "name": one.name, "input": one.arguments} for one in calls_of(said)),
    ]


def stream(body: dict[str, Any], said: Said, usage: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the events of a stream: each block begins, comes in pieces and ends; the usage comes at both ends."""
    yield {"type": "message_start", "message": message(body, [], usage | {"output_tokens": 1}, None)}
    place = 0
    if text := text_of(said):
        yield {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
        for piece in pieces_of(text):
            yield {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": piece}}
        yield {"type": "content_block_stop", "index": 0}
        place = 1
    for number, call in enumerate(calls_of(said), place):
        yield from call_events(number, call)
    end = {"stop_reason": stop(said), "stop_sequence": None}
    yield {"type": "message_delta", "delta": end, "usage": usage}
    yield {"type": "message_stop"}


def call_events(number: int, call: Call) -> Iterator[dict[str, Any]]:
    """Yield a call as it is streamed, its arguments as pieces of JSON."""
    begun = {"type": "tool_use", "id": call.id, "name": call.name, "input": {}}
    yield {"type": "content_block_start", "index": number, "content_block": begun}
    for piece in re.findall(r".{1,7}", json.dumps(call.arguments)):
        yield {
            "type": "content_block_delta",
            "index": number,
            "delta": {"type": "input_json_delta", "partial_json": piece},
        }
    yield {"type": "content_block_stop", "index": number}


ANTHROPIC = Protocol(answer, error)
