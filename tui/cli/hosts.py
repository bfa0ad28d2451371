"""`penchant mcp`: your interests for the models of AI apps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from .options import Data, Embedder, User, settings, unknown

if TYPE_CHECKING:
    from ...agent.settings import Settings

app = typer.Typer()


@app.command()
def mcp(
    http: Annotated[bool, typer.Option("--http", help="Over HTTP on this machine, for whoever has a key.")] = False,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Where --http listens; 0: a free one.")] = 8765,
    read_only: Annotated[bool, typer.Option("--read-only", help="Without the tool that notes a preference.")] = False,
    allow_steering: Annotated[
        bool, typer.Option("--allow-steering", help="With tools that pin and mute, which else you alone do.")
    ] = False,
    data: Data = None,
    user: User = None,
    embedder: Embedder = None,
) -> None:
    """Let the model of an AI app see and note your interests, by the Model Context Protocol."""
    _serve(settings(data=data, user=user, embedder=embedder), port if http else None, read_only, allow_steering)


def _serve(chosen: Settings, port: int | None, read_only: bool, steering: bool) -> None:
    """Serve until the host hangs up, or over HTTP on a port until the program is told to stop.

    Raises:
        ValueError: a package is missing, the options exclude each other, or the port is taken.
    """
    from ...memory import InterestMemory

    try:
        from ...server.mcp.guests import rights
        from ...server.mcp.running import over_http, over_pipe
    except ModuleNotFoundError as error:
        raise ValueError(f"{error.name} is not installed: pip install 'penchant[mcp]'") from error
    allowed = rights(read_only=read_only, steering=steering)
    with InterestMemory(chosen.data, embedder=chosen.embedder, redact=chosen.redact) as memory:
        if port is None:
            if memory.users() and not memory.knows(chosen.user):
                typer.echo(f"penchant: {unknown(memory, chosen.user)}; the first note makes them known", err=True)
            over_pipe(memory, chosen.user, allowed)
        else:
            over_http(memory, port, allowed)
