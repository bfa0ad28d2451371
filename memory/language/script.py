"""Chinese in one script: the lists and patterns are in simplified characters."""

from __future__ import annotations

import re
from typing import Final

_HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

_ELSEWHERE: Final = {
    "羽球": "羽毛球",
    "结他": "吉他",
    "马铃薯": "土豆",
    "奇异果": "猕猴桃",
    "凤梨": "菠萝",
    "番茄": "西红柿",
    "芫荽": "香菜",
    "朱古力": "巧克力",
    "三文治": "三明治",
    "士多啤梨": "草莓",
    "芝士": "奶酪",
    "起司": "奶酪",
    "优格": "酸奶",
}
"""What things are called in Taiwan or Hong Kong, and on the mainland."""
_CALLED_ELSEWHERE: Final = re.compile("|".join(_ELSEWHERE))


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


def by_one_name(text: str) -> str:
    """Return a text in simplified characters with what is called otherwise in Taiwan or Hong Kong by its name on the mainland.

    >>> by_one_name("打羽球"), by_one_name("羽毛球")
    ('打羽毛球', '羽毛球')
    """
    return text if text.isascii() else _CALLED_ELSEWHERE.sub(lambda found: _ELSEWHERE[found[0]], text)
