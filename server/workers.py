"""Several processes that answer on one address: a core each, on one ledger. The one that starts them keeps the index and answers nothing.

So no answer waits for the index, whose making keeps a process's other threads waiting. A worker that ends by itself is replaced, as soon as
one can start. At SIGTERM each of them ends as a server alone does; where the first process is killed, they end too.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import tempfile
import threading
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from ..memory import InterestMemory
from . import logs
from .ending import exit_at_sigterm
from .logs import LOG
from .metrics import SHARED
from .serving import Place, What, answer

PAUSE_SECONDS = 2.0
"""After a worker that could not be replaced, so long until it is tried again."""


def serve_by_workers(what: What, place: Place) -> None:
    """Serve by `place.workers` processes until this one is told to stop.

    Raises:
        LedgerError: the ledger cannot be opened.
        OSError: the address is taken.
        RuntimeError: a worker could not start; it has said why.
    """
    logs.to_standard_error()
    exit_at_sigterm()
    with (
        socket.create_server((place.host, place.port), family=_family(place.host), backlog=2048) as listening,
        InterestMemory(what.data, embedder=what.embedder) as memory,
        tempfile.TemporaryDirectory(prefix="penchant-figures-") as figures,
    ):
        os.environ[SHARED] = figures
        memory.warm()  # the index is this process's before there are others
        _Workers(what, place, listening).run()


class _Workers:
    """The processes, from their start to their end."""

    def __init__(self, what: What, place: Place, listening: socket.socket) -> None:
        self._what, self._place, self._listening = what, place, listening
        self._running: list[BaseProcess] = []

    def run(self) -> None:
        """Start them, replace those that end, and end them all."""
        try:
            told = [self._start() for _ in range(self._place.workers)]
            if not all(map(_heard, told)):
                raise RuntimeError("a worker could not start: what it has said stands above")
            host, port = self._listening.getsockname()[:2]
            LOG.info(f"{len(told)} workers running on http://{host}:{port}")
            while True:
                wait([one.sentinel for one in self._running], PAUSE_SECONDS if self._missing else None)
                self._replace()
        finally:
            self._listening.close()  # who comes now is refused, and not kept waiting for nobody
            for one in self._running:
                one.terminate()
            for one in self._running:
                one.join()

    @property
    def _missing(self) -> int:
        return self._place.workers - len(self._running)

    def _start(self) -> Connection:
        """Start one; what is returned tells when it answers, or ends."""
        context = multiprocessing.get_context("spawn")
        hearing, telling = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(self._what, self._place, self._listening, telling))
        process.start()
        telling.close()
        self._running.append(process)
        return hearing

    def _replace(self) -> None:
        """Start others for those that have ended; where one cannot start, as while the ledger is away, it is tried again later."""
        for one in [one for one in self._running if not one.is_alive()]:
            LOG.error("a worker has ended and is replaced", extra={"fields": {"status": one.exitcode}})
            self._bury(one)
        while self._missing:
            if not _heard(self._start()):
                last = self._running[-1]
                last.join()
                self._bury(last)
                LOG.error("a worker could not be replaced, which is tried again: what it has said stands above")
                return
            LOG.info("a worker was replaced")

    def _bury(self, one: BaseProcess) -> None:
        from prometheus_client.multiprocess import mark_process_dead

        self._running.remove(one)
        mark_process_dead(one.pid)  # type: ignore[no-untyped-call]


def _work(what: What, place: Place, listening: socket.socket, telling: Connection) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()

    def started() -> None:
        telling.send(True)
        telling.close()

    answer(what, place, listening, started)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101 - it runs in a child
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


def _heard(hearing: Connection) -> bool:
    """Return whether a process has said that it answers, rather than ended."""
    try:
        return bool(hearing.recv())
    except EOFError:
        return False
    finally:
        hearing.close()


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
