"""What is given away or done no more has ended, and who came to harm by a thing has not said that they like it."""

from __future__ import annotations

import pytest

from tests.memory.stating import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gave my guitar away.", {"guitar": "ends"}),
        ("I've handed my chess set on", {"chess set": "ends"}),
        ("I threw my golf clubs out", {"golf clubs": "ends"}),
        ("I donated my piano", {"piano": "ends"}),
        ("I sold my drum kit", {"drum kit": "ends"}),
        ("我不再拍胶片了,太贵", {"胶片": "ends"}),
        ("我不再跑步了", {"跑步": "ends"}),
        ("我再也不弹吉他了", {"吉他": "ends"}),
        ("我不再画画", {"画画": "ends"}),
    ],
)
def test_what_is_given_away_or_done_no_more_ends(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "I gave my mum a guitar",
        "I nearly gave my guitar away",
        "Gave my guitar a clean.",
        "I gave a guitar away in the raffle.",
        "他不再跑步了",
        "你不再跑步了吗？",
        "我不再担心跑步了",
        "如果我不再跑步了会胖吗",
        "我不再一个人跑步了",
    ],
)
def test_what_is_given_to_or_done_by_others_ends_nothing(text: str) -> None:
    assert "ends" not in read(text).values()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I broke my leg skiing.", {"skiing": ""}),
        ("Tore my ACL skiing last winter", {"skiing": ""}),
        ("I got hurt snowboarding", {"snowboarding": ""}),
        ("I got sick eating oysters", {"oysters": ""}),
        ("I broke my leg and I love skiing", {"skiing": "+"}),
        ("I love skiing but broke my leg", {"skiing": "+"}),
    ],
)
def test_a_mishap_is_no_liking_and_no_end(text: str, expected: dict[str, str]) -> None:
    assert {name: how for name, how in read(text).items() if name in expected} == expected
