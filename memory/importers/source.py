"""A file of JSON: one value, a list of records, or a record a line. Long ones are passed on record by record."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .elements import elements
from .files import File, on_disk
from .node import Node, Unreadable, parsed

Shape = Literal["object", "list", "lines", "table", "xml", "text"]
SAMPLE = 20


@dataclass(frozen=True, slots=True)
class Source:
    """An opened file: its root (of JSON lines, a table and a streamed list: a list of the first records) and ways to read on."""

    file: File
    shape: Shape
    root: Node
    elements: Callable[[], Iterator[Node | Unreadable]]

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.file.path

    @property
    def stem(self) -> str:
        """The file's name without its endings."""
        return self.file.stem

    def lines(self) -> Iterator[str]:
        """Yield the lines of its text."""
        return self.file.lines()

    def records(self) -> Iterator[Node]:
        """Yield the lines of JSON lines, the elements of a list, or an object that stands alone; a bad one raises."""
        for one in self.elements():
            if isinstance(one, Unreadable):
                raise one
            yield one


def open_whole(path: Path, expected: str) -> Source:
    """Look at the first lines of a file, and at the whole where it is one JSON value.

    Raises:
        Unreadable: it cannot be opened, is empty (`expected` says what is allowed), or its JSON is damaged.
    """
    file = on_disk(path)
    with closing(file.lines()) as lines:
        spoken = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
        head = list(itertools.islice(spoken, 2))
    if not head:
        raise Unreadable(f"{file.where}: is empty; allowed: one of {expected}")
    first = head[0][1].strip()
    if re.match(r"<(\?xml|!doctype|html|posts)\b", first, re.IGNORECASE):
        return _unstructured(file, "xml")
    if not re.match(r"\{|\[\s*($|[\[\]{\"])", first):
        return _unstructured(file, "text")
    return _whole(file, head)


def _unstructured(file: File, shape: Shape) -> Source:
    return Source(file, shape, Node(None, f"{file.where}: "), lambda: iter(()))


def _whole(file: File, head: list[tuple[int, str]]) -> Source:
    number, first = head[0]
    value = json_value(first)
    if len(head) > 1 and isinstance(value, dict | list):
        return Source(file, "lines", Node([value], f"{file.where}: "), lambda: _by_line(file))
    if value is None and len(head) > 1 and first.lstrip().startswith("{") and isinstance(json_value(head[1][1]), dict):
        parsed(first, f"{file.where}: line {number}: ")  # JSON lines of which the first is bad: this raises
    if value is None:
        value = parsed("".join(file.lines()), f"{file.where}: ")
    return of_value(file, value)


def of_value(file: File, value: object) -> Source:
    """Return the source of a value that was read as a whole."""
    root = Node(value, f"{file.where}: ")
    if isinstance(value, dict):
        return Source(file, "object", root, lambda: iter([root]))
    return Source(file, "list", root, lambda: iter(root.items()))


def open_streamed(file: File) -> Source | None:
    """Open a file of JSON without reading more of it than its beginning, unless it is one object; None if it is no JSON.

    Raises:
        Unreadable: it cannot be opened, or is one object that is damaged.
    """
    with file.text() as text:
        head = text.read(1 << 20).lstrip("\ufeff \t\r\n")
    if re.match(r"\[\s*($|[\[\]{\"])", head) and not _is_lines(head):
        return _sampled(file, "list", lambda: _by_element(file))
    if head.startswith(("{", "[")):
        if _is_lines(head):
            return _sampled(file, "lines", lambda: _by_line(file))
        return _object(file) if head.startswith("{") else None
    return None


def _object(file: File) -> Source:
    """Open a file that begins as an object: it is one, unless its first line is one by itself, however long."""
    try:
        return of_value(file, parsed("".join(file.blocks()), f"{file.where}: "))
    except Unreadable:
        with closing(file.lines()) as lines:
            if isinstance(json_value(next((line for line in lines if line.strip()), "")), dict):
                return _sampled(file, "lines", lambda: _by_line(file))
        raise


def _is_lines(head: str) -> bool:
    """Return whether the first lines are values of their own; the first may be damaged, where the next are not."""
    lines = [line for line in head.splitlines() if line.strip()][:SAMPLE]
    good = [isinstance(json_value(line), dict | list) for line in lines]
    return len(lines) > 1 and (good[0] or (head.startswith("{") and sum(good) > 1 and sum(good) >= len(good) - 2))


def _sampled(file: File, shape: Shape, read: Callable[[], Iterator[Node | Unreadable]]) -> Source:
    first = (one.value for one in read() if isinstance(one, Node))
    return Source(file, shape, Node(list(itertools.islice(first, SAMPLE)), f"{file.where}: "), read)


def _by_line(file: File) -> Iterator[Node | Unreadable]:
    for number, line in enumerate(file.lines(), start=1):
        if line.strip():
            yield _node(line, f"{file.where}: line {number}: ")


def _by_element(file: File) -> Iterator[Node | Unreadable]:
    for index, (text, whole) in enumerate(elements(file.blocks())):
        where = f"{file.where}: [{index}]"
        yield _node(text, where) if whole else Unreadable(f"{where}: is cut off: {_ends(file, text)}")


def _ends(file: File, text: str) -> str:
    """Return where a file ends in the middle of an element."""
    lines = sum(block.count("\n") for block in file.blocks()) + 1
    return f"the JSON ends in the middle of it, on line {lines:,}, behind {text[-20:]!r}; export or copy it again"


def _node(text: str, where: str) -> Node | Unreadable:
    try:
        return Node(parsed(text, where), where)
    except Unreadable as error:
        return error


def json_value(line: str) -> object:
    """Return a JSON value; None where it is none."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None
