"""An upstream that hangs: on connecting, before its answer, or in the middle of it. It is told, and the person's turn is kept."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from penchant.agent.asking.patience import Waits
from penchant.agent.settings import load
from penchant.memory import InterestMemory
from penchant.server.chat.choosing import upstream_of
from penchant.server.chat.opened import Opened
from penchant.server.chat.proxied import Proxied

from tests.loopback import Loopback
from tests.server.stage import asked, bearer, chat, key_of, pause

PATH = "/v1/chat/completions"
LIKES = "I love rock climbing."


@contextmanager
def full_house() -> Iterator[str]:
    """The address of a server that takes no connection and refuses none: those that wait for it are all it has room for."""
    with ExitStack() as stack:
        listening = stack.enter_context(socket.socket())
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listening.getsockname())
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1"


def assert_kept(memory: InterestMemory) -> None:
    (turn,) = memory.user("ada").latest(9)
    assert (turn.role, turn.text) == ("user", LIKES)
    assert "rock climbing" in memory.user("ada").weights()


@pytest.mark.parametrize("stream", [False, True])
async def test_a_server_that_accepts_no_connection_is_told_and_the_turn_is_kept(
    memory: InterestMemory, stream: bool
) -> None:
    with full_house() as address:
        async with asked(memory, Proxied(address, None, waits=Waits(connect=0.2))) as client:
            answer = await client.post(PATH, json=chat(LIKES, stream=stream), headers=bearer(key_of(memory, "ada")))
    assert answer.status_code == 504
    assert answer.json()["error"] == {
        "message": "the model's server did not accept a connection within 0.2 s: try again",
        "type": "server_error",
        "param": None,
        "code": "upstream_timeout",
    }
    assert_kept(memory)


@pytest.mark.parametrize("stream", [False, True])
async def test_a_server_that_never_begins_to_answer_is_told_and_the_turn_is_kept(
    memory: InterestMemory, upstream: Loopback, stream: bool
) -> None:
    upstream.hang = True
    async with asked(memory, Proxied(upstream.base_url, None, waits=Waits(first=0.2))) as client:
        answer = await client.post(PATH, json=chat(LIKES, stream=stream), headers=bearer(key_of(memory, "ada")))
    assert answer.status_code == 504
    assert "did not begin to answer within 0.2 s" in answer.json()["error"]["message"]
    assert_kept(memory)


async def test_a_stream_that_stalls_ends_with_an_error_and_what_came_is_kept(
    memory: InterestMemory, upstream: Loopback
) -> None:
    upstream.reply = "Try the boulders at the river tomorrow."
    _, go_on = pause(upstream, after=3)
    async with asked(memory, Proxied(upstream.base_url, None, waits=Waits(silence=0.5))) as client:
        answer = await client.post(PATH, json=chat(LIKES, stream=True), headers=bearer(key_of(memory, "ada")))
        go_on.set()
    last = [line for line in answer.text.splitlines() if line.startswith("data:")][-1]
    error = json.loads(last.removeprefix("data:"))["error"]
    assert error["code"] == "upstream_timeout"
    assert "stopped in the middle of its answer: nothing came for 0.5 s" in error["message"]
    said = [turn for turn in memory.user("ada").latest(9) if turn.role == "assistant"]
    assert all(not turn.complete and upstream.reply.startswith(turn.text) for turn in said)
    assert "rock climbing" in memory.user("ada").weights()


async def test_a_stream_that_breaks_off_ends_with_an_error(memory: InterestMemory, upstream: Loopback) -> None:
    upstream.reply, upstream.die_after = "Try the boulders at the river tomorrow.", 3
    async with asked(memory, upstream) as client:
        answer = await client.post(PATH, json=chat(LIKES, stream=True), headers=bearer(key_of(memory, "ada")))
    last = [line for line in answer.text.splitlines() if line.startswith("data:")][-1]
    assert json.loads(last.removeprefix("data:"))["error"]["code"] == "upstream_unreachable"
    *replies, turn = memory.user("ada").latest(9)
    assert turn.text == LIKES
    assert all(not reply.complete and upstream.reply.startswith(reply.text) for reply in replies)


def test_how_long_is_waited_is_the_persons_to_say(
    tmp_path: Path, upstream: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, seconds in (("CONNECT", "3"), ("FIRST", "900"), ("SILENCE", "45")):
        monkeypatch.setenv(f"PENCHANT_{name}_SECONDS", seconds)
    waits = load().serving_waits
    assert waits == load().waits == Waits(3, 900, 45)
    monkeypatch.delenv("PENCHANT_SILENCE_SECONDS")
    assert (load().waits.silence, load().serving_waits.silence) == (60, 900)
    proxied = upstream_of(f"{upstream.base_url}#m", tmp_path, "off", waits)
    assert isinstance(proxied, Proxied)
    assert proxied._waits == waits
    opened = Opened(object(), waits.patience())  # type: ignore[arg-type]
    assert opened._patience.first_token.total_seconds() == 900
    assert opened._patience.between_tokens.total_seconds() == 45


@pytest.mark.parametrize("waits", [{"connect": 0}, {"first": -1.0}, {"silence": float("nan")}])
def test_a_wait_of_no_time_is_refused(waits: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="a model must be waited for"):
        Waits(**waits)
