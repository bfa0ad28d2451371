"""Overwriting files before they are removed, so that the bytes do not wait on the disk for the next file.

On disks that write elsewhere what is written over (most flash, file systems that copy on write) only encryption does better:
docs/forgetting.md.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

PIECE: Final = 1 << 20


def scrub(*places: Path) -> None:
    """Overwrite and remove files, or folders with all that is in them; what is not there is passed over.

    What cannot be overwritten is removed all the same.
    """
    for place in places:
        if place.is_dir() and not place.is_symlink():
            for file in place.rglob("*"):
                if file.is_file() and not file.is_symlink():
                    overwrite(file)
            shutil.rmtree(place, ignore_errors=True)
        else:
            if place.is_file() and not place.is_symlink():
                overwrite(place)
            place.unlink(missing_ok=True)


def overwrite(file: Path) -> None:
    """Put zeros over a file's bytes, on the disk and not only in its cache."""
    with suppress(OSError), file.open("r+b") as stream:
        left = os.fstat(stream.fileno()).st_size
        while left > 0:
            left -= stream.write(bytes(min(PIECE, left)))
        stream.flush()
        os.fsync(stream.fileno())
