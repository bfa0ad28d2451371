"""Work that ends when the client leaves, and answers that are passed on piece by piece."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import suppress
from typing import Any, TypeVar

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

T = TypeVar("T")


class ClientLeft(Exception):
    """The client has closed its connection: nobody waits for the answer."""


async def until_left(receive: Receive, work: Coroutine[Any, Any, T]) -> T:
    """Return what some work returns; where the client leaves first, the work is cancelled.

    Raises:
        ClientLeft: the client has left.
    """
    doing, leaving = asyncio.ensure_future(work), asyncio.ensure_future(_left(receive))
    try:
        await asyncio.wait({doing, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            return doing.result()
        raise ClientLeft
    finally:
        for task in (doing, leaving):
            task.cancel()
        await asyncio.gather(doing, leaving, return_exceptions=True)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class Passed(Response):
    """An answer that is passed on as it comes; `ended` is called once, with whether all of it was sent."""

    def __init__(
        self, status: int, headers: Mapping[str, str], body: AsyncIterator[bytes], ended: Callable[[], None]
    ) -> None:
        super().__init__(status_code=status)
        self.raw_headers = _raw(headers)
        self._pieces = body
        self._ended = ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        """Send it."""
        try:
            with suppress(ClientLeft):
                await until_left(receive, self._sent(send))
        finally:
            self._ended()

    async def _sent(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async for piece in self._pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def passed_whole(body: bytes, status: int, headers: Mapping[str, str]) -> Response:
    """Return an answer that has come as a whole, with the upstream's headers."""
    response = Response(body, status)
    response.raw_headers += [one for one in _raw(headers) if one[0] != b"content-length"]
    return response


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """Return headers as the bytes that the upstream has sent: aiohttp reads them as UTF-8, and keeps what is none."""
    return [
        (name.lower().encode("latin-1"), value.encode("utf-8", "surrogateescape")) for name, value in headers.items()
    ]
