"""The keys that were shown here lately: looked up once in a while, not with every request. Kept by their hashes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Final

from .keys import ApiKey
from .limits import Strangers

KEY_SECONDS: Final = 2.0
"""So long a key that was found is taken at its word: so late, at most, a revoked one is refused."""

MOST_KEYS: Final = 10_000


class KnownKeys:
    """Finds keys. Used in one event loop.

    Args:
        find: looks a token up where keys are kept.
        strangers: limits how often an address may show what is no key.
        seconds: a clock that only goes forward.
        lasts: so many seconds a key that was found is taken at its word.
    """

    def __init__(
        self,
        find: Callable[[str], Awaitable[ApiKey | None]],
        strangers: Strangers,
        seconds: Callable[[], float],
        lasts: float = KEY_SECONDS,
    ) -> None:
        self._find, self._strangers, self._seconds, self._lasts = find, strangers, seconds, lasts
        self._known: OrderedDict[bytes, tuple[float, ApiKey]] = OrderedDict()

    async def find(self, token: str, address: str) -> ApiKey | None:
        """Return the key that a token is, None if none.

        Raises:
            ApiError: 429: too many came from an address that were none. A key that was good before is looked up all the same.
        """
        hashed, now = sha256(token.encode()).digest(), self._seconds()
        found = self._known.get(hashed)
        if found is not None and now - found[0] < self._lasts:
            return found[1]
        if found is None:
            self._strangers.check(address)
        key = await self._find(token)
        if key is None:
            self._known.pop(hashed, None)
            self._strangers.count(address)
        else:
            self._keep(hashed, now, key)
        return key

    def _keep(self, hashed: bytes, now: float, key: ApiKey) -> None:
        self._known[hashed] = now, key
        self._known.move_to_end(hashed)
        if len(self._known) > MOST_KEYS:
            self._known.popitem(last=False)
