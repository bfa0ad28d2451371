"""Roundabout ways to say that one likes something, and the same words said of others or only supposed."""

from __future__ import annotations

import pytest

from tests.memory.stating import stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Turns out I'm someone who enjoys slow cinema", {"slow cinema": 1}),
        ("I'm one of those people who love brutalist churches", {"brutalist churches": 1}),
        ("I'm not someone who likes crowds", {"crowds": -1}),
        ("Backgammon is my therapy", {"Backgammon": 1}),
        ("Quilting has become my favourite way to unwind", {"Quilting": 1}),
        ("Baking has always been my passion", {"Baking": 1}),
        ("Crosswords are my guilty pleasure", {"Crosswords": 1}),
        ("Origami is all I think about", {"Origami": 1}),
        ("What keeps me sane is cold water swimming", {"cold water swimming": 1}),
        ("what gets me out of bed is astronomy", {"astronomy": 1}),
        ("Nothing relaxes me like whittling", {"whittling": 1}),
        ("There's nothing I love more than car boot sales", {"car boot sales": 1}),
        ("Sudoku never gets old", {"Sudoku": 1}),
        ("Polka has me hooked", {"Polka": 1}),
        ("I'm all about slow travel", {"slow travel": 1}),
        ("I'm mostly there for the frescoes", {"frescoes": 1}),
        ("I'm on a Chekhov kick", {"Chekhov": 1}),
        ("I went down a sourdough rabbit hole", {"sourdough": 1}),
        ("Proud ferret person here", {"ferret": 1}),
        ("Super into beekeeping", {"beekeeping": 1}),
        ("Been rewatching Columbo every night", {"Columbo": 1}),
        ("Finally watched Solaris", {"Solaris": 1}),
        ("I really miss Georgian food", {"Georgian food": 1}),
        ("I could spend a whole weekend restoring radios", {"restoring radios": 1}),
        ("I spend my Sundays restoring radios", {"restoring radios": 1}),
        ("I find opera fascinating", {"opera": 1}),
        ("I love figure skating", {"figure skating": 1}),
        ("i don't care what my friends say, polka is my comfort food", {"polka": 1}),
        ("我就好这口臭豆腐", {"臭豆腐": 1}),
        ("爬山让我很快乐", {"爬山": 1}),
        ("拼图是我的解压方式", {"拼图": 1}),
        ("小时候被我妈逼着学,没想到现在古琴成了我最大的乐趣", {"古琴": 1}),
        ("最近馋小龙虾", {"小龙虾": 1}),
        ("家里就我一个人爱吃香菜", {"香菜": 1}),
        ("我喜欢一个人安安静静地拼乐高", {"乐高": 1}),
        ("我从小就跟着爷爷学书法", {"书法": 1}),
        ("我主要是冲着壁画去的", {"壁画": 1}),
        ("榴莲我完全接受不了", {"榴莲": -1}),
    ],
)
def test_a_roundabout_liking_is_stated(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jazz I love, opera I can't stand", {"Jazz": 1, "opera": -1}),
        ("Sushi I could eat every day", {"Sushi": 1}),
        ("Musicals I adore, but rap I hate", {"Musicals": 1, "rap": -1}),
        ("The bakery I love is closed", {}),
        ("火锅我天天都能吃", {"火锅": 1}),
    ],
)
def test_what_stands_in_front_of_the_speaker_is_felt_where_the_feeling_has_no_object(
    text: str, expected: dict[str, int]
) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("最近在追三体", {"三体": 1}),
        ("这两年迷上了陶艺", {"陶艺": 1}),
        ("闲下来就喜欢织毛衣", {"织毛衣": 1}),
        ("好想学吉他", {"吉他": 1}),
        ("最近有部剧很火", {}),
        ("最近在看什么书", {}),
        ("是不是很喜欢吃辣", {}),
        ("对于想尝试冲浪的人,标题怎么起?", {}),
    ],
)
def test_a_chinese_clause_without_a_subject_is_the_speakers_where_it_tells(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "My kid is on a dinosaur kick",
        "She caught the gardening bug",
        "My sister is one of those people who love crystals",
        "I'm dating someone who loves cars",
        "What keeps my mom sane is knitting",
        "Running is my wife's therapy",
        "Tango has her hooked",
        "There's nothing my mom loves more than gardening",
        "My brother spends his weekends fishing",
        "My roommate could spend a whole day gaming",
        "If chess were my thing I'd join",
        "Is calligraphy your thing?",
        "I did my homework",
        "I don't want to miss the concert",
        "爬山让他快乐",
        "滑板成了弟弟最大的乐趣",
        "爸爸就好这口臭豆腐",
        "孩子求了我一个月要养仓鼠",
        "王伟最近沉迷于钓鱼",
        "室友最近在追三体",
        "朋友说好想去冰岛",
        "要是有钱,想去冰岛看极光",
        "苏东坡是不是真的那么爱吃荔枝?",
    ],
)
def test_the_same_words_said_of_others_or_supposed_state_nothing(text: str) -> None:
    assert stated(text) == {}
