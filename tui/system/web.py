"""The terminal in a browser of this machine, by textual-serve: on loopback, and only with the key of the printed address.

textual-serve itself asks nobody who they are. Any page that the browser shows could open its socket, and any user of the machine its port;
so every request needs the key once, a cookie from then on, and must come from the page itself. Its page also loads a font
from another host: the content policy forbids the browser to.
"""

from __future__ import annotations

import secrets
import shlex
import sys
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web
from textual_serve.server import Server

HOST = "127.0.0.1"
COOKIE = "penchant"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class WebServer(Server):
    """Serves `penchant` with some options; `address` is what the person opens."""

    def __init__(self, options: Sequence[str], port: int) -> None:
        command = shlex.join([sys.executable, "-m", "penchant.tui.cli", *options])
        super().__init__(command, HOST, port, title="Penchant")
        self.key = secrets.token_urlsafe(32)

    @property
    def address(self) -> str:
        """The address with its key."""
        return f"{self.public_url}/?key={self.key}"

    def initialize_logging(self) -> None:
        """Log nothing: the address in a log line would carry the key."""

    async def on_startup(self, _app: web.Application) -> None:
        """Say where it is."""
        print(f"Penchant is at {self.address}\nOnly this machine can open it. Ctrl+C ends it.", flush=True)

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guard)  # type: ignore[arg-type]  # aiohttp marks it as of the new style at run time
        return app

    @property
    def _guard(self) -> Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]:
        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            if not self._is_own(request):
                raise web.HTTPForbidden(text="Open the address that `penchant --web` has printed.")
            if self._has(request.query.get("key", "")):
                response: web.StreamResponse = web.Response(status=303, headers={"Location": "/"})
                response.set_cookie(COOKIE, self.key, httponly=True, samesite="Strict")
                return response
            response = await handler(request)
            if not response.prepared:
                response.headers["Content-Security-Policy"] = self._policy
            return response

        return guard

    @property
    def _policy(self) -> str:
        """What the page may load: its own files and its own socket, nothing from elsewhere."""
        return (
            "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
            f"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws://{HOST}:{self.port}"
        )

    def _is_own(self, request: web.Request) -> bool:
        """Return whether a request has the key and comes from the page itself, under its own name."""
        known = self._has(request.query.get("key", "")) or self._has(request.cookies.get(COOKIE, ""))
        return (
            known
            and request.host == f"{HOST}:{self.port}"
            and request.headers.get("Origin", self.public_url) == self.public_url
        )

    def _has(self, key: str) -> bool:
        return secrets.compare_digest(key.encode(), self.key.encode())


def serve(options: Sequence[str], port: int) -> None:
    """Serve until Ctrl+C."""
    WebServer(options, port).serve()
