"""A server process: memory and model are opened, uvicorn serves, and at the end everything is finished and closed.

At SIGTERM or SIGINT no new connection is taken, answers in progress go on to their end (for `drain_seconds` at most, then they are cut and
kept as far as they came), what goes on behind them is stored, and the ledger is closed.
"""

from __future__ import annotations

import signal
import sys
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from ..memory import InterestMemory
from . import logs
from .app import create_app
from .chat.choosing import upstream_of
from .service import Options, Service

PATIENCE = 30
"""Seconds that a keep-alive connection may be idle."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server listens, and how long it waits for answers in progress when it is told to stop."""

    host: str = "127.0.0.1"
    port: int = 8800
    drain_seconds: int = 60


def serve(
    data: Path | str,
    model: str,
    embedder: str,
    place: Place,
    options: Options,
    *,
    redact: str = "secrets",
    pseudonymize: str = "auto",
) -> None:
    """Serve until the process is told to stop; `redact` and `pseudonymize` are the settings of these names.

    Raises:
        ModelRefused: there is no such model.
        LedgerError: the ledger cannot be opened.
        OSError: the address is taken.
    """
    logs.to_standard_error()
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(0)
    )  # uvicorn gives the signal back when it is done: the ledger is closed then
    upstream = upstream_of(model, Path(data), pseudonymize)
    with InterestMemory(data, embedder=embedder, redact=redact) as memory:
        app = create_app(Service(memory, upstream, options))
        config = uvicorn.Config(
            app,
            host=place.host,
            port=place.port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=PATIENCE,
            timeout_graceful_shutdown=place.drain_seconds,
        )
        uvicorn.Server(config).run()
