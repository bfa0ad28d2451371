"""The thread that does what waits for a model, while the conversation goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Condition, Thread

from ..errors import NO_MEMORY, PenchantError
from .later import Later

POLL_SECONDS = 15
"""How often the queue is looked at; another process may have left something there."""

CLOSE_SECONDS = 1
"""How long closing waits for a model; what it says later is not stored, and asked for again by whoever opens the ledger next."""


class Worker:
    """Looks at what waits, again and again. It ends with the process: a model that does not answer holds nobody up.

    Args:
        people: returns whose queues are looked at.
    """

    def __init__(self, people: Callable[[], Sequence[Later]]) -> None:
        self._people = people
        self._moved = Condition()
        self._stopping = False
        self._thread = Thread(target=self._run, name="penchant-background", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def wake(self) -> None:
        """Look at the queues now."""
        with self._moved:
            self._moved.notify_all()

    def close(self) -> None:
        """Begin nothing more, and give back what is being read."""
        with self._moved:
            self._stopping = True
            self._moved.notify_all()
        self._thread.join(CLOSE_SECONDS)
        for one in self._people():
            with suppress(PenchantError):  # the claim then ends by itself
                one.queue.close()

    def _run(self) -> None:
        while not self._stopping:
            for one in self._people():
                self._work(one)
            with self._moved:
                if not self._stopping:
                    self._moved.wait(POLL_SECONDS)

    def _work(self, one: Later) -> None:
        """Do what is due of one person's; a ledger that is busy or full, or too little memory, is tried again at the next look.

        Whatever else a model's program raises holds up that person's queue alone, and for a while.
        """
        try:
            while not self._stopping and one.step():
                pass
        except (PenchantError, MemoryError) as error:
            one.queue.trouble = str(error) or NO_MEMORY
        except Exception as error:  # noqa: BLE001 - anybody's model may be here, and the others' are to go on
            with suppress(PenchantError):  # the claim then ends by itself
                one.queue.broke(error)
