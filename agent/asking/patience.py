"""How long a model is waited for, and how often it is asked again."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from ...memory.arguments import a_number, a_time

CONNECT_SECONDS = 10.0
"""How long a server may take to accept a connection."""

FIRST_SECONDS = 300.0
"""How long a model may take until something of its answer comes."""

SILENCE_SECONDS = 60.0
"""How long it may be silent after that."""


@dataclass(frozen=True, slots=True)
class Waits:
    """How long a model's server is waited for, in seconds: to be reached, to begin its answer, and between two pieces of it.

    Raises:
        ValueError: one is not above 0.
    """

    connect: float = CONNECT_SECONDS
    first: float = FIRST_SECONDS
    silence: float = SILENCE_SECONDS

    def __post_init__(self) -> None:
        for name in ("connect", "first", "silence"):
            if not getattr(self, name) > 0:
                raise ValueError(f"a model must be waited for, got {name}={getattr(self, name)}")

    @property
    def longest(self) -> float:
        """What a client may wait for at most; it is told apart here which wait was too long."""
        return max(self.connect, self.first, self.silence)

    def patience(self, tries: int = 4) -> Patience:
        """Return a patience that waits so long, and asks so often."""
        first, silence = (timedelta(seconds=seconds) for seconds in (self.first, self.silence))
        return Patience(tries=tries, first_token=first, between_tokens=silence)


@dataclass(frozen=True, slots=True)
class Patience:
    """How a model is waited for.

    A failure that may pass is tried again after `first_wait`, doubled each time, less up to a quarter by chance so that many do not come
    back at once; a server that names a time is given just that. Never after a word of the answer was shown.

    Args:
        tries: how often one question is asked at most; 1 never asks again.
        first_wait: before the second try.
        longest_wait: what a wait never exceeds; a server that wants longer is not asked again.
        first_token: how long a model may take until something of its answer comes.
        between_tokens: how long it may stay silent after that.
        sleep: waits so many seconds.
        chance: returns a number from 0 to 1.

    Raises:
        ValueError: fewer than one try, or a time that is not positive.
    """

    tries: int = 4
    first_wait: timedelta = timedelta(seconds=1)
    longest_wait: timedelta = timedelta(seconds=60)
    first_token: timedelta = timedelta(seconds=FIRST_SECONDS)
    between_tokens: timedelta = timedelta(seconds=SILENCE_SECONDS)
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    chance: Callable[[], float] = random.random

    def __post_init__(self) -> None:
        a_number("tries", self.tries)
        if self.tries < 1:
            raise ValueError(f"a model is asked at least once, got tries={self.tries}")
        for name in ("first_wait", "longest_wait", "first_token", "between_tokens"):
            a_time(name, getattr(self, name))
            if getattr(self, name) <= timedelta(0):
                raise ValueError(f"{name} must be longer than nothing, got {getattr(self, name)}")

    def wait_seconds(self, tried: int, asked: float | None = None) -> float | None:
        """Return how long to wait after so many tries in vain; None to give up. `asked` is what the server asks for.

        >>> [Patience(chance=lambda: 0.0).wait_seconds(tried) for tried in (1, 2, 3, 4)]
        [1.0, 2.0, 4.0, None]
        """
        longest = self.longest_wait.total_seconds()
        if tried >= self.tries or (asked is not None and asked > longest):
            return None
        if asked is not None:
            return asked
        doubled = self.first_wait.total_seconds() * 2.0 ** (tried - 1)
        return min(doubled, longest) * (1 - self.chance() / 4)
