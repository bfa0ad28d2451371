"""A process that is forked to be killed, and what it told until then."""

from __future__ import annotations

import json
import os
import select
import signal
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Any

DEADLINE_SECONDS = 300
"""A process that takes longer has failed."""


class Forked:
    """A child process that runs some work, given a way to tell records, and what it has told.

    Its records reach the pipe before the work goes on, so that a kill takes none away.
    """

    def __init__(self, work: Callable[[Callable[[dict[str, Any]], None]], None]) -> None:
        self._pipe, into = os.pipe()
        self.told: list[dict[str, Any]] = []
        self._times: list[float] = []
        self._rest = b""
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._pipe)
            _child(work, into)
        os.close(into)

    def hear(self, seconds: float) -> bool:
        """Take in what it tells within a time; False once it has ended, or told nothing."""
        if not select.select([self._pipe], [], [], max(seconds, 0.0))[0]:
            return False
        if not (data := os.read(self._pipe, 1 << 20)):
            return False
        *lines, self._rest = (self._rest + data).split(b"\n")
        self.told += [json.loads(line) for line in lines]
        self._times += [time.monotonic()] * len(lines)
        return True

    def lasted(self) -> list[tuple[str, float]]:
        """Return the kinds of the operations that were finished, and how many seconds each took."""
        stamped = zip(self.told, self.told[1:], self._times, self._times[1:], strict=False)
        return [
            (end["done"], until - since) for begin, end, since, until in stamped if "begin" in begin and "done" in end
        ]

    def kill(self) -> None:
        """Kill it, if it is still there, and take in the rest."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.end()

    def end(self) -> int:
        """Take in all that it tells until it ends; return its exit code."""
        until = time.monotonic() + DEADLINE_SECONDS
        while self.hear(until - time.monotonic()):
            pass
        if time.monotonic() > until:
            os.kill(self.pid, signal.SIGKILL)
        os.close(self._pipe)
        return os.waitpid(self.pid, 0)[1]


def _child(work: Callable[[Callable[[dict[str, Any]], None]], None], into: int) -> None:
    """Run the work in the child, and never return."""

    def tell(record: dict[str, Any]) -> None:
        data = json.dumps(record).encode() + b"\n"
        while data:
            data = data[os.write(into, data) :]

    try:
        work(tell)
    except BaseException:  # noqa: BLE001 - whatever it is, the parent is told
        tell({"error": traceback.format_exc()[-400:]})
    os._exit(0)
