"""How a text is looked at where its form tells what it is: its beginning, in small letters, simplified characters and with one sign
for the apostrophe.
"""

from __future__ import annotations

from typing import Final

from ..language.script import simplified

MOST_CHARACTERS: Final = 1000
"""Of a longer text the beginning is looked at."""


def plain(text: str) -> str:
    """Return the beginning of a text as patterns look for words in it.

    >>> plain(" What’s on TONIGHT?\\n")
    "what's on tonight?"
    """
    return simplified(text[:MOST_CHARACTERS].lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip())
