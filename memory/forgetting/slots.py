"""The unused places in Chroma's files: hnswlib writes all that it has allocated, and what it has not filled is whatever lay in memory,
vectors and words that were forgotten among it. Here they are filled with zeros: in the file of the vectors, and in that of their lengths.

`header.bin` of an index begins with a version and says how many places there are, how many are filled and how long each is; the rest is not
needed. A file that says something else is left as it is.
"""

from __future__ import annotations

import os
import struct
import time
from pathlib import Path
from typing import Final

HEADER: Final = struct.Struct("<iQQQQ")
"""Version, offset of the links, places, filled places, bytes of a place."""

VERSION: Final = 1

VECTORS, LENGTHS = "data_level0.bin", "length.bin"
"""The files of an index that have a place for each entry, filled or not."""

LENGTH: Final = 4
"""Bytes of a place in the file of the lengths."""

PIECE: Final = 1 << 20

FRESH_NS: Final = 1_000_000_000
"""A file that was written so lately may be written again within the same tick of the clock that stamps it."""


class Slots:
    """Blanks the unused places of the indexes in a folder, and remembers which files it has seen to."""

    def __init__(self) -> None:
        self._seen: dict[Path, tuple[int, int]] = {}

    def blank(self, folder: Path) -> int:
        """Fill unused places with zeros; return how many files had something in them. Chroma must not be writing meanwhile.

        Raises:
            OSError: a file cannot be written.
        """
        return sum(self._blank(file) for name in (VECTORS, LENGTHS) for file in folder.glob(f"*/{name}"))

    def _blank(self, file: Path) -> bool:
        if self._seen.get(file) == _stamp(file):
            return False
        begin = _filled(file)
        changed = begin is not None and _zeroed(file, begin)
        written, size = _stamp(file)
        if time.time_ns() - written > FRESH_NS:
            self._seen[file] = written, size
        return changed


def _stamp(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_mtime_ns, found.st_size


def _filled(file: Path) -> int | None:
    """Return where the filled places end; None where the header does not say so."""
    try:
        head = file.with_name("header.bin").read_bytes()
    except FileNotFoundError:
        return None
    if len(head) < HEADER.size:
        return None
    version, _, places, filled, size = HEADER.unpack_from(head)
    if file.name == LENGTHS:
        size = LENGTH
    fits = version == VERSION and filled <= places and places * size == file.stat().st_size
    return filled * size if fits else None


def _zeroed(file: Path, begin: int) -> bool:
    """Fill a file with zeros from somewhere on, where there is anything else; return whether there was."""
    changed = False
    with file.open("r+b") as stream:
        stream.seek(begin)
        while piece := stream.read(PIECE):
            if piece.count(0) != len(piece):
                stream.seek(-len(piece), os.SEEK_CUR)
                stream.write(bytes(len(piece)))
                changed = True
        if changed:
            stream.flush()
            os.fsync(stream.fileno())
    return changed
