"""Tables: CSV of any dialect and encoding."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..records import Interaction, Item
from .addresses import barred, kept, split
from .columns import Columns, chosen, guessed, kind_of
from .dates import ISO, moment, way_of
from .encodings import encoding_of
from .files import File
from .found import (
    CANCELLED,
    EMPTY,
    EXTRA,
    UNRATED,
    UNREADABLE,
    Found,
    LeftOut,
    Options,
    Reading,
    key,
    of_kind,
    one_person,
)
from .node import Unreadable

SAMPLE = 1000
"""Rows that are looked at before the first is read."""

LONGEST = 1 << 24
"""Characters of a cell; a quote that is never closed ends there."""

DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Table:
    """How a file is a table: its encoding, delimiter, columns, the way of its dates, the best rating that can be given, and
    whether its titles are those of works.
    """

    encoding: str
    delimiter: str
    columns: Columns
    dates: str
    best: float
    of_works: bool

    def told(self) -> list[str]:
        """Return, for the person, how the table is read."""
        names = {field: self.columns.header[place] for field, place in self.columns.places.items()}
        used = ", ".join(f"{field}={name}" for field, name in names.items())
        lines = [f"columns: {used}" + (f", kind={self.columns.kind}" if self.columns.kind else "")]
        if self.columns.unused:
            lines.append(f"not used: {', '.join(self.columns.unused)}; --map FIELD=COLUMN,… chooses others")
        if "at" in names and self.dates != ISO:
            lines.append(f"dates: {self.dates or 'not understood'}; {_ANOTHER_WAY}")
        if "rating" in names:
            lines.append(f"ratings: up to {self.best:g}")
        return lines

    def undated(self, value: str) -> str:
        """Return what is wrong with a date that is not understood."""
        name = self.columns.header[self.columns.places["at"]]
        return f"{name}: is {value[:60]!r}, not a time; allowed: {self.dates or ISO}; {_ANOTHER_WAY}"


_ANOTHER_WAY = "--dates %d/%m/%Y says another way"


def is_table(file: File, head: str) -> bool:
    """Return whether a text is a table: the same delimiter, as often, in each of its first lines."""
    lines = [line for line in head.splitlines()[:-1] or [head] if line.strip()][:20]
    if not lines or file.ending in (".json", ".html", ".htm", ".xml"):
        return False
    return file.ending in (".csv", ".tsv") or any(_regular(lines, delimiter) for delimiter in DELIMITERS)


def _regular(lines: Sequence[str], delimiter: str) -> bool:
    counts = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter))
    return len(lines) > 1 and counts.most_common(1)[0][0] > 1 and 2 * counts.most_common(1)[0][1] > len(lines)


def opened(file: File, options: Options) -> Table:
    """Return how a file is to be read as a table.

    Raises:
        Unreadable: it has no rows, or no column that is known.
        ValueError: a column was named that is not there.
    """
    encoding = encoding_of(file)
    delimiter = _delimiter(file, encoding)
    rows = [row for _, row in itertools.islice(rows_of(file, encoding, delimiter), SAMPLE) if isinstance(row, list)]
    if not rows:
        raise Unreadable(f"{file.where}: has no rows; allowed: a table with a first line of names")
    header, first = [name.strip() for name in rows[0]], rows[1:]
    named = options.columns
    columns = chosen(named, header, options.kinds) if named else guessed(header, first, options.kinds, file.where)
    dates = options.dates or way_of(columns.cell(row, "at") for row in first)
    best = _best(columns.cell(row, "rating") for row in first)
    return Table(encoding, delimiter, columns, dates, best, columns.of_works)


def _delimiter(file: File, encoding: str) -> str:
    with file.text(encoding) as text:
        lines = [line for line in itertools.islice(text, 20) if line.strip()]
    regular = [delimiter for delimiter in DELIMITERS if _regular(lines, delimiter)]
    first = lines[0] if lines else ""
    return max(regular or DELIMITERS, key=first.count)


def _best(values: Iterator[str]) -> float:
    """Return the best rating there can be, by the highest there is: 1, 5, 10 or 100."""
    highest = max((number for value in values if (number := _number(value)) is not None), default=1.0)
    return next((best for best in (1.0, 5.0, 10.0, 100.0) if highest <= best), highest)


def _number(value: str) -> float | None:
    stars = value.count("★") + 0.5 * value.count("½")
    try:
        return stars or float(value.split("/")[0].replace(",", ".").strip())
    except ValueError:
        return None


def read(file: File, options: Options) -> Reading:
    """Read the rows in the order of the file."""
    table, seen, other = opened(file, options), Counter[str](), one_person(options.person)
    start = 0 if table.columns.first_is_data else 1
    for line, row in itertools.islice(rows_of(file, table.encoding, table.delimiter), start, None):
        if isinstance(row, str):
            yield LeftOut(UNREADABLE, f"{file.where}: line {line}: {row}")
        elif len(row) > len(table.columns.header) and any(cell.strip() for cell in row[len(table.columns.header) :]):
            problem = f"{len(row)} cells, where the first line has {len(table.columns.header)}"
            yield LeftOut(UNREADABLE, f"{file.where}: line {line}: {problem}")
        elif any(cell.strip() for cell in row):
            yield other(table.columns.whose(row)) or _row(row, f"{file.where}: line {line}", table, options, seen)


def rows_of(file: File, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Yield the rows with the lines at which they end; what is wrong with one, in its place.

    A quote that is not closed takes the lines after it into its cell: only its own line is wrong then, and the next is read anew.
    """
    csv.field_size_limit(LONGEST)
    with file.text(encoding, newline="") as text:
        lines = _Lines(text)
        reader = csv.reader(lines, delimiter=delimiter)
        while True:
            lines.begin()
            try:
                row: list[str] | str | None = next(reader, None)
            except csv.Error as error:
                row = str(error)
            if row is None:
                return
            if len(lines.taken) > 1 and (isinstance(row, str) or _is_torn("".join(lines.taken), delimiter)):
                lines.give_back()
                row = "has a quote that is not closed" if isinstance(row, list) else row
            if row:
                yield lines.number, row


