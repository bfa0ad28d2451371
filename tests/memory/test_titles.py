"""Titles in capitals with small words in them are one thing; names and hasty capitals stay what they were."""

from __future__ import annotations

import pytest
from penchant.memory.extraction import extract


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("I loved The Last of Us.", "The Last of Us"),
        ("I've been playing The Last of Us Part II lately", "The Last of Us Part II"),
        ("The Last of Us is my favourite show", "The Last of Us"),
        ("I really enjoyed Catch Me If You Can", "Catch Me If You Can"),
        ("we watched Don't Look Up", "Don't Look Up"),
        ("I love This Is Us", "This Is Us"),
        ("I hate How I Met Your Mother", "How I Met Your Mother"),
        ("my favourite song is Do I Wanna Know", "Do I Wanna Know"),
        ("I love What We Do in the Shadows", "What We Do in the Shadows"),
        ("I read To Kill a Mockingbird", "To Kill a Mockingbird"),
        ("I love A Song of Ice and Fire", "A Song of Ice and Fire"),
        ("I liked As Good as It Gets", "As Good as It Gets"),
        ("I liked The House of the Spirits", "The House of the Spirits"),
        ("I miss Who Wants to Be a Millionaire", "Who Wants to Be a Millionaire"),
        ("I'm reading The Thursday Murder Club", "The Thursday Murder Club"),
        ("I love Friday Night Lights", "Friday Night Lights"),
        ("I love Game of Thrones", "Game of Thrones"),
        ("I like Of Mice and Men", "Of Mice and Men"),
    ],
)
def test_a_title_with_small_words_in_it_is_one_thing(text: str, title: str) -> None:
    assert [phrase.text for phrase in extract(text)] == [title]


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("I love The Beatles and The Who", ["The Beatles", "The Who"]),
        ("I'm into Game of Thrones and The Great British Bake Off.", ["Game of Thrones", "The Great British Bake Off"]),
        ("I love The Lord of the Rings and The Hobbit", ["The Lord of the Rings", "The Hobbit"]),
        ("I'm into House of Cards and Breaking Bad", ["House of Cards", "Breaking Bad"]),
        ("I go climbing Monday Morning", ["climbing"]),
        ("I love Black Friday sales", ["Black Friday sales"]),
        ("Who gave the Statue of Liberty to the US", ["Statue of Liberty", "US"]),
        ("I loved Don't Look Up and Inception", ["Don't Look Up", "Inception"]),
        ("I love The National in London", ["The National", "London"]),
        ("my favourite is Love Yourself to Bieber", ["Love Yourself", "Bieber"]),
        ("Thank You so much, I love jazz", ["jazz"]),
        ("hi, How Are You doing? I like tea", ["tea"]),
        ("I told my boss that We need to hire", []),
        ("My plan: In summer I play Tennis", ["Tennis"]),
        ("My Wife loves Opera but I prefer Jazz", ["Jazz"]),
    ],
)
def test_other_capitals_join_nothing(text: str, things: list[str]) -> None:
    assert [phrase.text for phrase in extract(text)] == things
