"""Long pastes, folded: in the draft stands a token, and the whole text is sent."""

from __future__ import annotations

import re

LONG_LINES, LONG_CHARACTERS = 20, 2_000
"""A text with more than one of these is folded."""

KEPT = 20
"""Texts that are remembered, the latest ones."""

TOKEN = re.compile(r"\[pasted [\d,]+ (?:lines|characters)(?:, no\. \d+)?\]")

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def cleaned(text: str) -> str:
    r"""Return text with one kind of line break, and without control characters and halves of characters.

    >>> cleaned("a\r\nb\rc\x1b[0m")
    'a\nb\nc[0m'
    """
    return _UNWANTED.sub("", _BREAKS.sub("\n", text))


def is_long(text: str) -> bool:
    """Return whether a text is folded when it is pasted."""
    return len(text) > LONG_CHARACTERS or text.count("\n") >= LONG_LINES


class Pastes:
    """The texts that stand folded in a draft, by their tokens."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def fold(self, text: str) -> str:
        """Return a token for a text, and remember the text.

        >>> Pastes().fold("x\\n" * 9_999 + "x")
        '[pasted 10,000 lines]'
        """
        lines = text.count("\n") + (not text.endswith("\n"))
        what = f"{lines:,} lines" if lines > 1 else f"{len(text):,} characters"
        token, number = f"[pasted {what}]", 1
        while self._texts.get(token, text) != text:
            number += 1
            token = f"[pasted {what}, no. {number}]"
        self._texts.pop(token, None)
        self._texts[token] = text
        return token

    def unfold(self, text: str) -> str:
        """Return a draft with its tokens replaced by what they stand for."""
        return TOKEN.sub(lambda found: self._texts.get(found[0], found[0]), text) if self._texts else text

    def refold(self, text: str) -> str:
        """Return a text with the pastes that are remembered folded again."""
        for token, pasted in self._texts.items():
            text = text.replace(pasted, token)
        return text

    def spans(self, line: str) -> list[tuple[int, int]]:
        """Return where tokens stand in a line of a draft."""
        if "[pasted " not in line:
            return []
        return [found.span() for found in TOKEN.finditer(line) if found[0] in self._texts]

    def prune(self) -> None:
        """Keep only the latest texts: for a draft that begins anew."""
        for token in list(self._texts)[:-KEPT]:
            del self._texts[token]
