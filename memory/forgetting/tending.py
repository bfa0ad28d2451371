"""What is done once a day by whoever has a memory open: what is too old goes, a copy is made, the ledger is read through."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ..errors import LedgerError, PenchantError
from ..records import Ms

if TYPE_CHECKING:
    from ..ledger import Ledger

DAY: Final[Ms] = timedelta(days=1) // timedelta(milliseconds=1)

LOOK_SECONDS: Final = 600
"""How often the clock is looked at: a machine that slept for a week is not behind for long."""

CHECKED: Final = "checked"
"""Under this key, when the ledger was last read through."""


def check_daily(ledger: Ledger, now: Ms, cut_off: bool = False) -> None:
    """Read a ledger through, unless that was done within a day and it was not `cut_off` since; a new one is not worth it.

    Raises:
        LedgerError: it is damaged; the message names the last good copy.
    """
    stored = ledger.get(CHECKED)
    if stored is not None and abs(now - int(stored)) < DAY and not cut_off:
        return
    if stored is not None:
        ledger.check()
    with suppress(LedgerError):  # a full disk, say: what is there can be read all the same
        ledger.put(CHECKED, str(now).encode())


class Tending:
    """A thread that does some work once a day by a clock, from `start` to `close`."""

    def __init__(self, work: Callable[[], None], now: Callable[[], Ms]) -> None:
        self._work, self._now = work, now
        self._last = now()
        self._moved = threading.Condition()
        self._closed = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, unless it has begun."""
        with self._moved:
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="penchant-tending", daemon=True)
                self._thread.start()

    def look(self) -> bool:
        """Do the work if a day has passed since it was done last, or the clock was set back; return whether it was."""
        now = self._now()
        if 0 <= now - self._last < DAY:
            return False
        self._last = now
        with suppress(PenchantError, OSError, MemoryError):  # what fails today is done tomorrow, or at the next opening
            self._work()
        return True

    def close(self) -> None:
        """End."""
        with self._moved:
            self._closed = True
            self._moved.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            with self._moved:
                self._moved.wait_for(lambda: self._closed, LOOK_SECONDS)
                if self._closed:
                    return
            self.look()
