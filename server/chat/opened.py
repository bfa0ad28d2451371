"""An upstream that Penchant opens itself, through LangChain: the packaged model, and providers with protocols of their own.

What it answers is written in OpenAI's shape. Fields of a body that not every model knows are left out.
"""

from __future__ import annotations

import json
import time
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from typing import Any
from uuid import uuid4

from ...agent.asking.patience import Patience
from ...agent.asking.stream import Account, chunks
from ...agent.asking.usage import Usage
from ...agent.errors import ModelError, ModelRefused
from ...agent.events import Retrying
from ...agent.models import Model, Profile
from ..failures import ApiError, error_body
from .pieces import Piece, piece_of, said_by
from .request import Wanted, read_request
from .upstream import Answer, Asked

JSON = {"content-type": "application/json"}
EVENTS = {"content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache"}

SENT_LIMIT = "max_completion_tokens"
"""What LangChain's client of OpenAI's calls the limit of tokens, whatever it was called before."""


class Opened:
    """A model of Penchant's."""

    def __init__(self, model: Model, patience: Patience = Patience(tries=2)) -> None:  # noqa: B008 - it is frozen
        self._model = model
        self._patience = patience

    @property
    def profile(self) -> Profile:
        """What Penchant must know of it."""
        return self._model.profile

    async def chat(self, asked: Asked) -> Answer:
        """Return its answer; it has begun when this returns."""
        wanted = read_request(asked.raw, self.profile, _is_openai(self._model.chat))
        frame = {"id": f"chatcmpl-{uuid4().hex}", "created": int(time.time()), "model": self.profile.name}
        account = Account()
        if wanted.stream:
            return await _begun(self._streamed(wanted, frame, account), EVENTS, wanted)
        return await _begun(self._whole(wanted, frame, account), JSON, wanted)

    async def models(self, headers: Mapping[str, str]) -> Answer:  # noqa: ARG002 - the protocol's
        """Return the one there is."""
        listed = [{"id": self.profile.name, "object": "model", "created": 0, "owned_by": "penchant"}]
        return Answer(200, JSON, _one(_packed({"object": "list", "data": listed})))

    async def close(self) -> None:
        """There is nothing to close: the packaged model ends with the process."""

    async def _whole(self, wanted: Wanted, frame: dict[str, Any], account: Account) -> AsyncGenerator[bytes, None]:
        choices = []
        for index in range(wanted.choices):
            async with aclosing(self._pieces(wanted, account)) as coming:
                message, finish = said_by([piece async for piece in coming])
            choices.append({"index": index, "message": message, "finish_reason": finish, "logprobs": None})
        whole = frame | {"object": "chat.completion", "choices": choices, "usage": _usage(account.usage)}
        yield _packed(whole)

    async def _streamed(self, wanted: Wanted, frame: dict[str, Any], account: Account) -> AsyncGenerator[bytes, None]:
        frame = frame | {"object": "chat.completion.chunk"}
        for index in range(wanted.choices):
            role: dict[str, Any] = {"role": "assistant", "content": ""}
            finish = "stop"
            async with aclosing(self._pieces(wanted, account)) as coming:
                async for piece in coming:
                    finish = piece.finish or finish
                    if piece.delta:
                        yield _event(frame, index, role | piece.delta)
                        role = {}
            yield _event(frame, index, role, finish)
        if wanted.with_usage:
            yield _line(frame | {"choices": [], "usage": _usage(account.usage)})
        yield b"data: [DONE]\n\n"

    async def _pieces(self, wanted: Wanted, account: Account) -> AsyncGenerator[Piece, None]:
        chat: Any = self._model.chat
        if wanted.tools:
            chat = chat.bind_tools(wanted.tools, tool_choice=wanted.tool_choice)
        options = _passed_on(self._model.chat, wanted.options)
        chat = chat.bind(**options) if options else chat
        async with aclosing(chunks(chat, wanted.messages, self._patience, self.profile.name, account)) as coming:
            async for chunk in coming:
                if not isinstance(chunk, Retrying):
                    yield piece_of(chunk)


def _is_openai(chat: Any) -> bool:
    return type(_inner(chat)).__name__ == "ChatOpenAI"


def _inner(chat: Any) -> Any:
    """Return the model itself of one that is sent placeholders."""
    return getattr(chat, "inner", chat)


def _passed_on(chat: Any, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return options as a model is asked with them.

    A form of the answer goes past OpenAI's client: it would read the answer in that form, and fail where it ends at its limit of tokens.
    """
    formed = {name: options[name] for name in ("response_format",) if name in options}
    if not formed:
        return dict(options)
    extra = getattr(_inner(chat), "extra_body", None) or {}
    return {name: one for name, one in options.items() if name not in formed} | {"extra_body": extra | formed}


async def _begun(body: AsyncGenerator[bytes, None], headers: Mapping[str, str], wanted: Wanted) -> Answer:
    """Return an answer whose first piece is there: until then a failure is a status, after that it is an event.

    Raises:
        ApiError: the model does not answer.
    """
    try:
        first = await anext(body)
    except ModelError as error:
        await body.aclose()
        raise _explained(error, wanted) from error
    except BaseException:
        await body.aclose()
        raise
    return Answer(200, headers, _rest(first, body, wanted), body.aclose)


async def _rest(first: bytes, body: AsyncIterator[bytes], wanted: Wanted) -> AsyncIterator[bytes]:
    yield first
    try:
        async for piece in body:
            yield piece
    except ModelError as error:
        failed = _explained(error, wanted)
        yield _line(error_body(failed.status, failed.message, code=failed.code))


def _explained(error: ModelError, wanted: Wanted) -> ApiError:
    """Return what a client is told: in its own words, where LangChain's client calls the limit of tokens otherwise."""
    failed = error.failed.replace(SENT_LIMIT, wanted.limit) if wanted.limit else error.failed
    if isinstance(error, ModelRefused):
        return ApiError(400, failed, code="model_refused")
    return ApiError(503, f"{failed}: try again", code="upstream_unreachable")


def _usage(usage: Usage | None) -> dict[str, int]:
    sent, said = (usage.input_tokens or 0, usage.output_tokens or 0) if usage else (0, 0)
    return {"prompt_tokens": sent, "completion_tokens": said, "total_tokens": sent + said}


def _event(frame: dict[str, Any], index: int, delta: dict[str, Any], finish: str | None = None) -> bytes:
    return _line(frame | {"choices": [{"index": index, "delta": delta, "finish_reason": finish, "logprobs": None}]})


def _line(body: dict[str, Any]) -> bytes:
    return b"data: " + _packed(body) + b"\n\n"


def _packed(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=True).encode()


async def _one(body: bytes) -> AsyncIterator[bytes]:
    yield body
