"""A Chroma server of a test's own: `chroma run` on a temporary folder and a free port, started, stopped, killed and restarted."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from .postgres import DEADLINE_SECONDS, free_port


class Chroma:
    """A server and its folder; `url` names it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, and wait until it answers."""
        program = Path(sys.executable).with_name("chroma")
        place = ["--path", str(self.folder), "--host", "127.0.0.1", "--port", str(self.port)]
        nowhere = subprocess.DEVNULL
        self._process = subprocess.Popen([str(program), "run", *place], stdin=nowhere, stdout=nowhere, stderr=nowhere)
        for _ in range(DEADLINE_SECONDS * 10):
            with suppress(URLError, ConnectionError, TimeoutError), urlopen(f"{self.url}/api/v2/heartbeat", timeout=5):
                return
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.1)
            assert self._process.poll() is None, "chroma run has ended"
        raise AssertionError("chroma run does not answer")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(DEADLINE_SECONDS)
            self._process = None

    def restart(self, how: signal.Signals = signal.SIGTERM) -> None:
        self.stop(how)
        self.start()


@contextmanager
def chroma(folder: Path) -> Iterator[Chroma]:
    """Start a server on a folder, and end it."""
    server = Chroma(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop(signal.SIGKILL)
