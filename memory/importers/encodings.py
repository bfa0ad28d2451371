"""Which encoding a text has that does not say so."""

from __future__ import annotations

import codecs
from contextlib import closing

from .files import File, unicode_of

LOOKED_AT = 1 << 20
_CANDIDATES = ["gb18030", "big5", "shift_jis", "euc_kr", "cp1252", "cp1251", "cp1250", "utf_16_le", "utf_16_be"]


def encoding_of(file: File) -> str:
    """Return the encoding of a text: what its mark says, UTF-8 where that fits, else what its bytes look most like.

    Raises:
        Unreadable: it cannot be opened, or is no text.
    """
    with file.reading("a text file, gzipped or not"), closing(file.open()) as raw:
        start = raw.read(LOOKED_AT)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _is_utf8(start):
        return unicode_of(file)
    from charset_normalizer import from_bytes  # it takes a while to load, and most files are UTF-8

    found = from_bytes(start[: 1 << 16], cp_isolation=_CANDIDATES).best()
    return found.encoding if found else "cp1252"


def _is_utf8(start: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8-sig")().decode(start)
    except UnicodeDecodeError:
        return False
    return True
