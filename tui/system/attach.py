"""Files as attachments: a text, or a picture or a recording that models take; the path as it was typed, pasted or dropped."""

from __future__ import annotations

import codecs
import os
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from ..text.cells import line

if TYPE_CHECKING:
    from ...memory import Attachment

TEXT_LIMIT = 512 * 1024
"""Bytes of a text: some 130,000 tokens, as much as most models take at all."""

IMAGE_LIMIT = 5 * 1024 * 1024
"""Bytes of a picture; hosted models refuse larger ones."""

AUDIO_LIMIT = 10 * 1024 * 1024
"""Bytes of a recording: some twenty minutes of speech; as base 64 hosted models take about as much in one request."""

TEXT_TYPES = {".md": "text/markdown", ".json": "application/json", ".csv": "text/csv", ".html": "text/html"}

MOST = max(TEXT_LIMIT, IMAGE_LIMIT, AUDIO_LIMIT)

_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def attach(typed: str) -> Attachment:
    """Return a file as an attachment.

    Raises:
        ValueError: there is none, or it cannot be sent; the text says what to do.
    """
    from ...memory import Attachment

    path = _found(typed)
    data = _read(path)
    if media_type := image_type(data):
        if len(data) > IMAGE_LIMIT:
            raise ValueError(f"{line(path.name)} has {_size(data)}, and a picture may have 5 MB: make it smaller")
        return Attachment(path.name, media_type, data)
    if media_type := audio_type(data):
        if len(data) > AUDIO_LIMIT:
            raise ValueError(f"{line(path.name)} has {_size(data)}, and a recording may have 10 MB: make it shorter")
        return Attachment(path.name, media_type, data)
    text = _text(data, path.name)
    if len(data) > TEXT_LIMIT:
        raise ValueError(f"{line(path.name)} has {_size(data)}, and a text may have 512 kB: send the part that matters")
    return Attachment(path.name, TEXT_TYPES.get(path.suffix.lower(), "text/plain"), text.encode())


def image_type(data: bytes) -> str:
    """Return the media type of a picture that models take, by its first bytes; empty if it is none."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    return "image/webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""


def audio_type(data: bytes) -> str:
    """Return the media type of a recording that some models take, by its first bytes; empty if it is none."""
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "audio/wav"
    if data.startswith(b"ID3") or (data[:1] == b"\xff" and len(data) > 3 and data[1] & 0xE6 == 0xE2):
        return "audio/mpeg"  # layer III; a picture begins with FF D8
    if data[4:8] == b"ftyp" and (data[8:12] == b"M4A " or (b"soun" in data and b"vide" not in data)):
        return "audio/mp4"  # whoever made it, there is a track of sound and none of pictures
    if data.startswith(b"OggS") and b"theora" not in data[:4096]:
        return "audio/ogg"
    if data.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in data[:64] and b"V_" not in data[:4096]:
        return "audio/webm"
    return ""


def readings(typed: str) -> Iterator[Path]:
    """Yield what a path may mean: as it stands, a file's URL, or in quotes and with escapes as terminals paste what is dropped."""
    typed = typed.strip()
    yield Path(typed)
    if typed.lower().startswith("file://"):
        yield Path(unquote(urlsplit(typed).path))
    try:
        words = shlex.split(typed, posix=os.name != "nt")
    except ValueError:  # a quote that is not closed
        return
    if len(words) == 1:
        yield Path(words[0].strip("\"'"))
        if words[0].lower().startswith("file://"):
            yield Path(unquote(urlsplit(words[0]).path))


def _found(typed: str) -> Path:
    for path in readings(typed):
        try:
            path = path.expanduser()
            mode = path.stat().st_mode
        except (OSError, RuntimeError, ValueError):
            continue
        if stat.S_ISDIR(mode):
            raise ValueError(f"{line(str(path))} is a folder: attach a file in it")
        if not stat.S_ISREG(mode):
            raise ValueError(f"{line(str(path))} is no file that can be read to its end")
        return path
    raise ValueError(f"there is no file {line(typed.strip())!r}")


def _read(path: Path) -> bytes:
    """Return what is in a file, and no more than a byte too much."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST + 1)
    except OSError as error:
        raise ValueError(f"{line(str(path))} cannot be read: {error.strerror}") from error
    if not data:
        raise ValueError(f"{line(path.name)} is empty")
    return data


def _text(data: bytes, name: str) -> str:
    coding = next((coding for bom, coding in _BOMS.items() if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(coding)
    except UnicodeDecodeError as error:
        cut = len(data) > TEXT_LIMIT and error.start >= len(data) - 4  # the limit fell within a character
        text = "" if cut else "\0"
    if "\0" in text:
        raise ValueError(
            f"{line(name)} is neither text in UTF-8 nor PNG, JPEG, GIF, WebP, WAV, MP3, M4A, Ogg or WebM audio: save it as one of these"
        )
    return text


def _size(data: bytes) -> str:
    if len(data) > MOST:
        return "more than 10 MB"
    return f"{len(data) / 2**20:.1f} MB" if len(data) >= 2**20 else f"{len(data) / 1024:,.0f} kB"
