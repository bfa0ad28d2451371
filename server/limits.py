"""How often a key may ask: a token bucket each, in this process."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from .failures import ApiError
from .keys import ApiKey

MOST_BUCKETS = 100_000
"""So many keys' buckets are remembered; one that was not used for longest is full again anyway."""


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Limits:
    """The buckets of all keys: each holds `burst` requests and gains `per_minute` a minute.

    Args:
        per_minute: requests a minute for keys without a rate of their own; 0 for no limit.
        burst: requests that may come at once; a key never has less than one.
        seconds: a clock that only goes forward.
    """

    def __init__(self, per_minute: float, burst: float, seconds: Callable[[], float]) -> None:
        self._per_minute = per_minute
        self._burst = max(1.0, burst)
        self._seconds = seconds
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, key: ApiKey) -> None:
        """Count a request.

        Raises:
            ApiError: 429: there were too many; `Retry-After` says when the next may come.
        """
        rate = (self._per_minute if key.rate is None else key.rate) / 60
        if not rate:
            return
        bucket, now = self._bucket(key), self._seconds()
        bucket.left = min(self._burst, bucket.left + (now - bucket.at) * rate)
        bucket.at = now
        if bucket.left < 1:
            wait = math.ceil((1 - bucket.left) / rate)
            raise ApiError(
                429,
                f"too many requests with this key: try again in {wait} s",
                code="rate_limit_exceeded",
                headers={"Retry-After": str(wait)},
            )
        bucket.left -= 1

    def _bucket(self, key: ApiKey) -> _Bucket:
        found = self._buckets.setdefault(key.id, _Bucket(self._burst, self._seconds()))
        self._buckets.move_to_end(key.id)
        if len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
        return found
