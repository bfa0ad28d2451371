"""The assistant's words in what an upstream answers, whole or as a stream of events; of several choices the first."""

from __future__ import annotations

import json
from typing import Any

MOST_BYTES = 4 * 2**20
"""So much of an answer is read for its words at most."""


class Reply:
    """Reads an answer while it passes: `text` is what was said so far, `complete` whether it came to its end."""

    def __init__(self, stream: bool) -> None:
        self._stream = stream
        self._rest = bytearray()
        self._said: list[str] = []
        self._read = 0
        self._ended = False

    @property
    def text(self) -> str:
        """What was said so far."""
        if not self._stream:
            return self._whole()
        return "".join(self._said)

    @property
    def complete(self) -> bool:
        """Whether it came to its end."""
        return self._ended or not self._stream

    def feed(self, piece: bytes) -> None:
        """Take the next piece of the body."""
        self._read += len(piece)
        if self._read > MOST_BYTES:
            return
        self._rest += piece
        if self._stream:
            *lines, rest = self._rest.split(b"\n")
            self._rest = bytearray(rest)
            for line in lines:
                self._line(bytes(line).strip())

    def _line(self, line: bytes) -> None:
        name, _, data = line.partition(b":")
        if name != b"data":
            return
        if data.strip() == b"[DONE]":
            self._ended = True
            return
        choice = _first(_parsed(data))
        delta = choice.get("delta")
        if isinstance(delta, dict) and isinstance(delta.get("content"), str):
            self._said.append(delta["content"])
        self._ended = self._ended or bool(choice.get("finish_reason"))

    def _whole(self) -> str:
        message = _first(_parsed(bytes(self._rest))).get("message")
        content = message.get("content") if isinstance(message, dict) else None
        return content if isinstance(content, str) else ""


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _first(body: Any) -> dict[str, Any]:
    choices = body.get("choices") if isinstance(body, dict) else None
    for one in choices if isinstance(choices, list) else ():
        if isinstance(one, dict) and one.get("index", 0) == 0:
            return one
    return {}
