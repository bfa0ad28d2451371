"""The formats that can be imported, as a table, and how a file is known to be of one."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from . import (
    bookmarks,
    chatgpt,
    chromium,
    claude,
    conversations,
    encodings,
    events,
    firefox,
    mem0,
    messages,
    rows,
    spotify,
    table,
)
from .copies import MAGIC, tables
from .encodings import encoding_of
from .files import File, in_zip, on_disk
from .found import UNREADABLE, LeftOut, Options, Reading
from .node import Unreadable
from .shapes import like
from .source import Source, open_streamed

Kind = Literal["database", "json", "text"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file, looked at: what it is made of, and as much of it as tells the formats apart."""

    file: File
    kind: Kind
    source: Source | None = None
    tables: dict[str, set[str]] | None = None
    head: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, what it is for the person, what a file of it is made of, whether one is of it, and how it is read."""

    name: str
    description: str
    kind: Kind
    fits: Callable[[Opened], bool]
    read: Callable[[Opened, Options], Reading]


def _json(
    name: str, description: str, fits: Callable[[Source], bool], read: Callable[[Source, Options], Reading]
) -> Format:
    def fitting(opened: Opened) -> bool:
        return opened.source is not None and fits(opened.source)

    def reading(opened: Opened, options: Options) -> Reading:
        return read(opened.source, options) if opened.source is not None else iter(())

    return Format(name, description, "json", fitting, reading)


def _database(
    name: str, description: str, needed: dict[str, set[str]], read: Callable[[File, Options], Reading]
) -> Format:
    def fitting(opened: Opened) -> bool:
        known = opened.tables or {}
        return all(columns <= known.get(one, set()) for one, columns in needed.items())

    def reading(opened: Opened, options: Options) -> Reading:
        if not fitting(opened):  # the format was forced
            tables = ", ".join(f"{one} ({', '.join(sorted(columns))})" for one, columns in needed.items())
            raise Unreadable(f"{opened.file.where}: is no {description}, which has the tables {tables}")
        return read(opened.file, options)

    return Format(name, description, "database", fitting, reading)


def _conversations(source: Source) -> Source:
    """Return the conversations of an export, which may stand in an object beside other things."""
    inner = source.root.value.get("conversations") if isinstance(source.root.value, dict) else None
    return _of_list(source, inner) if isinstance(inner, list) else source


def _of_list(source: Source, inner: list[object]) -> Source:
    from .source import of_value

    return of_value(source.file, inner)


def _table(file: File, options: Options) -> Reading:
    source = rows.messages_in(file) if _is_said(file, options) else None
    return conversations.read_turns(source, options) if source else table.read(file, options)


def _is_said(file: File, options: Options) -> bool:
    """Return whether a table is of messages, and nobody has said how its columns are to be read."""
    return not options.columns and rows.are_said(file)


_chatgpt = conversations.reader("chatgpt", chatgpt.chat, chatgpt.said)
_claude = conversations.reader("claude", claude.chat, claude.said)

FORMATS = (
    _json(
        "chatgpt", "ChatGPT's data export: the zip, or conversations.json in it",
        like("[].mapping", "conversations.[].mapping"), lambda source, options: _chatgpt(_conversations(source), options),
    ),
    _json(
        "claude", "Claude's data export: the zip, or conversations.json in it",
        like("[].chat_messages", "conversations.[].chat_messages"),
        lambda source, options: _claude(_conversations(source), options),
    ),
    _json("events", "JSON lines of events: kind, text or item, at, …", events.fits, events.read),
    _json("spotify", "Spotify's streaming history: the zip, or StreamingHistory….json in it", spotify.fits, spotify.read),
    _json("mem0", "memories exported from mem0", mem0.fits, mem0.read),
    _json(
        "messages", "JSON lines of conversations in OpenAI's form, or a list of them", messages.are_conversations,
        conversations.reader("messages", messages.chat, messages.said),
    ),
    _json("turns", "JSON lines of messages: role, content; user, session, time", messages.are_messages, conversations.read_turns),
    _database("chromium", "history of Chrome, Chromium, Edge, Brave, …: the file History", chromium.NEEDED, chromium.read),
    _database("firefox", "history of Firefox: the file places.sqlite", firefox.NEEDED, firefox.read),
    Format(
        "bookmarks", "bookmarks that a browser exported as HTML", "text",
        lambda opened: bookmarks.MARK.casefold() in opened.head.casefold(),
        lambda opened, options: bookmarks.read(opened.file, options),
    ),
    Format(
        "csv", "a table with a first line of names: CSV, TSV", "text", lambda opened: table.is_table(opened.file, opened.head),
        lambda opened, options: _table(opened.file, options),
    ),
)  # fmt: skip
"""Every format, in the order in which they are tried."""


@dataclass(frozen=True, slots=True)
class Export:
    """What a person named: where it lies, its format, and the files in it that hold something."""

    path: Path
    format: Format
    parts: tuple[Opened, ...]

    @property
    def source(self) -> str:
        """The name by which a second import of it is known: the format's, or the file's where files of a format differ."""
        return (
            self.parts[0].file.stem if self.format.name in ("csv", "events", "messages", "turns") else self.format.name
        )

    def read(self, options: Options) -> Reading:
        """Yield what is in it, and what of it is left out. A file that breaks off gives what came before that."""
        for part in self.parts:
            begun = False
            try:
                for found in self.format.read(part, options):
                    begun = True
                    yield found
            except Unreadable as error:
                if not begun:
                    raise
                yield LeftOut(UNREADABLE, str(error))

    def told(self, options: Options) -> list[str]:
        """Return what the person should know of how it is read."""
        if self.format.kind == "database":
            return []
        file = self.parts[0].file
        lines = encodings.told(file)
        if self.format.name == "csv":
            lines += [rows.TOLD] if _is_said(file, options) else table.opened(file, options).told()
        return lines


def identify(path: Path, name: str = "", encoding: str = "") -> Export:
    """Return what a file, a folder or a zip archive holds, by its content; `name` forces a format, `encoding` how its texts are read.

    Raises:
        Unreadable: it cannot be opened, or is of no format that is known.
        ValueError: there is no format or no encoding of that name.
    """
    encoding = encodings.named(encoding)
    allowed = ", ".join(one.name for one in FORMATS)
    wanted = [one for one in FORMATS if name in ("", one.name)]
    if not wanted:
        raise ValueError(f"there is no format {name!r}; allowed: {allowed}")
    problems: list[Unreadable] = []
    for file in _files(path, encoding):
        try:
            opened = look(file)
        except Unreadable as error:
            problems.append(error)
            continue
        found = next((one for one in wanted if one.kind == opened.kind and (name or one.fits(opened))), None)
        if found is not None:
            return Export(path, found, (opened, *_siblings(path, file, found)))
        problems += _unfit(opened) if not name else []
    if problems:
        raise problems[0]
    if name:
        others = ", ".join(one.name for one in FORMATS if one.name != name)
        made = {"database": "a database", "json": "JSON", "text": "no JSON but text"}[wanted[0].kind]
        raise Unreadable(
            f"{path}: cannot be read as {name}, which is {made}; leave --format out, or name one of {others}"
        )
    raise Unreadable(f"{path}: fits no format that is known; allowed: {allowed}; `--format` forces one")


def _unfit(opened: Opened) -> list[Unreadable]:
    """Return why a file that fits no format does not, where that can be told: it breaks off, or people talk to each other in it."""
    source = opened.source
    if source is None:
        return []
    if messages.of_telegram(source):
        return [source.root.error("is an export of Telegram: what people write to each other is not read")]
    first = next(iter(source.elements()), None) if source.root.value == [] else None
    return [first] if isinstance(first, Unreadable) else []


def look(file: File) -> Opened:
    """Look at a file.

    Raises:
        Unreadable: it cannot be opened, or is nothing that could be read.
    """
    head = file.head()
    if head.startswith(MAGIC):
        return Opened(file, "database", tables=tables(file))
    if head.startswith(b"PK\x03\x04"):
        raise Unreadable(f"{file.where}: is a zip archive that is damaged or lies in another one")
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Unreadable(f"{file.where}: is empty")
    if head.startswith(
        (b"{", b"[", b"\xef\xbb\xbf{", b"\xef\xbb\xbf[", b"\xff\xfe", b"\xfe\xff", b" ", b"\n", b"\r", b"\t")
    ) and (source := open_streamed(file)):
        return Opened(file, "json", source)
    with file.text(encoding_of(file)) as text:
        return Opened(file, "text", head=text.read(1 << 14))


_CONVERSATIONS = re.compile(r"(.*/)?conversations(-\d+)?\.json(\.gz)?")
_PLAYED = re.compile(r"Streaming_?History[^/]*\.json")
_OTHERS = re.compile(r"(.*/)?(memories\.json|History|places\.sqlite|[^/]*\.(jsonl|json|csv|tsv|html?|sqlite))(\.gz)?")


def _files(path: Path, encoding: str) -> list[File]:
    """Return the files of an export that may hold something, the likeliest first."""
    return [replace(file, encoding=encoding) for file in _found(path)]


def _found(path: Path) -> list[File]:
    names = _names(path)
    if names is None:
        return [on_disk(path)]
    found = [name for name in names if _CONVERSATIONS.fullmatch(name)] or [
        name for name in names if _OTHERS.fullmatch(name)
    ]
    if not found:
        raise Unreadable(f"{path}: holds nothing that is known, such as conversations.json, History or places.sqlite")
    return [_inside(path, name) for name in sorted(found, key=lambda name: (name.count("/"), name))]


def _names(path: Path) -> list[str] | None:
    """Return the names of what is in a folder or an archive; None for a file."""
    if path.is_dir():
        return [one.name for one in path.iterdir() if one.is_file()]
    try:
        if not zipfile.is_zipfile(path):
            return None
        with zipfile.ZipFile(path) as archive:
            return [one for one in archive.namelist() if not one.startswith("__MACOSX/") and not one.endswith("/")]
    except (OSError, zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError) as error:  # the last: a damaged name
        raise Unreadable(f"{path}: cannot be read: {error}") from error


def _inside(path: Path, name: str) -> File:
    return on_disk(path / name) if path.is_dir() else in_zip(path, name)


def _siblings(path: Path, first: File, format: Format) -> Iterator[Opened]:  # noqa: A002 - the word for it
    """Yield the other parts of an export that was split: conversations-001.json and so on, or years of what was played."""
    for file in _files(path, first.encoding):
        if file.where != first.where and (_CONVERSATIONS.fullmatch(file.path.name) or _PLAYED.match(file.path.name)):
            opened = look(file)
            if opened.kind == format.kind and format.fits(opened):
                yield opened
