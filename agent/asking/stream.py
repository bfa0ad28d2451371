"""Asking a model: its answer piece by piece, with patience. Every question of a conversation goes through here, with tools or without."""

from __future__ import annotations

import asyncio
import operator
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import reduce
from typing import TYPE_CHECKING, Any, Protocol

from ..events import Retrying, Text
from ..models import Model, explain
from .ending import Ending, at_limit
from .failures import in_words, passes, retry_after
from .hanging_up import hang_up, hold
from .patience import Patience
from .usage import Usage, usage_of

if TYPE_CHECKING:
    from langchain_core.messages import AIMessageChunk


class Streams(Protocol):
    """What is asked: a chat model of LangChain's, or whatever else yields its chunks."""

    def astream(self, messages: Any, /) -> AsyncIterator[Any]:
        """Yield what a model answers to messages."""
        ...


@dataclass(slots=True)
class Account:
    """What a turn took so far: filled while the model is asked, for the reader may leave at any moment.

    `tools` are the calls by name, with whether each failed; `cut` says whether the last answer ended at its limit of tokens.
    """

    usage: Usage | None = None
    tools: list[tuple[str, bool]] = field(default_factory=list)
    cut: bool = False

    def add(self, usage: Usage) -> None:
        """Add what one asking took."""
        self.usage = usage if self.usage is None else self.usage + usage


async def answer(
    model: Model, messages: Sequence[Any], patience: Patience, account: Account
) -> AsyncGenerator[Text | Retrying, None]:
    """Yield the pieces of an answer without tools.

    Raises:
        ModelUnreachable: no answer; trying again may help.
        ModelRefused: the model will not answer this.
    """
    async with aclosing(chunks(model.chat, messages, patience, model.profile.name, account)) as coming:
        async for one in coming:
            if isinstance(one, Retrying):
                yield one
            elif piece := str(one.text):
                yield Text(piece)


async def chunks(
    chat: Streams, messages: Any, patience: Patience, name: str, account: Account
) -> AsyncGenerator[AIMessageChunk | Retrying, None]:
    """Yield what a chat model sends, chunk by chunk, and each wait before it is asked again.

    It is asked again only as long as nothing of this answer has come. When the reader leaves, the model is told to stop. A stream that
    ends without saying so, where its protocol does (ending.py), is a connection that broke.

    Args:
        chat: the model, its tools bound to it if it has any.
        messages: what it takes.
        patience: how it is waited for.
        name: Penchant's name for it.
        account: takes what each asking cost.

    Raises:
        ModelUnreachable: no answer; trying again may help.
        ModelRefused: the model will not answer this.
    """
    tried = 0
    while True:
        tried += 1
        ending = Ending()
        try:
            async with aclosing(_asked(chat, messages, patience, name, account)) as coming:
                async for chunk in coming:
                    ending.hear(chunk)
                    yield chunk
                if ending.is_missing:
                    raise ConnectionError("it ended in the middle of its answer, without the reason that ends one")
            return
        except Exception as error:
            wait = patience.wait_seconds(tried, retry_after(error, datetime.now(UTC)))
            if ending.begun or wait is None or not passes(error):
                raise explain(error, name, ending.begun) from error
            reason = in_words(error)
        yield Retrying(reason, wait, tried + 1)
        await patience.sleep(wait)


async def _asked(
    chat: Streams, messages: Any, patience: Patience, name: str, account: Account
) -> AsyncGenerator[AIMessageChunk, None]:
    """Ask once. What it took is accounted for however it ends, and nothing of it stays open."""
    stream = chat.astream(messages)
    figures: list[AIMessageChunk] = []
    limit, answered = patience.first_token, False
    held = hold()
    account.cut = False
    try:
        while (chunk := await _next(stream, limit)) is not None:
            limit, answered = patience.between_tokens, True
            if (found := _figures(chunk)) is not None:
                figures.append(found)
            account.cut = account.cut or at_limit(chunk.response_metadata or {})
            yield chunk
    finally:
        if isinstance(stream, AsyncGenerator):
            await stream.aclose()
        await hang_up(held)
        if answered:
            account.add(_counted(figures, name))


async def _next(stream: AsyncIterator[Any], limit: timedelta) -> Any:
    """Return the next chunk; None at the end."""
    timeout = asyncio.timeout(limit.total_seconds())
    try:
        async with timeout:
            return await anext(stream, None)
    except TimeoutError as error:
        if not timeout.expired():
            raise
        raise TimeoutError(f"timed out: nothing came for {limit.total_seconds():g} s") from error


def _figures(chunk: AIMessageChunk) -> AIMessageChunk | None:
    """Return the figures of a chunk alone, if it has any."""
    from langchain_core.messages import AIMessageChunk

    counted, metadata = chunk.usage_metadata, chunk.response_metadata or {}
    if not counted and not metadata.get("token_usage"):
        return None
    return AIMessageChunk(content="", usage_metadata=counted, response_metadata=metadata)


def _counted(figures: Sequence[AIMessageChunk], name: str) -> Usage:
    """Return what one asking took: some servers send it in parts."""
    return usage_of(reduce(operator.add, figures) if figures else None, name)
