"""Looking through files for what must not be in them: a text in every coding that programs write it in, and vectors in every width.

    found = scan([data, config, temporary], [Secret("the sentence", text=…), Secret("its vector", vector=…)])

Also run by hand: `python -m bench.scan FOLDER… --text SENTENCE`. It names the files that have it and ends with 1.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import numpy as np
import numpy.typing as npt

PIECE = 24
"""Bytes of a vector that are looked for: of more, a page's end may lie between."""

DEFLATED = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
"""How a stream of zlib begins."""


@dataclass(frozen=True, eq=False)
class Secret:
    """Something that must not be found: a text, a vector, or bytes."""

    name: str
    text: str = ""
    vector: npt.NDArray[np.float32] | None = None
    data: bytes = b""
    needles: tuple[bytes, ...] = field(init=False)

    def __post_init__(self) -> None:
        found = {*_of_text(self.text), *_of_vector(self.vector), *([self.data] if self.data else [])}
        object.__setattr__(self, "needles", tuple(sorted(found)))


@dataclass(frozen=True, slots=True)
class Hit:
    """A secret that was found, in a file or in its name."""

    secret: str
    file: Path
    place: int


def scan(folders: Iterable[Path], secrets: Iterable[Secret]) -> list[Hit]:
    """Return where any of some secrets is in any file of some folders, in its name, or in a zlib stream within it."""
    wanted = list(secrets)
    return [hit for file in _files(folders) for hit in _in_file(file, wanted)]


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(folder.rglob("*")) if folder.is_dir() else [folder] if folder.exists() else []


def _in_file(file: Path, secrets: list[Secret]) -> Iterator[Hit]:
    named = str(file).encode(errors="surrogateescape")
    content = file.read_bytes() if file.is_file() else b""
    inside = list(_inflated(content))
    for secret in secrets:
        for needle in secret.needles:
            if any(needle in one for one in (named, content, *inside)):
                yield Hit(secret.name, file, content.find(needle))
                break


def _inflated(content: bytes) -> Iterator[bytes]:
    """Yield what is compressed in a file by zlib, such as the prompts that were sent."""
    for mark in DEFLATED:
        at = content.find(mark)
        while at >= 0:
            with suppress(zlib.error):
                yield zlib.decompressobj().decompress(content[at : at + 1_000_000], 1_000_000)
            at = content.find(mark, at + 1)


def _of_text(text: str) -> Iterator[bytes]:
    if not text:
        return
    for coding in ("utf-8", "utf-16-le", "utf-16-be"):
        yield text.encode(coding)
        yield from _in_base64(text.encode(coding))
    for escaped in (json.dumps(text)[1:-1], quote(text)):
        yield escaped.encode()
    yield text.casefold().encode()
    for coding in ("gb18030", "utf-32-le"):
        yield text.encode(coding)


def _in_base64(data: bytes) -> Iterator[bytes]:
    """Yield what base64 has of some bytes, wherever in a longer text they stand: at each of three offsets, without the edges."""
    for before in range(3):
        told = b64encode(b"\x00" * before + data).rstrip(b"=")
        yield told[4 if before else 0 : -1]
        yield told[4 if before else 0 : -1].replace(b"+", b"-").replace(b"/", b"_")


def _of_vector(vector: npt.NDArray[np.float32] | None) -> Iterator[bytes]:
    if vector is None:
        return
    for kind in (np.float32, np.float16, np.float64):
        data = np.asarray(vector, kind).tobytes()
        for start in (0, len(data) // 2 // 8 * 8):
            yield data[start : start + PIECE]
            yield from _in_base64(data[start : start + PIECE])


def main(arguments: list[str] | None = None) -> int:
    """Look through folders for texts, and say which files have them."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--text", action="append", required=True)
    given = parser.parse_args(arguments)
    hits = scan(given.folders, [Secret(text, text=text) for text in given.text])
    for hit in hits:
        sys.stdout.write(f"{hit.file}: {hit.secret!r} at {hit.place}\n")
    return int(bool(hits))


if __name__ == "__main__":
    sys.exit(main())
