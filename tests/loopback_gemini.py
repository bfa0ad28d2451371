"""Google's Gemini API for tests/loopback.py: `generateContent`, and `streamGenerateContent` as events of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.loopback import Protocol, Received, Said, calls_of, pieces_of, said_by, text_of

ERRORS = {
    400: ("INVALID_ARGUMENT", "The input token count exceeds the maximum number of tokens allowed."),
    401: ("UNAUTHENTICATED", "API key not valid. Please pass a valid API key."),
    404: ("NOT_FOUND", "models/loopback is not found for API version v1beta."),
    429: ("RESOURCE_EXHAUSTED", "You exceeded your current quota, please check your plan and billing details."),
    503: ("UNAVAILABLE", "The model is overloaded. Please try again later."),
}

RETRY_SECONDS = 12


def error(status: int) -> dict[str, Any]:
    """Return the body of an error; too many requests come with the time to wait in their details."""
    name, message = ERRORS.get(status, ("INTERNAL", "An internal error has occurred."))
    retry = [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": f"{RETRY_SECONDS}s"}]
    return {"error": {"code": status, "message": message, "status": name, "details": retry if status == 429 else []}}


def answer(handler: Any, request: Received) -> None:
    """Answer a request for content."""
    path = request.path.partition("?")[0]
    assert path.startswith("/v1beta/models/")
    loopback = handler.loopback
    said = said_by(loopback.reply, as_openai(request.body["contents"]))
    given, out = loopback.usage or (12, 5)
    counted = {"promptTokenCount": given, "candidatesTokenCount": out, "totalTokenCount": given + out}
    parts = list(candidates(said))
    frames = [frame([part], counted if place == len(parts) - 1 else None) for place, part in enumerate(parts)]
    if path.endswith(":streamGenerateContent"):
        handler.stream("text/event-stream", (f"data: {json.dumps(one)}\r\n\r\n".encode() for one in frames), 0)
    else:
        handler.send(frame(parts, counted))


def as_openai(contents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return contents with the role "tool" where they are what tools returned."""
    return [one | {"role": "tool"} if "functionResponse" in one["parts"][-1] else one for one in contents]


def candidates(said: Said) -> Iterator[dict[str, Any]]:
    """Yield the parts of an answer; a call comes whole."""
    for piece in pieces_of(text_of(said)):
        yield {"text": piece}
    for call in calls_of(said):
        yield {"functionCall": {"id": call.id, "name": call.name, "args": call.arguments}}


def frame(parts: list[dict[str, Any]], counted: dict[str, int] | None) -> dict[str, Any]:
    """Return an answer or a part of one; the last has why it ends, and the usage."""
    candidate: dict[str, Any] = {"content": {"role": "model", "parts": parts}, "index": 0}
    head = {"modelVersion": "loopback", "responseId": "loopback"}
    if counted is None:
        return head | {"candidates": [candidate]}
    return head | {"candidates": [candidate | {"finishReason": "STOP"}], "usageMetadata": counted}


GEMINI = Protocol(answer, error)