MOST_LINES = 500
"""Lines that one row may take: a quote that is not closed would take all that is left, for each row anew."""


class _Lines:
    """The lines of a text, of which those after the first can be given back; `number` says how many were taken."""

    def __init__(self, text: Iterable[str]) -> None:
        self._text, self._back = iter(text), deque[str]()
        self.number, self.taken = 0, list[str]()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MOST_LINES:
            raise csv.Error("has a quote that is not closed")
        line = self._back.popleft() if self._back else next(self._text)
        self.number += 1
        self.taken.append(line)
        return line

    def begin(self) -> None:
        """Begin a row: what was taken for the last one is read."""
        self.taken = []

    def give_back(self) -> None:
        """Give back all that was taken for this row but its first line."""
        self._back.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1


def _is_torn(row: str, delimiter: str) -> bool:
    """Return whether a cell of several lines ends in nothing, or in the middle of words: its first quote was none of a cell.

    >>> [_is_torn(row, ",") for row in ('a,"b\\nc"\\n', '"a,b\\nc,d\\n', '"a,b\\n"c", d\\n', '"a" ,"b ""c""\\nd"\\n')]
    [False, True, True, False]
    """
    quoted = re.compile(rf'"(?P<said>[^"]*(?:""[^"]*)*)(?P<closed>"?)(?P<after>[^{re.escape(delimiter)}\r\n]*)')
    place = 0
    while place < len(row):
        if cell := quoted.match(row, place):
            if re.search(r"[\r\n]", cell["said"]) and (not cell["closed"] or cell["after"].strip()):
                return True
            place = cell.end()
        place = row.find(delimiter, place) + 1 or len(row)
    return False


def _row(row: Sequence[str], where: str, table: Table, options: Options, seen: Counter[str]) -> Found:
    if table.columns.is_extra(row):
        return LeftOut(EXTRA)
    if table.columns.is_cancelled(row):
        return LeftOut(CANCELLED)
    cell = {field: table.columns.cell(row, field) for field in table.columns.places}
    kind = _kind(cell, table, options)
    kind = "save" if kind == "view" and table.columns.saved(row) else kind
    if not kind:
        return LeftOut(of_kind(cell["kind"]))
    if reason := barred(cell.get("url", "")):
        return LeftOut(reason)
    item, text = _item(cell, table)
    if not (item.title or item.text or item.tags or text):
        return LeftOut(EMPTY)
    at = moment(cell["at"], table.dates) if cell.get("at") else None
    if at is None and cell.get("at"):
        return LeftOut(UNREADABLE, f"{where}: {table.undated(cell['at'])}")
    rating = _rating(cell.get("rating", ""), table.best) if kind == "rating" else None
    if kind == "rating" and rating is None:
        return LeftOut(UNRATED)
    dwell = _dwell(cell.get("dwell", ""), table) if kind == "view" else None
    name, when, session = f"row:{_name(cell, at, seen)}", at or options.undated, cell.get("session", "")
    return Interaction(name, kind, text, item if item != Item() else None, when, "user", session, dwell, rating)


