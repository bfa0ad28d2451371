"""The page on this machine: who may open it, and that the app is behind it."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from penchant.tui.launch import start
from penchant.tui.system.web import HOST, WebServer
from textual_serve.app_service import AppService

from tests.loopback import Loopback
from tests.tui.stage import WAIT_SECONDS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="starts the program as on POSIX")


@pytest.fixture(autouse=True)
async def started(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[Process]]:
    """The programs that the server has started; none outlives a test."""
    programs: list[Process] = []
    start = AppService._open_app_process

    async def noted(service: AppService, width: int = 80, height: int = 24) -> Process:
        programs.append(await start(service, width, height))
        return programs[-1]

    monkeypatch.setattr(AppService, "_open_app_process", noted)
    yield programs
    for program in programs:
        await asyncio.wait_for(program.wait(), WAIT_SECONDS)


@pytest.fixture
async def server(unused_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[WebServer]:
    with Loopback(reply="Go climbing, of course.") as model:
        monkeypatch.setenv("PENCHANT_MODEL", f"{model.base_url}#loopback")
        served = WebServer(["--data", str(tmp_path / "data")], unused_port)
        runner = web.AppRunner(await served._make_app())
        await runner.setup()
        await web.TCPSite(runner, HOST, unused_port).start()
        yield served
        await runner.cleanup()


@pytest.fixture
def unused_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind((HOST, 0))
        return int(free.getsockname()[1])


async def test_without_the_key_nothing_is_served(server: WebServer) -> None:
    async with aiohttp.ClientSession() as stranger:
        for path in ("/", "/ws", "/static/js/textual.js", "/?key=wrong"):
            async with stranger.get(f"{server.public_url}{path}") as answer:
                assert answer.status == 403
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await stranger.ws_connect(f"{server.public_url}/ws")


async def test_another_page_of_the_browser_cannot_open_the_socket(server: WebServer) -> None:
    async with own(server) as browser:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await browser.ws_connect(f"{server.public_url}/ws", origin="http://evil.example")
        async with browser.get(server.public_url, headers={"Host": "evil.example"}) as answer:
            assert answer.status == 403


async def test_the_page_may_load_nothing_from_elsewhere(server: WebServer) -> None:
    async with own(server) as browser, browser.get(server.public_url) as answer:
        assert answer.status == 200
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "http://" not in policy
        assert "https://" not in policy
        assert server.key not in await answer.text()


async def test_the_app_is_behind_the_page(server: WebServer, started: list[Process]) -> None:
    url = f"{server.public_url}/ws?width=100&height=30"
    async with (
        asyncio.timeout(WAIT_SECONDS),
        own(server) as browser,
        browser.ws_connect(url, origin=server.public_url) as socket,
    ):
        await until(socket, b"loopback")  # the model is open, the screen complete
        await socket.send_str(json.dumps(["focus"]))
        await socket.send_str(json.dumps(["stdin", "I love jazz."]))
        await until(socket, b"jazz.")
        await socket.send_str(json.dumps(["stdin", "\r"]))
        await until(socket, b"Go climbing")
    (program,) = started
    assert await asyncio.wait_for(program.wait(), WAIT_SECONDS) == 0  # it ends with the page


async def until(socket: aiohttp.ClientWebSocketResponse, text: bytes) -> bytes:
    """Return what the page was given from now on, up to a text."""
    seen = b""
    while text not in seen:
        message = await socket.receive()
        assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), f"the page has {seen!r}"
        seen += message.data if isinstance(message.data, bytes) else message.data.encode()
    return seen


def own(server: WebServer) -> aiohttp.ClientSession:
    """Return a browser that has opened the printed address."""
    jar = aiohttp.CookieJar(unsafe=True)  # for addresses without a name
    jar.update_cookies({"penchant": server.key})
    return aiohttp.ClientSession(cookie_jar=jar)


async def test_the_printed_address_gives_the_cookie_once(server: WebServer) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        async with browser.get(server.address, allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (303, "/")
            cookie = answer.headers["Set-Cookie"]
            assert "HttpOnly" in cookie
            assert "SameSite=Strict" in cookie
        async with browser.get(server.public_url) as answer:
            assert answer.status == 200


def test_the_page_goes_on_with_the_session_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[tuple[list[str], int]] = []
    monkeypatch.setattr("penchant.tui.system.web.serve", lambda options, port: served.append((options, port)))
    start(web=True, port=8123, resume="last", model=None, user="ada")
    start(web=True, port=8123, user=None)
    assert served == [(["--user", "ada", "--resume", "last"], 8123), ([], 8123)]


def test_without_the_extra_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "penchant.tui.system.web")
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    with pytest.raises(
        ValueError, match=r"pip install 'penchant\[web\]'`, in a clone `\.venv/bin/pip install -e '\.\[web\]'`"
    ):
        start(web=True, port=8123)
