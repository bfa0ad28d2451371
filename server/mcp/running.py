"""Running the MCP server: over a host's pipe, or over HTTP for whoever has a key."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import anyio
import mcp_types as types
from mcp.shared.message import SessionMessage
from pydantic import ValidationError

from ...memory import InterestMemory, PenchantError
from ...memory.cleaning import storable
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
        sending, reading = anyio.create_memory_object_stream[Any]()
        group.start_soon(_let_through, read, sending, write)
        await server.run(reading, write, server.create_initialization_options())


async def _let_through(read: Any, sending: Any, write: Any) -> None:
    """Let through what can be read of a host's lines, and answer the others: the SDK would leave their senders waiting."""
    async with sending:
        async for one in read:
            if not isinstance(one, Exception):
                await sending.send(one)
            elif (answer := unread(one)) is not None:
                with suppress(anyio.ClosedResourceError, anyio.BrokenResourceError):
                    await write.send(SessionMessage(answer))


def unread(error: Exception) -> types.JSONRPCError | None:
    """Return the answer to a line that is no message, to the request that it was to be where that can be told; None to an answer."""
    faults = error.errors() if isinstance(error, ValidationError) else []
    broken = not faults or faults[0]["type"] == "json_invalid"
    said = next((found for one in faults if isinstance(found := _loosely(one["input"]), dict)), {})
    if "result" in said or "error" in said:
        return None
    told = "it is no JSON in UTF-8" if broken else "it is no request of JSON-RPC 2.0"
    fault = types.ErrorData(
        code=types.PARSE_ERROR if broken else types.INVALID_REQUEST, message=f"the line was not read: {told}"
    )
    asked = said.get("id")
    known = asked if isinstance(asked, str | int) and not isinstance(asked, bool) else None
    return types.JSONRPCError(jsonrpc="2.0", id=storable(known) if isinstance(known, str) else known, error=fault)


def _loosely(line: object) -> object:
    """Return what stands in a line for a reader that allows more than the SDK does, such as half a surrogate pair."""
    try:
        return json.loads(line) if isinstance(line, str | bytes) else line
    except (ValueError, RecursionError):
        return None


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
