"""When work that nobody waits for may begin: not while somebody waits for memory, but soon."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final

LATEST_SECONDS: Final = 1.0
"""So long it is put off at most."""

AT_ONCE: Final = 2
"""So much of it begins in one quiet moment: what comes next would have to wait for all of it."""


class Calm:
    """Lets work behind answers make way for what is before them. Used in one event loop.

    Python runs one thread at a time, and SQLite writes one transaction at a time: what is learned from one person's turn would keep
    another's request waiting. `latest` is how many seconds work is put off at most.
    """

    def __init__(self, latest: float = LATEST_SECONDS) -> None:
        self._latest = latest
        self._before = self._behind = 0
        self._waiting: dict[str, asyncio.Future[None]] = {}
        self._wanted = Counter[str]()

    @property
    def busy(self) -> bool:
        """Whether anything goes on."""
        return self._before + self._behind > 0

    @contextmanager
    def before(self) -> Iterator[None]:
        """Do what somebody waits for."""
        self._before += 1
        try:
            yield
        finally:
            self._before -= 1
            self._next()

    @asynccontextmanager
    async def behind(self, person: str) -> AsyncIterator[None]:
        """Wait for a quiet moment, and do what nobody waits for; of a person's one thing at a time."""
        loop = asyncio.get_running_loop()
        place = self._waiting[person] = loop.create_future()
        late = loop.call_later(self._latest, self._begin, person)
        if self._wanted[person]:
            self._begin(person)
        self._next()
        try:
            await place
            yield
        finally:
            late.cancel()
            if self._waiting.pop(person, None) is None:
                self._behind -= 1
            self._next()

    @contextmanager
    def hurry(self, person: str) -> Iterator[None]:
        """Let a person's work begin at once, also what comes to it only now: somebody waits for it."""
        self._wanted[person] += 1
        self._begin(person)
        try:
            yield
        finally:
            self._wanted[person] -= 1
            self._wanted += Counter()  # without those at 0

    def _begin(self, person: str) -> None:
        place = self._waiting.pop(person, None)
        if place is not None:
            self._behind += 1
            place.set_result(None)

    def _next(self) -> None:
        while self._waiting and not self._before and self._behind < AT_ONCE:
            self._begin(next(iter(self._waiting)))
