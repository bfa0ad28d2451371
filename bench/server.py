"""What `penchant serve` adds to a chat: requests a second, and the time beside an upstream that answers at once.

    python bench/server.py                                  # 50 users, 1,000 turns stored before
    python bench/server.py --turns 1000 100000 1000000      # the same after each, and the growth between them
    python bench/server.py --users 50 --seconds 20 --pause 5 --workers 2
    python bench/server.py --reply 150                      # the upstream answers with so many words
    python bench/server.py --folder F                       # over a folder that bench/filling.py has filled
    python bench/server.py --out bench/results/server.json

The upstream is a process of its own that answers every chat completion with the same bytes; the server is `penchant serve` as anybody
starts it, with its index; the users are connections of this process, each with a memory of its own, and every turn is new. There are
two loads:

    closed loop     each user says the next thing as soon as they are answered: as much load as there can be. Requests a second is the
                    ceiling; the times are those of a queue as long as there are users, and say nothing more
    paced           each user pauses, `--pause` seconds on average (exponentially), between an answer and the next turn, as people do:
                    `users / pause` turns a second. These times are what the server adds

Each is asked of the upstream directly, too: the difference is what the server adds. `own` is what the server itself counts
(penchant_overhead_seconds): what a chat waits for memory before the upstream is asked, and after that for the turn to be durable.
"Processor time a chat" is that of the server's processes over the chats of the paced load, with all that goes on behind them: on a machine
that does other things it says most, and the times say little.

The turns before are written by bench/filling.py, at most 900 of a user: 1,000,000 are those of 1,111 users, of whom some talk.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Any
from urllib.request import Request, urlopen

from filling import SAID, THINGS, fill
from machine import write
from penchant.memory import InterestMemory
from penchant.server.keys import Keys

ASKED = (
    "Suggest something to do this weekend.",
    "What is the capital of Peru?",
    "Any ideas for a present?",
    "Sort a list in Python.",
)


# The upstream


def answer_of(words: int) -> bytes:
    """Return an answer of so many words, its head with it."""
    choose = Random(1).choice
    said = " ".join(choose(THINGS).split()[0] for _ in range(words)) if words else "Here is an idea."
    choice = {"index": 0, "message": {"role": "assistant", "content": said}, "finish_reason": "stop"}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    told = {"id": "chatcmpl-bench", "object": "chat.completion", "created": 0, "model": "bench"}
    body = json.dumps(told | {"choices": [choice], "usage": usage}).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


async def answer_at_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: bytes) -> None:
    """Answer whatever comes on a connection."""
    try:
        while True:
            asked = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: *(\d+)", asked, re.I)
            await reader.readexactly(int(length[1]) if length else 0)
            writer.write(answer)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def upstream(port: Any, words: int = 0) -> None:
    """Serve until killed."""
    answer = answer_of(words)

    async def serve() -> None:
        server = await asyncio.start_server(lambda one, other: answer_at_once(one, other, answer), "127.0.0.1", 0)
        port.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


# What is stored before

EACH = 900
"""Turns of a user, where there are so many: with a few more of the index's own they are still searched one by one."""


