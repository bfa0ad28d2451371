"""Documents in passages: which of them go into a prompt where not all of them fit. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..prompting.tokens import Counter

SIZE = 800
"""Characters of a passage: a paragraph, or a few sentences; one vector tells well what so much is about."""

ENDS = re.compile(r"(?<=[.!?])\s+|(?<=[。！？；\n])\s*")

GAP = "\n[…]\n"
"""What stands where passages are left out."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document: which one (from 0), and where in it (from 0)."""

    document: int
    place: int
    text: str


def passages_of(documents: Sequence[str]) -> list[Passage]:
    """Return all documents in passages; those of a document joined are the document."""
    return [
        Passage(number, place, text)
        for number, document in enumerate(documents)
        for place, text in enumerate(cut(document))
    ]


def cut(text: str, size: int = SIZE) -> list[str]:
    """Return a text in pieces of at most so many characters, between sentences where that can be.

    >>> cut("One. Two. Three.", 10)
    ['One. Two. ', 'Three.']
    """
    pieces = [""]
    for sentence in _sentences(text, size):
        if pieces[-1] and len(pieces[-1]) + len(sentence) > size:
            pieces.append("")
        pieces[-1] += sentence
    return pieces


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, without the blanks around them; the text itself where it has none.

    >>> sentences("One. Two?  三。四")
    ['One.', 'Two?', '三。', '四']
    """
    return [one.strip() for one in _pieces(text) if one.strip()] or [text]


def fitting(passages: Sequence[Passage], worth: Sequence[float], count: Counter, max_tokens: int) -> list[int]:
    """Return the places of the passages that are worth most and have at most so many tokens together, in the documents' order."""
    kept, used = list[int](), 0
    for place in sorted(range(len(passages)), key=lambda place: -worth[place]):
        tokens = count(passages[place].text)
        if used + tokens > max_tokens:
            break
        used += tokens
        kept.append(place)
    return sorted(kept)


def joined(passages: Sequence[Passage]) -> dict[int, str]:
    """Return the text of each document that has passages, with a mark for each gap."""
    texts, last = dict[int, str](), dict[int, int]()
    for one in passages:
        follows = last.get(one.document, -1) + 1 == one.place
        texts[one.document] = texts.get(one.document, "") + ("" if follows else GAP) + one.text
        last[one.document] = one.place
    return texts


def _sentences(text: str, size: int) -> list[str]:
    return [one[start : start + size] for one in _pieces(text) for start in range(0, len(one), size)]


def _pieces(text: str) -> list[str]:
    ends = [0, *(match.end() for match in ENDS.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(ends)]
