"""Trying once more what PostgreSQL or the end of a connection has undone: whole, and only where it has left no trace."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar, cast

from .errors import LedgerLost
from .ledger import Ledger

T = TypeVar("T")

ATTEMPTS: Final = 6

FIRST_PAUSE: Final = 0.02
"""Seconds before the second attempt; twice as long before each further one, more or less."""


def again(ledger: Ledger, work: Callable[[], T]) -> T:
    """Return what some work returns; while its transaction is undone before it has written anything, it is begun anew.

    Raises:
        LedgerLost: it was undone at every attempt, or after something of it had been written, or perhaps at its very end.
    """
    if ledger.trying:  # within other work, which is begun anew as a whole
        return work()
    for attempt in range(1, ATTEMPTS):
        written = ledger.written
        try:
            with ledger.attempt():
                return work()
        except LedgerLost:
            if ledger.written != written:
                raise
            time.sleep(FIRST_PAUSE * 2**attempt * random.uniform(0.5, 1.0))  # noqa: S311 - so that two do not meet again
    with ledger.attempt():
        return work()


def patient(part: T, ledger: Ledger) -> T:
    """Return a part of a `UserMemory` whose every call goes through `again`."""
    return cast(T, _Patient(part, ledger))


class _Patient:
    def __init__(self, part: object, ledger: Ledger) -> None:
        self._part, self._ledger = part, ledger

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._part, name)
        if not callable(found):
            return found

        @wraps(found)
        def call(*given: Any, **named: Any) -> Any:
            return again(self._ledger, lambda: found(*given, **named))

        return call
