"""Every error in the shape that OpenAI's clients know: {"error": {"message", "type", "param", "code"}}.

What the caller did wrong is told in words; what went wrong here is told by its kind alone, for a message may hold somebody's words.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from ..memory.errors import EmbeddingError, LedgerBusy, PenchantError

T = TypeVar("T")

_UNSAID = ("one", "several")
"""Parts of a field's place that no caller has written: which of a body's shapes it was taken for."""

INVALID = "invalid_request_error"

_TYPES = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}


class ApiError(Exception):
    """An answer that is an error: its HTTP status and what OpenAI's clients are told."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.param = param
        self.headers = dict(headers or {})

    @property
    def body(self) -> dict[str, Any]:
        """What the client reads."""
        return error_body(self.status, self.message, code=self.code, param=self.param)

    def response(self) -> Response:
        """Return the answer."""
        return answered(self.status, self.body, self.headers)


def error_body(status: int, message: str, *, code: str | None = None, param: str | None = None) -> dict[str, Any]:
    """Return an error in OpenAI's shape.

    >>> error_body(404, "no such interest")["error"]["type"]
    'not_found_error'
    """
    kind = _TYPES.get(status, INVALID if status < 500 else "server_error")
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def answered(status: int, body: Any, headers: Mapping[str, str] | None = None) -> Response:
    """Return a JSON answer; in ASCII, for an error may quote half of a surrogate pair."""
    return Response(json.dumps(body).encode(), status, dict(headers or {}), "application/json")


def checked(ask: Callable[[], T], status: int = 400) -> T:
    """Return what memory answers; a caller's mistake becomes an answer with a status.

    Raises:
        ApiError: what was asked for makes no sense.
    """
    try:
        return ask()
    except ValueError as error:
        raise ApiError(status, str(error)) from error


def add_handlers(app: FastAPI) -> None:
    """Let an application answer every error in OpenAI's shape."""
    app.add_exception_handler(ApiError, _api_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(PenchantError, _penchant_error)


async def _api_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError)  # noqa: S101 - FastAPI's signature has any exception
    return error.response()


async def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - the same
    found = error.errors()[0]
    if found["type"] == "json_invalid":
        return ApiError(400, f"the body is no JSON, at character {found['loc'][-1]}", code="invalid_json").response()
    where = ".".join(str(part) for part in found["loc"][1:] if part not in _UNSAID)
    message = f"{where or 'the body'}: {found['msg']}"
    return ApiError(400, message, param=where or None, code="invalid_value").response()


async def _http_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - the same
    said = {
        404: "there is no such address here: /openapi.json names those that there are",
        405: "this address takes another method",
    }
    return ApiError(error.status_code, said.get(error.status_code, str(error.detail)), headers=error.headers).response()


async def _penchant_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, PenchantError)  # noqa: S101 - the same
    return told_of(error).response()


def told_of(error: PenchantError) -> ApiError:
    """Return what is told of an error of memory's."""
    if isinstance(error, LedgerBusy):
        return ApiError(503, "the ledger is busy: try again", code="busy", headers={"Retry-After": "1"})
    if isinstance(error, EmbeddingError):
        return ApiError(503, "the embedding model does not answer: try again", code="no_embedding")
    return ApiError(500, f"the memory failed ({type(error).__name__})", code="memory_failed")
