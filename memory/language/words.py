"""Word lists of the extractor, one file a language, in named sections."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def sections(language: str) -> dict[str, tuple[str, ...]]:
    """Return the sections of `<language>.txt`, each with its words in file order.

    A line `[name]` opens a section, `#` starts a comment, words stand between blanks (`_` is a blank inside a word).
    """
    found: dict[str, list[str]] = {}
    words: list[str] = []
    for line in Path(__file__).with_name(f"{language}.txt").read_text(encoding="utf-8").splitlines():
        line = line.partition("#")[0].strip()
        if line.startswith("["):
            words = found.setdefault(line.strip("[]"), [])
        else:
            words.extend(word.replace("_", " ") for word in line.split())
    return {name: tuple(words) for name, words in found.items()}
