"""Which encoding a text has that does not say so."""

from __future__ import annotations

import codecs
import unicodedata
from contextlib import closing

from .files import ZIP, File, unicode_of
from .node import Unreadable

LOOKED_AT = 1 << 20
WESTERN = "cp1252"
"""Where a few signs might be of this or of another, they are of this."""

_CANDIDATES = ["gb18030", "big5", "shift_jis", "euc_kr", WESTERN, "cp1251", "cp1250"]
_SAY_SO = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, ZIP)


def encoding_of(file: File) -> str:
    """Return the encoding of a text: what its mark says, UTF-8 where that fits, else what its bytes look most like.

    Raises:
        Unreadable: it cannot be opened, or is no text.
    """
    with file.reading("a text file, gzipped or not"), closing(file.open()) as raw:
        start = raw.read(LOOKED_AT)
    if start.startswith(_SAY_SO) or (b"\0" not in start and _is_utf8(start)):
        return unicode_of(file)
    if b"\0" in start:
        return _without_mark(file, start)
    from charset_normalizer import from_bytes  # it takes a while to load, and most files are UTF-8

    found = from_bytes(start[: 1 << 16], cp_isolation=_CANDIDATES)
    best, western = found.best(), next((one for one in found if one.encoding == WESTERN), None)
    if best is None or (western and western.chaos <= best.chaos and western.coherence >= best.coherence):
        return WESTERN
    return best.encoding


def _without_mark(file: File, start: bytes) -> str:
    """Return which UTF-16 a text is that does not say so: the one in which it has lines, and hardly a sign that is none."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = start[:4000].decode(encoding, "replace")
        strange = sum(unicodedata.category(sign) in ("Cn", "Co", "Cs") or sign in "\0\ufffd" for sign in text)
        if "\n" in text and 20 * strange < len(text):
            return encoding
    raise Unreadable(f"{file.where}: is not text; allowed: a text file, gzipped or not")


def _is_utf8(start: bytes) -> bool:
    """Return whether a text is UTF-8; a sign that is damaged here and there does not make it another encoding."""
    try:
        codecs.getincrementaldecoder("utf-8-sig")().decode(start)
    except UnicodeDecodeError:
        text = start.decode("utf-8", "replace")
        damaged = text.count("\ufffd")
        return sum(not sign.isascii() for sign in text) > 2 * damaged
    return True