def filled(folder: Path, talking: int, turns: int) -> str:
    """Store about so many turns, of the users who will talk and of others beside them, and return an app's key for them."""
    users = max(talking, round(turns / EACH))
    fill(folder, users, max(1, turns // users))
    return key_for(folder)


def key_for(folder: Path) -> str:
    """Return an app's key for a folder's users."""
    with InterestMemory(folder, index=False) as memory:
        return Keys(memory.ledger, memory.clock).create(app="bench", scopes=["chat", "admin"])[0]


# The server


@dataclass
class Served:
    """A running server: its port, and a key."""

    port: int
    key: str
    process: int

    def processor(self) -> float:
        """Return the seconds of processor time that the server has used, of all its threads and workers."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text("ascii").split()
        stats = [Path(f"/proc/{process}/stat").read_text("ascii") for process in (self.process, *children)]
        spent = [stat.rpartition(")")[2].split()[11:13] for stat in stats]
        return sum(int(ticks) for both in spent for ticks in both) / os.sysconf("SC_CLK_TCK")

    def metrics(self) -> str:
        """Return the server's figures."""
        asked = Request(f"http://127.0.0.1:{self.port}/metrics", headers={"Authorization": f"Bearer {self.key}"})
        return urlopen(asked, timeout=120).read().decode()

    def own(self) -> tuple[float, float]:
        """Return how many chats the server has counted, and the seconds of overhead of all of them."""
        text = self.metrics()
        found = [re.search(rf"penchant_overhead_seconds_{name} ([\d.e+-]+)", text) for name in ("count", "sum")]
        return float(found[0][1]) if found[0] else 0, float(found[1][1]) if found[1] else 0

    def wait_for_index(self) -> float:
        """Wait until the index has all events; return the seconds."""
        start = time.perf_counter()
        while float(re.search(r"penchant_index_lag_events ([\d.e+]+)", self.metrics())[1]):  # type: ignore[index]
            time.sleep(1)
        return time.perf_counter() - start


@contextmanager
def server(folder: Path, key: str, upstream_port: int, workers: int = 1) -> Iterator[Served]:
    """A `penchant serve` over a folder."""
    command = [
        sys.executable,
        "-m",
        "penchant.tui.cli",
        "serve",
        "--port",
        "0",
        "--per-minute",
        "0",
        "--data",
        str(folder),
    ]
    command += ["--model", f"http://127.0.0.1:{upstream_port}/v1", "--workers", str(workers)]
    with (folder / "log").open("w+") as log, subprocess.Popen(command, stderr=log, env=os.environ) as process:
        try:
            while not (found := re.search(r"running on http://127.0.0.1:(\d+)", (folder / "log").read_text())):
                if process.poll() is not None:
                    raise RuntimeError((folder / "log").read_text())
                time.sleep(0.2)
            yield Served(int(found[1]), key, process.pid)
        finally:
            process.terminate()
            process.wait()


# The users

LONGEST = 25.0
"""Seconds between two turns at most: after 30 the server closes a connection that is idle."""


async def talk(port: int, key: str, user: int, until: float, pause: float, times: list[float]) -> None:
    """One user's connection: turn after turn until a moment, with pauses; the seconds of each are added to `times`."""
    random = Random(user)
    await asyncio.sleep(random.random() * pause)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    number = 0
    while time.perf_counter() < until:
        said = random.choice((*ASKED, random.choice(SAID).format(random.choice(THINGS))))
        messages = [
            {"role": "user", "content": f"{said} ({user}, {number}, {until:.0f})"}
        ]  # new: it is no turn said again
        body = json.dumps({"model": "bench", "messages": messages, "user": f"u{user}"}).encode()
        head = f"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n"
        start = time.perf_counter()
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: *(\d+)", answer, re.I)
        await reader.readexactly(int(length[1]) if length else 0)
        if b" 200 " not in answer.partition(b"\r\n")[0]:
            raise RuntimeError(answer.decode())
        times.append(time.perf_counter() - start)
        number += 1
        if pause:
            await asyncio.sleep(min(LONGEST, random.expovariate(1 / pause)))
    writer.close()


async def crowd(port: int, key: str, users: int, seconds: float, pause: float) -> list[float]:
    """Let all users talk for some seconds; return the seconds that each turn took."""
    times: list[float] = []
    until = time.perf_counter() + seconds
    await asyncio.gather(*(talk(port, key, user, until, pause, times) for user in range(users)))
    return times


def percentiles(times: list[float]) -> tuple[float, float, float]:
    """Return p50, p95 and p99 in milliseconds, of seconds."""
    cuts = quantiles(times, n=100)
    return 1000 * cuts[49], 1000 * cuts[94], 1000 * cuts[98]


def told(name: str, times: list[float], seconds: float) -> dict[str, float]:
    """Print and return what a crowd measured: its turns a second, and p50, p95 and p99 in milliseconds."""
    p50, p95, p99 = percentiles(times)
    rate = len(times) / seconds
    print(f"  {name:22} {rate:7.1f} requests/s   p50 {p50:7.1f}   p95 {p95:7.1f}   p99 {p99:7.1f} ms", flush=True)
    return {"requests_s": rate, "p50_ms": p50, "p95_ms": p95, "p99_ms": p99}


def measure(served: Served, upstream_port: int, users: int, seconds: float, pause: float) -> dict[str, dict[str, Any]]:
    """Measure, print and return both loads."""
    asyncio.run(crowd(served.port, served.key, users, 3, 0))  # every user is opened
    return {
        "closed": load(served, upstream_port, users, seconds, 0.0, "closed loop"),
        "paced": load(served, upstream_port, users, seconds, pause, f"paced, a turn each {pause:g} s"),
    }


def load(served: Served, upstream_port: int, users: int, seconds: float, pause: float, name: str) -> dict[str, Any]:
    """Measure, print and return one load."""
    print(f" {users} users, {name}:")
    direct = told("upstream alone", asyncio.run(crowd(upstream_port, "", users, seconds, pause)), seconds)
    (count, total), work = served.own(), served.processor()
    through = told("through the server", asyncio.run(crowd(served.port, served.key, users, seconds, pause)), seconds)
    more, spent = served.own()
    work = 1000 * (served.processor() - work) / (more - count)
    own = 1000 * (spent - total) / (more - count)
    added = {name: through[name] - direct[name] for name in ("p50_ms", "p95_ms", "p99_ms")}
    print(
        f"  {'added':22} {'':18}   p50 {added['p50_ms']:7.1f}   p95 {added['p95_ms']:7.1f}   p99 {added['p99_ms']:7.1f} ms"
    )
    print(f"  the server itself counts {own:.1f} ms a chat, and uses {work:.1f} ms of processor time", flush=True)
    return {"upstream": direct, "server": through, "added": added, "own_ms": own, "cpu_ms": work}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--turns", type=int, nargs="+", default=[1000], help="stored before, of all users together")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--pause", type=float, default=5)
    parser.add_argument("--folder", type=Path, help="a folder that is filled already, instead of --turns")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument(
        "--reply", type=int, default=0, metavar="WORDS", help="of the upstream's answers; a sentence without it"
    )
    parser.add_argument("--out", type=Path, help="write what was measured to this file")
    arguments = parser.parse_args()
    receiving, sending = multiprocessing.Pipe(False)
    behind = multiprocessing.get_context("spawn").Process(target=upstream, args=(sending, arguments.reply), daemon=True)
    behind.start()
    port = receiving.recv()
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for turns in (0,) if arguments.folder else arguments.turns:
        with tempfile.TemporaryDirectory() as name:
            start, folder = time.perf_counter(), arguments.folder or Path(name)
            key = key_for(folder) if arguments.folder else filled(folder, arguments.users, turns)
            before = folder if arguments.folder else f"{turns:,} turns before"
            print(f"{before}, stored in {time.perf_counter() - start:.0f} s", flush=True)
            with server(folder, key, port, arguments.workers) as served:
                waited = served.wait_for_index()
                print(f" the index had them after {waited:.0f} s; load average {os.getloadavg()[0]:.1f}", flush=True)
                found[str(turns)] = measure(served, port, arguments.users, arguments.seconds, arguments.pause)
    if len(found) > 1:
        first, *_, last = (one["paced"]["cpu_ms"] for one in found.values())
        print(
            f"growth of the processor time of a chat, {arguments.turns[0]:,} to {arguments.turns[-1]:,} turns: {last / first:.2f}"
        )
    behind.kill()
    write(arguments.out, found)


if __name__ == "__main__":
    main()
