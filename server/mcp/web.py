"""MCP over streamable HTTP: every request shows an API key, and the key alone says whose memory it opens.

There are no sessions: what one key began, no other key can go on with.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

from anyio import to_thread
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from ...memory import InterestMemory, PenchantError
from ..caller import USER_HEADER, named, person_of, shown
from ..failures import ApiError, told_of
from ..keys import ApiKey, Keys
from ..keys import Scope as KeyScope
from ..known import KnownKeys
from ..limits import Limits, Strangers
from ..service import Options
from .guests import Guest, Right
from .server import Context, mcp_server

PATH = "/mcp"

GUEST = "penchant.guest"
"""Where a request carries whose memory it opens."""

NEEDS: Mapping[Right, KeyScope] = {Right.READ: KeyScope.READ, Right.NOTE: KeyScope.CHAT, Right.STEER: KeyScope.CONTROL}
"""The scope of a key that a right needs."""


def mcp_app(memory: InterestMemory, rights: frozenset[Right]) -> ASGIApp:
    """Return the ASGI application; a host may do what `rights` and its key's scopes both allow."""
    server = mcp_server(guest_of, memory.clock, lambda error: told_of(error).message)
    return _Keyed(
        server.streamable_http_app(streamable_http_path=PATH, stateless_http=True, json_response=True), memory, rights
    )


def guest_of(context: Context) -> Guest:
    """Return whose memory a request over HTTP opens."""
    assert context.request is not None  # noqa: S101 - over HTTP there always is one
    guest: Guest = context.request.scope[GUEST]
    return guest


class _Keyed:
    """Lets only requests through that show a key, and writes on them whose memory it opens."""

    def __init__(self, app: ASGIApp, memory: InterestMemory, rights: frozenset[Right]) -> None:
        self._app, self._memory, self._rights = app, memory, rights
        self._find = KnownKeys(self._looked_up, Strangers(time.monotonic), time.monotonic, lasts=0).find
        self._keys = Keys(memory.ledger, memory.clock)
        self._limits = Limits(Options().per_minute, Options().burst, time.monotonic)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            try:
                scope[GUEST] = await self._guest(Request(scope))
            except ApiError as error:
                await error.response()(scope, receive, send)
                return
            except PenchantError as error:
                await told_of(error).response()(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _looked_up(self, token: str) -> ApiKey | None:
        return await to_thread.run_sync(self._keys.find, token)

    async def _guest(self, request: Request) -> Guest:
        key = await shown(request, self._find)
        self._limits.take(key)
        name = person_of(key, named(request, key), f"in the header {USER_HEADER}")
        return Guest(self._memory, name, frozenset(right for right in self._rights if NEEDS[right] in key.scopes))
