"""What a host is told of a failure of memory's: over HTTP nothing of the server's folders, over a pipe its words."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from mcp import Client
from penchant.memory import InterestMemory, LedgerBusy, LedgerError, UserMemory
from penchant.server.keys import Keys
from penchant.server.mcp.guests import Guest, rights
from penchant.server.mcp.server import mcp_server
from penchant.server.mcp.web import mcp_app

from tests.server.stage import bearer, key_of

CAUSE = "the ledger /srv/secret/ledger.sqlite3: the disk is full"
BUSY = "the ledger /srv/secret/ledger.sqlite3: another program is writing"
ASKED: dict[str, dict[str, Any]] = {
    "tools/call": {"name": "list_interests", "arguments": {}},
    "resources/list": {},
    "resources/read": {"uri": "interest://list"},
    "completion/complete": {
        "ref": {"type": "ref/resource", "uri": "interest://{topic}"},
        "argument": {"name": "topic", "value": "t"},
    },
}


@asynccontextmanager
async def hosted(memory: InterestMemory) -> AsyncIterator[httpx.AsyncClient]:
    """A host of a server over HTTP in this event loop, where ada is known."""
    memory.user("ada")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(mcp_app(memory, rights()), log_config=None, access_log=False)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        headers = bearer(key_of(memory, "ada"), Accept="application/json, text/event-stream")
        async with httpx.AsyncClient(base_url=address, headers=headers, timeout=120) as client:
            yield client
        server.should_exit = True
        await serving


async def asked(client: httpx.AsyncClient, method: str, params: dict[str, Any]) -> httpx.Response:
    return await client.post("/mcp", json={"jsonrpc": "2.0", "id": 1, "method": method, "params": params})


def failing(error: Exception) -> Any:
    def fail(*_given: Any, **_more: Any) -> Any:
        raise error

    return fail


async def test_over_http_no_answer_tells_where_the_ledger_is(
    memory: InterestMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hosted(memory) as client:
        monkeypatch.setattr(UserMemory, "interests", failing(LedgerError(CAUSE)))
        for method, params in ASKED.items():
            answer = await asked(client, method, params)
            assert "the memory failed (LedgerError)" in answer.text, method
            assert "secret" not in answer.text


async def test_over_http_a_busy_ledger_is_told_as_by_the_servers_api(
    memory: InterestMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hosted(memory) as client:
        monkeypatch.setattr(Keys, "find", failing(LedgerBusy(BUSY)))
        answer = await asked(client, "tools/list", {})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert answer.json()["error"]["code"] == "busy"
    assert "secret" not in answer.text


async def test_over_a_pipe_the_person_is_told_the_cause(
    memory: InterestMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest = Guest(memory, memory.user("ada").name, rights())
    monkeypatch.setattr(UserMemory, "interests", failing(LedgerError(CAUSE)))
    async with Client(mcp_server(lambda _context: guest, memory.clock)) as client:
        result = await client.call_tool("list_interests", {})
    assert result.is_error
    assert CAUSE in str(result.content)
