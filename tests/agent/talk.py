"""What tests of a conversation share: asking, and looking at what was sent and stored."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import Any

import pytest
from penchant.agent import Agent, AgentEvent, Text
from penchant.agent.asking.patience import Patience
from penchant.memory import UserMemory

from tests.loopback import Loopback

OPEN = "Suggest something to do this weekend."

Opener = Callable[..., Agent]

AT_ONCE = Patience(tries=1)
"""Asks a model that failed no second time, as it would after a while."""


def chat_model(base_url: str, timeout: float = 120.0) -> Any:
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    return ChatOpenAI(
        model="loopback",
        base_url=base_url,
        api_key=SecretStr("sk-loopback-key"),
        timeout=timeout,
        max_retries=0,
        use_responses_api=False,
        stream_usage=True,
    )


async def heard(agent: Agent, text: str, **options: Any) -> list[AgentEvent]:
    return [event async for event in agent.reply(text, **options)]


async def heard_until_error(agent: Agent, text: str, **options: Any) -> tuple[list[AgentEvent], Exception]:
    events = []
    try:
        async for event in agent.reply(text, **options):
            events.append(event)  # noqa: PERF401 - what came before the error counts
    except Exception as error:  # noqa: BLE001 - the test looks at it
        return events, error
    raise AssertionError("no error")


async def leave_midway(agent: Agent, text: str) -> None:
    """Read two pieces of a reply and leave."""
    said = 0
    async with aclosing(agent.reply(text)) as events:
        async for event in events:
            said += isinstance(event, Text)
            if said == 2:
                break


async def cancel_midway(agent: Agent, text: str) -> None:
    """Cancel the task that reads a reply once two pieces of it have come."""
    streaming = asyncio.Event()

    async def read() -> None:
        said = 0
        async for event in agent.reply(text):
            said += isinstance(event, Text)
            if said == 2:
                streaming.set()

    reading = asyncio.create_task(read())
    await asyncio.wait_for(streaming.wait(), 120)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading


def stored(person: UserMemory, session: str = "s") -> list[tuple[str, str, bool]]:
    return [(turn.role, turn.text, turn.complete) for turn in person.turns(session, 100)]


def sent(server: Loopback, request: int = -1) -> list[tuple[str, str]]:
    return [(message["role"], message["content"]) for message in server.requests[request].body["messages"]]
