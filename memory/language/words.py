"""Word lists of the extractor, in named sections."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

NOWHERE: Final[frozenset[str]] = frozenset()
"""The sections of a word that stands in none."""


def words(line: str) -> frozenset[str]:
    """Return the words between the blanks of a line (`_` is a blank inside a word), as the word lists are read.

    >>> sorted(words("tea hot_chocolate"))
    ['hot chocolate', 'tea']
    """
    return frozenset(word.replace("_", " ") for word in line.split())


@cache
def sections(name: str) -> dict[str, tuple[str, ...]]:
    """Return the sections of `<name>.txt`, each with its words in file order.

    A line `[name]` opens a section, `#` starts a comment, words stand between blanks (`_` is a blank inside a word).
    """
    found: dict[str, list[str]] = {}
    section: list[str] = []
    for line in (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        line = line.partition("#")[0].strip()
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), [])
        else:
            section.extend(word.replace("_", " ") for word in line.split())
    return {name: tuple(some) for name, some in found.items()}


def sections_of_words(name: str) -> dict[str, frozenset[str]]:
    """Return the words of `<name>.txt`, each with the names of the sections in which it stands."""
    names: dict[str, set[str]] = {}
    for section, some in sections(name).items():
        for word in some:
            names.setdefault(word, set()).add(section)
    return {word: frozenset(found) for word, found in names.items()}
