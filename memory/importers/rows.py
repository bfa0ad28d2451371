"""Tables of messages, CSV of any dialect and encoding: a message a row, under a first line of the names that lines of messages have."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator, Sequence
from contextlib import closing

from .chats import TIME_KEYS
from .encodings import encoding_of
from .files import File
from .messages import PART_KEYS, SPEAKER_KEYS, USER_KEYS, WORDS_KEYS
from .node import ASSISTANT_ROLES, USER_ROLES, Node, Unreadable, parsed
from .source import SAMPLE, Source
from .table import DELIMITERS, rows_of

NAMES = frozenset(
    (*USER_KEYS, *PART_KEYS, *TIME_KEYS, *SPEAKER_KEYS, *WORDS_KEYS, "id", "uuid", "message_id", "labels")
)
"""What a column of messages may be called, in letters of any size; a space or a hyphen does for the underscore."""

TOLD = "a message a row, by its role; --map text=COLUMN,… reads it as something else"
"""What the person should know of how such a table is read."""

LEAST = 2
"""Known names in a first line that make a file a table, whatever the file is called."""


def names_of(file: File) -> tuple[str, ...]:
    """Return the names in the first line of a table that says something of messages; none if it is no such table."""
    _, header = _first(file)
    return header if len(NAMES.intersection(header)) >= LEAST else ()


def as_messages(source: Source) -> Source:
    """Return a text as the messages in its rows, where it is a table that says who speaks and what is said; else as it is."""
    return messages_in(source.file) or source if source.shape == "text" else source


def messages_in(file: File) -> Source | None:
    """Return the messages of a text that is a table of them; None if its first line does not say who speaks and what is said."""
    delimiter, header = _first(file)
    if not (set(SPEAKER_KEYS) & set(header) and set(WORDS_KEYS) & set(header)):
        return None
    encoding = encoding_of(file)

    def elements() -> Iterator[Node | Unreadable]:
        return _messages(file, encoding, delimiter, header)

    first = (one.value for one in elements() if isinstance(one, Node))
    return Source(file, "table", Node(list(itertools.islice(first, SAMPLE)), f"{file.where}: "), elements)


def are_said(file: File) -> bool:
    """Return whether a text is a table of messages, of which at least one is by somebody known: the person or the assistant."""
    source = messages_in(file)
    return source is not None and any(
        str(row[key]).casefold() in USER_ROLES | ASSISTANT_ROLES
        for row in _sample(source)
        for key in SPEAKER_KEYS
        if key in row
    )


def _sample(source: Source) -> list[dict[str, object]]:
    return [row for row in source.root.value if isinstance(row, dict)] if isinstance(source.root.value, list) else []


def _first(file: File) -> tuple[str, tuple[str, ...]]:
    """Return the delimiter that makes most of the first line, and the names that stand there."""
    with closing(file.lines(encoding_of(file))) as lines:
        first = next((line for line in lines if line.strip()), "")
    split = {delimiter: _header(first, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: len(NAMES.intersection(split[delimiter])))
    return best, split[best]


def _header(line: str, delimiter: str) -> tuple[str, ...]:
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # longer than a cell may be
        return ()
    return tuple(_plain(cell) for cell in cells)


def _plain(name: str) -> str:
    """Return a column's name as lines of messages have it.

    >>> _plain(" Session ID")
    'session_id'
    """
    return "_".join(name.casefold().replace("-", " ").split())


def _messages(file: File, encoding: str, delimiter: str, header: Sequence[str]) -> Iterator[Node | Unreadable]:
    for line, row in itertools.islice(rows_of(file, encoding, delimiter), 1, None):
        where = f"{file.where}: line {line}: "
        if isinstance(row, str):
            yield Unreadable(f"{where}{row}")
        elif any(cell.strip() for cell in row[len(header) :]):
            yield Unreadable(
                f"{where}has {len(row)} cells, where the first line has {len(header)}; put words with {delimiter!r} into quotes"
            )
        elif any(cell.strip() for cell in row):
            yield _message(row, header, where)


def _message(row: Sequence[str], header: Sequence[str], where: str) -> Node | Unreadable:
    """Return a row as a line of messages: an empty cell says nothing, except that no words were said; labels are JSON."""
    told = {name: cell.strip() for name, cell in zip(header, row, strict=False) if cell.strip() or name in WORDS_KEYS}
    try:
        labels = {"labels": parsed(told["labels"], f"{where}labels: ")} if "labels" in told else {}
    except Unreadable as error:
        return error
    return Node({**told, **labels}, where)
