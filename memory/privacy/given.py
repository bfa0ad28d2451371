"""What was found in a conversation's turns, so that it is taken out of the replies to them as well: alone no finder would know it."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Final

from ..records import Role
from .kinds import NAMES, SECRETS, Kind
from .redactor import MARKS, Found

MOST_TALKS: Final = 1024
"""Conversations of which it is known; of older ones no more is."""

MOST_WORDS: Final = 256
"""So many words of one conversation are known, the last ones."""

SHORTEST: Final = 3
"""What has fewer characters is not kept: it would be found in anything."""

LONGEST: Final = 512
"""What has more characters is not kept: it has a form that it is found by."""

Key = tuple[int, str]
"""A conversation: the number of a person, and a session of theirs."""


class Given:
    """The words that placeholders stand for, in this process's memory alone. Safe to share between threads."""

    def __init__(self) -> None:
        self._talks: OrderedDict[Key, OrderedDict[str, Kind]] = OrderedDict()
        self._lock = Lock()

    def take(self, talk: Key, found: Iterable[Found]) -> None:
        """Keep what was found in a turn of a conversation."""
        told = [(words, one.kind) for one in found for words in called(one)]
        kept = {words: kind for words, kind in told if SHORTEST <= len(words) <= LONGEST}
        if not kept:
            return
        with self._lock:
            words = self._talks.setdefault(talk, OrderedDict())
            self._talks.move_to_end(talk)
            for text, kind in kept.items():
                words[text] = kind
                words.move_to_end(text)
            while len(words) > MOST_WORDS:
                words.popitem(last=False)
            while len(self._talks) > MOST_TALKS:
                self._talks.popitem(last=False)

    def without(self, talk: Key, text: str, kinds: Container[Kind]) -> str:
        """Return a text of a conversation with placeholders for what was found in its turns and is of some kinds."""
        with self._lock:
            words = {word: kind for word, kind in self._talks.get(talk, {}).items() if kind in kinds and word in text}
        if not words:
            return text
        longest = sorted(words, key=len, reverse=True)
        either = "|".join(
            (*map(re.escape, MARKS), *map(_whole, longest))
        )  # a placeholder stays, whatever a password is
        return re.sub(either, lambda found: words[found[0]].placeholder if found[0] in words else found[0], text)

    def drop(self, person: int) -> None:
        """Forget all that is known of a person's conversations."""
        with self._lock:
            for talk in [one for one in self._talks if one[0] == person]:
                del self._talks[talk]


@dataclass(frozen=True, slots=True)
class Saying:
    """A conversation as a `Redactor` wants it, while somebody speaks in it.

    What is found in the person's words is kept. It goes from replies, and what is a secret from the person's own words, too: others of
    them, a name or an address, may well be what they go on to speak of.
    """

    given: Given
    talk: Key
    role: Role

    def take(self, found: Iterable[Found]) -> None:
        """Keep what was found in the person's words."""
        if self.role == "user":
            self.given.take(self.talk, found)

    def without(self, text: str) -> str:
        """Return what is said without what was found before."""
        return self.given.without(self.talk, text, SECRETS if self.role == "user" else frozenset(Kind))


def _whole(word: str) -> str:
    """Return a pattern of a word that no letter or digit of ours goes on around; of a number, only where it is the whole one.

    >>> [bool(re.search(_whole("4821"), text)) for text in ("_4821_.", "14821", "4821.50")]
    [True, False, False]
    """
    begin, end = (
        (r"(?<![A-Za-z0-9])" if _is_plain(word[0]) else ""),
        (r"(?![A-Za-z0-9])" if _is_plain(word[-1]) else ""),
    )
    if word.isdecimal():
        begin, end = rf"{begin}(?<!\d\.)", rf"{end}(?![.,]\d{{1,3}}(?!\d))"
    return f"{begin}{re.escape(word)}{end}"


def _is_plain(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


_NAME = re.compile(r"[^\W\d_](?:[-'’]?[^\W\d_])+")
_WORDS = frozenset(
    {
        "will",
        "mark",
        "may",
        "young",
        "long",
        "short",
        "small",
        "best",
        "white",
        "black",
        "brown",
        "green",
        "day",
        "love",
        "law",
    }
    | {"game", "level", "design", "cloud", "man", "master"}
)
"""Names, and what is taken for such, that any reply may have as words."""


def called(one: Found) -> list[str]:
    """Return what was found, and of a name the words by which whoever it is may be called alone."""
    return [one.text, *(parts(one.text) if one.kind in NAMES else ())]


def parts(name: str) -> list[str]:
    """Return the words of a name by which whoever it is may be called alone, none where it is only one; none that are words besides.

    >>> parts("Dr. Lena van Müller-Vogt"), parts("Lena"), parts("Will Hunter")
    (['Lena', 'Müller-Vogt'], [], ['Hunter'])
    """
    words = name.split()
    alone = (
        word
        for word in words
        if len(word) > 2 and word[0].isupper() and _NAME.fullmatch(word) and word.lower() not in _WORDS
    )
    return list(alone) if len(words) > 1 else []
