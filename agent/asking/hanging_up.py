"""Closing what a client leaves open. Google's keeps its generators in a cycle: closing LangChain's stream closes its connection only when
the garbage is collected, and until then the model goes on, and so does the bill."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

_held: ContextVar[list[Any] | None] = ContextVar("held", default=None)
"""The responses that were opened since `hold`, in this task."""


def hold() -> list[Any]:
    """Return where responses are held from now on, of clients that have `remember` as a hook."""
    held: list[Any] = []
    _held.set(held)
    return held


async def remember(response: Any) -> None:
    """Hold a response: the hook of an httpx client."""
    if (held := _held.get()) is not None:
        held.append(response)


async def hang_up(held: list[Any]) -> None:
    """Close the responses; those that have ended are closed already."""
    while held:
        await held.pop().aclose()
