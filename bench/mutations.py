"""Inputs for a fuzzer: bytes made out of a corpus by a number, so that the same number is the same input everywhere.

Each takes a seed of the corpus and changes it a few times: bytes and characters flipped, cut, doubled, swapped and spliced, words of the
format's own dictionary and hostile characters put in, numbers made extreme, pieces nested and repeated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

MOST_BYTES = 6_000
"""An input is cut to so many bytes: what takes long on longer ones is told by its growth on shorter ones."""

HOSTILE = (
    "\x00", "\ufeff", "\u202e", "\u2066", "\u200b", "\u200d", "\ufe0f", "\U000e0041", "\U000e0100", "\x1b[2J", "\x85", "\u2028", "\ud800",
    "\udfff", "İ", "ß", "ﬁ", "＜", "》", "😀", "👨‍👩‍👧", "é" * 9, "e" + "\u0301" * 30, "我", "喜欢", "不", "%00", "%ff",
    "\\u0000", "\\ud800", "&#0;", "]]>",
    "'", '"', "\\", "`", "$", "{{", "}}", "<", ">", "</", "--", "/*", "\r", "\n", "\t", " " * 40, "\n" * 20, "(" * 30,
    "[" * 30, '{"a":' * 20,
)  # fmt: skip

NUMBERS = ("0", "-1", "1e999", "-1e999", "NaN", "Infinity", "9" * 30, "-" + "9" * 20, "1e-400", "0x7f", "00", "1.", ".5", "٣", "²", "1_000",
           "4294967296", "9223372036854775808", "253402300800", "-62135596801", "true", "null")  # fmt: skip

_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")

Change = Callable[[bytes, Random, Sequence[bytes], Sequence[str]], bytes]


def made(
    number: int, seed: str, corpus: Sequence[bytes], words: Sequence[str] = (), most_bytes: int = MOST_BYTES
) -> bytes:
    """Return the input of a number: one of the corpus, changed one to eight times; one in fifty as it stands."""
    random = Random(f"{seed}:{number}")
    data = random.choice(corpus)
    if random.random() >= 0.02:
        for _ in range(random.choice((1, 1, 1, 2, 2, 3, 5, 8))):
            data = random.choice(CHANGES)(data, random, corpus, words)[:most_bytes]
    return data


def shrunk(data: bytes, still: Callable[[bytes], bool], tries: int = 400) -> bytes:
    """Return a shorter input of which `still` holds as of `data`: ever smaller pieces are left out as long as that can be."""
    size = max(1, len(data) // 2)
    while size and tries > 0:
        start = 0
        while start < len(data) and tries > 0:
            tries -= 1
            shorter = data[:start] + data[start + size :]
            if still(shorter):
                data = shorter
            else:
                start += size
        size //= 2
    return data


def _span(data: bytes, random: Random, most: int = 64) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + random.randrange(1, most))


def _flip(data: bytes, random: Random, _corpus: Sequence[bytes], _words: Sequence[str]) -> bytes:
    if not data:
        return b"\x00"
    place = random.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << random.randrange(8)]) + data[place + 1 :]


def _byte(data: bytes, random: Random, _corpus: Sequence[bytes], _words: Sequence[str]) -> bytes:
    start, _ = _span(data, random)
    return data[:start] + bytes([random.randrange(256)]) + data[start + random.randrange(2) :]


def _cut(data: bytes, random: Random, _corpus: Sequence[bytes], _words: Sequence[str]) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


def _end(data: bytes, random: Random, _corpus: Sequence[bytes], _words: Sequence[str]) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _double(data: bytes, random: Random, _corpus: Sequence[bytes], _words: Sequence[str]) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[start:end] * random.choice((2, 3, 9, 80)) + data[end:]


def _swap(data: bytes, random: Random, _corpus: Sequence[bytes], _words: Sequence[str]) -> bytes:
    (one, two), (three, four) = sorted((_span(data, random), _span(data, random)))
    three = max(two, three)
    four = max(three, four)
    return data[:one] + data[three:four] + data[two:three] + data[one:two] + data[four:]


def _splice(data: bytes, random: Random, corpus: Sequence[bytes], _words: Sequence[str]) -> bytes:
    other = random.choice(corpus)
    return data[: random.randrange(len(data) + 1)] + other[random.randrange(len(other) + 1) :]


def _hostile(data: bytes, random: Random, _corpus: Sequence[bytes], _words: Sequence[str]) -> bytes:
    start, end = _span(data, random, 6)
    put = random.choice(HOSTILE).encode("utf-8", "surrogatepass")
    return data[:start] + put + data[random.choice((start, end)) :]


def _word(data: bytes, random: Random, corpus: Sequence[bytes], words: Sequence[str]) -> bytes:
    if not words:
        return _hostile(data, random, corpus, words)
    start, end = _span(data, random, 12)
    return data[:start] + random.choice(words).encode("utf-8", "surrogatepass") + data[random.choice((start, end)) :]


def _number(data: bytes, random: Random, corpus: Sequence[bytes], words: Sequence[str]) -> bytes:
    found = list(_NUMBER.finditer(data))
    if not found:
        return _word(data, random, corpus, words)
    one = random.choice(found)
    return data[: one.start()] + random.choice(NUMBERS).encode() + data[one.end() :]


CHANGES: tuple[Change, ...] = (
    _flip,
    _byte,
    _cut,
    _end,
    _double,
    _swap,
    _splice,
    _hostile,
    _hostile,
    _word,
    _word,
    _number,
)