def _item(cell: Mapping[str, str], table: Table) -> tuple[Item, str]:
    """Return what a row is about, and the person's own words; a description is not theirs."""
    text, described = cell.get("text", ""), table.columns.text_describes
    item = Item(
        cell.get("title", ""), text * described, _about(cell.get("tags", ""), table.columns), _kept(cell.get("url", "")),
        bool(cell.get("title")) and table.of_works,
    )  # fmt: skip
    return item, text * (not described)


def _kind(cell: Mapping[str, str], table: Table, options: Options) -> str:
    """Return the kind of a row: what it says, a rating if it has one, a search if it has words alone, else something looked at."""
    if cell.get("kind"):
        return kind_of(cell["kind"], options.kinds)
    if table.columns.kind:
        return table.columns.kind
    if _rating(cell.get("rating", ""), table.best) is not None:
        return "rating"
    return "search" if "title" not in cell and "url" not in cell else "view"


def _name(cell: Mapping[str, str], at: datetime | None, seen: Counter[str]) -> str:
    """Return what a row is known by: its id and time, or all that it says, and where there is no time how many were the same before it."""
    said = {"id": cell["id"], "at": cell.get("at", "")} if cell.get("id") else cell
    name = key(*(f"{field}={said[field]}" for field in sorted(said) if said[field]))
    if at is not None:
        return name
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}:{seen[name]}"


def _about(text: str, columns: Columns) -> tuple[str, ...]:
    """Return the tags of a row; of shelves only those that say what is on them."""
    shelved = text and "shel" in columns.header[columns.places["tags"]].casefold()
    return tuple(tag for tag in _tags(text) if not (shelved and tag.casefold() in _SHELVES))


def _tags(text: str) -> tuple[str, ...]:
    mark = next((mark for mark in ("|", ";", ",", "、", "/") if mark in text), "\n")
    tags = (part.strip().strip("#[]'\"") for part in text.split(mark))
    return tuple(dict.fromkeys(filter(None, tags)))


_SHELVES = frozenset(
    """to-read currently-reading read re-read reread dnf did-not-finish abandoned owned own owned-books books-i-own my-books my-library
    wishlist wish-list to-buy library ebook ebooks kindle audiobook audiobooks favorites favourites favorite favourite default""".split()  # noqa: SIM905
)
"""Shelves that say what the person does with a book, and nothing of what it is about."""


def _kept(url: str) -> str:
    parts = split(url) if url else None
    return kept(parts) if parts is not None and parts.scheme.lower() in ("http", "https") and parts.hostname else ""


def _dwell(value: str, table: Table) -> timedelta | None:
    """Return how long something was looked at; the column's name says in which unit, seconds if it does not."""
    name = table.columns.header[table.columns.places["dwell"]].casefold() if value else ""
    number = _number(value) if ":" not in value else _clock(value)
    if number is None or number <= 0:
        return None
    unit = 0.001 if name.startswith("ms") or "milli" in name else 60.0 if "minute" in name or "mins" in name else 1.0
    return timedelta(seconds=min(number * unit, 1e8))


def _clock(value: str) -> float | None:
    try:
        parts = [float(part) for part in value.split(":")]
    except ValueError:
        return None
    return sum(part * 60.0**place for place, part in enumerate(reversed(parts)))


def _rating(value: str, best: float) -> float | None:
    """Return a rating from 0 to 1. On scales that begin at 1, 1 is the worst and 0 is no rating."""
    number = _number(value)
    if number is None or (number <= 0 and best in (5.0, 10.0)):
        return None
    return min(1.0, max(0.0, (number - 1) / (best - 1) if best in (5.0, 10.0) else number / best))
