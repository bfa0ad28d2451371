"""The unused places in Chroma's files: hnswlib writes all that it has allocated, and what it has not filled is whatever lay in memory,
vectors that were forgotten among it. Here they are filled with zeros.

`header.bin` of an index begins with a version and says how many places there are, how many are filled and how long each is; the rest is not
needed. A file that says something else is left as it is.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import Final

HEADER: Final = struct.Struct("<iQQQQ")
"""Version, offset of the links, places, filled places, bytes of a place."""

VERSION: Final = 1

PIECE: Final = 1 << 20


class Slots:
    """Blanks the unused places of the indexes in a folder, and remembers which files it has seen to."""

    def __init__(self) -> None:
        self._seen: dict[Path, tuple[int, int]] = {}

    def blank(self, folder: Path) -> int:
        """Fill unused places with zeros; return how many files had something in them. Chroma must not be writing meanwhile.

        Raises:
            OSError: a file cannot be written.
        """
        return sum(self._blank(file) for file in folder.glob("*/data_level0.bin"))

    def _blank(self, file: Path) -> bool:
        if self._seen.get(file) == _stamp(file):
            return False
        begin = _filled(file)
        changed = begin is not None and _zeroed(file, begin)
        self._seen[file] = _stamp(file)
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
