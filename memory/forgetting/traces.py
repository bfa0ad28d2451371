"""What is left to look for once something is erased: its words piece by piece, its names, its vectors, the bytes of its files.

They are taken before the erasure, held in memory for as long as the search takes, and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from ..items import unpacked
from ..records import is_textual
from ..store import forgetting_statements, session_statements

PIECE: Final = 24
"""Characters of a piece: whatever is left of a text in a run of twice as many holds one."""

FEWEST_BYTES: Final = 4
"""Shorter names cannot be told from chance."""

BLOCK: Final = 32
"""Bytes of a piece of a file, one from each `STRIDE`."""

STRIDE: Final = 512


@dataclass(frozen=True, eq=False)
class Traces:
    """`pieces` of texts; `names`, which are looked for as whole words; unit `vectors`; `blocks` of bytes."""

    pieces: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    vectors: tuple[npt.NDArray[np.float32], ...] = ()
    blocks: tuple[bytes, ...] = ()
    too_short: int = 0

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.pieces) + len(self.names) + len(self.vectors) + len(self.blocks)


def traces_of(connection: Connection, user: int, numbers: Sequence[int]) -> Traces:
    """Return the traces of events that are about to be erased."""
    texts, blobs, blocks = list[str](), list[bytes](), list[bytes]()
    for row in forgetting_statements.rows_of(connection, numbers):
        texts += _texts(row)
        blobs += [] if row.vector is None else [bytes(row.vector)]
    for file in forgetting_statements.files_of(connection, numbers):
        texts.append(file.name)
        if is_textual(file.media_type):
            texts.append(bytes(file.data).decode("utf-8", "replace"))
        else:
            blocks += _blocks(bytes(file.data))
    for packed in session_statements.packed_of(connection, user, numbers):
        blocks += _blocks(packed)
    return gathered(texts, vectors=blobs, blocks=blocks)


def gathered(
    texts: Iterable[str], names: Iterable[str] = (), vectors: Iterable[bytes] = (), blocks: Iterable[bytes] = ()
) -> Traces:
    """Return the traces of texts, names and vectors, each once."""
    pieces = dict.fromkeys(piece for text in texts for piece in _pieces(text))
    short = [piece for piece in pieces if len(piece) < PIECE]
    words = dict.fromkeys(name for name in (*names, *short) if name.strip())
    told = tuple(name for name in words if len(name.encode(errors="replace")) >= FEWEST_BYTES)
    whole = tuple(piece for piece in pieces if len(piece) == PIECE)
    found = tuple(np.frombuffer(one, np.float32) for one in dict.fromkeys(vectors) if one)
    return Traces(whole, told, found, tuple(dict.fromkeys(blocks)), len(words) - len(told))


def _texts(row: Any) -> Iterator[str]:
    yield row.text
    if row.item is not None:
        item = unpacked(row.item)
        yield from (item.title, item.text, item.url, *item.tags)


def _pieces(text: str) -> Iterator[str]:
    """Yield a text piece by piece, the last one with what is missing of it from before; a short one whole."""
    for line in text.splitlines():  # JSON writes line breaks in another way
        said = line.strip()
        for start in range(0, len(said), PIECE):
            yield said[start : start + PIECE] if start + PIECE <= len(said) else said[-PIECE:]


def _blocks(data: bytes) -> Iterator[bytes]:
    if len(data) < BLOCK:
        return
    yield from (data[start : start + BLOCK] for start in range(0, len(data) - BLOCK + 1, STRIDE))
