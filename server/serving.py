"""A server process: memory and model are opened, uvicorn serves, and at the end everything is finished and closed.

At SIGTERM or SIGINT no new connection is taken, answers in progress go on to their end (for `drain_seconds` at most, then they are cut and
kept as far as they came), what goes on behind them is stored, and the ledger is closed.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn

from ..agent.asking.patience import Waits
from ..memory import InterestMemory
from . import logs
from .app import create_app
from .chat.choosing import upstream_of
from .ending import exit_at_sigterm
from .service import Options, Service

PATIENCE = 30
"""Seconds that a keep-alive connection may be idle."""


SWITCH_SECONDS = 0.0005
"""So long a thread computes while another one waits for Python: with its own 5 ms a turn of twenty statements, each of which lets go of it,
would wait up to twenty times 5 ms for one that computes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server listens, and how long it waits for answers in progress when it is told to stop.

    `trusted` has the addresses of proxies, by commas, whose word is taken on who asks them; `workers` is how many processes answer.
    """

    host: str = "127.0.0.1"
    port: int = 8800
    drain_seconds: int = 60
    trusted: str = "127.0.0.1"
    workers: int = 1


@dataclass(frozen=True, slots=True)
class What:
    """What is served: a memory's place, a model's name, the embedding model's, and what was chosen.

    `redact` and `pseudonymize` are the settings of these names, `waits` how long the model's server is waited for.
    """

    data: Path | str
    model: str
    embedder: str
    options: Options
    redact: str = "secrets"
    pseudonymize: str = "auto"
    waits: Waits = field(default_factory=Waits)


class Server(uvicorn.Server):
    """uvicorn's server, which says when it has started."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None] = lambda: None) -> None:
        super().__init__(config)
        self._has_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        if self.started:
            self._has_started()


def serve(what: What, place: Place) -> None:
    """Serve until the process is told to stop.

    Raises:
        ModelRefused: there is no such model.
        LedgerError: the ledger cannot be opened.
        OSError: the address is taken.
    """
    if place.workers > 1:
        from .workers import serve_by_workers

        serve_by_workers(what, place)
    else:
        answer(what, place)


def answer(
    what: What, place: Place, listening: socket.socket | None = None, started: Callable[[], None] = lambda: None
) -> None:
    """Answer in this process, on a socket that listens already where there is one."""
    logs.to_standard_error()
    sys.setswitchinterval(SWITCH_SECONDS)
    exit_at_sigterm()
    upstream = upstream_of(what.model, Path(what.data), what.pseudonymize, what.waits)
    with InterestMemory(what.data, embedder=what.embedder, redact=what.redact) as memory:
        for said in memory.new_notices():
            logs.LOG.warning(said)
        app = create_app(Service(memory, upstream, what.options))
        config = uvicorn.Config(
            app,
            host=place.host,
            port=place.port,
            log_config=None,
            access_log=False,
            ws="none",  # there are none, and uvicorn logs their paths and who asks
            server_header=False,
            timeout_keep_alive=PATIENCE,
            timeout_graceful_shutdown=place.drain_seconds,
            proxy_headers=bool(place.trusted),
            forwarded_allow_ips=place.trusted,
        )
        Server(config, started).run(None if listening is None else [listening])
