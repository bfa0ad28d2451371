"""What a topic is called, made comparable: "the Guitars" and "guitar" are one name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_DETERMINERS: Final = re.compile(r"^(?:(?:a|an|the|my|our|some|any)\s+)+(?=\S)")

_NO_PLURAL: Final = frozenset(("news", "series", "species", "chess", "lens", "bus", "gas", "yoga", "christmas"))
"""Words that end in s and mean one thing."""


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """Return what two names share if they are one: case, width, blanks, articles, possessives and English plurals do not count.

    >>> name_key("The  Board Games"), name_key("my cities"), name_key("Chess"), name_key("爵士乐")
    ('board game', 'city', 'chess', '爵士乐')
    """
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return " ".join(map(_singular, _DETERMINERS.sub("", plain).split(" ")))


def _singular(word: str) -> str:
    if len(word) < 4 or not word.isascii() or not word.isalpha() or word in _NO_PLURAL:
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "ics")):
        return word[:-1]
    return word


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name as `name_key` has them."""
    return tuple(name_key(name).split(" "))
