"""Chinese sayings about a thing, each cut out of the text as one word: "治愈了我", "听得我犯困", "浪费时间", "一听…就来劲".

They stand in `chinese_sayings.txt` as small regular expressions, found by their first character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from .words import sections

LEADS: Final = "leads"
_DEEDS: Final = "[看听读玩吃喝追用学刷写做去住]"
_END: Final = "(?=[了啊呀啦吧]*$)"


@cache
def _patterns() -> dict[str, str]:
    """Return the patterns of each first character as one, each section a group of it."""
    found: dict[str, dict[str, list[str]]] = {}
    for section, patterns in sections("chinese_sayings").items():
        for pattern in (one.replace("~", _DEEDS).replace("$", _END) for one in patterns):
            firsts = pattern[1 : pattern.index("]")] if pattern[0] == "[" else pattern[0]
            for first in firsts:
                found.setdefault(first, {}).setdefault(section, []).append(pattern)
    return {
        first: "|".join(f"(?P<{section}>{'|'.join(some)})" for section, some in of_first.items())
        for first, of_first in found.items()
    }


@cache
def _beginning(first: str) -> re.Pattern[str]:
    """Return what finds the sayings that begin with a character; few of them are asked for in a text."""
    return re.compile(_patterns()[first])


def apart(text: str) -> Iterator[tuple[str, str]]:
    """Yield the stretches of a run of Han characters, each with the section of the saying that it is, "" where it is none."""
    first, at, known = 0, 0, _patterns()
    while at < len(text):
        found = _beginning(text[at]).match(text, at) if text[at] in known else None
        if found is None or found.lastgroup is None:
            at += 1
            continue
        if at > first:
            yield text[first:at], ""
        yield found[0], found.lastgroup
        first = at = found.end()
    if first < len(text):
        yield text[first:], ""
