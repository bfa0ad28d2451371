"""What a model's failure says, whichever client raised it: the HTTP status, how long to wait, and in words that a person understands."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 529})
"""Statuses after which the same question may be answered: Anthropic's 529 is an overload."""

_WORDS = {
    408: "it waited too long for the question",
    425: "too early",
    429: "too many requests",
    500: "an error of its own",
    502: "a bad gateway",
    503: "overloaded or not available",
    504: "a gateway that waited too long",
    529: "overloaded",
}

_BROKEN = (
    "RemoteProtocolError", "ReadError", "WriteError", "ConnectionResetError", "BrokenPipeError", "ConnectTimeout", "PoolTimeout",
    "ServerDisconnectedError", "ClientOSError",
)  # fmt: skip
"""A connection that broke, as httpx, aiohttp and Python name it; a refused one is not among them: nobody is there to be asked again."""

_USED_UP = ("insufficient_quota", "billing_hard_limit", "credit balance is too low", "exceeded your current quota")
"""Too many requests for money, not for time: waiting does not help. Google says the last of both, and names a time for what passes."""


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it came from: each client wraps those below it."""
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        yield found
        found = found.__cause__ or found.__context__


def status_of(error: BaseException) -> int | None:
    """Return the HTTP status that a server answered with; None where there was no answer."""
    for one in causes(error):
        for holder, name in ((one, "status_code"), (one, "code"), (getattr(one, "response", None), "status_code")):
            status = getattr(holder, name, None)
            if isinstance(status, int) and not isinstance(status, bool) and 100 <= status < 600:
                return status
    return None


def passes(error: BaseException) -> bool:
    """Return whether it is worth asking the same again: too many requests, a server's own failure, or a connection that broke."""
    status = status_of(error)
    if status is not None:
        return status in PASSING and not (status == 429 and is_used_up(error))
    return any(type(one).__name__ in _BROKEN for one in causes(error))


def is_used_up(error: BaseException) -> bool:
    """Return whether it is the account's money that is used up."""
    said = " ".join(str(one) for one in causes(error))
    return any(words in said for words in _USED_UP) and retry_after(error, datetime.now(UTC)) is None


def retry_after(error: BaseException, now: datetime) -> float | None:
    """Return the seconds that a server asks to wait, by its header Retry-After or Google's RetryInfo; None where it asks nothing."""
    for one in causes(error):
        headers = getattr(getattr(one, "response", None), "headers", None) or getattr(one, "headers", None)
        if isinstance(headers, Mapping) and (wait := _seconds(headers, now)) is not None:
            return wait
        if (wait := _retry_info(getattr(one, "details", None))) is not None:
            return wait
    return None


def in_words(error: BaseException) -> str:
    """Return what the model's server says, as far as a person needs it.

    >>> in_words(ConnectionResetError())
    'the connection to the model broke'
    """
    status = status_of(error)
    if status is None:
        return "the connection to the model broke"
    return f"the model's server says: {_WORDS.get(status, f'status {status}')}"


def _seconds(headers: Mapping[str, str], now: datetime) -> float | None:
    if (millis := _number(headers.get("retry-after-ms"))) is not None:
        return millis / 1000
    asked = headers.get("retry-after") or headers.get("Retry-After")
    if (seconds := _number(asked)) is not None:
        return seconds
    try:
        return max(0.0, (parsedate_to_datetime(asked or "") - now).total_seconds())
    except (ValueError, TypeError):
        return None


def _number(text: str | None) -> float | None:
    try:
        number = float(text) if text is not None else math.nan
    except ValueError:
        return None
    return max(0.0, number) if math.isfinite(number) else None


def _retry_info(details: object) -> float | None:
    """Return the delay that is among the details of Google's errors: `{"error": {"details": [{"retryDelay": "12s"}]}}`."""
    inside = details.get("error", details) if isinstance(details, dict) else {}
    entries = inside.get("details", ()) if isinstance(inside, dict) else ()
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(delay := entry.get("retryDelay"), str):
            return _number(delay.removesuffix("s"))
    return None
