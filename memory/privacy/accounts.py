"""Bank accounts: IBANs whose length is their country's and whose check digits are right (ISO 13616, ISO 7064 mod 97-10)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .around import mentions
from .needs import stdnum

_iban = stdnum("iban")

_BEGIN = re.compile(r"(?<![A-Za-z0-9])(?:[A-Za-z]{2}\d\d|[A-Z]{2} \d\d|[A-Z] [A-Z] \d \d)(?=[ \-.\n]{0,2}[A-Za-z0-9])")
_BETWEEN = " -.\n"
"""What stands between an IBAN's groups, two signs of it at most."""
_BRITISH = re.compile(
    r"\b(?:account|acct|a/c)(?: ?(?:number|no\.?|num))?(?: is|:)? ?(?P<account>\d{7,8})(?!\d),? (?:and |with )?(?:the )?"
    r"sort ?code(?: is|:)? ?"
    r"(?P<code>\d\d[- ]?\d\d[- ]?\d\d)(?!\d)"
    r"|\bsort ?code(?: is|:)? ?(?P<before>\d\d[- ]?\d\d[- ]?\d\d)(?!\d),? (?:and )?(?:the )?(?:account|acct|a/c)(?: ?(?:number|no\.?|num))?"
    r"(?: is|:)? ?(?P<after>\d{7,8})(?!\d)",
    re.IGNORECASE,
)
"""An account in Britain: its number beside the code of its bank."""
_SHORTEST, _LONGEST = 15, 34


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where IBANs are, with or without blanks."""
    for begin in _BEGIN.finditer(text):
        end = _end(text, begin.start())
        if end:
            yield begin.start(), end
    if mentions(text, ("sort code", "sortcode")):
        for match in _BRITISH.finditer(text):
            yield from (match.span(name) for name in match.re.groupindex if match[name])


def _end(text: str, start: int) -> int:
    """Return where the IBAN that begins here ends, 0 if none does."""
    kept, place = "", start
    while place < len(text) and len(kept) < _LONGEST:
        sign = text[place]
        place += 1
        if sign.isascii() and sign.isalnum():
            kept += sign.upper()
            whole = place == len(text) or not (text[place].isascii() and text[place].isalnum())
            if whole and len(kept) >= _SHORTEST and _iban.is_valid(kept):
                return place
        elif sign not in _BETWEEN or (text[place - 2] in _BETWEEN and text[max(0, place - 3)] in _BETWEEN):
            return 0
    return 0
