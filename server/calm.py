"""When work that nobody waits for may begin: in a quiet moment, and soon."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final

QUIET_SECONDS: Final = 0.02
"""So long nobody must have waited for memory: a request pauses between its parts, and what it was answered is on its way."""

LATEST_SECONDS: Final = 1.0
"""So long work is put off at most."""


class Calm:
    """Lets work behind answers make way for what is before them, one thing after another. Used in one event loop.

    Python runs one thread at a time, and SQLite writes one transaction at a time: what is learned from one person's turn would keep
    another's request waiting, and the answer that has just been given.

    Args:
        quiet: seconds in which nobody must have waited.
        latest: seconds that work is put off at most.
    """

    def __init__(self, quiet: float = QUIET_SECONDS, latest: float = LATEST_SECONDS) -> None:
        self._quiet, self._latest = quiet, latest
        self._before = self._behind = 0
        self._waiting: dict[str, asyncio.Future[None]] = {}
        self._wanted = Counter[str]()
        self._timer: asyncio.TimerHandle | None = None

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
            self._listen()

    @asynccontextmanager
    async def behind(self, person: str) -> AsyncIterator[None]:
        """Wait for a quiet moment, and do what nobody waits for; of a person's one thing at a time."""
        loop = asyncio.get_running_loop()
        place = self._waiting[person] = loop.create_future()
        late = loop.call_later(self._latest, self._begin, person)
        if self._wanted[person]:
            self._begin(person)
        self._listen()
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

    def _listen(self) -> None:
        """Begin something when it has been quiet for long enough from now on."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(self._quiet, self._next) if self._waiting else None

    def _next(self) -> None:
        if self._waiting and not self.busy:
            self._begin(next(iter(self._waiting)))
