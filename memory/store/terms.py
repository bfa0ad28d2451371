"""The words of a text as the full-text index has them: folded, without the small ones, stemmed, Chinese cut into words.

A text and a query go through the same function, so that "adoption agencies" finds "an agency for adopting".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from ..language.words import sections

VERSION: Final = b"2"
"""Raised with every change of what `terms` returns: a ledger that was filled by another one is filled anew."""

MOST_CHARACTERS: Final = 20_000
"""Of a longer text the first so many are indexed; as many as phrases are read from."""

MAX_TERM: Final = 40
"""Longer runs of letters are codes or noise; so much of them is kept."""

RUN: Final = 200
"""jieba is given at most this many characters: its search for unknown words is quadratic in them."""

_TOKEN: Final = re.compile(
    r"(?P<han>[\u3400-\u9fff\uf900-\ufaff]+)|(?P<unspaced>[\u0e00-\u0eff\u3040-\u30ff]+)"
    r"|(?P<word>[^\W_\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+(?:['’][^\W_\u3040-\u9fff]+)?)"
)


def terms(text: str) -> list[str]:
    """Return the terms of a text in their order, those that stand in it twice twice.

    >>> terms("Which agencies did you find for the adoption?"), terms("我在学吉他")
    (['agenc', 'find', 'adopt'], ['学', '吉他'])
    """
    folded = unicodedata.normalize("NFKC", text[:MOST_CHARACTERS]).casefold()
    return [term[:MAX_TERM] for match in _TOKEN.finditer(folded) for term in _of(match)]


def _of(match: re.Match[str]) -> Iterator[str]:
    found = match.group()
    if match.lastgroup == "han":
        yield from (word for word in _cut(found) if word not in small("chinese"))
    elif match.lastgroup == "unspaced":  # scripts that set no blanks, and that nothing here cuts: pairs of signs
        yield from (found[place : place + 2] for place in range(max(1, len(found) - 1)))
    else:
        head, _, tail = found.replace("’", "'").partition("'")
        word = head + tail if len(tail) > 2 else head  # "o'brien", but not "don't" and "she'll"
        if word not in small("english"):
            yield stem(word)


@cache
def small(language: str) -> frozenset[str]:
    """Return the words of a language that are left out."""
    return frozenset(sections("small")[language])


def _cut(han: str) -> Iterator[str]:
    """Yield the words of a run of Chinese in simplified characters, and of long ones their parts too."""
    from ..language.chinese.dictionary import dictionary
    from ..language.chinese.words import lexicon

    simplified = han.translate(lexicon().folded)
    for start in range(0, len(simplified), RUN):
        yield from dictionary().tokenizer.cut_for_search(simplified[start : start + RUN])


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return what the forms of an English word share, roughly; other words and short ones as they are.

    >>> [stem(word) for word in ("agencies", "agency", "hiking", "hiked", "stopped", "adoption", "happiness", "glass")]
    ['agenc', 'agenc', 'hik', 'hik', 'stop', 'adopt', 'happ', 'glass']
    """
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    return _bare(_without_tense(_singular(word)))


def _singular(word: str) -> str:
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _without_tense(word: str) -> str:
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and re.search("[aeiouy]", rest):
            return rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest
    return word


_ENDINGS: Final = ("iness", "ness", "ful", "ment", "ly")


def _bare(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 3:
            word = word.removesuffix(ending)
            break
    if word.endswith(("tion", "sion")) and len(word) > 6:
        word = word[:-3]
    for ending in ("ie", "y", "i", "e"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            return word.removesuffix(ending)
    return word
