"""An upstream that speaks OpenAI's protocol: what comes goes on as it is, and what it answers comes back as it is."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import aiohttp
from yarl import URL

from ...agent.asking.patience import Waits
from ...agent.models import Profile
from ...agent.prompting.placement import place_of
from ...memory.proxies import proxy_before
from .coming import broken, told_in_stream, too_late, watched
from .upstream import Answer, Asked

NOT_SENT = frozenset(
    {
        "accept-encoding", "api-key", "authorization", "cf-connecting-ip", "cf-connecting-ipv6", "connection", "content-length", "cookie",
        "expect", "fastly-client-ip", "fly-client-ip", "forwarded", "host", "keep-alive", "proxy-authorization", "te", "trailer",
        "transfer-encoding", "true-client-ip", "upgrade", "via", "x-api-key", "x-client-ip", "x-cluster-client-ip", "x-real-ip",
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

IDLE_SECONDS = 4
"""So long a connection is kept for the next request: servers close theirs after 5 s and more."""

OUR_OWN = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")
"""Headers that aiohttp would add."""


class Proxied:
    """A server at a base URL such as http://127.0.0.1:11434/v1.

    Args:
        base_url: where it is, ending in /v1 or the like.
        key: its own API key; the callers' keys never reach it.
        name: Penchant's name for the model.
        waits: how long it is waited for.
    """

    def __init__(self, base_url: str, key: str | None, name: str = "", waits: Waits = Waits()) -> None:  # noqa: B008 - it is frozen
        self._base_url = base_url.rstrip("/")
        self._key = key
        self._waits = waits
        self._profile = Profile(name or base_url, place_of(name or base_url).placement)
        self._proxy = proxy_before(base_url) or None
        self._session: aiohttp.ClientSession | None = None

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
        if self._session is not None:
            await self._session.close()

    async def _ask(self, method: str, path: str, headers: Mapping[str, str], raw: bytes | None = None) -> Answer:
        where, sent = URL(self._base_url + path, encoded=True), self._sent(headers)
        try:
            async with asyncio.timeout(self._waits.first):
                answer = await self._open().request(
                    method, where, headers=sent, data=raw, allow_redirects=False, proxy=self._proxy
                )
        except aiohttp.ConnectionTimeoutError as error:
            raise too_late(f"did not accept a connection within {self._waits.connect:g} s") from error
        except TimeoutError as error:
            raise too_late(f"did not begin to answer within {self._waits.first:g} s") from error
        except (aiohttp.ClientError, OSError) as error:
            raise broken("cannot be reached") from error
        returned = _returned(answer.headers)
        body = watched(answer.content.iter_any(), self._waits)
        passed = Answer(answer.status, returned, body, _Ended(answer))
        return replace(passed, body=told_in_stream(body)) if passed.is_stream else passed

    def _open(self) -> aiohttp.ClientSession:
        """Return the connections, made in the event loop that uses them."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=IDLE_SECONDS),
                timeout=aiohttp.ClientTimeout(None, sock_connect=self._waits.connect),
                cookie_jar=aiohttp.DummyCookieJar(),
                skip_auto_headers=OUR_OWN,
            )
        return self._session

    def _sent(self, headers: Mapping[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in headers.items() if name not in NOT_SENT}
        kept = {name: value for name, value in kept.items() if not name.startswith(("x-penchant-", "x-forwarded-"))}
        kept["accept-encoding"] = "identity"
        return kept if self._key is None else kept | {"authorization": f"Bearer {self._key}"}


class _Ended:
    """Gives an answer's connection back; one that was not read to its end is closed, so that the upstream stops."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    async def __call__(self) -> None:
        if self._answer.content.at_eof():
            self._answer.release()
        else:
            self._answer.close()


def _returned(headers: Any) -> dict[str, str]:
    """Return the headers that go back to the caller, by their names in lower case; of one that stands twice both values."""
    kept: dict[str, str] = {}
    for name, value in headers.items():
        if (low := name.lower()) not in NOT_RETURNED:
            kept[low] = f"{kept[low]}, {value}" if low in kept else value
    return kept
