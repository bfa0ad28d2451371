"""OpenAI's chat completions as they travel, with placeholders on the way out and the words on the way back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .pseudonyms import Pseudonyms, Restoring

Body = dict[str, Any]


def hide(body: Body, pseudonyms: Pseudonyms) -> Body:
    """Return a request with placeholders in its messages: their texts, and what the model wanted of tools."""
    messages = [one for one in body.get("messages") or [] if isinstance(one, dict)]
    pseudonyms.learn(text for one in messages for text in _said(one))
    if not len(pseudonyms):
        return body
    return {
        **body,
        "messages": [_hidden(one, pseudonyms) if isinstance(one, dict) else one for one in body["messages"]],
    }


def restore(body: Body, pseudonyms: Pseudonyms) -> Body:
    """Return a whole answer with the words again."""
    choices = [_restored(one, pseudonyms) if isinstance(one, dict) else one for one in body.get("choices") or []]
    return {**body, "choices": choices} if choices else body


class Pieces:
    """The chunks of one streamed answer: each choice, and in it each call of a tool, is a stream of text of its own."""

    def __init__(self, pseudonyms: Pseudonyms) -> None:
        self._pseudonyms = pseudonyms
        self._streams: dict[tuple[Any, ...], Restoring] = {}

    def restored(self, chunk: Body) -> Body:
        """Return a chunk as far as it can be told; with the end of a choice comes all that was held back of it."""
        choices = [self._choice(one) if isinstance(one, dict) else one for one in chunk.get("choices") or []]
        return {**chunk, "choices": choices} if choices else chunk

    def _choice(self, choice: Body) -> Body:
        index, delta = choice.get("index", 0), dict(choice.get("delta") or {})
        for name in ("content", "refusal", "reasoning_content", "reasoning"):
            if isinstance(delta.get(name), str):
                delta[name] = self._of(index, name).feed(delta[name])
        if isinstance(delta.get("tool_calls"), list):
            delta["tool_calls"] = [self._call(index, one) for one in delta["tool_calls"]]
        if choice.get("finish_reason"):
            self._end(index, delta)
        return {**choice, "delta": delta}

    def _call(self, choice: Any, call: Body) -> Body:
        wanted = dict(call.get("function") or {})
        if isinstance(wanted.get("arguments"), str):
            wanted["arguments"] = self._of(choice, "arguments", call.get("index", 0)).feed(wanted["arguments"])
        return {**call, "function": wanted} if wanted else call

    def _end(self, choice: Any, delta: Body) -> None:
        for (_, name, *call), stream in [one for one in self._streams.items() if one[0][0] == choice]:
            if not (rest := stream.rest()):
                continue
            if name == "arguments":
                delta.setdefault("tool_calls", []).append({"index": call[0], "function": {"arguments": rest}})
            else:
                delta[name] = (delta.get(name) or "") + rest

    def _of(self, *key: Any) -> Restoring:
        return self._streams.setdefault(key, Restoring(self._pseudonyms, in_json=key[1] == "arguments"))


def _said(message: Body) -> Iterator[str]:
    content = message.get("content")
    if isinstance(content, str):
        yield content
    for part in content if isinstance(content, list) else ():
        if isinstance(part, dict) and isinstance(part.get("text"), str):
            yield part["text"]
    yield from (one["function"]["arguments"] for one in _calls(message))


def _calls(message: Body) -> Iterator[Body]:
    for one in message.get("tool_calls") or []:
        if isinstance(one, dict) and isinstance((one.get("function") or {}).get("arguments"), str):
            yield one


def _hidden(message: Body, pseudonyms: Pseudonyms) -> Body:
    return _changed(message, pseudonyms.hide, pseudonyms.hide_json)


def _restored(choice: Body, pseudonyms: Pseudonyms) -> Body:
    message = choice.get("message")
    if not isinstance(message, dict):
        return choice
    return {**choice, "message": _changed(message, pseudonyms.restore, pseudonyms.restore_json)}


def _changed(message: Body, change: Any, change_json: Any) -> Body:
    changed = dict(message)
    content = message.get("content")
    if isinstance(content, str):
        changed["content"] = change(content)
    elif isinstance(content, list):
        changed["content"] = [
            {**part, "text": change(part["text"])}
            if isinstance(part, dict) and isinstance(part.get("text"), str)
            else part
            for part in content
        ]
    for name in ("refusal", "reasoning_content", "reasoning"):
        if isinstance(message.get(name), str):
            changed[name] = change(message[name])
    if message.get("tool_calls"):
        called = list(_calls(message))
        changed["tool_calls"] = [
            {**one, "function": {**one["function"], "arguments": change_json(one["function"]["arguments"])}}
            if one in called
            else one
            for one in message["tool_calls"]
        ]
    return changed
