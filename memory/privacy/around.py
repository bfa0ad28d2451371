"""What stands just before a place of a text: it tells a phone number from an order's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import AnyStr

REACH = 40
"""Characters that are looked at."""


def before(text: str, place: int, reach: int = REACH) -> str:
    """Return the text just before a place."""
    return text[max(0, place - reach) : place]


def after(text: str, place: int, reach: int = REACH) -> str:
    """Return the text just after a place."""
    return text[place : place + reach]


def mentions(text: str, words: tuple[str, ...]) -> bool:
    """Return whether a text has one of some words, written small here: so much cheaper than a pattern that most texts end there."""
    return has_any(text.lower(), words)


def has_any(small: str, words: tuple[str, ...]) -> bool:
    """Return whether a text that is written small already has one of some words."""
    return any(word in small for word in words)


def places(text: str, words: tuple[str, ...]) -> Iterator[int]:
    """Yield where ASCII words begin in a text, in capitals or not."""
    small = text.encode("ascii", "replace").lower()  # of the same length, which `str.lower` is not
    for word in words:
        yield from every(small, word.encode())


def every(text: AnyStr, sought: AnyStr) -> Iterator[int]:
    """Yield where a word begins in a text, written as it is."""
    place = text.find(sought)
    while place >= 0:
        yield place
        place = text.find(sought, place + len(sought))
