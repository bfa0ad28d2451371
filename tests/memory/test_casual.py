"""Casual typing: no capitals, no apostrophes, slips, pictures, two languages in one sentence."""

from __future__ import annotations

import pytest
from penchant.memory.extraction import extract

from tests.memory.stating import stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("im so into geology rn", {"geology": 1}),
        ("i rly luv matcha n crepes", {"matcha": 1, "crepes": 1}),
        ("im obsessed w focaccia lately", {"focaccia": 1}),
        ("i realy love korean food", {"korean food": 1}),
        ("we r big on card games", {"card games": 1}),
        ("i dont rly care for oysters", {"oysters": -1}),
        ("dont care for oysters", {"oysters": -1}),
        ("i used 2 love ska", {"ska": -1}),
        ("cba w cricket tbh", {"cricket": -1}),
        ("im a huge f1 fan", {"f1": 1}),
        ("gonna start fencing again next week", {"fencing": 1}),
        ("highkey love bread baking", {"bread baking": 1}),
        ("love oat lattes", {"oat lattes": 1}),
        ("not rly a beach person", {"beach": -1}),
        ("anyone else into geocaching lol", {"geocaching": 1}),
        ("u know what i love? foggy walks n ghost stories", {"foggy walks": 1, "ghost stories": 1}),
        ("currently rereading some Chekhov", {}),
        ("currently reading Chekhov", {"Chekhov": 1}),
        ("polka slaps", {"polka": 1}),
        ("oysters suck", {"oysters": -1}),
        ("coffee is life", {"coffee": 1}),
        ("i tried padel yesterday and im hooked", {"padel": 1}),
        ("tried padel, not my thing", {"padel": -1}),
        ("my mum loves gardening n so do i", {"gardening": 1}),
        ("my sister hates olives, me too", {"olives": -1}),
        ("我最近很喜欢 figure skating", {"figure skating": 1}),
        ("最近迷上了kpop", {"kpop": 1}),
        ("周末 hiking 太爽了", {"hiking": 1}),
        ("我超爱 Nick Drake 的歌", {"Nick Drake": 1}),
        ("螺蛳粉yyds", {"螺蛳粉": 1}),
        ("巨喜欢下雨天", {"下雨天": 1}),
        ("我对摇滚没啥兴趣", {"摇滚": -1}),
        ("从来不看恐怖片", {"恐怖片": -1}),
        ("昨天去看了话剧,太好看了", {"话剧": 1}),
        ("最爱吃妈妈做的红烧肉", {"红烧肉": 1}),
    ],
)
def test_casual_typing_says_what_careful_typing_says(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("opera 😍😍", {"opera": 1}),
        ("❤️ thai food", {"thai food": 1}),
        ("👎 country music", {"country music": -1}),
        ("ew olives", {"olives": -1}),
        ("he plays golf 😍", {}),
        ("do you like golf? 😍", {}),
    ],
)
def test_a_picture_or_a_cry_beside_a_bare_name_is_a_feeling(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "kept", "left"), [("cats > dogs", "cats", "dogs"), ("hiking >>> gym", "hiking", "gym")]
)
def test_what_stands_behind_more_than_is_not_meant(text: str, kept: str, left: str) -> None:
    names = {one.text for one in extract(text)}
    assert kept in names
    assert left not in names


@pytest.mark.parametrize(
    "text",
    [
        "shes hooked on poker",
        "He is hooked",
        "if u like chess ur hooked",
        "she plays golf n so does he",
        "他超爱 kpop",
        "Love songs are cheesy",
    ],
)
def test_casual_typing_of_others_states_nothing(text: str) -> None:
    assert stated(text) == {}
