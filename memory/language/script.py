"""Chinese in one script: the lists and patterns are in simplified characters."""

from __future__ import annotations

import re
from typing import Final

_HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def simplified(text: str) -> str:
    """Return a text with its Chinese in simplified characters, each in its place.

    >>> simplified("我喜歡 ramen，就是拉麵")
    '我喜欢 ramen，就是拉面'
    """
    if not _HAN.search(text):
        return text
    from .chinese.words import lexicon  # read at the first Chinese text

    return text.translate(lexicon().folded)


def in_mandarin(text: str) -> str:
    """Return a text with its Chinese in simplified characters, and what Cantonese says otherwise as in Mandarin, each in its place.

    >>> in_mandarin("送咩俾老豆好")
    '送啥给老爸好'
    """
    if not _HAN.search(text):
        return text
    from .chinese.regional import mandarin
    from .chinese.words import lexicon

    return mandarin(text, lexicon().folded)
