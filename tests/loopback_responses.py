"""OpenAI's Responses API for tests/loopback.py: an object that lists what was put out, or named events with numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from tests.loopback import Call, Said, pieces_of

Event = dict[str, Any]


def messages_of(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what a request says as chat messages, its instructions first: what a test's reply may depend on."""
    given = body.get("input") or []
    items = [{"role": "user", "content": given}] if isinstance(given, str) else given
    said = [_message(item) for item in items]
    return [{"role": "system", "content": body["instructions"]}, *said] if body.get("instructions") else said


def response_of(body: dict[str, Any], said: Said, usage: tuple[int, int] | None) -> dict[str, Any]:
    """Return the whole response."""
    parts = [said] if isinstance(said, str) else said
    output = [_call(one) if isinstance(one, Call) else _text(place, one) for place, one in enumerate(parts)]
    return _response(body, "completed", output) | {"usage": _usage(body, parts, usage)}


def events_of(body: dict[str, Any], said: Said, usage: tuple[int, int] | None) -> Iterator[bytes]:
    """Yield the response as server-sent events: each has its name and its number."""
    numbers = count()
    for event in _events(body, said, usage):
        data = json.dumps({**event, "sequence_number": next(numbers)})
        yield f"event: {event['type']}\ndata: {data}\n\n".encode()


def _events(body: dict[str, Any], said: Said, usage: tuple[int, int] | None) -> Iterator[Event]:
    yield {"type": "response.created", "response": _response(body, "in_progress", [])}
    yield {"type": "response.in_progress", "response": _response(body, "in_progress", [])}
    for place, part in enumerate([said] if isinstance(said, str) else said):
        yield from _call_events(place, part) if isinstance(part, Call) else _text_events(place, part)
    yield {"type": "response.completed", "response": response_of(body, said, usage)}


def _text_events(place: int, text: str) -> Iterator[Event]:
    whole, at = _text(place, text), {"output_index": place}
    part = at | {"item_id": whole["id"], "content_index": 0}
    begun = whole | {"status": "in_progress", "content": []}
    yield {"type": "response.output_item.added", "item": begun, **at}
    yield {"type": "response.content_part.added", "part": _part(""), **part}
    for piece in pieces_of(text):
        yield {"type": "response.output_text.delta", "delta": piece, "logprobs": [], **part}
    yield {"type": "response.output_text.done", "text": text, "logprobs": [], **part}
    yield {"type": "response.content_part.done", "part": _part(text), **part}
    yield {"type": "response.output_item.done", "item": whole, **at}


def _call_events(place: int, call: Call) -> Iterator[Event]:
    whole, at = _call(call), {"output_index": place}
    part = at | {"item_id": whole["id"]}
    yield {"type": "response.output_item.added", "item": whole | {"status": "in_progress", "arguments": ""}, **at}
    for piece in re.findall(r".{1,7}", whole["arguments"]):
        yield {"type": "response.function_call_arguments.delta", "delta": piece, **part}
    yield {"type": "response.function_call_arguments.done", "arguments": whole["arguments"], "name": call.name, **part}
    yield {"type": "response.output_item.done", "item": whole, **at}


def _message(item: dict[str, Any]) -> dict[str, Any]:
    if item.get("type") == "function_call_output":
        return {"role": "tool", "content": item["output"]}
    if item.get("type") == "function_call":
        return {"role": "assistant", "content": "", "tool_calls": [item]}
    content = item["content"]
    text = content if isinstance(content, str) else "".join(part.get("text", "") for part in content)
    return {"role": item["role"], "content": text}


def _response(body: dict[str, Any], status: str, output: list[Any]) -> dict[str, Any]:
    return {
        "id": "resp_loopback",
        "object": "response",
        "created_at": 0,
        "status": status,
        "error": None,
        "incomplete_details": None,
        "instructions": body.get("instructions"),
        "metadata": {},
        "model": body["model"],
        "output": output,
        "parallel_tool_calls": True,
        "previous_response_id": body.get("previous_response_id"),
        "temperature": 1.0,
        "text": {"format": {"type": "text"}},
        "tool_choice": "auto",
        "tools": body.get("tools", []),
        "top_p": 1.0,
        "usage": None,
    }


def _text(place: int, text: str) -> dict[str, Any]:
    said = {"id": f"msg_loopback_{place}", "type": "message", "role": "assistant", "status": "completed"}
    return said | {"content": [_part(text)]}


def _part(text: str) -> dict[str, Any]:
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}


def _call(call: Call) -> dict[str, Any]:
    named = {"id": f"fc_{call.id}", "type": "function_call", "call_id": call.id, "name": call.name}
    return named | {"arguments": json.dumps(call.arguments), "status": "completed"}


def _usage(body: dict[str, Any], parts: list[Any], usage: tuple[int, int] | None) -> dict[str, Any]:
    """Return a usage that counts words, or the one that a test wants."""
    sent = sum(len(str(message["content"]).split()) for message in messages_of(body))
    said = sum(len(part.split()) for part in parts if isinstance(part, str))
    sent, said = usage or (sent, said)
    details = {
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens_details": {"reasoning_tokens": 0},
    }
    return {"input_tokens": sent, "output_tokens": said, "total_tokens": sent + said, **details}
