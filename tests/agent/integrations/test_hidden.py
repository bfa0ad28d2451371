"""`remembering` with placeholders: the model never sees the words, and whoever asked has them in the answer, in every way of asking."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import openai
import pytest
from penchant.agent import remembering
from penchant.memory import InterestMemory
from penchant.memory.errors import SettingsError

from tests.agent.integrations.test_client import WAYS, Way, asked, chat_whole
from tests.loopback import Loopback

MAIL = "ada@example.org"


@pytest.fixture
def answering() -> Iterator[Loopback]:
    with Loopback(reply="I wrote to <EMAIL_1> and <EMAIL_9> today.") as server:
        yield server


def client_of(server: Loopback, memory: InterestMemory, pseudonymize: str = "email") -> openai.OpenAI:
    plain = openai.OpenAI(base_url=server.base_url, api_key="any", max_retries=0)
    return remembering(plain, memory, user="ada", pseudonymize=pseudonymize)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_the_words_are_hidden_from_the_model_and_back_in_the_answer(
    answering: Loopback, memory: InterestMemory, way: Way
) -> None:
    with client_of(answering, memory) as client:
        assert way(client, f"Write to {MAIL}, please.") == f"I wrote to {MAIL} and <EMAIL_9> today."
    assert MAIL not in json.dumps(answering.requests[-1].body)
    assert "<EMAIL_1>" in json.dumps(answering.requests[-1].body)
    assert memory.user("ada").latest(1)[0].text == f"I wrote to {MAIL} and <EMAIL_9> today."


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_password_is_back_in_the_answer_and_in_no_stored_reply(
    answering: Loopback, memory: InterestMemory, way: Way
) -> None:
    answering.reply = "I will use <PASSWORD_1> today."
    with client_of(answering, memory, "secrets") as client:
        assert way(client, "My router password is hunter2xFalcon.") == "I will use hunter2xFalcon today."
    assert memory.user("ada").latest(1)[0].text == "I will use [password] today."


def test_what_the_program_holds_and_what_tools_returned_is_in_no_stored_reply(
    answering: Loopback, memory: InterestMemory
) -> None:
    answering.reply = "So 4821, hunter2xFalcon."
    call = {"id": "1", "type": "function", "function": {"name": "settings", "arguments": "{}"}}
    held: list[Any] = [
        {"role": "user", "content": "My PIN is 4821."},
        {"role": "assistant", "content": "Fine."},
        {"role": "user", "content": "Read the settings."},
    ]
    with client_of(answering, memory, "off") as client:
        client.chat.completions.create(model="loopback", messages=held)
        returned: list[Any] = [
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "tool_call_id": "1", "content": "password=hunter2xFalcon"},
        ]
        client.chat.completions.create(model="loopback", messages=[*held, *returned, held[-1]])
        client.responses.create(
            model="loopback",
            input=[
                {"role": "user", "content": "Once more."},
                {"type": "function_call_output", "call_id": "1", "output": "password=hunter2xFalcon, PIN: 4821"},
            ],
        )
    replies = [one.text for one in memory.user("ada").latest(9) if one.role == "assistant"]
    assert replies[0] == "So [password], [password]."
    assert "So [password], hunter2xFalcon." in replies


async def test_an_answer_in_pieces_has_them_in_an_event_loop_too(answering: Loopback, memory: InterestMemory) -> None:
    plain = openai.AsyncOpenAI(base_url=answering.base_url, api_key="any", max_retries=0)
    async with remembering(plain, memory, user="ada", pseudonymize="email") as client:
        stream = await client.chat.completions.create(
            model="loopback", messages=asked(f"Is {MAIL} right?"), stream=True
        )
        text = "".join([chunk.choices[0].delta.content or "" async for chunk in stream])
    assert text == f"I wrote to {MAIL} and <EMAIL_9> today."
    assert MAIL not in json.dumps(answering.requests[-1].body)


def test_what_one_person_said_stands_in_nobody_elses_answer(answering: Loopback, memory: InterestMemory) -> None:
    with client_of(answering, memory) as client:
        client.responses.create(model="loopback", input=f"Write to {MAIL}.", user="ada")
        other = client.responses.create(model="loopback", input="Hello there.", user="ben")
    assert other.output_text == "I wrote to <EMAIL_1> and <EMAIL_9> today."


@pytest.mark.parametrize("setting", ["off", "auto"])
def test_a_model_on_this_machine_gets_the_words_unless_it_is_said_otherwise(
    answering: Loopback, memory: InterestMemory, setting: str
) -> None:
    with client_of(answering, memory, setting) as client:
        client.responses.create(model="loopback", input=f"Write to {MAIL}.")
    assert MAIL in json.dumps(answering.requests[-1].body)


def test_a_copy_that_leads_elsewhere_hides_the_words(
    answering: Loopback, memory: InterestMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("penchant.agent.privacy.destinations.is_here", lambda host: host != "localhost")
    answering.reply = "I will use <PASSWORD_1> today."
    asking = "My router password is hunter2xFalcon."
    elsewhere = answering.base_url.replace("127.0.0.1", "localhost")
    with client_of(answering, memory, "auto") as near, near.with_options(base_url=elsewhere) as far:
        assert chat_whole(far, asking) == "I will use hunter2xFalcon today."
        assert "hunter2xFalcon" not in answering.requests[-1].raw.decode()
        chat_whole(near, asking)
        assert "hunter2xFalcon" in answering.requests[-1].raw.decode()
        near.base_url = elsewhere
        chat_whole(near, asking)
        assert "hunter2xFalcon" not in answering.requests[-1].raw.decode()


def test_a_kind_that_there_is_not_is_refused_at_once(answering: Loopback, memory: InterestMemory) -> None:
    with pytest.raises(SettingsError, match="or auto"):
        client_of(answering, memory, "letters")
