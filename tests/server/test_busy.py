"""One person's long work keeps no other waiting, and readiness waits for nothing."""

from __future__ import annotations

import asyncio
from threading import Event
from typing import Any

import pytest
from penchant.memory import InterestMemory, UserMemory
from penchant.server.api import health
from penchant.server.service import THREADS

from tests.loopback import Loopback
from tests.server.stage import asked, bearer, chat, key_of

PATH = "/v1/chat/completions"


async def test_readiness_waits_for_no_request_and_tells_of_a_ledger_that_does_not_answer(
    memory: InterestMemory, upstream: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, read = Event(), memory.ledger.get
    monkeypatch.setattr(health, "READY_SECONDS", 0.5)
    async with asked(memory, upstream) as client, asyncio.timeout(30):
        service = client.service  # type: ignore[attr-defined]
        waiting = [asyncio.create_task(service.run(go_on.wait, 60)) for _ in range(2 * THREADS)]
        await asyncio.sleep(0)
        try:
            assert (await client.get("/ready")).status_code == 200
            monkeypatch.setattr(type(memory.ledger), "get", lambda *_: go_on.wait(60) and None)
            answer = await client.get("/ready")
            again = await client.get("/ready")
        finally:
            go_on.set()
            monkeypatch.setattr(type(memory.ledger), "get", lambda _, name: read(name))
            await asyncio.gather(*waiting)
    assert (answer.status_code, again.status_code) == (503, 503)
    assert answer.json() == {"status": "not ready", "ledger": "does not answer", "index": "unknown"}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("POST", "/v1/forget", {"session": "a"}), ("DELETE", "/v1/memory", None), ("DELETE", "/v1/interests/1", None)],
)
async def test_erasures_one_after_the_other_keep_no_chat_waiting(
    memory: InterestMemory,
    upstream: Loopback,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    path: str,
    body: dict[str, Any] | None,
) -> None:
    go_on, begun = Event(), Event()
    memory.user("eve").observe("I love rock climbing.", session="a")

    def held(*_: Any) -> None:
        begun.set()
        go_on.wait(60)

    for name in ("forget_chosen", "erase", "forget"):
        monkeypatch.setattr(UserMemory, name, held)
    async with asked(memory, upstream) as client:
        eve, ada = bearer(key_of(memory, "eve")), bearer(key_of(memory, "ada"))
        erasing = [
            asyncio.create_task(client.request(method, path, json=body, headers=eve)) for _ in range(2 * THREADS)
        ]
        assert await asyncio.to_thread(begun.wait, 60)
        try:
            async with asyncio.timeout(20):
                assert (await client.post(PATH, json=chat("Hello there"), headers=ada)).status_code == 200
        finally:
            go_on.set()
            await asyncio.gather(*erasing)
