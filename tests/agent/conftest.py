"""Agents that talk to a model on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from penchant.agent import Agent
from penchant.agent.models import Model, Profile
from penchant.memory import UserMemory

from tests.agent.talk import AT_ONCE, Opener, chat_model
from tests.loopback import Loopback


@pytest.fixture
def opened(server: Loopback, person: UserMemory) -> Iterator[Opener]:
    """Opens agents on the loopback model, all on one session."""
    agents: list[Agent] = []

    def open_agent(memory: UserMemory = person, timeout: float = 120.0, **options: Any) -> Agent:
        model = Model(Profile("loopback", **options.pop("profile", {})), chat_model(server.base_url, timeout))
        agents.append(Agent(model, memory, **{"session": "s", "patience": AT_ONCE, **options}))
        return agents[-1]

    yield open_agent
    for agent in agents:
        agent.close()
