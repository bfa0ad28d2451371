"""An answer of an upstream as it comes: waited for so long and no longer, and an end before its time told as clients know it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import aiohttp

from ...agent.asking.patience import Waits
from ..failures import ApiError, error_body


def too_late(what: str) -> ApiError:
    """Return the answer where the model's server took too long."""
    return ApiError(504, f"the model's server {what}: try again", code="upstream_timeout")


def broken(what: str) -> ApiError:
    """Return the answer where the model's server failed."""
    return ApiError(502, f"the model's server {what}", code="upstream_unreachable")


async def watched(body: AsyncIterator[bytes], waits: Waits) -> AsyncIterator[bytes]:
    """Yield the pieces of a body. The first may take as long as an answer may take to begin.

    Raises:
        ApiError: the next one does not come, or the connection breaks.
    """
    limit = waits.first
    while True:
        try:
            async with asyncio.timeout(limit):
                piece = await anext(body, None)
        except TimeoutError as error:
            raise too_late(f"stopped in the middle of its answer: nothing came for {limit:g} s") from error
        except (aiohttp.ClientError, OSError) as error:
            raise broken("broke off in the middle of its answer") from error
        if piece is None:
            return
        limit = waits.silence
        yield piece


async def told_in_stream(body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield a stream of events line by line; what fails in it is its last event, for its status is sent already.

    A line that is cut goes no further: a client would take it for an event, and see what is no JSON before the error.
    """
    begun: list[bytes] = []
    try:
        async for piece in body:
            end = max(piece.rfind(b"\n"), piece.rfind(b"\r")) + 1
            if end:
                yield b"".join([*begun, piece[:end]])
                begun.clear()
            begun.append(piece[end:])
    except ApiError as error:
        data = json.dumps(error_body(error.status, error.message, code=error.code))
        begun = [b"\n\ndata: " + data.encode() + b"\n\n"]
    if last := b"".join(begun):
        yield last
