"""glibc's heaps: one for all threads, and what is free in it handed back, so that a process that runs for months does not grow.

glibc gives each new thread a heap of its own, up to eight for each core, and keeps what was freed in it. Chroma starts threads whenever a
folder is opened, and each forgetting opens one: every heap ends up with a few live bytes on most of its pages. Where the environment
of the process sets `MALLOC_ARENA_MAX`, that decides instead. Elsewhere (musl, macOS, Windows) nothing is done.
"""

from __future__ import annotations

import ctypes
import os
from functools import cache
from typing import Any, Final

M_ARENA_MAX: Final = -8
"""The option's number in glibc's <malloc.h>."""


def share() -> bool:
    """Let the threads that begin from now on share the first heap; return whether they will."""
    libc = _glibc()
    return libc is not None and "MALLOC_ARENA_MAX" not in os.environ and bool(libc.mallopt(M_ARENA_MAX, 1))


def give_back() -> bool:
    """Hand free pages back to the system; return whether there were any."""
    libc = _glibc()
    return libc is not None and bool(libc.malloc_trim(0))


@cache
def _glibc() -> Any:
    """Return the C library of this process if it is glibc."""
    try:
        libc = ctypes.CDLL(None)
        libc.gnu_get_libc_version  # noqa: B018 - only glibc has it
    except (AttributeError, OSError, TypeError):  # the last on Windows
        return None
    return libc
