"""A program that observes turns of some users in a ledger by URL: tests run several at once, and kill them.

    python -m tests.servers.observer LEDGER INDEX NAME COUNT USER...

It says "open", then one line for each turn that was acknowledged: the user and the turn's id. INDEX is a URL, or "none". COUNT is how many
turns it observes in all, 0 for no end. After each tenth turn it searches; what cannot be answered at the moment is tried again.
"""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Protocol, TypeVar

from penchant.memory import InterestMemory, LedgerBusy

from tests.memory.writer import Minutes, open_small
from tests.servers.postgres import DEADLINE_SECONDS


class Observer:
    """A program as its parent sees it; `acknowledged` grows from a thread, (user, id) each."""

    def __init__(self, ledger: str, index: str, name: str, count: int, *users: str) -> None:
        command = [sys.executable, "-m", "tests.servers.observer", ledger, index, name, str(count), *users]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
        self.acknowledged: list[tuple[str, str]] = []
        self.opened = False
        self._thread = Thread(target=self._hear, daemon=True)
        self._thread.start()

    def _hear(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.endswith("\n") and line != '"open"\n':
                user, key = json.loads(line)
                self.acknowledged.append((user, key))
            self.opened = True

    def end(self) -> int:
        """Wait for its end, and return its exit code."""
        code = self.process.wait(DEADLINE_SECONDS)
        self._thread.join(DEADLINE_SECONDS)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code

    def kill(self) -> None:
        self.process.kill()
        self.end()


class Killed(Protocol):
    """A program that can be killed."""

    def kill(self) -> None: ...


Program = TypeVar("Program", bound=Killed)


@contextmanager
def observers(*all_of: Program) -> Iterator[tuple[Program, ...]]:
    """Let programs run, and end those that still do."""
    try:
        yield all_of
    finally:
        for one in all_of:
            one.kill()


def _say(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _observe(memory: InterestMemory, user: str, key: str, number: int) -> None:
    """Store a turn, however often it takes: its id makes it one."""
    while True:
        try:
            person = memory.user(user)
            person.observe(f"turn {key} is about topic {number % 7}", id=key, session=key[:1])
            if number % 10 == 9:
                person.search(f"turn {key}", 3)
            return
        except LedgerBusy:
            sleep(0.2)


def main() -> None:
    ledger, index, name, count, *users = sys.argv[1:]
    with open_small(ledger, clock=Minutes(), index=index != "none" and index) as memory:
        _say("open")
        for number in itertools.islice(itertools.count(), int(count) or None):
            user, key = users[number % len(users)], f"{name}-{number}"
            _observe(memory, user, key, number)
            _say([user, key])


if __name__ == "__main__":
    main()
