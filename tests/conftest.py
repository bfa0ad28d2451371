"""What every test stands on: no connection leaves the machine, nothing of the developer's is read, the clock is fixed."""

from __future__ import annotations

import ipaddress
import os
import re
import signal
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from penchant.agent.prompting import fences
from penchant.memory import InterestMemory, UserMemory

from tests.fences import MARK
from tests.loopback import Loopback

settings.register_profile(
    "penchant",
    phases=[phase for phase in Phase if phase is not Phase.explain],  # to explain, runs are traced: most of the time
    derandomize="PENCHANT_FUZZ"
    not in os.environ,  # the same examples everywhere; with the variable set, others each time
)
settings.load_profile("penchant")

DEVELOPERS_OWN = re.compile(r"PENCHANT_.*|.*_API_KEY|(OPENAI|OLLAMA|LANGSMITH|LANGCHAIN)_.*", re.I)
"""Variables that would change what Penchant does."""


class LeftTheMachine(OSError):
    """A test tried to reach another machine."""


def _stays_here(host: object) -> bool:
    """Return whether a host is this machine; a name other than `localhost` would already ask a name server."""
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(name).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _is_number(host: object) -> bool:
    try:
        return bool(ipaddress.ip_address(str(host).partition("%")[0]))
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def hear_ctrl_c() -> None:
    """Let SIGINT interrupt this process and its children: a shell's job in the background ignores it from the start."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True, scope="session")
def fence_alike() -> None:
    """Fence prompts with one mark in every run: it is drawn anew in every process otherwise, and snapshots would differ."""
    fences.use(MARK)


@pytest.fixture(autouse=True)
def stay_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test that connects to another machine or looks up its name, in any thread, even if the code hides the error."""
    attempts: list[object] = []

    def refuse(target: object) -> LeftTheMachine:
        attempts.append(target)
        return LeftTheMachine(f"a test must not reach {target!r}")

    def guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
        def call(sock: socket.socket, address: Any) -> Any:
            if sock.family in (socket.AF_INET, socket.AF_INET6) and not _stays_here(address[0]):
                raise refuse(address)
            return connect(sock, address)

        return call

    look_up = socket.getaddrinfo

    def guarded_look_up(host: Any, *args: Any, **options: Any) -> Any:
        if not _stays_here(host) and not _is_number(host):
            raise refuse(host)
        return look_up(host, *args, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)
    yield
    if attempts:
        pytest.fail(f"tried to leave the machine: {attempts}")


@pytest.fixture(autouse=True)
def nothing_of_the_developers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Hide the developer's settings, data and keys."""
    for variable in list(os.environ):
        if DEVELOPERS_OWN.fullmatch(variable):
            monkeypatch.delenv(variable)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg-config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg-data"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> datetime:
        """Move the clock, back too, and return its new moment."""
        self.now += by
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def memory(tmp_path: Path, clock: Clock) -> Iterator[InterestMemory]:
    """A memory in an empty folder, with the packaged embedding model and without the index."""
    with InterestMemory(tmp_path, clock=clock, index=False) as opened:
        yield opened


@pytest.fixture
def person(memory: InterestMemory) -> UserMemory:
    return memory.user("ada")


@pytest.fixture
def server() -> Iterator[Loopback]:
    """A model's server on this machine."""
    with Loopback(reply="Go climbing, of course.") as server:
        yield server
