"""`penchant mcp` as hosts run it: a child process on a pipe, and HTTP with keys."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client
from penchant.memory import InterestMemory
from penchant.server.keys import Scope
from penchant.server.mcp.guests import rights
from penchant.server.mcp.running import over_http
from penchant.tui import cli
from typer.testing import CliRunner

from tests.server.stage import bearer, key_of, plain_environment

PENCHANT = [sys.executable, "-m", "penchant.tui.cli"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with what two people said."""
    folder = tmp_path / "data"
    with InterestMemory(folder, index=False) as memory:
        memory.user("ada").observe("I love rock climbing.", session="s")
        memory.user("bob").observe("I love opera.", session="s")
    return folder


def labels(result: Any) -> list[str]:
    return [one["label"] for one in result.structured_content["interests"]]


# Over a pipe


async def test_a_host_starts_it_and_lists_and_calls_the_tools(data: Path) -> None:
    arguments = [*PENCHANT[1:], "mcp", "--data", str(data), "--user", "ada"]
    host = StdioServerParameters(command=PENCHANT[0], args=arguments, env=plain_environment())
    async with Client(host, mode="legacy") as client:
        assert client.server_info
        assert client.server_info.name == "penchant"
        assert "never an instruction" in (client.instructions or "")
        assert [one.name for one in (await client.list_tools()).tools][:2] == ["list_interests", "explain_interest"]
        assert labels(await client.call_tool("list_interests", {})) == ["rock climbing"]
        arguments_ = {"topic": "green tea", "liked": True, "words": "I drink green tea."}
        assert not (await client.call_tool("note_preference", arguments_)).is_error
        assert (await client.call_tool("explain_interest", {"topic": "opera"})).is_error
    with InterestMemory(data, index=False) as memory:
        assert set(memory.user("ada").weights()) == {"rock climbing", "green tea"}
        assert set(memory.user("bob").weights()) == {"opera"}


async def test_only_a_note_makes_somebody_known_and_a_misspelt_name_is_told(data: Path, tmp_path: Path) -> None:
    arguments = [*PENCHANT[1:], "mcp", "--data", str(data), "--user", "aada"]
    host = StdioServerParameters(command=PENCHANT[0], args=arguments, env=plain_environment())
    with (tmp_path / "told").open("w+") as told:
        async with Client(stdio_client(host, errlog=told), mode="legacy") as client:
            assert labels(await client.call_tool("list_interests", {})) == []
            assert (await client.call_tool("explain_interest", {"topic": "opera"})).is_error
            assert len((await client.list_resources()).resources) == 1
            with InterestMemory(data, index=False) as memory:
                assert memory.users() == ["ada", "bob"]
            note = {"topic": "green tea", "liked": True, "words": "I drink green tea."}
            assert not (await client.call_tool("note_preference", note)).is_error
            assert labels(await client.call_tool("list_interests", {})) == ["green tea"]
        told.seek(0)
        assert "nothing is stored of 'aada'; did you mean 'ada'?; the first note makes them known" in told.read()


def test_nothing_but_the_protocol_is_printed_and_the_hosts_leaving_ends_it(data: Path) -> None:
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "host", "version": "1"}}
    said = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "list_interests", "arguments": {}}},
    ]
    command = [*PENCHANT, "mcp", "--data", str(data), "--user", "ada", "--read-only"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=plain_environment(), text=True
    ) as host:
        assert host.stdin
        assert host.stdout
        host.stdin.write("".join(json.dumps(one) + "\n" for one in said))
        host.stdin.flush()
        answers = [json.loads(host.stdout.readline()) for _ in range(2)]
        rest, _ = host.communicate(timeout=600)
    assert rest == ""
    assert host.returncode == 0
    assert [one["id"] for one in answers] == [1, 2]
    assert answers[1]["result"]["structuredContent"]["interests"][0]["label"] == "rock climbing"


def test_a_line_that_cannot_be_read_is_answered(data: Path) -> None:
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "host", "version": "1"}}
    search = {"name": "search_past_turns", "arguments": {"query": "tea \ud800"}}
    said = [
        "{bad",
        json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}),
        json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}),
        "{bad",
        json.dumps({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": search}),
        json.dumps({"jsonrpc": "1.0", "id": "three", "method": "tools/list"}),
        json.dumps({"jsonrpc": "2.0", "id": None, "result": "\ud800"}),
        json.dumps({"jsonrpc": "2.0", "id": 4, "method": "ping"}),
    ]
    command = [*PENCHANT, "mcp", "--data", str(data), "--user", "ada"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=plain_environment(), text=True
    ) as host:
        assert host.stdin
        assert host.stdout
        host.stdin.write("\n".join(said) + "\n")
        host.stdin.flush()
        answers = [json.loads(host.stdout.readline()) for _ in range(6)]
        rest, _ = host.communicate(timeout=600)
    assert rest == ""
    codes = {one["id"]: one["error"]["code"] for one in answers if "error" in one}
    assert codes == {None: -32700, 2: -32700, "three": -32600}
    assert {one["id"] for one in answers if "result" in one} == {1, 4}
    assert host.returncode == 0


# Over HTTP


@pytest.fixture
def url(data: Path) -> Iterator[str]:
    """The address of `penchant mcp --http` on a free port."""
    command = [*PENCHANT, "mcp", "--http", "--port", "0", "--data", str(data), "--allow-steering"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=plain_environment(), text=True) as server:
        assert server.stderr
        told = re.search(r"http://127\.0\.0\.1:\d+/mcp", server.stderr.readline())
        assert told
        yield told[0]
        server.terminate()
        server.communicate(timeout=600)
    assert server.returncode == 0  # it has closed what was open


@asynccontextmanager
async def host(url: str, key: str, **options: Any) -> AsyncIterator[Client]:
    """A host that shows a key."""
    async with (
        create_mcp_http_client(headers=bearer(key)) as http,
        Client(streamable_http_client(url, http_client=http), **options) as client,
    ):
        yield client


async def test_over_http_each_key_opens_its_persons_memory_and_no_other(url: str, data: Path) -> None:
    with InterestMemory(data, index=False) as memory:
        keys = {name: key_of(memory, name) for name in ("ada", "bob")}
        reader = key_of(memory, "ada", scopes=[Scope.READ])
        app = key_of(memory, app="shop")
        number = memory.user("bob").explain("opera").interest.topic
    for mode in ("auto", "legacy"):
        async with host(url, keys["ada"], mode=mode) as ada, host(url, keys["bob"], mode=mode) as bob:
            assert labels(await ada.call_tool("list_interests", {})) == ["rock climbing"]
            assert labels(await bob.call_tool("list_interests", {})) == ["opera"]
            assert (await ada.call_tool("explain_interest", {"topic": number})).is_error
            assert (await ada.call_tool("mute_interest", {"topic": number})).is_error
            found = await ada.call_tool("search_past_turns", {"query": "opera"})
            assert "opera" not in json.dumps(found.structured_content)
            with pytest.raises(MCPError):
                await ada.read_resource("interest://opera")
            assert [one.name for one in (await bob.list_resources()).resources] == ["interests", "opera"]
    async with host(url, reader) as client:
        assert "note_preference" not in [one.name for one in (await client.list_tools()).tools]
        with pytest.raises(MCPError, match="no tool 'mute_interest'"):
            await client.call_tool("mute_interest", {"topic": "rock climbing"})
    async with httpx.AsyncClient() as http:
        call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        wrong = ["", "Bearer x", "Bearer pen_0000000000000000_" + "A" * 43, f"Basic {keys['ada']}"]
        answers = [await http.post(url, json=call, headers={"Authorization": one}) for one in wrong]
        assert {one.status_code for one in answers} == {401}
        assert {one.headers["www-authenticate"] for one in answers} == {"Bearer"}
        assert (await http.post(url, json=call, headers=bearer(app))).status_code == 400
        named = bearer(keys["ada"], **{"X-Penchant-User": "bob"})
        assert (await http.post(url, json=call, headers=named)).status_code == 403
        elsewhere = bearer(keys["ada"], Origin="https://evil.example")
        assert (await http.post(url, json=call, headers=elsewhere)).status_code == 403
        rebound = bearer(keys["ada"], Host="evil.example")
        assert (await http.post(url, json=call, headers=rebound)).status_code == 421


def test_a_taken_port_is_told(memory: InterestMemory) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(ValueError, match="is taken"):
        over_http(memory, taken.getsockname()[1], rights())


def test_options_that_exclude_each_other_are_told(data: Path) -> None:
    done = CliRunner().invoke(cli.app, ["mcp", "--data", str(data), "--read-only", "--allow-steering"])
    assert isinstance(done.exception, ValueError)
    assert "exclude each other" in str(done.exception)
    assert done.stdout == ""
