"""Ollama's own protocol for tests/loopback.py: a JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.loopback import Protocol, Received, Said, calls_of, pieces_of, said_by, text_of

ERRORS = {404: "model 'loopback' not found", 400: "registry.ollama.ai/library/loopback:latest does not support tools"}

MOMENT = "2026-03-01T12:00:00.000000Z"


def error(status: int) -> dict[str, Any]:
    """Return the body of an error."""
    return {"error": ERRORS.get(status, "an error was encountered while running the model")}


def answer(handler: Any, request: Received) -> None:
    """Answer a request: which models there are, or a chat."""
    loopback, body = handler.loopback, request.body
    if request.path == "/api/tags":
        handler.send({"models": [{"name": name, "model": name} for name in loopback.models]})
        return
    assert request.path == "/api/chat"
    if "tools" in loopback.lacks and body.get("tools"):
        handler._send(400, error(400))
        return
    said = said_by(loopback.reply, body["messages"])
    if body.get("stream"):
        handler.stream(
            "application/x-ndjson", (json.dumps(one).encode() + b"\n" for one in lines(body, said, loopback.usage)), 0
        )
    else:
        *_, last = lines(body, said, loopback.usage)
        handler.send(last | {"message": said_message(text_of(said), said)})


def lines(body: dict[str, Any], said: Said, usage: tuple[int, int] | None) -> Iterator[dict[str, Any]]:
    """Yield an answer line by line: its words, its calls, and at last the usage."""
    head = {"model": body["model"], "created_at": MOMENT, "done": False}
    for piece in pieces_of(text_of(said)):
        yield head | {"message": said_message(piece)}
    if calls_of(said):
        yield head | {"message": said_message("", said)}
    given, out = usage or (12, 5)
    times = {"total_duration": 1, "load_duration": 1, "prompt_eval_duration": 1, "eval_duration": 1}
    end = {"message": said_message(""), "done": True, "done_reason": "stop"}
    yield head | end | times | {"prompt_eval_count": given, "eval_count": out}


def said_message(text: str, said: Said = "") -> dict[str, Any]:
    """Return a message."""
    calls = [{"function": {"name": one.name, "arguments": one.arguments}} for one in calls_of(said)]
    return {"role": "assistant", "content": text} | ({"tool_calls": calls} if calls else {})


OLLAMA = Protocol(answer, error)
