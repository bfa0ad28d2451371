"""What LangChain's chunks are in OpenAI's terms."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_ENDS = {
    "stop": "stop", "end_turn": "stop", "stop_sequence": "stop",
    "length": "length", "max_tokens": "length",
    "tool_calls": "tool_calls", "tool_use": "tool_calls",
    "content_filter": "content_filter", "refusal": "content_filter", "safety": "content_filter",
}  # fmt: skip
"""What providers call the end of an answer, in OpenAI's words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an answer: what is new in it, and why it ends, if it does."""

    delta: dict[str, Any]
    finish: str | None


def piece_of(chunk: Any) -> Piece:
    """Return a chunk, or a whole message of a model that cannot stream, as a piece."""
    delta: dict[str, Any] = {"content": text} if (text := str(chunk.text)) else {}
    calls = [_part(one) for one in getattr(chunk, "tool_call_chunks", None) or ()]
    calls = calls or [_call(place, one) for place, one in enumerate(chunk.tool_calls)]
    if calls:
        delta["tool_calls"] = calls
    metadata = chunk.response_metadata or {}
    said = str(metadata.get("finish_reason") or metadata.get("stop_reason") or "").lower()
    finish = _ENDS.get(said) or ("tool_calls" if calls and not said else None)
    return Piece(delta, finish)


def said_by(pieces: Sequence[Piece]) -> tuple[dict[str, Any], str]:
    """Return the message that pieces make, and why it ends."""
    calls: dict[int, dict[str, Any]] = {}
    for one in (call for piece in pieces for call in piece.delta.get("tool_calls", ())):
        whole = calls.setdefault(
            one["index"], {"id": "", "type": "function", "function": {"name": "", "arguments": ""}}
        )
        whole["id"] = whole["id"] or one.get("id") or ""
        for name, text in one["function"].items():
            whole["function"][name] += text or ""
    text = "".join(piece.delta.get("content", "") for piece in pieces)
    message: dict[str, Any] = {"role": "assistant", "content": text or (None if calls else "")}
    if calls:
        message["tool_calls"] = [calls[place] for place in sorted(calls)]
    ended = next((piece.finish for piece in reversed(pieces) if piece.finish), None)
    return message, ended or ("tool_calls" if calls else "stop")


def _part(one: Any) -> dict[str, Any]:
    named = {"name": one["name"]} if one.get("name") else {}
    part: dict[str, Any] = {"index": one.get("index") or 0, "function": named | {"arguments": one.get("args") or ""}}
    return part | ({"id": one["id"], "type": "function"} if one.get("id") else {})


def _call(place: int, one: Any) -> dict[str, Any]:
    said = {"name": one["name"], "arguments": json.dumps(one["args"])}
    return {"index": place, "id": one.get("id") or f"call_{place}", "type": "function", "function": said}
