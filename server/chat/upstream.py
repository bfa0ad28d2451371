"""What is behind the chat: a server that speaks OpenAI's protocol (proxied.py), or a model that Penchant opens (opened.py)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from ...agent.models import Profile


@dataclass(frozen=True, slots=True)
class Asked:
    """A request on its way to the model: the body as it is sent, and the caller's headers by their names in lower case."""

    raw: bytes
    headers: Mapping[str, str]


async def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model's side answers: a status, headers, and the body as it comes. `close` must be called, whatever was read of it."""

    status: int
    headers: Mapping[str, str]
    body: AsyncIterator[bytes]
    close: Callable[[], Awaitable[None]] = _nothing

    @property
    def is_stream(self) -> bool:
        """Whether it is a stream of events."""
        return self.headers.get("content-type", "").lower().startswith("text/event-stream")


class Upstream(Protocol):
    """A model that can be asked."""

    @property
    def profile(self) -> Profile:
        """What Penchant must know of it."""

    async def chat(self, asked: Asked) -> Answer:
        """Return its answer to a chat completion.

        Raises:
            ApiError: it did not answer.
        """

    async def models(self, headers: Mapping[str, str]) -> Answer:
        """Return the list of its models.

        Raises:
            ApiError: it did not answer.
        """

    async def close(self) -> None:
        """Let it go."""
