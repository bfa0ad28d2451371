"""An answer with tools: LangChain's `create_agent` leads from question to tool and back; the model is asked as ever (asking/stream.py).

What the tools return stands in this turn's messages alone. The ledger keeps the person's words and the reply, so nothing of it is learned.
Imported only where an agent has tools: `langchain.agents` takes a second or more to load.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse, wrap_model_call, wrap_tool_call
from langchain_core.messages import AIMessage, AIMessageChunk, ToolMessage, message_chunk_to_message
from langchain_core.tools import BaseTool
from langgraph.errors import GraphBubbleUp, GraphRecursionError
from langgraph.types import Command

from ..asking.patience import Patience
from ..asking.stream import Account, chunks
from ..errors import ModelError, ModelRefused
from ..events import Question, Retrying, Text, ToolCalled, ToolReturned
from ..kept.redaction import without_secrets
from ..models import Model, explain

MOST_CALLS = 16
"""Tools that are called in one turn; what the model wants beyond that is told it, so that it answers with what it has."""

MOST_ROUNDS = 12
"""How often the model is asked in one turn: then it has called tools that it was told are no longer there."""

BREAK = "\n\n"
"""Stands between what a model says before a tool and after it."""

_NO_TOOLS = re.compile(
    r"(?:not|n't) (?:currently )?support\w* (?:the )?(?:use of )?(?:tool|function)"
    r"|(?:tool|function)\w*['\"`]? (?:\w+ )?(?:is|are) not (?:supported|enabled)",
    re.IGNORECASE,
)
"""How servers say that a model calls no tools."""

Happening = Text | Retrying | ToolCalled | ToolReturned | Question
Confirm = Callable[[Question], bool | Awaitable[bool]]
"""An app's way to answer a question; asked where nobody has answered the event."""


@dataclass(slots=True)
class Turn:
    """One turn under way: what happened and was not told yet, in order."""

    account: Account
    confirm: Confirm | None = None
    happened: asyncio.Queue[Happening | None] = field(default_factory=asyncio.Queue)
    asked: asyncio.Queue[bool] = field(default_factory=asyncio.Queue)
    calls: int = 0
    rounds: int = 0
    said: bool = False

    async def ask(self, question: Question) -> bool:
        """Ask the person, and wait for what they say; one question after another."""
        await self.happened.put(question)
        return await self.asked.get()


async def tool_turn(
    model: Model,
    messages: Sequence[Any],
    tools: Callable[[Turn], Sequence[BaseTool]],
    patience: Patience,
    account: Account,
    confirm: Confirm | None = None,
) -> AsyncGenerator[Happening, None]:
    """Yield what happens until the model has answered. When the reader leaves, model and tools are told to stop.

    Args:
        model: calls tools.
        messages: what is sent first.
        tools: gives the tools of this turn.
        patience: how the model is waited for.
        account: takes what each asking cost, and the calls.
        confirm: answers questions where the reader does not.

    Raises:
        ModelUnreachable: no answer; trying again may help.
        ModelRefused: the model will not answer this, calls no tools, or calls them without end.
    """
    turn = Turn(account, confirm)
    work = asyncio.create_task(_run(turn, model, messages, tools(turn), patience))
    work.add_done_callback(lambda _: turn.happened.put_nowait(None))
    try:
        while (happening := await turn.happened.get()) is not None:
            yield happening
            if isinstance(happening, Question):
                await turn.asked.put(await _answered(happening, confirm))
        await work
    finally:
        work.cancel()
        await asyncio.wait([work])
        work.cancelled() or work.exception()  # looked at, else asyncio complains of a failure that nobody waited for


async def _answered(question: Question, confirm: Confirm | None) -> bool:
    """Return what was said to a question; no where nobody said anything."""
    if question.answered is None and confirm is not None:
        said = confirm(question)
        question.answer((await said if isinstance(said, Awaitable) else said) is True)
    return question.answered is True


async def _run(
    turn: Turn, model: Model, messages: Sequence[Any], tools: Sequence[BaseTool], patience: Patience
) -> None:
    """Lead the turn to its end."""
    name = model.profile.name
    agent = create_agent(model.chat, list(tools), middleware=[_asking(turn, model, patience), _calling(turn)])
    try:
        done = await agent.ainvoke({"messages": list(messages)}, {"recursion_limit": 4 * MOST_ROUNDS})
        if isinstance(last := done["messages"][-1], ToolMessage):  # a tool whose result is the answer
            await turn.happened.put(Text(BREAK * turn.said + str(last.text)))
    except GraphRecursionError as error:
        raise _endless(name) from error
    except ModelError:
        raise
    except Exception as error:
        raise explain(error, name) from error


