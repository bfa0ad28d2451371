"""Read on where a file has something in it that cannot be read: each such place is told, and left out.

A place is a line of JSON lines, an element of a list, or an entry of an object by names; of a damaged whole nothing can be read.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from ..memory.importers import rows
from ..memory.importers.files import File, on_disk
from ..memory.importers.node import Node, Unreadable, parsed
from ..memory.importers.source import SAMPLE, Source, json_value, open_whole
from .turns import TranscriptTurn

Read = Callable[[Source], Iterator[TranscriptTurn]]
Tell = Callable[[Unreadable], None]

_BY_LINE = {".jsonl", ".ndjson"}


def opened(path: Path, expected: str) -> Source:
    """Open a file as `open_whole` does; but where JSON lines begin with bad ones, as JSON lines all the same, and tables by rows.

    Raises:
        Unreadable: it cannot be opened, or is damaged as a whole.
    """
    file = on_disk(path)
    with closing(file.lines()) as lines:
        head = list(itertools.islice((line for line in lines if line.strip()), SAMPLE))
    if _is_lines(file, head):
        good = [value for value in map(json_value, head) if isinstance(value, dict)]
        return Source(file, "lines", Node(good, f"{file.where}: "), lambda: _by_line(file))
    return rows.as_messages(open_whole(path, expected))


def _is_lines(file: File, head: list[str]) -> bool:
    """Return whether a file is JSON lines by its first ones: by half of them, or by any where its name says so."""
    good = [value for value in map(json_value, head) if isinstance(value, dict)]
    if not good or (head[0].lstrip().startswith("[") and json_value(head[0]) is None):
        return False
    named = file.ending in _BY_LINE
    return (len(good) >= len(head) / 2 or named) if len(head) > 1 else named and "role" in good[0]


def _by_line(file: File) -> Iterator[Node | Unreadable]:
    for number, line in enumerate(file.lines(), start=1):
        if line.strip():
            where = f"{file.where}: line {number}: "
            try:
                yield Node(parsed(line.rstrip(), where), where)
            except Unreadable as error:
                yield Unreadable(f"{error}; it begins {line[:40].rstrip()!r}")


def good(source: Source, read: Read, tell: Tell) -> Source:
    """Return the file without what cannot be read in it; each such place is told when reading comes to it."""
    if source.shape == "object" and isinstance(source.root.value, dict) and len(source.root.value) > 1:
        return _good_entries(source, read, tell)
    return replace(source, elements=lambda: _good_elements(source, read, tell))


def _good_elements(source: Source, read: Read, tell: Tell) -> Iterator[Node | Unreadable]:
    for one in source.elements():
        if error := one if isinstance(one, Unreadable) else _error(_alone(source, one), read):
            tell(error)
        else:
            yield one


def _alone(source: Source, one: Node) -> Source:
    return Source(source.file, "list", Node([one.value], source.root.where), lambda: iter([one]))


def _good_entries(source: Source, read: Read, tell: Tell) -> Source:
    """Leave out entries of an object that make the whole unreadable and are unreadable alone."""
    if _error(source, read) is None:
        return source
    kept = {}
    for key, node in source.root.entries():
        root = Node({key: node.value}, source.root.where)
        if error := _error(_with_root(source, root), read):
            tell(error)
        else:
            kept[key] = node.value
    return _with_root(source, Node(kept, source.root.where))


def _with_root(source: Source, root: Node) -> Source:
    return replace(source, root=root, elements=lambda: iter([root]))


def _error(source: Source, read: Read) -> Unreadable | None:
    try:
        for _ in read(source):
            pass
    except Unreadable as error:
        return error
    return None
