"""InterestMiddleware whose model is sent placeholders."""

from __future__ import annotations

from typing import Any

import pytest
from langchain.agents import create_agent
from penchant.agent import InterestMiddleware
from penchant.memory import InterestMemory
from penchant.memory.errors import SettingsError

from tests.agent.talk import chat_model
from tests.loopback import Loopback

ADDRESS = "ada@example.org"


def test_a_streamed_agent_says_each_word_once_and_the_model_never_sees_them(
    server: Loopback, memory: InterestMemory
) -> None:
    server.reply = "Written to <EMAIL_1> today."
    agent: Any = create_agent(
        chat_model(server.base_url), middleware=[InterestMiddleware(memory, pseudonymize="email")]
    )
    asked = {"messages": [{"role": "user", "content": f"Write to {ADDRESS}."}]}
    said = [chunk.text for chunk, _ in agent.stream(asked, context={"user_id": "ada"}, stream_mode="messages")]
    assert "".join(said) == f"Written to {ADDRESS} today."
    assert ADDRESS.encode() not in server.requests[0].raw


def test_a_wrong_kind_is_told_when_the_middleware_is_made(memory: InterestMemory) -> None:
    with pytest.raises(SettingsError, match="no kind 'mail'"):
        InterestMiddleware(memory, pseudonymize="mail")
