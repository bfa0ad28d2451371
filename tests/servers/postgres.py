"""A PostgreSQL server of a test's own: in a temporary folder, on a free port of this machine, started, stopped, killed and restarted.

PostgreSQL refuses to run as root, so root runs it as the user `postgres` (Debian makes one) or as `nobody`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

DEADLINE_SECONDS = 240

SETTINGS = {
    "fsync": "off",  # a machine that loses its power is not what is tested; a killed server loses nothing without it
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "log_min_messages": "fatal",
    "timezone": "UTC",
}


@cache
def binaries() -> Path | None:
    """Return the folder of `initdb` and `postgres`, the newest that is installed; None without one."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Postgres:
    """A server and its folder; `url` names its database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"postgresql+psycopg://test@127.0.0.1:{self.port}/postgres"
        self._process: subprocess.Popen[bytes] | None = None
        made = folder / "data"
        self._run("initdb", "-D", str(made), "-U", "test", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [*as_somebody(), str(_binary("postgres")), "-D", str(self.folder / "data"), "-p", str(self.port)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen([*command, *options], stdout=log, stderr=log)
        self._wait()

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: by SIGINT at once and cleanly; by SIGQUIT as a crash, from which it recovers at the next start."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(DEADLINE_SECONDS)
            self._process = None

    def restart(self, how: signal.Signals = signal.SIGINT) -> None:
        self.stop(how)
        self.start()

    def schema(self, name: str) -> str:
        """Make a schema, and return the URL of a ledger in it."""
        self.run(f"CREATE SCHEMA {name}")
        return f"{self.url}?options=-csearch_path%3D{name}"

    def run(self, statement: str) -> None:
        """Run a statement as the owner of everything."""
        import psycopg

        with psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _wait(self) -> None:
        import psycopg

        attempts = iter(range(DEADLINE_SECONDS * 20))
        while True:
            assert self._process is not None
            assert self._process.poll() is None, (self.folder / "log").read_text()[-2000:]
            with suppress(psycopg.OperationalError):
                psycopg.connect(self.url.replace("+psycopg", ""), connect_timeout=5).close()
                return
            next(attempts)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.05)

    def _run(self, name: str, *options: str) -> None:
        subprocess.run([*as_somebody(), str(_binary(name)), *options], check=True, capture_output=True, cwd=self.folder)


def _binary(name: str) -> Path:
    folder = binaries()
    assert folder is not None, "PostgreSQL is not installed"
    return folder / name


def as_somebody() -> list[str]:
    """Return the beginning of a command that is run as somebody other than root."""
    if os.geteuid() != 0:
        return []
    who = _somebody()
    return ["setpriv", f"--reuid={who.pw_uid}", f"--regid={who.pw_gid}", "--clear-groups"]


def _somebody() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Start a server in a folder of its own, and end both."""
    folder = Path(tempfile.mkdtemp(prefix="penchant-postgres-"))  # pytest's own folders are closed to other users
    if os.geteuid() == 0:
        os.chown(folder, _somebody().pw_uid, _somebody().pw_gid)
    server = None
    try:
        server = Postgres(folder)
        server.start()
        yield server
    finally:
        if server is not None:
            server.stop(signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)
