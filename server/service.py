"""What all requests of one server share, and the work that goes on behind their answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, ParamSpec, TypeVar

from fastapi import Request

from ..agent.gate.policy import Personalize
from ..memory import InterestMemory, UserMemory
from .chat.again import Recent
from .chat.upstream import Upstream
from .keys import ApiKey, Keys
from .known import KnownKeys
from .limits import AtOnce, Limits, Strangers
from .logs import LOG, where
from .metrics import Metrics

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 8
"""Requests that can wait for memory at once; more would only wait for each other."""

CUT_SECONDS = 10.0
"""So long the end waits for answers that are cut: each still hands over what is to be kept of it."""


@dataclass(frozen=True, slots=True)
class Options:
    """What can be chosen for a server.

    `per_minute` is the requests a minute that a key may make, 0 for no limit, and `burst` how many of them at once; `open_metrics` whether
    /metrics is read without a key; `at_once` how many chats of a person's key may be answered at the same time, `app_at_once` of an app's.
    """

    max_body_bytes: int = 20 * 2**20
    per_minute: float = 600
    burst: float = 60
    personalize: Personalize = Personalize.GATE
    open_metrics: bool = False
    at_once: int = 32
    app_at_once: int = 500


class Service:
    """Memory, keys, the upstream model, figures, and work behind answers. Use it in one event loop.

    Args:
        memory: the interest memory; it stays open when the service closes.
        upstream: the model behind the chat.
        options: what was chosen.
        seconds: a clock that only goes forward, for limits and times.
    """

    def __init__(
        self,
        memory: InterestMemory,
        upstream: Upstream,
        options: Options = Options(),
        *,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.memory = memory
        self.upstream = upstream
        self.options = options
        self.seconds = seconds
        self.keys = Keys(memory.ledger, memory.clock)
        self.metrics = Metrics()
        self.limits = Limits(options.per_minute, options.burst, seconds)
        self.at_once = AtOnce(options.at_once, options.app_at_once)
        self._pool = ThreadPoolExecutor(THREADS, "penchant-memory")
        self._erasing = ThreadPoolExecutor(1, "penchant-erasing")
        self._looking = ThreadPoolExecutor(1, "penchant-ready")
        self._running = 0
        memory.make_way(lambda: self._running > 0)
        self.recent = Recent()
        self.ready = False
        self._known = KnownKeys(self._looked_up, Strangers(seconds), seconds)
        self._behind: dict[str, asyncio.Task[None]] = {}
        self._answering = 0
        self._answered = asyncio.Event()
        self._answered.set()

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Count a request as long as it is answered: the service closes behind it."""
        self._answering += 1
        self._answered.clear()
        try:
            yield
        finally:
            self._answering -= 1
            if not self._answering:
                self._answered.set()

    async def run(self, work: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Return what a function that blocks returns, run in a thread."""
        self._running += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, partial(work, *args, **options))
        finally:
            self._running -= 1

    async def erase(self, work: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Return what an erasure returns, run in the one thread for them: a long one keeps other erasures waiting and no chat."""
        return await asyncio.get_running_loop().run_in_executor(self._erasing, partial(work, *args, **options))

    async def look(self, work: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Return what a look at the server itself returns, run in a thread that no request waits for."""
        return await asyncio.get_running_loop().run_in_executor(self._looking, partial(work, *args, **options))

    async def authenticate(self, token: str, address: str) -> ApiKey | None:
        """Return the key that a token is, if it is one; `address` is who shows it.

        Raises:
            ApiError: 429: too many came from there that were none.
        """
        return await self._known.find(token, address)

    async def person(self, name: str) -> UserMemory:
        """Return a person's memory."""
        known = self.memory.open_handle(name)
        return known if known is not None else await self.run(self.memory.user, name)

    async def knows(self, name: str) -> bool:
        """Return whether somebody is known; asking does not make them known."""
        return self.memory.open_handle(name) is not None or await self.run(self.memory.knows, name)

    async def _looked_up(self, token: str) -> ApiKey | None:
        return await self.run(self.keys.find, token)

    def go_on(self, person: str, work: Coroutine[Any, Any, None]) -> None:
        """Do some work of a person's behind the answer, after what is being done for them already."""
        task = asyncio.get_running_loop().create_task(self._after(self._behind.get(person), work))
        self._behind[person] = task
        self.metrics.behind.set(len(self._behind))
        task.add_done_callback(lambda _: self._done(person, task))

    async def settled(self, person: str) -> None:
        """Wait until what was begun behind a person's answers is done: they then see what they have taught."""
        task = self._behind.get(person)
        if task is not None:
            await asyncio.wait([task])

    async def close(self) -> None:
        """Finish what goes on, and let the upstream go. Requests that were cut this very moment hand over first what they leave behind."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._answered.wait(), CUT_SECONDS)
        while self._behind:
            await asyncio.wait(list(self._behind.values()))
            await asyncio.sleep(0)  # their callbacks
        await self.upstream.close()
        self._looking.shutdown(wait=False, cancel_futures=True)
        for pool in (self._erasing, self._pool):
            pool.shutdown()

    async def _after(self, before: asyncio.Task[None] | None, work: Coroutine[Any, Any, None]) -> None:
        if before is not None:
            await asyncio.wait([before])
        try:
            await work
        except Exception as error:  # noqa: BLE001 - nobody waits for it: it must be told here
            LOG.error("work behind an answer failed", extra={"fields": where(error)})

    def _done(self, person: str, task: asyncio.Task[None]) -> None:
        if self._behind.get(person) is task:
            del self._behind[person]
        self.metrics.behind.set(len(self._behind))


def service_of(request: Request) -> Service:
    """Return the service that a request belongs to."""
    service: Service = request.app.state.service
    return service
