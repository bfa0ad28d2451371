"""Which topics a text names word for word: what a vector of the whole text hardly shows where it is one word among many."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from ..language.script import simplified
from .names import name_key

LONGEST = 5
"""Words of a name that is looked for."""

_HAN = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]")
"""Scripts that write no blanks between words, or put endings to them."""

_WORD = re.compile(r"[\w'’+#-]+")


def mentioned(text: str, names: Mapping[str, int]) -> set[int]:
    """Return the topics that a text names, by their names as `name_key` has them.

    >>> mentioned("Board games for two, 學習爵士樂", {"board game": 1, "爵士乐": 2, "two board": 3, "game": 4})
    {1, 2, 4}
    """
    plain = simplified(" ".join(unicodedata.normalize("NFKC", text).casefold().split()))
    words = _WORD.findall(plain)
    parts = (words[start : start + size] for size in range(1, LONGEST + 1) for start in range(len(words)))
    spans = (name_key(" ".join(part)) for part in parts)
    found = {names[span] for span in spans if span in names}
    if _HAN.search(plain):
        found |= {topic for name, topic in names.items() if len(name) > 1 and _HAN.search(name) and name in plain}
    return found
