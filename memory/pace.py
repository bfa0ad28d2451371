"""When an index takes in what was stored: at once where one person talks, in a quiet moment where a server answers many."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Condition
from typing import Final

GATHER_SECONDS: Final = 0.5
"""How long it waits for more to come: while it works, it takes its turns with the thread that answers the person."""

CALM_SECONDS: Final = 5.0
"""The same where it makes way: Chroma keeps every other thread waiting while it stores, and a hundred vectors cost little more than one."""

MOST_SECONDS: Final = 2.0
"""So long it waits for a quiet moment at most."""

REST_SECONDS: Final = 0.25
"""The same between the parts of one long work: it must get on where it is never quiet."""

LOOK_SECONDS: Final = 0.01
"""How often it looks for one."""


class Pace:
    """How an index waits. It makes way as long as `busy` says so; without it nothing is ever busy."""

    def __init__(self) -> None:
        self.busy: Callable[[], bool] | None = None

    def gather(self, moved: Condition, hurried: Callable[[], bool]) -> None:
        """Wait for what comes with what has come, and for a quiet moment, with the condition held; not where it is `hurried`."""
        if moved.wait_for(hurried, GATHER_SECONDS if self.busy is None else CALM_SECONDS):
            return
        self.pause(moved, hurried)

    def rest(self, moved: Condition, hurried: Callable[[], bool]) -> None:
        """Make way between two parts of long work."""
        with moved:
            self.pause(moved, hurried, REST_SECONDS)

    def pause(self, moved: Condition, hurried: Callable[[], bool], most: float = MOST_SECONDS) -> None:
        """Wait for a quiet moment, `most` seconds at most, with the condition held."""
        until = time.monotonic() + most
        while self.busy is not None and self.busy() and time.monotonic() < until:
            if moved.wait_for(hurried, LOOK_SECONDS):
                return
