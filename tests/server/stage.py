"""A server in a test: real memory, a loopback model behind it, asked in this process or over a real socket."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from threading import Event, Thread
from typing import Any

import httpx
import uvicorn
from penchant.memory import InterestMemory
from penchant.server.app import create_app
from penchant.server.chat.proxied import Proxied
from penchant.server.chat.upstream import Upstream
from penchant.server.keys import Keys
from penchant.server.service import Options, Service

from tests.loopback import Loopback

UPSTREAM_KEY = "the-upstreams-own-key"
UNLIMITED = Options(per_minute=0)

HOSTILE = (
    "张伟",
    "a@b.com",
    "A@b.com",
    "../x",
    "' OR 1=1 --",
    "x" * 500,
    "shop/ada",
    "app:shop/ada",
    "ada\u0301",
    "adá",
    "me",
)
"""Ids of users that must never be taken for each other."""


def key_of(memory: InterestMemory, user: str = "", app: str = "", **chosen: Any) -> str:
    """Make a key and return its token."""
    return Keys(memory.ledger, memory.clock).create(user=user, app=app, **chosen)[0]


def bearer(token: str, **more: str) -> dict[str, str]:
    """Return the headers of a key."""
    return {"Authorization": f"Bearer {token}", **more}


@asynccontextmanager
async def asked(
    memory: InterestMemory, upstream: Upstream | Loopback, options: Options = UNLIMITED, **more: Any
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application in this event loop; when it ends, what went on behind answers is done."""
    chosen = Proxied(upstream.base_url, UPSTREAM_KEY) if isinstance(upstream, Loopback) else upstream
    app = create_app(Service(memory, chosen, options, **more))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://penchant") as client:
            client.service = app.state.service  # type: ignore[attr-defined]
            yield client


@contextmanager
def served(memory: InterestMemory, upstream: Loopback, options: Options = UNLIMITED) -> Iterator[str]:
    """The address of a server on a real socket of this machine, in a thread; connections wait until it has started."""
    listening = socket.create_server(("127.0.0.1", 0))
    ready = Event()

    def run() -> None:
        async def serve() -> None:
            app = create_app(Service(memory, Proxied(upstream.base_url, UPSTREAM_KEY), options))
            server.append(uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False)))
            ready.set()
            await server[0].serve(sockets=[listening])

        asyncio.run(serve())

    server: list[uvicorn.Server] = []
    thread = Thread(target=run)
    thread.start()
    ready.wait()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server[0].should_exit = True
        thread.join()


def chat(words: str, **more: Any) -> dict[str, Any]:
    """Return a chat completion's body with one message."""
    return {"model": "loopback", "messages": [{"role": "user", "content": words}], **more}


def pause(server: Loopback, after: int) -> tuple[Event, Event]:
    """Let the loopback model stop in mid-stream once, after so many pieces; return what is set then, and what lets it go on."""
    reached, go_on = Event(), Event()
    handler: Any = server._server.RequestHandlerClass
    send = handler._chunk

    def chunk(self: Any, data: bytes) -> None:
        self.sent = getattr(self, "sent", 0) + 1
        if self.sent == after + 2 and not reached.is_set():  # the first one has no text
            reached.set()
            go_on.wait(60)
        send(self, data)

    handler._chunk = chunk
    return reached, go_on


def plain_environment() -> dict[str, str]:
    """Return the environment of a child process."""
    return {**os.environ, "PYTHONUNBUFFERED": "1"}
