"""Chinese sayings about a thing, each cut out of the text as one word: "治愈了我", "听得我犯困", "浪费时间", "一听…就来劲".

They stand in `sayings.txt` as small regular expressions, found by their first character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from ..words import sections

LEADS: Final = "leads"
_DEEDS: Final = "[看听读玩吃喝追用学刷写做去住]"
_END: Final = "(?=[了啊呀啦吧]*$)"


class _Finder(NamedTuple):
    pattern: re.Pattern[str]
    """Finds any saying; grouped by first characters, among which a search is quick."""
    sections: list[str]
    """The section that each group of it stands for."""


@cache
def _finder() -> _Finder:
    """Compile the sayings once, at the first Chinese text."""
    found: dict[str, dict[str, str]] = {}
    for section, patterns in sections("chinese/sayings").items():
        for pattern in patterns:
            firsts, rest = _behind_first(re.sub(r"\((?!\?)", "(?:", pattern.replace("~", _DEEDS).replace("$", _END)))
            for first in firsts:
                of_first = found.setdefault(first, {})
                of_first[section] = f"{of_first[section]}|{rest}" if section in of_first else rest
    groups = [section for of_first in found.values() for section in of_first]
    runs = (f"{first}(?:({')|('.join(of_first.values())}))" for first, of_first in found.items())
    return _Finder(re.compile("|".join(runs)), ["", *groups])


def _behind_first(pattern: str) -> tuple[str, str]:
    """Return the characters with which a pattern may begin, and the rest of it."""
    if pattern[0] != "[":
        return pattern[0], pattern[1:]
    firsts, _, rest = pattern[1:].partition("]")
    return firsts, rest


def apart(text: str) -> Iterator[tuple[str, str]]:
    """Yield the stretches of a run of Han characters, each with the section of the saying that it is, "" where it is none."""
    finder, at = _finder(), 0
    for found in finder.pattern.finditer(text):
        if found.start() > at:
            yield text[at : found.start()], ""
        yield found[0], finder.sections[found.lastindex or 0]
        at = found.end()
    if at < len(text):
        yield text[at:], ""
