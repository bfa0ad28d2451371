"""Cantonese words that stand for Mandarin ones: 鍾意, 唔, 冇, 食, 憎."""

from __future__ import annotations

import pytest

from tests.memory.stating import stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我鍾意行山", {"行山": 1}),
        ("我唔食牛", {"牛": -1}),
        ("我唔飲咖啡", {"咖啡": -1}),
        ("我對韓劇冇興趣", {"韓劇": -1}),
        ("我最憎食香菜", {"香菜": -1}),
        ("我自己就唔鍾意打麻雀", {"打麻雀": -1}),
        ("我唔係好鍾意睇戲", {"戲": -1}),
        ("我以前鍾意食魚生", {"魚生": -1}),
        ("我平時放工鍾意去行山", {"行山": 1}),
        ("我老公好鍾意打麻雀", {}),
        ("佢唔鍾意狗", {}),
        ("我冇食肉啦", {}),
        ("你鍾唔鍾意食辣", {}),
        ("我喜歡美食", {"美食": 1}),
        ("試了生酮飲食，很喜歡", {"生酮飲食": 1}),
    ],
)
def test_cantonese_words_are_read_like_mandarin_ones(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected
