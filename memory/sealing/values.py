"""A sealed value: `s1:`, whose it is and by which of their keys, and the encrypted bytes; as text in base64.

The head is authenticated with the value, and so is the place, its table and column: a value that was changed, moved to another column or
given to another person is refused. What is empty stays empty: that there is nothing is no secret.
"""

from __future__ import annotations

import binascii
import struct
from base64 import b64encode
from typing import Final

from ..errors import LedgerError

MARK: Final = "s1:"
"""How every sealed value begins."""

BYTES_MARK: Final = MARK.encode()

EMPTY: Final = ("", "[]")
"""Texts that stay as they are: conditions in SQL ask for them."""

_HEAD: Final = struct.Struct(">QH")


def head(owner: int, generation: int) -> bytes:
    """Return how a value of a user begins that is sealed by their key of a generation."""
    return _HEAD.pack(owner, generation)


def bound(place: str, start: bytes) -> bytes:
    """Return what a value is bound to: a table and column, and its head."""
    return b"penchant 1 " + place.encode() + b"\x00" + start


def parted(raw: bytes) -> tuple[int, int, bytes, bytes]:
    """Return the user, the generation, the head and the rest of a sealed value.

    Raises:
        LedgerError: it is too short to be one.
    """
    start, rest = raw[: _HEAD.size], raw[_HEAD.size :]
    if len(start) < _HEAD.size or len(rest) < 16:
        raise LedgerError(f"a sealed value of the ledger has {len(raw)} bytes: it was cut off; restore a copy")
    return *_HEAD.unpack(start), start, rest


def as_text(raw: bytes) -> str:
    """Return a sealed value as a text column holds it."""
    return MARK + b64encode(raw).decode()


def from_text(text: str) -> bytes:
    """Return the bytes of a sealed text.

    Raises:
        LedgerError: it is none; in a sealed ledger nothing else may stand there.
    """
    if not text.startswith(MARK):
        raise LedgerError(_READABLE)
    try:
        raw = binascii.a2b_base64(text[len(MARK) :])
    except (binascii.Error, ValueError) as error:
        raise LedgerError("a sealed value of the ledger is damaged: keep the file and restore a copy") from error
    if as_text(raw) != text:  # what is no base64 was passed over, and the last letter has bits that mean nothing
        raise LedgerError("a sealed value of the ledger was changed: keep the file and restore a copy")
    return raw


def from_bytes(data: bytes) -> bytes:
    """Return the bytes of a sealed value in a column of bytes.

    Raises: as `from_text`.
    """
    if not data.startswith(BYTES_MARK):
        raise LedgerError(_READABLE)
    return data[len(BYTES_MARK) :]


_READABLE: Final = (
    "the ledger is encrypted, and a value in it is not: something else has written into it; restore a copy, or "
    "`penchant decrypt` a copy of it from before"
)
