"""`penchant mcp`: your interests for the models of AI apps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..agent.settings import Settings


def serve(settings: Settings, port: int | None, read_only: bool, steering: bool) -> None:
    """Serve until the host hangs up, or over HTTP on a port until the program is told to stop.

    Raises:
        ValueError: a package is missing, the options exclude each other, or the port is taken.
    """
    from ..memory import InterestMemory

    try:
        from ..server.mcp.guests import rights
        from ..server.mcp.running import over_http, over_pipe
    except ModuleNotFoundError as error:
        raise ValueError(f"{error.name} is not installed: pip install 'penchant[mcp]'") from error
    allowed = rights(read_only=read_only, steering=steering)
    with InterestMemory(settings.data, embedder=settings.embedder) as memory:
        if port is None:
            over_pipe(memory, settings.user, allowed)
        else:
            over_http(memory, port, allowed)
