"""A model that is asked outside a conversation is waited for as patiently as in one."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from penchant.agent import Agent, ModelRefused, ModelUnreachable, answer, translate
from penchant.memory import UserMemory

from tests.agent.talk import Opener
from tests.agent.test_asking import Waits
from tests.loopback import Loopback, hold_once

REPLY = "Go climbing, of course."


def translated(agent: Agent) -> str:
    return translate("我喜欢茶。", "English", agent=agent).text


def answered(agent: Agent) -> str:
    return answer("What is tea?", ["Tea is a drink."], agent=agent).text


BOTH = pytest.mark.parametrize("asked", [translated, answered])


@BOTH
@pytest.mark.parametrize("failure", [429, 503, 0])
def test_a_failure_that_passes_is_asked_again(opened: Opener, server: Loopback, asked: Any, failure: int) -> None:
    server.failures = [failure, failure]
    waits = Waits()
    assert asked(opened(patience=waits.patience())) == REPLY
    assert waits == [1.0, 2.0]
    assert len(server.requests) == 3


def test_a_server_that_names_a_time_is_given_it(opened: Opener, server: Loopback) -> None:
    server.failures, server.retry_after = [429], 12
    waits = Waits()
    assert translated(opened(patience=waits.patience())) == REPLY
    assert waits == [12.0]


@BOTH
def test_a_model_that_says_nothing_is_given_up(opened: Opener, server: Loopback, asked: Any) -> None:
    server.hang = True
    agent = opened(patience=Waits().patience(first_token=timedelta(seconds=0.2)))
    with pytest.raises(ModelUnreachable, match=r"nothing came for 0\.2 s"):
        asked(agent)
    assert len(server.requests) <= 1  # it is not asked again; a slow machine may be too late to ask at all


def test_a_model_that_falls_silent_is_given_up_and_its_thread_ends(opened: Opener, server: Loopback) -> None:
    left = hold_once(server, after=2)
    agent = opened(patience=Waits().patience(between_tokens=timedelta(seconds=0.2)), timeout=2.0)
    with pytest.raises(ModelUnreachable):
        translated(agent)
    assert left.wait(120)
    assert translated(opened()) == REPLY


def test_it_gives_up_in_the_end_and_at_once_where_waiting_is_in_vain(opened: Opener, server: Loopback) -> None:
    server.status = 429
    waits = Waits()
    with pytest.raises(ModelUnreachable, match="Rate limit reached"):
        translated(opened(patience=waits.patience(tries=3)))
    assert waits == [1.0, 2.0]
    server.status = 401
    with pytest.raises(ModelRefused, match="Check the key"):
        translated(opened(patience=waits.patience(tries=3)))
    assert waits == [1.0, 2.0]


def test_an_empty_reply_is_none(opened: Opener, server: Loopback) -> None:
    server.reply = " "
    with pytest.raises(ModelUnreachable, match="empty reply"):
        translated(opened())


async def test_it_can_be_asked_where_an_event_loop_runs_and_from_several_threads(
    opened: Opener, server: Loopback
) -> None:
    agent = opened()
    assert translated(agent) == REPLY
    assert await asyncio.gather(*(asyncio.to_thread(translated, agent) for _ in range(3))) == [REPLY] * 3
    assert len(server.requests) == 4


@BOTH
def test_what_is_no_agent_is_refused(person: UserMemory, asked: Any) -> None:
    for wrong in (person, None, "embedded"):
        with pytest.raises(ValueError, match="agent must be an Agent, such as"):
            asked(wrong)
