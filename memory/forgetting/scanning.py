"""Reading all our own files for the bytes of what was forgotten: the data folder, the configuration, our caches and temporary files."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .matching import Found, Matcher

PIECE: Final = 1 << 22
"""Bytes that are read at once."""

MOST_HITS: Final = 100
"""Hits that are listed; one is too many."""

MODELS: Final = "models"
"""The folder of downloaded models, in the data folder: nothing of a person's is written there, and their vocabularies have every word."""

TEMPORARY: Final = re.compile(r"penchant-[a-z0-9_]{8}(\.\w+)?")
"""What we leave in the temporary folder is called so."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Bytes that should be gone: in which file, where, of what ("words", "name", "vector", "file") and how they are written."""

    file: str
    offset: int
    what: str
    written: str


@dataclass(frozen=True, slots=True)
class Scan:
    """How many files and bytes were read, what was found, and which files could not be read."""

    files: int
    bytes: int
    hits: tuple[Hit, ...]
    unread: tuple[str, ...]


def own_places(data: Path | None) -> list[Path]:
    """Return where Penchant writes on this machine: the data folder, the configuration, the cache, its temporary files."""
    from platformdirs import user_cache_path, user_config_path

    found = [] if data is None else [data]
    found += [user_config_path("penchant", appauthor=False), user_cache_path("penchant", appauthor=False)]
    temporary = Path(tempfile.gettempdir()).glob("penchant-*")
    return [*found, *sorted(one for one in temporary if TEMPORARY.fullmatch(one.name))]


def scan(places: Sequence[Path], matcher: Matcher, kind_of: Callable[[int], str]) -> Scan:
    """Read every file of some places through; `kind_of` names the kind of a trace by its number."""
    files, read, hits, unread = 0, 0, list[Hit](), list[str]()
    for file in _files(places, lambda error: unread.append(f"{error.filename}: {error.strerror}")):
        try:
            size, found = _found(file, matcher)
        except FileNotFoundError:  # a lock or a draft that another program has taken away
            continue
        except OSError as error:
            unread.append(f"{file}: {error.strerror or error}")
            continue
        files, read = files + 1, read + size
        hits += (Hit(str(file), place, kind_of(number), written) for number, written, place in found)
    return Scan(files, read, tuple(hits[:MOST_HITS]), tuple(unread))


def _files(places: Sequence[Path], fail: Callable[[OSError], None]) -> Iterator[Path]:
    """Yield the files of some places, each once; what is linked to lies elsewhere and is not ours."""
    seen = set[Path]()
    for place in places:
        for file in [place] if place.is_file() else _below(place, fail):
            if file in seen or file.is_symlink() or not file.is_file() or file.parent == place / MODELS:
                continue
            seen.add(file)
            yield file


def _below(folder: Path, fail: Callable[[OSError], None]) -> Iterator[Path]:
    """Yield what is in a folder; `fail` is told of a folder in it that cannot be read, but of none that has gone meanwhile."""

    def told(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            fail(error)

    for at, folders, names in os.walk(folder, onerror=told):
        folders.sort()
        yield from (Path(at, name) for name in sorted(names))


def _found(file: Path, matcher: Matcher) -> tuple[int, list[Found]]:
    """Return how many bytes a file has, and what is found in it."""
    size, kept, found = 0, b"", dict[tuple[int, int], Found]()
    with file.open("rb") as stream:
        while piece := stream.read(PIECE):
            data, begin = kept + piece, size - len(kept)
            size += len(piece)
            for number, written, place in matcher(data):
                found[begin + place, number] = (number, written, begin + place)
            kept = data[-matcher.longest :]
    return size, list(found.values())
