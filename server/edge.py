"""Around every request: its body is read within limits and of who shows a key, it is counted, logged in one line, and fails in shape."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping, Sequence
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..memory import PenchantError
from .caller import shown
from .failures import ApiError, told_of
from .logs import LOG, where
from .service import Service

BODY_SECONDS = 60
"""How long a body may take to come."""

MOST_HELD = 320 * 2**20
"""Bytes of bodies that lie in memory at once, of all requests that are being answered."""

MOST_FORM = 64 * 2**10
"""What is no API's is a form of the page's, which is short."""

_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})


class Edge:
    """An ASGI application around another, with the routes that it has."""

    def __init__(self, app: ASGIApp, service: Service, routes: Sequence[BaseRoute]) -> None:
        self._app = app
        self._routes = routes
        self._service = service
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = _Request(scope, send)
        metrics, started = self._service.metrics, self._service.seconds()
        metrics.in_flight.inc()
        try:
            with self._service.answering():
                await self._answer(request, receive)
        finally:
            self._held -= request.held
            if (chat := scope.get("penchant_chat")) is not None:
                self._service.at_once.end(chat)
            metrics.in_flight.dec()
            self._count(request, self._service.seconds() - started)

    async def _answer(self, request: _Request, receive: Receive) -> None:
        try:
            await self._admit(request.scope)
            body = await self._body(request, receive)
            await self._app(request.scope, _replayed(body, receive), request.send)
        except ApiError as error:
            await error.response()(request.scope, receive, request.send)
        except Exception as error:
            request.failure = where(error)
            if request.status:
                raise  # the connection must break: half an answer is out
            failed = ApiError(500, f"the server failed ({type(error).__name__})", code="internal_error")
            await failed.response()(request.scope, receive, request.send)

    async def _admit(self, scope: MutableMapping[str, Any]) -> None:
        """Let a body of the API's come: the key is looked at before.

        Raises:
            ApiError: 401 or 429: there is no valid one.
        """
        headers = dict(scope["headers"])
        if not _is_api(scope) or not (b"transfer-encoding" in headers or headers.get(b"content-length", b"0") != b"0"):
            return
        try:
            await shown(Request(scope), self._service.authenticate)
        except PenchantError as error:
            raise told_of(error) from error

    async def _body(self, request: _Request, receive: Receive) -> bytes:
        """Return a request's body.

        Raises:
            ApiError: 408, 413, 415 or 503: it comes too slowly, is too large, is not of the type that the API takes, or there are too many.
        """
        headers = dict(request.scope["headers"])
        most = self._service.options.max_body_bytes if _is_api(request.scope) else MOST_FORM
        too_large = ApiError(413, f"the body is larger than {most} bytes", code="body_too_large")
        if headers.get(b"content-length", b"0").isdigit() and int(headers.get(b"content-length", b"0")[:20]) > most:
            raise too_large
        parts, size = [], 0
        try:
            async with asyncio.timeout(BODY_SECONDS):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise ApiError(400, "the client left before its body was there", code="body_incomplete")
                    parts.append(message.get("body", b""))
                    size += len(parts[-1])
                    if size > most:
                        raise too_large
                    self._hold(request, len(parts[-1]))
                    if not message.get("more_body", False):
                        break
        except TimeoutError:
            raise ApiError(408, f"the body took longer than {BODY_SECONDS} s", code="body_too_slow") from None
        if size and _is_api(request.scope):
            _check_type(headers.get(b"content-type", b"").decode("latin-1"))
        return b"".join(parts)

    def _hold(self, request: _Request, size: int) -> None:
        """Count bytes of a body until its request is answered.

        Raises:
            ApiError: 503: too many lie in memory.
        """
        if self._held + size > max(MOST_HELD, self._service.options.max_body_bytes):
            raise ApiError(503, "too many large bodies at once: try again", code="busy", headers={"Retry-After": "1"})
        self._held += size
        request.held += size

    def _route(self, scope: Scope) -> str:
        """Return the pattern of a request's path: a path may have somebody's words in it. It may be refused before it is matched."""
        refused = (one for one in self._routes if one.matches(scope)[0] is Match.FULL)
        return str(getattr(scope.get("route") or next(refused, None), "path", "other"))

    def _count(self, request: _Request, seconds: float) -> None:
        metrics, status, route = self._service.metrics, str(request.status), self._route(request.scope)
        method = request.scope["method"] if request.scope["method"] in _METHODS else "other"
        metrics.requests.labels(route, method, status).inc()
        metrics.seconds.labels(route).observe(seconds)
        fields = {
            "request": request.id,
            "method": method,
            "route": route,
            "status": request.status,
            "ms": round(1000 * seconds, 1),
            "key": request.scope.get("penchant_key", ""),
        }
        LOG.info("request", extra={"fields": fields | request.failure})


class _Request:
    """What is known of a request while it is answered; its status is told when it is sent."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.scope: MutableMapping[str, Any] = scope
        self.status = 0
        self.held = 0
        self.failure: dict[str, Any] = {}
        self.id = f"req_{uuid4().hex}"
        self._send = send

    async def send(self, message: Message) -> None:
        """Send on, with the request's id among the headers."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            named = any(name.lower() == b"x-request-id" for name, _ in message["headers"])
            if not named:
                message["headers"] = [*message["headers"], (b"x-request-id", self.id.encode())]
        await self._send(message)


def _is_api(scope: Scope) -> bool:
    return str(scope["path"]).startswith("/v1/")


def _check_type(content_type: str) -> None:
    kind = content_type.partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise ApiError(
            415, "the body must be JSON: send `Content-Type: application/json`", code="unsupported_media_type"
        )


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was read already, and then what the connection says."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay
