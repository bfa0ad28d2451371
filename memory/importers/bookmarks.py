"""Bookmarks as every browser writes them: the HTML of Netscape's bookmark file. Folders are tags."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser

from ..records import Interaction, Item
from .addresses import kept, private, split
from .encodings import encoding_of
from .files import File
from .found import NO_PAGE, Found, LeftOut, Options, Reading, key
from .node import Node, Unreadable
from .pages import host_of, untold
from .titles import SiteNames, shown

MARK = "NETSCAPE-Bookmark-file"
"""What stands in the first line."""

_ROOTS = ("personal_toolbar_folder", "unfiled_bookmarks_folder")
_OWN_FOLDERS = {
    "bookmarks", "bookmarks bar", "bookmarks toolbar", "bookmarks menu", "favorites bar", "favourites bar", "other bookmarks",
    "other favorites", "mobile bookmarks", "imported", "unsorted", "toread", "read later", "reading list",
    "书签栏", "收藏夹栏", "其他书签", "移动设备书签", "书签菜单", "书签工具栏", "最近添加", "收藏夹",
}  # fmt: skip


@dataclass(slots=True)
class Bookmark:
    """One bookmark as it stands in the file."""

    href: str
    added: str
    folders: tuple[str, ...]
    title: str = ""
    note: str = ""


class Parser(HTMLParser):
    """Collects bookmarks while it is fed; `done` holds those that are complete."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[Bookmark] = []
        self._folders: list[str] = []
        self._heading, self._own, self._words = "", False, ""
        self._open: Bookmark | None = None
        self._part = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a folder, a bookmark or a note."""
        given = {name: value or "" for name, value in attrs}
        self._take()
        if tag in ("a", "h3", "dt", "dl"):
            self.flush()
        if tag == "a":
            tags = [part.strip() for part in given.get("tags", "").split(",")]
            folders = dict.fromkeys(name for name in (*self._folders, *tags) if name)
            self._open = Bookmark(given.get("href", ""), given.get("add_date", ""), tuple(folders))
        elif tag == "h3":
            self._own = any(name in given for name in _ROOTS)
        elif tag == "dl":
            self._folders.append(self._heading)
            self._heading = ""
        self._part = tag if tag in ("a", "h3", "dd") else ""

    def handle_endtag(self, tag: str) -> None:
        """End a folder or a title."""
        self._take()
        self._part = ""
        if tag == "dl":
            self.flush()
            if self._folders:
                self._folders.pop()

    def handle_data(self, data: str) -> None:
        """Collect words."""
        self._words += data if self._part else ""

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Skip what only begins like a section of a document (`<![[`): the library ends with an AssertionError there."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            return i + len("<![")

    def flush(self) -> None:
        """Let the bookmark that is open be done: what follows is not its own."""
        self._take()
        if self._open is not None:
            self.done.append(self._open)
        self._open = None

    def _take(self) -> None:
        words, self._words = self._words.strip(), ""
        if self._part == "h3":
            self._heading = "" if self._own or words.casefold() in _OWN_FOLDERS else words
        elif self._part == "a" and self._open is not None:
            self._open.title = words
        elif self._part == "dd" and self._open is not None and words:
            self._open.note = words


def read(file: File, options: Options) -> Reading:
    """Read the bookmarks in the order of the file."""
    names = SiteNames((host_of(one.href), one.title) for one in _bookmarks(file))
    for one in _bookmarks(file):
        yield _saved(one, names, options.undated)


def _bookmarks(file: File) -> Iterator[Bookmark]:
    parser = Parser()
    for block in file.blocks(encoding_of(file)):
        parser.feed(block)
        yield from parser.done
        parser.done.clear()
    parser.close()
    parser.flush()
    yield from parser.done


def _saved(one: Bookmark, names: SiteNames, undated: datetime | None) -> Found:
    parts = split(one.href)
    if parts is None:
        return LeftOut(NO_PAGE)
    if reason := private(parts):
        return LeftOut(reason)
    title = names.without(parts.hostname or "", one.title)
    if not title and not one.folders and not one.note:
        return LeftOut(untold(one.title))
    item = Item(title or shown(one.title), one.note, one.folders, kept(parts))
    return Interaction(f"bookmark:{key(one.href, one.added)}", "save", item=item, at=_added(one.added) or undated)


MOST_DIGITS = 40
"""Of a moment; a longer number is none."""


def _added(stamp: str) -> datetime | None:
    """Return when a bookmark was made: browsers write seconds, some programs milliseconds or microseconds."""
    digits = stamp.strip()
    if not digits.isdecimal() or len(digits) > MOST_DIGITS or int(digits) == 0:
        return None
    seconds = int(digits) / (1_000_000 if len(digits) >= 15 else 1)
    try:
        return Node(seconds, "").moment()
    except Unreadable:
        return None
