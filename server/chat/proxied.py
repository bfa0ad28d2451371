"""An upstream that speaks OpenAI's protocol: what comes goes on as it is, and what it answers comes back as it is."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from ...agent.asking.patience import CONNECT_SECONDS
from ...agent.models import TIMEOUT_SECONDS, Profile
from ...agent.prompting.placement import place_of
from ..failures import ApiError
from .upstream import Answer, Asked

NOT_SENT = frozenset(
    {
        "accept-encoding", "authorization", "connection", "content-length", "cookie", "expect", "forwarded", "host", "keep-alive",
        "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade", "via", "x-api-key", "x-real-ip",
    }
)  # fmt: skip
"""Headers that are of this connection, or would tell the upstream who is behind it."""

NOT_RETURNED = frozenset(
    {
        "connection", "content-encoding", "content-length", "date", "keep-alive", "proxy-authenticate", "server", "set-cookie", "te",
        "trailer", "transfer-encoding",
    }
)  # fmt: skip
"""Headers of the upstream's connection; a body comes unpacked."""

CONNECTIONS = 1000


class Proxied:
    """A server at a base URL such as http://127.0.0.1:11434/v1.

    Args:
        base_url: where it is, ending in /v1 or the like.
        key: its own API key; the callers' keys never reach it.
        name: Penchant's name for the model.
    """

    def __init__(self, base_url: str, key: str | None, name: str = "") -> None:
        self._base_url = base_url.rstrip("/")
        self._key = key
        self._profile = Profile(name or base_url, place_of(name or base_url).placement)
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(TIMEOUT_SECONDS, connect=CONNECT_SECONDS),
            limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=100),
            follow_redirects=False,
        )

    @property
    def profile(self) -> Profile:
        """What Penchant must know of it."""
        return self._profile

    async def chat(self, asked: Asked) -> Answer:
        """Return its answer."""
        return await self._ask("POST", "/chat/completions", asked.headers, asked.raw)

    async def models(self, headers: Mapping[str, str]) -> Answer:
        """Return its models."""
        return await self._ask("GET", "/models", headers)

    async def close(self) -> None:
        """Close its connections."""
        await self._client.aclose()

    async def _ask(self, method: str, path: str, headers: Mapping[str, str], raw: bytes | None = None) -> Answer:
        request = self._client.build_request(method, self._base_url + path, headers=self._sent(headers), content=raw)
        try:
            answer = await self._client.send(request, stream=True)
        except httpx.TimeoutException as error:
            raise ApiError(504, "the model's server did not answer in time", code="upstream_timeout") from error
        except httpx.HTTPError as error:
            raise ApiError(502, "the model's server cannot be reached", code="upstream_unreachable") from error
        kept = {name: value for name, value in answer.headers.items() if name not in NOT_RETURNED}
        return Answer(answer.status_code, kept, answer.aiter_bytes(), answer.aclose)

    def _sent(self, headers: Mapping[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in headers.items() if name not in NOT_SENT}
        kept = {name: value for name, value in kept.items() if not name.startswith(("x-penchant-", "x-forwarded-"))}
        kept["accept-encoding"] = "identity"
        return kept if self._key is None else kept | {"authorization": f"Bearer {self._key}"}
