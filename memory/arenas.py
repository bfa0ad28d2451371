"""glibc's heaps: one for all threads, and what is free in it handed back, so that a process that runs for months does not grow.

glibc gives each new thread a heap of its own, up to eight for each core, and keeps what was freed in it. Chroma starts threads whenever a
folder is opened, and each forgetting opens one: every heap ends up with a few live bytes on most of its pages. And the more was ever
freed at once, the more glibc keeps, up to 64 MB. How a process allocates is its program's matter: `penchant` sets it when it begins, an app
that embeds the memory may do the same by `keep_small` or by its environment, which always decides. Elsewhere (musl, macOS, Windows)
nothing is done. Python's own heap is `freeze`'s.
"""

from __future__ import annotations

import ctypes
import gc
import os
from functools import cache
from typing import Any, Final

OPTIONS: Final = {
    "MALLOC_ARENA_MAX": (-8, 1),
    "MALLOC_TRIM_THRESHOLD_": (-1, 4 << 20),
    "MALLOC_MMAP_THRESHOLD_": (-3, 1 << 20),
}
"""By the names that the environment has for them: the options' numbers in glibc's <malloc.h>, and how many heaps there are at most, how
many bytes stay free at the end of one, and from how many bytes on an allocation has pages of its own, which go when it is freed."""


def keep_small() -> bool:
    """Keep little of what is freed, and let threads that begin from now on share the first heap; return whether it is so."""
    libc = _glibc()
    return libc is not None and all(
        libc.mallopt(option, value) for name, (option, value) in OPTIONS.items() if name not in os.environ
    )


def give_back() -> bool:
    """Hand free pages back to the system; return whether there were any."""
    libc = _glibc()
    return libc is not None and bool(libc.malloc_trim(0))


def freeze() -> None:
    """Take what is loaded by now out of Python's search for garbage, once a process: that search held up one turn in a hundred.

    For a program that has started and goes on for long; what is frozen is freed all the same once nothing refers to it.
    """
    if not gc.get_freeze_count():
        gc.freeze()


@cache
def _glibc() -> Any:
    """Return the C library of this process if it is glibc."""
    try:
        libc = ctypes.CDLL(None)
        libc.gnu_get_libc_version  # noqa: B018 - only glibc has it
    except (AttributeError, OSError, TypeError):  # the last on Windows
        return None
    return libc
