"""A server whose upstream is sent placeholders: whoever asks it sees the words alone."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from penchant.memory import InterestMemory
from penchant.memory.privacy.redactor import Redactor
from penchant.server.chat.choosing import upstream_of
from penchant.server.chat.hidden import Hidden
from penchant.server.chat.proxied import Proxied

from tests.loopback import Loopback
from tests.server.stage import asked, bearer, key_of

ADDRESS = "ada@example.org"


@pytest.mark.parametrize("stream", [False, True])
async def test_the_upstream_gets_placeholders_and_the_client_the_words(
    stream: bool, tmp_path: Path, upstream: Loopback
) -> None:
    upstream.reply = "I wrote to <EMAIL_1> just now."
    with InterestMemory(tmp_path, index=False, redact="off") as memory:
        token = key_of(memory, user="ada")
        hidden = Hidden(Proxied(upstream.base_url, None), Redactor("email"))
        async with asked(memory, hidden) as client:
            messages = [{"role": "user", "content": f"Write to {ADDRESS}."}]
            body: dict[str, Any] = {"model": "m", "messages": messages, "stream": stream}
            answer = await client.post("/v1/chat/completions", json=body, headers=bearer(token))
            other = await client.post(
                "/v1/chat/completions",
                json={"model": "m", "messages": [{"role": "user", "content": "What is <EMAIL_1>?"}]},
                headers=bearer(token),
            )
        kept = [event.text for event in memory.user("ada").latest(9)]
    assert ADDRESS in (answer.text if not stream else answer.text.replace(" ", ""))
    assert "EMAIL_1" not in answer.text
    assert "I wrote to <EMAIL_1>" in other.json()["choices"][0]["message"]["content"]
    assert ADDRESS.encode() not in upstream.requests[0].raw
    assert f"I wrote to {ADDRESS} just now." in kept


@pytest.mark.parametrize("stream", [False, True])
async def test_a_password_comes_back_to_the_client_and_into_no_stored_reply(
    stream: bool, tmp_path: Path, upstream: Loopback
) -> None:
    upstream.reply = "Use <PASSWORD_1> for the router."
    with InterestMemory(tmp_path, index=False) as memory:
        token = key_of(memory, user="ada")
        async with asked(memory, Hidden(Proxied(upstream.base_url, None), Redactor("secrets"))) as client:
            messages = [{"role": "user", "content": "My router password is hunter2xFalcon."}]
            body: dict[str, Any] = {"model": "m", "messages": messages, "stream": stream}
            answer = await client.post("/v1/chat/completions", json=body, headers=bearer(token))
        kept = [event.text for event in memory.user("ada").latest(9)]
    assert "hunter2xFalcon" in answer.text
    assert sorted(kept) == ["My router password is [password].", "Use [password] for the router."]


async def test_a_long_history_holds_up_nobody_elses_request(
    tmp_path: Path, upstream: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, find = set[int](), Redactor.find

    def noted(redactor: Redactor, text: str) -> Any:
        where.add(threading.get_ident())
        return find(redactor, text)

    with InterestMemory(tmp_path, index=False, redact="off") as memory:
        token = key_of(memory, user="ada")
        monkeypatch.setattr(Redactor, "find", noted)
        async with asked(memory, Hidden(Proxied(upstream.base_url, None), Redactor("email"))) as client:
            body = {"model": "m", "messages": [{"role": "user", "content": f"Write to {ADDRESS}."}]}
            await client.post("/v1/chat/completions", json=body, headers=bearer(token))
    assert where
    assert threading.get_ident() not in where  # in which the event loop runs


async def test_what_was_said_before_this_process_goes_from_the_reply_too(tmp_path: Path, upstream: Loopback) -> None:
    upstream.reply = "It was hunter2xFalcon, and 4821 by your notes."
    with InterestMemory(tmp_path, index=False) as memory:
        token = key_of(memory, user="ada")
        async with asked(memory, upstream) as client:
            messages: list[dict[str, Any]] = [
                {"role": "user", "content": [{"type": "text", "text": "My router password is hunter2xFalcon."}]},
                {"role": "assistant", "content": None, "tool_calls": []},
                {"role": "tool", "content": "The PIN is 4821."},
                {"role": "user", "content": "What was it?"},
            ]
            await client.post("/v1/chat/completions", json={"model": "m", "messages": messages}, headers=bearer(token))
        kept = [event.text for event in memory.user("ada").latest(9)]
    assert "It was [password], and [password] by your notes." in kept


def test_an_upstream_on_this_machine_gets_the_words_unless_told_otherwise(tmp_path: Path) -> None:
    assert isinstance(upstream_of("http://127.0.0.1:9/v1#m", tmp_path), Proxied)
    assert isinstance(upstream_of("http://127.0.0.1:9/v1#m", tmp_path, "email"), Hidden)
    assert isinstance(upstream_of("https://api.example.com/v1#m", tmp_path), Hidden)
