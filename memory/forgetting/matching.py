"""Finding many byte strings and vectors in many bytes, all at once.

Strings are found by their first four bytes: a table says for every four bytes of the data whether any string may begin with them, and
only there is compared. Vectors are found by four numbers in a row, each within a few units in the last place: Chroma
brings them to length one again, which moves their last bits.
"""

from __future__ import annotations

import base64
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:  # the process that reads the files needs neither
    from ..narrowing import Narrowing
    from .traces import Traces

BITS: Final = 22
"""Of the table that says what may begin where."""

_MIX: Final = np.uint32(2654435761)

RUN: Final = 4
"""Numbers in a row that make a vector."""

EVERY: Final = 16
"""Of a vector one run is looked for in each so many numbers."""

CLOSE: Final = 16
"""Units in the last place that a number may be off."""

Found = tuple[int, str, int]
"""Of what a match is: the trace's number, how it was written, and where."""


class Matcher:
    """Finds traces in bytes. A trace's number is its place among pieces, names, vectors, blocks, in this order; `without` are left out.

    A vector is looked for whole and, with `narrow`, as the index has it.
    """

    def __init__(self, traces: Traces, without: frozenset[int] = frozenset(), narrow: Narrowing | None = None) -> None:
        self._strings: dict[int, list[tuple[bytes, int, str, bool]]] = defaultdict(list)
        self._runs: dict[int, list[tuple[int, npt.NDArray[np.int32]]]] = defaultdict(list)
        self.longest = EVERY * RUN
        names, vectors = len(traces.pieces), len(traces.pieces) + len(traces.names)
        for number, text in enumerate((*traces.pieces, *traces.names)):
            if number not in without:
                self._add_text(number, text, number >= names)
        for number, vector in enumerate(traces.vectors, vectors):
            if number not in without:
                self._add_vector(number, vector)
                if narrow is not None:
                    self._add_vector(number, narrow(vector[np.newaxis])[0])
        for number, block in enumerate(traces.blocks, vectors + len(traces.vectors)):
            if number not in without:
                self._add(block, number, "bytes", False)
        self._index()

    def _index(self) -> None:
        """Say for every four bytes, and every number, whether anything may begin with them."""
        self._table = np.zeros(1 << BITS, np.bool_)
        self._table[_hashed(np.array(list(self._strings), np.uint32))] = True
        self._numbers = np.zeros(1 << BITS, np.bool_)
        self._numbers[_hashed(np.array(list(self._runs), np.int32).astype(np.uint32))] = True

    def to_json(self) -> str:
        """Return all that is looked for, for another process."""
        strings = [[one.hex(), *rest] for some in self._strings.values() for one, *rest in some]
        runs = [[key, number, run.tolist()] for key, some in self._runs.items() for number, run in some]
        return json.dumps({"strings": strings, "runs": runs, "longest": self.longest})

    @classmethod
    def from_json(cls, written: str) -> Matcher:
        """Return what finds the same as the one that wrote this."""
        told, found = json.loads(written), cls.__new__(cls)
        found._strings, found._runs, found.longest = defaultdict(list), defaultdict(list), int(told["longest"])
        for one, number, form, word in told["strings"]:
            low = bytes.fromhex(one)
            found._strings[int.from_bytes(low[:4], "little")].append((low, number, form, word))
        for key, number, run in told["runs"]:
            found._runs[key].append((number, np.array(run, np.int32)))
        found._index()
        return found

    def __call__(self, data: bytes) -> Iterator[Found]:
        """Yield what is found in some bytes."""
        yield from self._find_strings(data.lower())
        if self._runs:
            yield from self._find_vectors(data)

    # What is looked for

    def _add_text(self, number: int, text: str, word: bool) -> None:
        for form, written in written_ways(text).items():
            self._add(written, number, form, word)

    def _add(self, written: bytes, number: int, form: str, word: bool) -> None:
        if len(written) >= 4:
            low = written.lower()
            self._strings[int.from_bytes(low[:4], "little")].append((low, number, form, word))
            self.longest = max(self.longest, len(low) + 2)

    def _add_vector(self, number: int, vector: npt.NDArray[np.float32]) -> None:
        bits = vector.view(np.int32)
        for start in range(0, len(bits) - RUN + 1, EVERY):
            if np.all(vector[start : start + RUN] != 0):
                run = bits[start : start + RUN]
                for off in (-1, 0, 1):  # the last places may carry
                    self._runs[(int(run[0]) >> 8) + off].append((number, run))
        halves = vector.astype(np.float16).tobytes()
        for start in range(0, len(halves) - 15, 4 * EVERY):
            self._add(halves[start : start + 16], number, "float16", False)

    # Where it is

    def _find_strings(self, low: bytes) -> Iterator[Found]:
        for shift in range(4) if self._strings else ():
            size = (len(low) - shift) // 4
            keys = np.frombuffer(low, np.uint32, max(0, size), shift) if size > 0 else np.zeros(0, np.uint32)
            for start in np.flatnonzero(self._table[_hashed(keys)]).tolist():
                place = 4 * start + shift
                for written, number, form, word in self._strings.get(int(keys[start]), ()):
                    if low.startswith(written, place) and (not word or _alone(low, place, len(written), form)):
                        yield number, form, place

    def _find_vectors(self, data: bytes) -> Iterator[Found]:
        for shift in range(4):  # a row of a database begins anywhere
            size = (len(data) - shift) // 4
            if size < RUN:
                return
            bits = np.frombuffer(data, np.int32, size, shift)
            for place in np.flatnonzero(self._numbers[_hashed((bits >> 8).astype(np.uint32))]).tolist():
                near = bits[place : place + RUN].astype(np.int64)
                for number, run in self._runs.get(int(bits[place]) >> 8, ()):
                    if len(near) == RUN and np.all(np.abs(near - run) <= CLOSE):
                        yield number, "float32", 4 * place + shift


def written_ways(text: str) -> dict[str, bytes]:
    """Return how a text may stand in a file: UTF-8, UTF-16, escaped as in JSON, base64 from each of its three beginnings.

    >>> written_ways("茶")["JSON"], written_ways("green tea")["base64"]
    (b'\\\\u8336', b'Z3JlZW4gdGVh')
    """
    plain = text.encode(errors="replace")
    ways = {
        "UTF-8": plain,
        "UTF-16": text.encode("utf-16-le", "replace"),
        "UTF-16BE": text.encode("utf-16-be", "replace"),
    }
    escaped = json.dumps(text)[1:-1].encode()
    if escaped != plain:
        ways["JSON"] = escaped
    for start, name in enumerate(("base64", "base64+1", "base64+2")):
        padded = base64.b64encode(b"\0" * start + plain)
        whole = 4 * ((start + len(plain)) // 3)  # what follows changes the rest
        if len(found := padded[(0, 2, 3)[start] : whole]) >= 8:
            ways[name] = found
    return ways


def _hashed(keys: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    mixed: npt.NDArray[np.uint32] = (keys * _MIX) >> np.uint32(32 - BITS)
    return mixed


def _alone(low: bytes, place: int, length: int, form: str) -> bool:
    """Return whether a name stands alone: no letter or digit of the Latin alphabet goes on with it."""
    if form not in ("UTF-8", "JSON"):
        return True
    before, after = low[max(0, place - 1) : place], low[place + length : place + length + 1]
    first, last = low[place : place + 1], low[place + length - 1 : place + length]
    return not (_joins(before, first) or _joins(last, after))


def _joins(one: bytes, other: bytes) -> bool:
    return one.isalnum() and other.isalnum()