def _asking(turn: Turn, model: Model, patience: Patience) -> AgentMiddleware[Any, Any, Any]:
    """Return what asks the model in LangChain's stead: piece by piece, with our patience."""

    @wrap_model_call(name="penchant_asking")
    async def ask(request: ModelRequest[Any], _handler: object) -> ModelResponse[Any]:
        turn.rounds += 1
        if turn.rounds > MOST_ROUNDS:
            raise _endless(model.profile.name)
        able = bound(model, request.tools)
        coming = chunks(able, request.messages, patience, model.profile.name, turn.account)
        try:
            return ModelResponse(result=[_message(await _told(turn, coming))])
        except ModelRefused as error:
            if request.tools and _NO_TOOLS.search(str(error)):
                raise no_tools(model.profile.name) from error
            raise

    return ask


async def _told(turn: Turn, coming: AsyncGenerator[AIMessageChunk | Retrying, None]) -> list[AIMessageChunk]:
    """Tell what a model says while it comes, and return all of it."""
    parts, apart = [], turn.said
    async with aclosing(coming):
        async for one in coming:
            if isinstance(one, Retrying):
                await turn.happened.put(one)
                continue
            parts.append(one)
            if piece := str(one.text):
                await turn.happened.put(Text(BREAK + piece if apart else piece))
                apart, turn.said = False, True
    return parts


def _calling(turn: Turn) -> AgentMiddleware[Any, Any, Any]:
    """Return what tells of the calls; a tool that fails tells the model so, and the turn goes on."""

    @wrap_tool_call(name="penchant_calling")
    async def call(request: Any, handler: Callable[[Any], Awaitable[Any]]) -> Any:
        wanted = request.tool_call
        await turn.happened.put(ToolCalled(wanted["id"] or "", wanted["name"], dict(wanted["args"])))
        result = await _result(turn, request, handler)
        failed = isinstance(result, ToolMessage) and result.status == "error"
        turn.account.tools.append((wanted["name"], failed))
        text = "" if isinstance(result, Command) else str(result.text)
        await turn.happened.put(ToolReturned(wanted["id"] or "", wanted["name"], text, failed))
        return result

    return call


async def _result(turn: Turn, request: Any, handler: Callable[[Any], Awaitable[Any]]) -> Any:
    turn.calls += 1
    if turn.calls > MOST_CALLS:
        return _error(request, "no more tools are called in this turn: answer with what you have")
    try:
        return await handler(request)
    except GraphBubbleUp:
        raise
    except Exception as error:  # noqa: BLE001 - whatever an app's tool raises, the model is told it
        said = " ".join(str(error).split())[:300] or type(error).__name__
        return _error(request, f"the tool failed: {without_secrets(said)}")


def _error(request: Any, text: str) -> ToolMessage:
    wanted = request.tool_call
    return ToolMessage(text, tool_call_id=wanted["id"] or "", name=wanted["name"], status="error")


def bound(model: Model, tools: Sequence[Any]) -> Any:
    """Return a chat model that may call tools.

    Raises:
        ModelRefused: it calls none.
    """
    if not tools:
        return model.chat
    try:
        return model.chat.bind_tools(tools)
    except NotImplementedError as error:
        raise no_tools(model.profile.name) from error


def no_tools(name: str) -> ModelRefused:
    """Return the error of a model that calls no tools."""
    return ModelRefused(f"the model {name} calls no tools: leave them out, or choose another model with --model")


def _endless(name: str) -> ModelRefused:
    return ModelRefused(
        f"the model {name} called tools {MOST_ROUNDS} times in a row and gave no answer: ask for less at once, or choose another model"
    )


def _message(parts: Sequence[Any]) -> AIMessage:
    """Return the message that chunks make; one of a model that cannot stream is there already."""
    if not parts:
        return AIMessage("")
    whole = reduce(add, parts)
    made = message_chunk_to_message(whole) if isinstance(whole, AIMessageChunk) else whole
    assert isinstance(made, AIMessage)  # noqa: S101 - for the type checker
    return made
