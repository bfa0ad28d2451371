"""Personal and secret words of a text: where they are, and the text without them.

Each kind is a finder, a pure function of a text that yields spans in time proportional to its length. What two kinds claim belongs to
the one that `Kind` lists first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from string import ascii_letters, digits
from typing import Protocol

from ..records import Attachment, Item
from .kinds import SECRETS, Kind, kinds

Span = tuple[int, int]
Finder = Callable[[str], Iterable[Span]]

LEAST = 4
"""A shorter text has nothing that could be taken out."""

KEPT = 256
"""Texts that are kept as they stand `alone`: a session's id is read twice a turn."""

_MODULES = {
    Kind.KEY: "keys",
    Kind.PASSWORD: "passwords",
    Kind.CARD: "cards",
    Kind.IBAN: "accounts",
    Kind.EMAIL: "emails",
    Kind.ID: "identities",
    Kind.PASSPORT: "passports",
    Kind.IP: "networks",
    Kind.PHONE: "phones",
    Kind.ADDRESS: "streets",
    Kind.NAME: "people",
    Kind.PRESIDIO: "presidio",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a text, from and up to a character, and what it is."""

    start: int
    end: int
    kind: Kind
    text: str


class Talk(Protocol):
    """A conversation as far as redaction knows it."""

    def take(self, found: Iterable[Found]) -> None:
        """Keep in mind what was found in a text of it."""

    def without(self, text: str) -> str:
        """Return a text of it without what was found earlier."""


class Redactor:
    """Takes chosen kinds out of texts; called with a text, it returns the text with placeholders. Safe to share between threads.

    >>> Redactor("card")("It is 4111 1111 1111 1111, thanks.")
    'It is [card number], thanks.'

    Raises:
        SettingsError: there is no such kind, or a package that it needs is not installed.
    """

    def __init__(self, chosen: str | frozenset[Kind] = SECRETS) -> None:
        self.kinds = kinds(chosen) if isinstance(chosen, str) else chosen
        self._finders = [(kind, finder_of(kind)) for kind in Kind if kind in self.kinds]
        self._talk: Talk | None = None
        self.alone = lru_cache(maxsize=KEPT)(self._alone)

    def within(self, talk: Talk) -> Redactor:
        """Return one for the texts of a conversation, which also takes out what was found earlier in it."""
        other = copy(self)
        other._talk = talk
        return other

    def find(self, text: str) -> tuple[Found, ...]:
        """Return what is found in a text, in its order; no two overlap."""
        if len(text) < LEAST or not self._finders:
            return ()
        taken: list[Found] = []
        read, places = (text, range(len(text) + 1)) if text.isascii() or not _ODD.search(text) else _plain(text)
        for kind, finder in self._finders:
            spans = ((places[start], places[end - 1] + 1) for start, end in finder(read) if end > start)
            taken += [Found(start, end, kind, text[start:end]) for start, end in spans]
        if taken and "[" in text:  # what was taken out before is no password
            taken = outside(taken, list(placeholders(text)))
        return _apart(taken) if len(taken) > 1 else tuple(taken)

    def __call__(self, text: str) -> str:
        """Return the text with a placeholder for each stretch that is found; the very same text where there is none."""
        found = self.find(text)
        kept = filled(text, ((one.start, one.end, one.kind.placeholder) for one in found)) if found else text
        if self._talk is None:
            return kept
        self._talk.take(found)
        return self._talk.without(kept)

    def _alone(self, text: str) -> str:
        """Return the text without what is found in itself, whatever conversation this is for."""
        return filled(text, ((one.start, one.end, one.kind.placeholder) for one in self.find(text)))

    def item(self, item: Item) -> Item:
        """Return an item without what is found in its parts."""
        if not self._finders:
            return item
        tags = tuple(tag for tag in item.tags if self(tag) == tag)  # what is left of others is no topic
        return Item(self(item.title), self(item.text), tags, self(item.url), item.work)

    def attachment(self, file: Attachment) -> Attachment:
        """Return a file without what is found in its name, and in its text as a model would read it; else its bytes stay as they are."""
        if not self._finders:
            return file
        text = file.text
        kept = None if text is None else self(text)
        return replace(
            file, name=self(file.name), data=file.data if kept is None or kept == text else kept.encode("utf-8")
        )


_NARROW = str.maketrans(
    {chr(ord(sign) + 0xFEE0): sign for sign in f"{digits}{ascii_letters}@+-._"}
    | dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000", " ")
)
"""Signs of full width, as they are typed in Chinese and Japanese, and odd blanks, in their ordinary form; no full stops."""

_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Signs without width, which are copied along with what stands around them."""


_ODD = re.compile(f"[{''.join(map(chr, _NARROW))}]|{_UNSEEN.pattern}")


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """Return a text as the finders read it, and where each of its characters stands in the text itself."""
    narrow = text.translate(_NARROW)
    if not _UNSEEN.search(narrow):
        return narrow, range(len(text) + 1)
    places = [place for place, sign in enumerate(narrow) if not _UNSEEN.match(sign)]
    return _UNSEEN.sub("", narrow), places


def filled(text: str, places: Iterable[tuple[int, int, str]]) -> str:
    """Return a text with other words from one place up to another, given in their order."""
    pieces, done = list[str](), 0
    for start, end, words in places:
        pieces += (text[done:start], words)
        done = end
    return "".join([*pieces, text[done:]])


def outside(found: Iterable[Found], spans: Collection[Span]) -> list[Found]:
    """Return what overlaps none of some spans."""
    return [one for one in found if all(one.end <= start or end <= one.start for start, end in spans)]


def finder_of(kind: Kind) -> Finder:
    """Return what finds a kind; what it needs is imported now, so that a missing package is told at once."""
    finder: Finder = import_module(f"{__package__}.{_MODULES[kind]}").find
    return finder


def _apart(found: list[Found]) -> tuple[Found, ...]:
    """Return stretches that do not overlap: of two that do, the kind that stands first wins, then the longer one."""
    order = {kind: place for place, kind in enumerate(Kind)}
    found.sort(key=lambda one: (one.start, order[one.kind], -one.end))
    kept: list[Found] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif (order[one.kind], one.start - one.end) < (order[kept[-1].kind], kept[-1].start - kept[-1].end):
            kept[-1] = one
    return tuple(kept)


def placeholders(text: str) -> Iterator[Span]:
    """Yield where a text has placeholders."""
    for mark in MARKS:
        start = text.find(mark)
        while start >= 0:
            yield start, start + len(mark)
            start = text.find(mark, start + len(mark))


MARKS = tuple(dict.fromkeys(kind.placeholder for kind in Kind))
