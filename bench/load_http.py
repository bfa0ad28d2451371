"""bench/load.py over HTTP: several `penchant serve` on one PostgreSQL and one Chroma server, and users who talk through their keys.

The upstream is here, and answers at once, in pieces where that is asked for. Each user has a key; every second turn is streamed. A turn
that is not answered to its end (a process was killed, a database is away) is said again, to whichever process, until it is: it must be
stored once.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from typing import IO

import aiohttp
from penchant.memory import InterestMemory
from penchant.server.keys import Keys

from bench.load import Report, Running, examine, troubles
from tests.servers.chroma import Chroma
from tests.servers.postgres import Postgres, free_port
from tests.servers.waiting import eventually

THINGS = (
    "rock climbing",
    "sourdough bread",
    "chess openings",
    "jazz piano",
    "beekeeping",
    "trail running",
    "sailing",
    "pottery",
)
SESSION = "s"
ANSWER = b'{"choices": [{"index": 0, "message": {"role": "assistant", "content": "Good."}, "finish_reason": "stop"}]}'
PIECES = (
    b'data: {"choices": [{"index": 0, "delta": {"content": "Good."}}]}\n\n'
    b'data: {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}\n\ndata: [DONE]\n\n'
)


class Served:
    """A `penchant serve`, and the turns that came back through it."""

    def __init__(self, folder: Path, upstream: int) -> None:
        self.port, self.acknowledged = free_port(), list[tuple[str, str]]()
        command = [sys.executable, "-m", "penchant.tui.cli", "serve", "--data", str(folder), "--port", str(self.port)]
        command += ["--model", f"http://127.0.0.1:{upstream}/v1", "--per-minute", "0"]
        self.log: IO[str] = (folder / f"log {self.port}").open("w")
        self.process = subprocess.Popen(command, stderr=self.log, env=os.environ, text=True)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.log.close()


class Crowd:
    """The upstream and the users, in a thread with an event loop, from `start` to `stop`."""

    def __init__(self, keys: Sequence[str], pause: float) -> None:
        self.servers: list[Served] = []
        self.refused = 0
        self._keys, self._pause = keys, pause
        self._begun, self._over = Flag(), asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.port = 0
        self._thread = Thread(target=lambda: asyncio.run(self._run()))

    def start(self) -> None:
        self._thread.start()
        self._begun.wait()

    def stop(self) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    async def _run(self) -> None:
        upstream = await asyncio.start_server(_answer, "127.0.0.1", 0)
        self.port = upstream.sockets[0].getsockname()[1]
        self._loop = asyncio.get_running_loop()
        self._begun.set()
        timeout = aiohttp.ClientTimeout(total=120)
        async with aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0)) as session:
            await asyncio.gather(*(self._talk(session, user, key) for user, key in enumerate(self._keys)))
        upstream.close()

    async def _talk(self, session: aiohttp.ClientSession, user: int, token: str) -> None:
        chance, number = random.Random(user), 0
        await self._wait(chance.random() * self._pause)
        while not self._over.is_set():
            key = f"{user}-{number}"
            said = f"I love {chance.choice(THINGS)}, turn {key}."
            while not self._over.is_set() and not await self._say(
                session, token, f"user {user}", key, said, number % 2 == 1
            ):
                self.refused += 1
                await self._wait(0.5)
            number += 1
            await self._wait(chance.expovariate(1 / self._pause))

    async def _wait(self, seconds: float) -> None:
        """Wait, but not beyond the end."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)

    async def _say(
        self, session: aiohttp.ClientSession, token: str, user: str, key: str, said: str, stream: bool
    ) -> bool:
        """Say something to one of the processes; return whether it was answered to its end."""
        alive = [one for one in self.servers if one.process.poll() is None]
        if not alive:
            return False
        server = random.choice(alive)
        body = {"model": "m", "stream": stream, "messages": [{"role": "user", "content": said}]}
        head = {"Authorization": f"Bearer {token}", "X-Penchant-Session": SESSION}
        where = f"http://127.0.0.1:{server.port}/v1/chat/completions"
        try:
            async with session.post(where, json=body, headers=head) as answer:
                text = await answer.read()
        except (aiohttp.ClientError, OSError, TimeoutError):
            return False
        whole = answer.status == 200 and (b"[DONE]" in text if stream else text == ANSWER)
        if whole:
            server.acknowledged.append((user, key))
        return whole


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer whatever comes on a connection."""
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
            stream = json.loads(await reader.readexactly(int(length[1]) if length else 0)).get("stream")
            body, kind = (PIECES, b"text/event-stream") if stream else (ANSWER, b"application/json")
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s" % (kind, len(body), body)
            )
    except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):  # the last at the end of the crowd
        writer.close()


def run_http(
    database: Postgres, index: Chroma, users: int, seconds: float, processes: int = 3, pause: float = 5
) -> Report:
    """Let users talk to processes for a while, with the troubles in the middle; return what it came to."""
    report, began, url = Report(), time.monotonic(), database.schema("load_http")
    with InterestMemory(url, index=False) as memory:
        keys = Keys(memory.ledger, memory.clock)
        tokens = [keys.create(user=f"user {number}", scopes=["chat"])[0] for number in range(users)]
    crowd = Crowd(tokens, pause)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "stores.toml").write_text(f'ledger = "{url}"\nindex = "{index.url}"\n')
        crowd.start()
        running: list[Running] = []

        def another() -> Served:
            served = Served(folder, crowd.port)
            crowd.servers.append(served)
            return served

        try:
            running += [another() for _ in range(processes)]
            eventually(lambda: all(one.acknowledged for one in running))
            troubles(report, database, index, running, seconds, another)
        finally:
            crowd.stop()
            for one in running:
                one.kill()
    said = [turn for one in running for turn in one.acknowledged]
    report.refused = crowd.refused
    report.acknowledged, report.seconds = len(said), time.monotonic() - began
    moment = datetime.now(UTC)  # one for both: what is compared must not fade meanwhile
    with InterestMemory(url, index=index.url, clock=lambda: moment) as memory:
        examine(report, memory, said, SESSION, lambda turn: turn.text.rpartition(" ")[2].rstrip("."))
    return report
