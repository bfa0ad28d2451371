"""Running the MCP server: over a host's pipe, or over HTTP for whoever has a key."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import anyio

from ...memory import InterestMemory, PenchantError
from .guests import Guest, Right
from .server import Context, mcp_server

HOST = "127.0.0.1"
"""HTTP is for this machine: what serves others stands behind something that speaks TLS."""


def over_pipe(memory: InterestMemory, user: str, rights: frozenset[Right]) -> None:
    """Serve one person's host over standard input and output, until it closes its end. Nothing else may be printed there."""
    guest = Guest(memory, user, rights)
    anyio.run(_piped, memory, lambda _context: guest)


async def _piped(memory: InterestMemory, guest_of: Callable[[Context], Guest]) -> None:
    from mcp.server.stdio import stdio_server

    server = mcp_server(guest_of, memory.clock)
    async with stdio_server() as (read, write), anyio.create_task_group() as group:
        group.start_soon(anyio.to_thread.run_sync, _warm, memory)  # the host says hello meanwhile
        await server.run(read, write, server.create_initialization_options())


def _warm(memory: InterestMemory) -> None:
    with suppress(PenchantError):  # who asks for what needs it is told
        memory.warm()


def over_http(memory: InterestMemory, port: int, rights: frozenset[Right]) -> None:
    """Serve everyone who has a key, on this machine, until it is told to stop; port 0 takes a free one.

    Raises:
        ValueError: the port is taken.
    """
    import socket

    import uvicorn

    from ..ending import exit_at_sigterm
    from .web import mcp_app

    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
        except OSError as error:
            raise ValueError(f"port {port} is taken: choose another with --port") from error
        listening.listen()
        exit_at_sigterm()
        print(_address(listening), file=sys.stderr, flush=True)  # noqa: T201 - where to connect
        config = uvicorn.Config(mcp_app(memory, rights), log_level="warning", access_log=False)
        uvicorn.Server(config).run(sockets=[listening])


def _address(listening: Any) -> str:
    return f"penchant: MCP at http://{HOST}:{listening.getsockname()[1]}/mcp, for keys of `penchant keys create`"
