"""The threads of a process share glibc's first heap, unless its environment says otherwise."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from penchant.memory import arenas

GLIBC = pytest.mark.skipif(arenas._glibc() is None, reason="only glibc has heaps for threads")

COUNT = """
import ctypes, sys, threading
from penchant.memory import arenas
libc = ctypes.CDLL(None)
libc.open_memstream.restype, libc.fclose.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
libc.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
kept, barrier = arenas.keep_small(), threading.Barrier(6)
def allocate():
    barrier.wait(30)
    mine = bytearray(10_000)
    barrier.wait(30)
threads = [threading.Thread(target=allocate) for _ in range(6)]
for thread in threads: thread.start()
for thread in threads: thread.join()
told, size = ctypes.c_char_p(), ctypes.c_size_t()
stream = libc.open_memstream(ctypes.byref(told), ctypes.byref(size))
libc.malloc_info(0, stream)
libc.fclose(stream)
print(kept, told.value.count(b"<heap nr="))
"""


def heaps(**environment: str) -> tuple[str, int]:
    """Return whether a process keeps its heap small, and how many it has after six threads were at work at once."""
    rest = {name: value for name, value in os.environ.items() if name not in arenas.OPTIONS}
    done = subprocess.run(
        [sys.executable, "-c", COUNT], env=rest | environment, capture_output=True, text=True, check=True
    )
    kept, count = done.stdout.split()
    return kept, int(count)


@GLIBC
def test_threads_share_one_heap_unless_the_environment_decides() -> None:
    assert heaps() == ("True", 1)
    assert heaps(MALLOC_ARENA_MAX="4")[1] > 1


@GLIBC
def test_what_is_free_is_given_back() -> None:
    kept = [bytearray(100_000) for _ in range(200)]
    last = bytearray(100_000)  # above the rest: what is free below it cannot go by itself
    kept.clear()
    assert arenas.give_back()
    assert len(last) == 100_000
