"""OpenAI's chat completions on the way back: the words again where placeholders stand, in a whole answer and piece by piece."""

from __future__ import annotations

from typing import Any

from . import walking
from .pseudonyms import Pseudonyms, Restoring

Body = dict[str, Any]


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
        if isinstance(delta.get("function_call"), dict):
            delta["function_call"] = self._given(delta["function_call"], "arguments", index, "function_call")
        if isinstance(delta.get("tool_calls"), list):
            delta["tool_calls"] = [
                self._call(index, one) if isinstance(one, dict) else one for one in delta["tool_calls"]
            ]
        if choice.get("finish_reason"):
            self._end(index, delta)
        return {**choice, "delta": delta}

    def _call(self, choice: Any, call: Body) -> Body:
        told = dict(call)
        for kind, what in _GIVEN.items():
            if isinstance(call.get(kind), dict):
                told[kind] = self._given(call[kind], what, choice, kind, call.get("index", 0))
        return told

    def _given(self, tool: Body, what: str, *key: Any) -> Body:
        """Return a piece of what a tool is given."""
        return {**tool, what: self._of(*key).feed(tool[what])} if isinstance(tool.get(what), str) else tool

    def _end(self, choice: Any, delta: Body) -> None:
        for (_, name, *call), stream in [one for one in self._streams.items() if one[0][0] == choice]:
            if not (rest := stream.rest()):
                continue
            if call:
                delta.setdefault("tool_calls", []).append({"index": call[0], name: {_GIVEN[name]: rest}})
            elif name == "function_call":
                begun = delta.get(name) or {}
                delta[name] = {**begun, "arguments": (begun.get("arguments") or "") + rest}
            else:
                delta[name] = (delta.get(name) or "") + rest

    def _of(self, *key: Any) -> Restoring:
        in_json = key[1] in ("function", "function_call")
        return self._streams.setdefault(key, Restoring(self._pseudonyms, in_json=in_json))


_GIVEN = {"function": "arguments", "custom": "input"}
"""What the two kinds of tools are given."""


def _restored(choice: Body, pseudonyms: Pseudonyms) -> Body:
    message = choice.get("message")
    return {**choice, "message": walking.restored(message, pseudonyms)} if isinstance(message, dict) else choice
