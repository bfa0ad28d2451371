"""Private keys that are given line by line, a turn each: what goes on with one is as secret as its beginning."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Final

from .keys import PAST, PRIVATE

MOST_OPEN: Final = 1024
"""Conversations in which a key may be unfinished at once; of older ones no more is known."""

BETWEEN: Final = 3
"""So many turns of other words may come between two pieces of a key."""

SHORT: Final = 16
"""A line below so many characters may be a word, which a key's last line can look like."""

_LINE = re.compile(r"[A-Za-z0-9+/]+={0,2}|(?:Proc-Type|DEK-Info|Version|Comment): .*|-----END .*")
_WORD = re.compile(r"[A-Za-z]?[a-z]*|[A-Z]+|[0-9]+")


class Unfinished:
    """Remembers, for each conversation, whether a private key has begun and not ended. Safe to share between threads."""

    def __init__(self) -> None:
        self._open: OrderedDict[Hashable, int] = OrderedDict()
        self._lock = Lock()

    def goes_on(self, conversation: Hashable, said: str) -> bool:
        """Return whether a turn, as it was said, is nothing but more of a key that an earlier one began."""
        if not self._open and "-----BEGIN" not in said:
            return False
        with self._lock:
            left = self._open.pop(conversation, 0)
            piece = left > 0 and all(map(_is_piece, said.split("\n")))
            if not _ends(said) and (piece or _begins(said) or left > 1):
                self._open[conversation] = BETWEEN + 1 if piece or _begins(said) else left - 1
            while len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)
            return piece


def _begins(said: str) -> bool:
    return bool(PRIVATE.search(said))


def _ends(said: str) -> bool:
    begun = [match.end() for match in PRIVATE.finditer(said)]
    return PAST.search(said, begun[-1] if begun else 0) is not None


def _is_piece(line: str) -> bool:
    """Return whether a line looks like one of a key's; a short one must be no word and no number.

    >>> _is_piece("MIIEowIBAAKCAQEA"), _is_piece("kQ9x="), _is_piece("Yes"), _is_piece("I meant the other one")
    (True, True, False, False)
    """
    line = line.strip()
    if not line:
        return True
    return bool(_LINE.fullmatch(line)) and (len(line) >= SHORT or not _WORD.fullmatch(line))
