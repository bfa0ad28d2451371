"""Passport numbers: six to nine letters and digits where a word says that they are one, and the two lines for machines (ICAO 9303)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .around import mentions

_SAID = re.compile(
    r"passport(?:['’]s)?(?: ?(?:number|num|no\.?|nr\.?|id|#))?\s{0,2}\(?(?:is|was|="
    r"|[:：#,])?\s{0,2}(?:number |no\.? ?)?[\"'“]?(?P<one>[A-Z]{0,3} ?\d[A-Z0-9]{4,8})(?![\w-])"
    r"|(?:护照|通行证)(?:号码|号|编号)?(?:是|为|[:：])?\s{0,2}(?P<two>[A-Z]{0,2}\d{6,9})(?![A-Z0-9])",
    re.IGNORECASE,
)
_LINES = re.compile(r"(?<![A-Z0-9<])P[A-Z<][A-Z<]{3}[A-Z<]{39}(?:\s{1,2}[A-Z0-9<]{44})?(?![A-Z0-9<])")


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where passport numbers are."""
    if not mentions(text, ("passport", "护照", "通行证", "<<")):
        return
    for match in _SAID.finditer(text):
        name = "one" if match["one"] else "two"
        if sum(map(str.isdigit, match[name])) >= 5:
            yield match.span(name)
    yield from (match.span() for match in _LINES.finditer(text))
