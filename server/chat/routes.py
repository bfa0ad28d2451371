"""/v1/chat/completions and /v1/models, as OpenAI's clients know them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from ...memory import Learning
from ..caller import admitted, identify, key_of, named
from ..failures import ApiError
from ..headers import headers_of, text_of
from ..keys import ApiKey, Scope
from ..service import service_of
from .examples import ANSWERS, BODY, MODELS
from .exchange import Exchange
from .leaving import passed_whole
from .turn import Turn, read_turn

router = APIRouter(tags=["chat"])

SESSION_HEADER = "X-Penchant-Session"
"""Names the conversation; without it, turns whose conversation begins alike are one."""

LEARNING_HEADER = "X-Penchant-Learning"
"""What the turn may teach: on, paused or incognito."""

MOST_SESSION = 200


@router.post("/v1/chat/completions", openapi_extra={"requestBody": BODY}, responses=ANSWERS)
async def complete(request: Request) -> Response:
    """Answer a chat completion, streamed where that is asked for.

    The body goes to the model as it came, with what memory knows of the person put before their last message where that helps. Their
    message is learned from; the reply is kept and teaches nothing.
    """
    service, key = service_of(request), await key_of(request, Scope.CHAT)
    service.at_once.begin(key)
    request.scope["penchant_chat"] = key.id  # until the end of its answer (edge.py)
    turn = read_turn(await request.body())
    caller = await identify(service, key, _user(request, key, turn))
    exchange = Exchange(service, caller, turn, _session(request, turn), _learning(request))
    return await exchange.answer(request)


@router.get("/v1/models", responses=MODELS)
async def models(request: Request, _key: Annotated[ApiKey, Depends(admitted(Scope.CHAT))]) -> Response:
    """List the models that the upstream has."""
    answer = await service_of(request).upstream.models(headers_of(request.headers))
    try:
        body = b"".join([piece async for piece in answer.body])
    finally:
        await answer.close()
    return passed_whole(body, answer.status, answer.headers)


def _user(request: Request, key: ApiKey, turn: Turn) -> str | None:
    """Return the user that an app's key names; of a person's key the body's `user` says nothing."""
    head = named(request, key)
    body = turn.body.get("user") if Scope.ACT_AS in key.scopes else None
    if body is not None and not isinstance(body, str):
        raise ApiError(400, "`user` must be a text", param="user", code="invalid_value")
    if head is not None and body is not None and head != body:
        raise ApiError(400, "the header and the body name two different users", param="user", code="invalid_value")
    return body if head is None else head


def _session(request: Request, turn: Turn) -> str:
    given = text_of(request, SESSION_HEADER) or ""
    if len(given) > MOST_SESSION:
        raise ApiError(400, f"a session's id has at most {MOST_SESSION} characters", param=SESSION_HEADER)
    return given or f"chat {turn.begun}"


def _learning(request: Request) -> Learning:
    given: Any = request.headers.get(LEARNING_HEADER, Learning.ON.value)
    if given not in list(Learning):
        raise ApiError(400, f"{LEARNING_HEADER} is one of {', '.join(Learning)}", param=LEARNING_HEADER)
    return Learning(given)
