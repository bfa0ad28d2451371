"""How often a key may ask, and how often an address may show what is no key: a token bucket each, in this process."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from .failures import ApiError
from .keys import ApiKey

MOST_BUCKETS = 100_000
"""So many keys' buckets are remembered; one that was not used for longest is full again anyway."""


WRONG_AT_ONCE: Final = 20
"""So many tokens that are no keys an address may show at once."""

WRONG_PER_MINUTE: Final = 20


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class _Buckets:
    """Buckets by name: each holds `burst` and is full at first; the one that was not used for longest goes when there are too many."""

    def __init__(self, burst: float, seconds: Callable[[], float]) -> None:
        self._burst, self._seconds = burst, seconds
        self._all: OrderedDict[str, _Bucket] = OrderedDict()

    def wait(self, name: str, rate: float) -> float:
        """Return in how many seconds there is one to take, 0 if now; a bucket gains `rate` a second."""
        bucket, now = self._bucket(name), self._seconds()
        bucket.left = min(self._burst, bucket.left + (now - bucket.at) * rate)
        bucket.at = now
        return max(0.0, (1 - bucket.left) / rate)

    def take(self, name: str) -> None:
        self._bucket(name).left -= 1

    def _bucket(self, name: str) -> _Bucket:
        found = self._all.setdefault(name, _Bucket(self._burst, self._seconds()))
        self._all.move_to_end(name)
        if len(self._all) > MOST_BUCKETS:
            self._all.popitem(last=False)
        return found


class Limits:
    """The buckets of all keys: each holds `burst` requests and gains `per_minute` a minute.

    Args:
        per_minute: requests a minute for keys without a rate of their own; 0 for no limit.
        burst: requests that may come at once; a key never has less than one.
        seconds: a clock that only goes forward.
    """

    def __init__(self, per_minute: float, burst: float, seconds: Callable[[], float]) -> None:
        self._per_minute = per_minute
        self._buckets = _Buckets(max(1.0, burst), seconds)

    def take(self, key: ApiKey) -> None:
        """Count a request.

        Raises:
            ApiError: 429: there were too many; `Retry-After` says when the next may come.
        """
        rate = (self._per_minute if key.rate is None else key.rate) / 60
        if not rate:
            return
        if wait := self._buckets.wait(key.id, rate):
            raise _too_many("too many requests with this key", wait)
        self._buckets.take(key.id)


class Strangers:
    """The buckets of addresses that show what is no key: nobody guesses one, but looking them up is work.

    `seconds` is a clock that only goes forward.
    """

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._buckets = _Buckets(WRONG_AT_ONCE, seconds)

    def check(self, address: str) -> None:
        """Let an address show a token that is not known yet.

        Raises:
            ApiError: 429: it has shown too many that were none.
        """
        if wait := self._buckets.wait(address, WRONG_PER_MINUTE / 60):
            raise _too_many("too many API keys from this address that were none", wait)

    def count(self, address: str) -> None:
        """Take note of a token that was none."""
        self._buckets.take(address)


def _too_many(what: str, wait: float) -> ApiError:
    seconds = math.ceil(wait)
    return ApiError(
        429, f"{what}: try again in {seconds} s", code="rate_limit_exceeded", headers={"Retry-After": str(seconds)}
    )
