"""An upstream that is sent placeholders for personal words, and whose answer has the words again (agent/privacy/walking.py).

Each request has a map of its own: it carries its whole conversation, so that the numbers are the same from turn to turn, and nothing that
one person said can stand in what another is answered.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

from ...agent.models import Profile
from ...agent.privacy.pseudonyms import Pseudonyms
from ...agent.privacy.walking import hide
from ...agent.privacy.wire import Pieces, restore
from ...memory.privacy.redactor import Redactor
from .upstream import Answer, Asked, Upstream


class Hidden:
    """Stands before an upstream that speaks OpenAI's protocol."""

    def __init__(self, upstream: Upstream, redactor: Redactor) -> None:
        self.upstream = upstream
        self._redactor = redactor

    @property
    def profile(self) -> Profile:
        """What Penchant must know of the model."""
        return self.upstream.profile

    async def chat(self, asked: Asked) -> Answer:
        """Return its answer; that of a request without personal words comes back as it is."""
        known = Pseudonyms(self._redactor)
        sent = await asyncio.to_thread(_sent, asked, known)  # a long history takes seconds, and nobody else is to wait
        answer = await self.upstream.chat(sent)
        if not len(known):
            return answer
        kept = {name: value for name, value in answer.headers.items() if name.lower() != "content-length"}
        through = _streamed(answer.body, Pieces(known)) if answer.is_stream else _whole(answer.body, known)
        return replace(answer, headers=kept, body=through)

    async def models(self, headers: Mapping[str, str]) -> Answer:
        """Return its models."""
        return await self.upstream.models(headers)

    async def close(self) -> None:
        """Let it go."""
        await self.upstream.close()


def _sent(asked: Asked, known: Pseudonyms) -> Asked:
    """Return a request with placeholders, as it came where it has no personal words."""
    sent = hide(_read(asked.raw), known)
    return replace(asked, raw=_packed(sent)) if len(known) else asked


async def _whole(body: AsyncIterator[bytes], known: Pseudonyms) -> AsyncIterator[bytes]:
    raw = b"".join([piece async for piece in body])
    read = _read(raw)
    yield _packed(restore(read, known)) if read else raw


async def _streamed(body: AsyncIterator[bytes], pieces: Pieces) -> AsyncIterator[bytes]:
    """Yield the lines of a stream of events, those with data made anew."""
    begun = b""
    async for piece in body:
        *lines, begun = (begun + piece).split(b"\n")
        if lines:
            yield b"".join(_line(line, pieces) + b"\n" for line in lines)
    if begun:
        yield _line(begun, pieces)


def _line(line: bytes, pieces: Pieces) -> bytes:
    head, sign, data = line.partition(b":")
    read = _read(data) if sign and head == b"data" else {}
    return b"data: " + _packed(pieces.restored(read)) if read else line


def _read(raw: bytes) -> dict[str, Any]:
    """Return a JSON object; an empty one where it is something else, which whoever gets it must make sense of."""
    try:
        read = json.loads(raw)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _packed(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()
