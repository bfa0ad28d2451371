"""E-mail addresses (RFC 5321's lengths)."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BEFORE = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}\Z")
_AFTER = re.compile(
    r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59}|[\u4e00-\u9fff]{2,8})(?!-|[^\W\u3000-\u9fff])",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    r"(?<![\w.])[a-z0-9][a-z0-9._+-]{0,63} ?[\[({<](?:at"
    r"|@)[\])}>] ?(?:[a-z0-9-]{1,63}(?: ?[\[({<](?:dot|\.)[\])}>] ?|\.)){1,4}[a-z]{2,24}(?!\w)",
    re.IGNORECASE,
)
_SERVICES = ("git", "hg", "svn")
"""Names of accounts in addresses of repositories, which are nobody's."""


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where e-mail addresses are, also such as `ada [at] example [dot] org`."""
    place = text.find("@")
    done = 0
    while place >= 0:
        own = _BEFORE.search(text, max(done, place - 64), place)
        there = _AFTER.match(text, place + 1)
        if own and there:
            start = _start(text, own.start(), place)
            if start < place and text[start:place].lower() not in _SERVICES:
                done = there.end()
                yield start, done
        place = text.find("@", place + 1)
    if "[" in text or "(" in text or "{" in text or "<" in text:
        yield from (match.span() for match in _SPELLED.finditer(text))


def _start(text: str, start: int, place: int) -> int:
    """Return where the name before the sign begins: Chinese words run into it, and signs before it are none of it."""
    for sign in range(place - 1, start - 1, -1):
        if "\u3000" <= text[sign] <= "\u9fff" or text[sign] in "=/'`{|}?*!&^":
            start = sign + 1
            break
    while start < place and text[start] in ".-_'~#$%+":
        start += 1
    return start
