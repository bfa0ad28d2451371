"""Reading all our own files for the bytes of what was forgotten: the data folder, the configuration, our caches and temporary files.

They are read by a child process. Whoever closes a file gives up every lock that its process has on it (POSIX), and SQLite's locks are such:
another process would take the ledger for one that nobody has open, and delete its log with all that was committed since
(sqlite.org/howtocorrupt.html, "Posix advisory locks canceled by a separate thread doing close()").
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
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


_BEGINS: Final = '{"files": '
"""How the child process begins to tell what it has read."""


def scan(places: Sequence[Path], matcher: Matcher, kind_of: Callable[[int], str]) -> Scan:
    """Read every file of some places through, in a child process; `kind_of` names the kind of a trace by its number.

    Where that process fails, no place counts as read.
    """
    asked = f"{json.dumps([str(place) for place in places])}\n{matcher.to_json()}"
    try:
        if getattr(sys, "frozen", False) or not sys.executable:
            raise OSError("this program has no interpreter of its own")
        command = [sys.executable, "-P", "-m", __name__]  # -P: no module of the working folder is imported
        paths = os.pathsep.join(path for path in sys.path if path)  # what this process imports from
        child = subprocess.run(  # noqa: S603 - our own
            command, input=asked.encode(), capture_output=True, check=False, env=os.environ | {"PYTHONPATH": paths}
        )
        # Modules that are imported before ours may have printed something: what is told is the last line.
        told = child.stdout.decode(errors="replace").rstrip().rpartition("\n")[2]
        if child.returncode or not told.startswith(_BEGINS):
            said = child.stderr.decode(errors="replace").strip().rpartition("\n")[2]
            raise OSError(said or f"exit code {child.returncode}")
    except OSError as error:
        return Scan(0, 0, (), tuple(f"{place}: the process that reads it failed ({error})" for place in places))
    read = json.loads(told)
    hits = (Hit(file, place, kind_of(number), written) for file, number, written, place in read["found"])
    return Scan(read["files"], read["bytes"], tuple(hits), tuple(read["unread"]))


def read_through(places: Sequence[Path], matcher: Matcher) -> str:
    """Read every file of some places through, in this process: for one that has none of them open. Returns what `scan` reads, as JSON."""
    files, read, hits, unread = 0, 0, list[tuple[str, int, str, int]](), list[str]()
    for file in _files(places, lambda error: unread.append(f"{error.filename}: {error.strerror}")):
        try:
            size, found = _found(file, matcher)
        except FileNotFoundError:  # a lock or a draft that another program has taken away
            continue
        except OSError as error:
            unread.append(f"{file}: {error.strerror or error}")
            continue
        files, read = files + 1, read + size
        hits += ((str(file), *one) for one in found)
    return json.dumps({"files": files, "bytes": read, "found": hits[:MOST_HITS], "unread": unread})


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


if __name__ == "__main__":
    where, what = sys.stdin.buffer.read().decode().split("\n", 1)
    print(f"\n{read_through([Path(one) for one in json.loads(where)], Matcher.from_json(what))}")  # noqa: T201 - to the parent
