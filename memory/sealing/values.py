"""A sealed value: `s1:`, a byte for how it is bound, whose it is and by which of their keys, and the encrypted bytes; as text in base64.

The head is authenticated with the value, and so is the place, its table and column, and where the byte is 1, its row: a value that was
changed, moved to another row or column or given to another person is refused. Where it is 0 the value is bound to no row: it was sealed
before values were, or its table has one row for a person, or it is a name that is looked for. What is empty stays empty.
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

_IN_A_ROW: Final = 1 << 56
"""Added to the number of the user, whose first byte it sets: no user's number reaches it."""


def head(owner: int, generation: int, in_a_row: bool = False) -> bytes:
    """Return how a value of a user begins that is sealed by their key of a generation."""
    return _HEAD.pack(owner + _IN_A_ROW * in_a_row, generation)


def bound(place: str, start: bytes, row: str | None = None) -> bytes:
    """Return what a value is bound to: a table and column, its head, and its row if its head says so.

    Raises:
        LedgerError: it is bound to a row, and none is known.
    """
    if start[0] == 0:
        return b"penchant 1 " + place.encode() + b"\x00" + start
    if row is None:
        raise LedgerError(f"a value of {place} is read without its row: it cannot be opened")
    return b"penchant 2 " + place.encode() + b"\x00" + start + row.encode()


def parted(raw: bytes) -> tuple[int, int, bytes, bytes]:
    """Return the user, the generation, the head and the rest of a sealed value.

    Raises:
        LedgerError: it is too short to be one.
    """
    start, rest = raw[: _HEAD.size], raw[_HEAD.size :]
    if len(start) < _HEAD.size or len(rest) < 16:
        raise LedgerError(f"a sealed value of the ledger has {len(raw)} bytes: it was cut off; restore a copy")
    owner, generation = _HEAD.unpack(start)
    return owner % _IN_A_ROW, generation, start, rest


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
