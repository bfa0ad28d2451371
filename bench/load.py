"""Several processes on one PostgreSQL and one Chroma server, while one is killed and both servers are restarted. Nothing may be lost.

    python bench/load.py                                   # three processes, 200 users, five minutes
    python bench/load.py --users 30 --seconds 40           # what the test does
    python bench/load.py --http                            # the same through three `penchant serve` (load_http.py)

The servers are started for it. In the middle one process is killed with -9 and started anew, PostgreSQL is killed as by a crash and
started again, and Chroma too. At the end: every turn that was acknowledged is stored once, each user's weights equal a replay of their
evidence within 1e-9, the index has caught up.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

sys.path.insert(0, str(Path(__file__).parents[1]))
from penchant.memory import Event, InterestMemory
from penchant.memory.index import State
from penchant.memory.ledger import Ledger

from tests.memory.writer import open_small
from tests.servers.chroma import Chroma, chroma
from tests.servers.observer import Observer, observers
from tests.servers.postgres import Postgres, postgres
from tests.servers.waiting import eventually


class Running(Protocol):
    """A process under load, with the turns that it has acknowledged, by user and key."""

    process: subprocess.Popen[str]
    acknowledged: list[tuple[str, str]]

    def kill(self) -> None: ...


@dataclass
class Report:
    """What a run came to."""

    seconds: float = 0.0
    acknowledged: int = 0
    refused: int = 0
    stored: int = 0
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    people: int = 0
    apart: float = 0.0
    indexed: bool = False
    behind: int = 0
    back: dict[str, float] = field(default_factory=dict)


def run(database: Postgres, index: Chroma, users: int, seconds: float, processes: int = 3) -> Report:
    """Let processes observe users in turn for a while, with the troubles in the middle; return what it came to."""
    report, began = Report(), time.monotonic()
    url = database.schema("load")
    Ledger(url).close()
    names = [f"user {number}" for number in range(users)]
    running: list[Running] = [
        Observer(url, index.url, chr(ord("a") + number), 0, *names) for number in range(processes)
    ]
    with observers(*running):
        eventually(lambda: all(one.acknowledged for one in running))
        troubles(report, database, index, running, seconds, lambda: Observer(url, index.url, "z", 0, *names))
        for one in running:
            one.kill()
        said = [turn for one in running for turn in one.acknowledged]
    report.acknowledged, report.seconds = len(said), time.monotonic() - began
    with open_small(url, index=index.url) as memory:
        examine(report, memory, said)
    return report


def troubles(
    report: Report,
    database: Postgres,
    index: Chroma,
    running: list[Running],
    seconds: float,
    another: Callable[[], Running],
) -> None:
    """Kill one process, PostgreSQL and Chroma, each after a quarter of the time, and measure until answers come again."""

    def a_while() -> None:
        until = time.monotonic() + seconds / 4
        eventually(lambda: time.monotonic() > until)

    def answers(what: str) -> None:
        began, before = time.monotonic(), {id(one): len(one.acknowledged) for one in running}
        alive = [one for one in running if one.process.poll() is None]
        eventually(lambda: all(len(one.acknowledged) > before[id(one)] for one in alive))
        report.back[what] = time.monotonic() - began

    a_while()
    running[0].kill()
    running.append(another())
    answers("a killed process")
    a_while()
    database.restart(signal.SIGQUIT)
    answers("PostgreSQL")
    a_while()
    index.stop(signal.SIGKILL)
    answers("without Chroma")
    index.start()
    a_while()


def examine(
    report: Report,
    memory: InterestMemory,
    said: list[tuple[str, str]],
    sessions: str = "abcz",
    key_of: Callable[[Event], str] = lambda turn: turn.id,
) -> None:
    """Compare what is stored with what was acknowledged, and what was learned with a replay."""
    acknowledged: dict[str, list[str]] = {}
    for user, key in said:
        acknowledged.setdefault(user, []).append(key)
    for user in memory.users():
        person = memory.user(user)
        turns = [turn for session in sessions for turn in person.turns(session, 100_000) if turn.role == "user"]
        stored = [key_of(turn) for turn in turns]
        report.stored += len(stored)
        report.lost += sorted(set(acknowledged.get(user, [])) - set(stored))
        report.twice += sorted({key for key in stored if stored.count(key) > 1})
        before = {one.label: one.weight for one in person.interests()}
        person.rebuild()
        after = {one.label: one.weight for one in person.interests()}
        report.apart = max([report.apart, *(abs(before[label] - after[label]) for label in before)])
        report.people += 1
    report.indexed = memory.settle(300) is State.READY
    report.behind = memory.index_lag()


def main() -> None:
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--http", action="store_true", help="through `penchant serve`, by a key for each user")
    parser.add_argument("--pause", type=float, default=5, help="of a user between two turns, on average, with --http")
    told = parser.parse_args()
    with postgres() as database, tempfile.TemporaryDirectory() as folder, chroma(Path(folder)) as index:
        if told.http:
            from bench.load_http import run_http

            report = run_http(database, index, told.users, told.seconds, told.processes, told.pause)
        else:
            report = run(database, index, told.users, told.seconds, told.processes)
    print(f"{told.processes} processes, {report.people} users, {report.seconds:.0f} s")
    print(
        f"turns acknowledged {report.acknowledged:,}, stored {report.stored:,}, lost {len(report.lost)}, twice {len(report.twice)}"
    )
    if told.http:
        print(f"requests that were not answered to their end, and made again: {report.refused:,}")
    print(f"{report.acknowledged / report.seconds:.1f} turns/s; weights apart from a replay {report.apart:.1e}")
    print("answers again after: " + ", ".join(f"{what} {seconds:.1f} s" for what, seconds in report.back.items()))
    print(f"the index has caught up: {'yes' if report.indexed else f'no, {report.behind:,} turns are still to come'}")
    sys.exit(bool(report.lost or report.twice or report.apart > 1e-9 or not report.indexed))


if __name__ == "__main__":
    main()
