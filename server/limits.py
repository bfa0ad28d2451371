"""How often a key may ask, how much at once, and how often an address may show what is no key: all of it in this process."""

from __future__ import annotations

import math
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from .failures import ApiError
from .keys import ApiKey, Scope

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


class AtOnce:
    """How many chats of each key are being answered: who reads slowly holds a connection to the model, and shall not hold all of them.

    Args:
        person: so many of a person's key.
        app: so many of an app's, which asks for many people.
    """

    def __init__(self, person: int, app: int) -> None:
        self._person, self._app = person, app
        self._now: Counter[str] = Counter()

    def begin(self, key: ApiKey) -> None:
        """Count a chat until `end`.

        Raises:
            ApiError: 429: so many are being answered already.
        """
        most = self._app if Scope.ACT_AS in key.scopes else self._person
        if self._now[key.id] >= most:
            raise ApiError(
                429,
                f"chats with this key are being answered, {most} of {most}: try again when one is done",
                code="too_many_at_once",
                headers={"Retry-After": "1"},
            )
        self._now[key.id] += 1

    def end(self, key: str) -> None:
        """Count a chat no more, by its key's id."""
        self._now[key] -= 1
        if self._now[key] <= 0:
            del self._now[key]


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
