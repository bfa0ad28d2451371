"""Bytes to read from: a file, gzipped or not, a file in a folder, or a member of a zip archive."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .node import Unreadable

Bytes = gzip.GzipFile | IO[bytes]

HEAD_BYTES = 8192
BLOCK = 1 << 16
ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class File:
    """Something to read: what messages call it, where it would lie, and a way to open it.

    `inside` is true in an archive. Its text is read in `encoding`, where one is named.
    """

    where: str
    path: Path
    open: Callable[[], Bytes]
    inside: bool = False
    encoding: str = ""

    @property
    def stem(self) -> str:
        """The file's name without `.gz` and without the ending before it."""
        return Path(self.path.name.removesuffix(".gz")).stem

    @property
    def ending(self) -> str:
        """The ending of its name, in small letters: ".json"."""
        return Path(self.path.name.removesuffix(".gz")).suffix.lower()

    def head(self) -> bytes:
        """Return the first bytes."""
        with self.reading("a file that can be opened"), closing(self.open()) as raw:
            return raw.read(HEAD_BYTES)

    def lines(self, encoding: str | None = None) -> Generator[str]:
        """Yield the lines of a text; a byte order mark is skipped, bytes that are no text are replaced."""
        with self.text(encoding) as text:
            yield from text

    def blocks(self, encoding: str | None = None) -> Generator[str]:
        """Yield a text in pieces of a few ten thousand characters."""
        with self.text(encoding) as text:
            while block := text.read(BLOCK):
                yield block

    @contextmanager
    def text(self, encoding: str | None = None, newline: str | None = None) -> Iterator[io.TextIOWrapper]:
        """Open it as text; without `encoding` in that which its bytes speak for, `newline` as `open` has it."""
        from .encodings import encoding_of

        encoding = encoding or encoding_of(self)
        with (
            self.reading("a text file, gzipped or not"),
            closing(self.open()) as raw,
            io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline=newline) as text,
        ):
            yield text

    @contextmanager
    def reading(self, allowed: str) -> Iterator[None]:
        """Tell what goes wrong inside as something that cannot be read."""
        try:
            yield
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise Unreadable(f"{self.where}: cannot be read: {reason}; allowed: {allowed}") from error


def on_disk(path: Path) -> File:
    """Return a file; where it is gzipped, what was in it."""
    return File(str(path), path, lambda: _unzipped(path))


def in_zip(archive: Path, member: str) -> File:
    """Return a member of a zip archive."""
    return File(f"{archive}/{member}", archive / member, lambda: _member(archive, member), inside=True)


def _unzipped(path: Path) -> Bytes:
    file = path.open("rb")
    if not file.peek(2).startswith(b"\x1f\x8b"):
        return file
    file.close()
    return gzip.open(path)


def _member(archive: Path, member: str) -> Bytes:
    """Open a member of an archive, gzipped or not; the archive is closed with it."""
    with zipfile.ZipFile(archive) as opened:  # what it opened stays open until that is closed
        raw = opened.open(member)
        try:
            zipped = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
        except BaseException:  # such as a wrong checksum
            raw.close()
            raise
        return gzip.GzipFile(fileobj=raw) if zipped else raw


def unicode_of(file: File) -> str:
    """Return the Unicode encoding that the first bytes speak for.

    Raises:
        Unreadable: it is no text.
    """
    head = file.head()
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if head.startswith(ZIP):
        raise Unreadable(f"{file.where}: is a zip archive; unpack it and name the file of conversations in it")
    if b"\0" in head:
        raise Unreadable(f"{file.where}: is not text; allowed: a text file, gzipped or not")
    return "utf-8-sig"
