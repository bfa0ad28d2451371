"""The elements of a long JSON list, one by one: a data export of gigabytes is never in memory as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|["\[\]{},]', re.DOTALL)


def elements(blocks: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Yield the text of each element of the list that a text holds, and whether it is whole; only the last may be cut off.

    What an element holds is not checked: one that is no JSON costs itself alone.

    >>> list(elements(['[1, {"a": ', '[2]}, "x]"]']))
    [('1', True), ('{"a": [2]}', True), ('"x]"', True)]
    """
    held, depth, start, place = "", 0, 0, 0
    for block in blocks:
        held, start, place = held[start:] + block, 0, place - start
        while token := _TOKEN.search(held, place):
            mark = token.group()
            if mark == '"':  # it ends in a later block
                break
            place = token.end()
            depth += (mark in "[{") - (mark in "]}")
            if depth == 1 and mark == "[" and not held[start : token.start()].strip("\ufeff \t\r\n"):
                start = place
            elif (depth == 1 and mark == ",") or (depth == 0 and mark == "]"):
                if text := held[start : token.start()].strip():
                    yield text, True
                start = place
            if depth == 0 and mark == "]":
                return
        else:
            place = len(held)
    if rest := held[start:].strip():
        yield rest, False
