"""What the OpenAPI document says of failures, and that nothing is passed over: a parameter of the query that no one takes is a mistake."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from pydantic import BaseModel, ConfigDict, Field

from ..failures import ApiError, error_body

Answers = dict[int | str, dict[str, Any]]

_NO_KEY = "no valid API key: send one as `Authorization: Bearer pen_…`; `penchant keys create` makes one"


class Failure(BaseModel):
    """What went wrong, as OpenAI's clients know it."""

    message: str
    type: str
    param: str | None = Field(description="The part of the request that it is about.")
    code: str | None


class ErrorOut(BaseModel):
    """Any answer that is an error."""

    model_config = ConfigDict(json_schema_extra={"example": error_body(401, _NO_KEY, code="invalid_api_key")})

    error: Failure


_MEANING = {
    400: "What makes no sense; `param` names it where that is told.",
    401: "No valid key.",
    403: "The key lacks a scope.",
    404: "Nothing there, or not theirs.",
    408: "The body came too slowly.",
    409: "There is nothing to take back.",
    413: "The body is too large.",
    415: "The body is not JSON by its type.",
    429: "Too many requests; `Retry-After` says when the next may come.",
    500: "The memory failed.",
    502: "The model cannot be reached.",
    503: "Busy, or the embedding model does not answer: try again.",
    504: "The model did not answer in time.",
}


def failures(*statuses: int) -> Answers:
    """Return what the document says of answers with some statuses, all in one shape."""
    return {status: {"model": ErrorOut, "description": _MEANING[status]} for status in statuses}


ALWAYS = failures(401, 403, 429, 500, 503)
"""What any request with a key may be answered with."""

WITH_BODY = failures(400, 408, 413, 415)


def without_422(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document without FastAPI's own answer to what makes no sense: it is told as 400 here."""
    for methods in document["paths"].values():
        for operation in methods.values():
            operation["responses"].pop("422", None)
    for name in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(name, None)
    return document


class Described(FastAPI):
    """An application whose document tells the errors that are sent."""

    def openapi(self) -> dict[str, Any]:
        """Return the document."""
        return without_422(super().openapi())


async def only_declared(request: Request) -> None:
    """Let no parameter of a query be passed over.

    Raises:
        ApiError: 400: the route takes none of that name.
    """
    known = [one.alias for one in request.scope["route"].dependant.query_params]
    if unknown := next((name for name in request.query_params if name not in known), None):
        allowed = f"; it may have {', '.join(known)}" if known else ""
        message = f"{unknown}: Extra inputs are not permitted in this query{allowed}"
        raise ApiError(400, message, param=unknown, code="invalid_value")
