"""A headless Chromium that a test opens pages in and presses keys, by its own debugging protocol."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)

KEYS = {
    "Tab": {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9},
    "Enter": {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"},
    "Space": {"key": " ", "code": "Space", "windowsVirtualKeyCode": 32, "text": " "},
}


class Browser:
    """One tab."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._ids = count(1)
        self.asked: list[str] = []
        self.session = ""

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Return what the browser answers; what it tells meanwhile is noted."""
        number = next(self._ids)
        request = {"id": number, "method": method, "params": params}
        await self._socket.send_json(request | ({"sessionId": self.session} if self.session else {}))
        while True:
            said = json.loads((await self._socket.receive(timeout=600)).data)
            if said.get("method") == "Network.requestWillBeSent":
                self.asked.append(said["params"]["request"]["url"])
            if said.get("id") == number:
                assert "error" not in said, said
                found: dict[str, Any] = said["result"]
                return found

    async def evaluate(self, script: str) -> Any:
        """Return the value of an expression in the page."""
        found = await self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        return found["result"].get("value")

    async def until(self, script: str) -> None:
        """Wait until an expression is true; while a page is replaced there is none to ask."""
        for _ in range(30_000):
            try:
                if await self.evaluate(f"document.readyState === 'complete' && !!({script})"):
                    return
            except AssertionError:
                pass
            await asyncio.sleep(0.02)
        raise TimeoutError(f"never came true: {script}; the page reads {await self.text()}")

    async def open(self, url: str) -> None:
        """Open a page and wait until it is there."""
        await self.call("Page.navigate", url=url)
        await self.until(f"location.href.startsWith({json.dumps(url)})")

    async def text(self) -> str:
        """Return what a person reads on the page."""
        return str(await self.evaluate("document.body.innerText"))

    async def press(self, key: str, times: int = 1) -> None:
        """Press a key."""
        for _ in range(times):
            await self.call("Input.dispatchKeyEvent", type="keyDown", **KEYS[key])
            await self.call("Input.dispatchKeyEvent", type="keyUp", **KEYS[key])

    async def write(self, words: str) -> None:
        """Write into what has the focus."""
        await self.call("Input.insertText", text=words)

    async def focused(self) -> str:
        """Return how what has the focus is called: by its label or its text."""
        called = "(one => one.ariaLabel || (one.labels && one.labels[0] && one.labels[0].innerText) || one.innerText || one.tagName)"
        return str(await self.evaluate(f"{called}(document.activeElement)")).strip()

    async def tab_to(self, name: str) -> None:
        """Press Tab until something of a name has the focus."""
        for _ in range(80):
            await self.press("Tab")
            if await self.focused() == name:
                return
        raise AssertionError(f"{name!r} cannot be reached by Tab")

    async def leave_by(self, key: str, script: str) -> None:
        """Press a key that leads to another page, and wait until an expression is true there."""
        await self.evaluate("document.documentElement.dataset.left = '1'")
        await self.press(key)
        await self.until(f"!document.documentElement.dataset.left && ({script})")

    async def look(self, width: int, height: int, *, dark: bool = False) -> None:
        """Make the window so large, and let the person prefer light or dark."""
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.call("Emulation.setEmulatedMedia", features=[scheme])

    async def picture(self, file: Path) -> None:
        """Write what is seen to a file."""
        found = await self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        file.write_bytes(base64.b64decode(found["data"]))


@asynccontextmanager
async def browser(folder: Path, *, scripts: bool = True) -> AsyncIterator[Browser]:
    """A browser of its own, that lies in a folder; without `scripts` no script of any page runs in it."""
    process = await asyncio.create_subprocess_exec(
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--hide-scrollbars",
        "--remote-debugging-port=0",
        f"--user-data-dir={folder}/own",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        address = await _address(process)
        async with aiohttp.ClientSession() as session, session.ws_connect(address, max_msg_size=0) as socket:
            tab = Browser(socket)
            target = (await tab.call("Target.createTarget", url="about:blank"))["targetId"]
            tab.session = (await tab.call("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]
            for domain in ("Page", "Network", "Runtime"):
                await tab.call(f"{domain}.enable")
            await tab.call("Emulation.setScriptExecutionDisabled", value=not scripts)
            yield tab
    finally:
        process.terminate()
        await process.communicate()


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stderr
    async for line in process.stderr:
        if b"DevTools listening on " in line:
            return line.decode().partition("DevTools listening on ")[2].strip()
    raise AssertionError("the browser did not start")
