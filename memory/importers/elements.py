"""The elements of a long JSON list, one by one: a data export of gigabytes is never in memory as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_TOKEN = re.compile(rf'({_STRING}|["\[\]{{}},])', re.DOTALL)
_DEEP = re.compile(rf'(?:[^"\[\]{{}}]++|{_STRING})*+(["\[\]{{}}])', re.DOTALL)
"""Inside an element, what opens or closes; or a string that ends in a later block."""


def elements(blocks: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Yield the text of each element of the list that a text holds, and whether it is whole; only the last may be cut off.

    What an element holds is not checked: one that is no JSON costs itself alone.

    >>> list(elements(['[1, {"a": ', '[2]}, "x]"]']))
    [('1', True), ('{"a": [2]}', True), ('"x]"', True)]
    """
    held, depth, start, place = "", 0, 0, 0
    for block in blocks:
        held, start, place = held[start:] + block, 0, place - start
        while token := _DEEP.match(held, place) if depth > 1 else _TOKEN.search(held, place):
            mark = token[1]
            if mark == '"':  # it ends in a later block
                place = token.start(1)
                break
            place = token.end()
            depth += (mark in "[{") - (mark in "]}")
            if depth == 1 and mark == "[" and not held[start : token.start(1)].strip("\ufeff \t\r\n"):
                start = place
            elif (depth == 1 and mark == ",") or (depth == 0 and mark == "]"):
                if text := held[start : token.start(1)].strip():
                    yield text, True
                start = place
            if depth == 0 and mark == "]":
                return
        else:
            place = len(held)
    if rest := held[start:].strip():
        yield rest, False
