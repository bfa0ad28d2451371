"""Children as the parent sees them: filled within a limit, then told what to do in turn."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from compared.child import written
from compared.talk import Said

HERE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Filled:
    """A system's name, its folder, and the address of the model."""

    name: str
    folder: Path
    url: str

    @property
    def command(self) -> list[str]:
        """Return what starts it."""
        return [sys.executable, "-W", "ignore", "-m", "compared.child", self.name, str(self.folder), self.url]


def filled(system: Filled, said: Sequence[Said], cache: Path, limit: float) -> float | str:
    """Fill a system in a process of its own; return the seconds, or that it took too long.

    Raises:
        RuntimeError: it failed.
    """
    start = time.perf_counter()
    try:
        done = subprocess.run(
            [*system.command, "fill", str(cache)], input=written(said), text=True, capture_output=True, timeout=limit, cwd=HERE
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"over {limit:.0f} s"
    if done.returncode:
        raise RuntimeError(f"{system.name} could not be filled with {len(said)} messages: {done.stderr[-2000:]}")
    return time.perf_counter() - start


class Running:
    """A system that was filled, opened again in a process of its own."""

    def __init__(self, system: Filled, turns: int) -> None:
        self._name, self._turns = system.name, turns
        self._child = subprocess.Popen(
            [*system.command, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=HERE
        )  # fmt: skip

    def opened(self) -> dict[str, Any]:
        """Return what opening took; the first thing to ask for."""
        return self._answer()

    def add(self, said: Sequence[Said]) -> dict[str, Any]:
        """Add messages one by one."""
        return self._told({"add": self._later(said)})

    def talk(self, said: Sequence[Said], most: int) -> dict[str, Any]:
        """Get the context of each message, then add it, as a chat does."""
        return self._told({"turns": self._later(said), "most": most})

    def ask(self, texts: Sequence[str], most: int) -> dict[str, Any]:
        """Ask for the context of each text."""
        return self._told({"ask": list(texts), "most": most})

    def size(self) -> dict[str, Any]:
        """Return its megabytes resident and on disk."""
        return self._told({})

    def close(self) -> None:
        """End the process."""
        self._child.communicate()

    def _later(self, said: Sequence[Said]) -> list[Any]:
        """Return messages as they are told to the child, their numbers after those of the filling."""
        return [[self._turns + one.number, one.text, one.at.isoformat(), one.session] for one in said]

    def _told(self, what: dict[str, Any]) -> dict[str, Any]:
        _pipe(self._child.stdin).write(json.dumps(what) + "\n")
        _pipe(self._child.stdin).flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        if not (line := _pipe(self._child.stdout).readline()):
            raise RuntimeError(f"{self._name} ended with {self._child.wait()}")
        answer: dict[str, Any] = json.loads(line)
        return answer


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe
