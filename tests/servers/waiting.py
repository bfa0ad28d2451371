"""Waiting for something to become true, on a machine that may be slow."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from .postgres import DEADLINE_SECONDS


def eventually(condition: Callable[[], object]) -> None:
    """Return once it is true; it fails at the deadline."""
    until = time.monotonic() + DEADLINE_SECONDS
    moment = threading.Event()
    while not condition():
        assert time.monotonic() < until, "it has not happened"
        moment.wait(0.05)
