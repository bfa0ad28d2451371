"""What the extractor keeps of a person's words, and what it leaves."""

from __future__ import annotations

import itertools
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from penchant.memory.extraction import MAX_PHRASES, Extractor, extract

Seen = dict[str, tuple[int, str]]


def seen(text: str) -> Seen:
    return {phrase.text: (phrase.polarity, phrase.stance) for phrase in extract(text)}


LIKED = (1, "stated")
DISLIKED = (-1, "stated")
MENTIONED = (1, "mentioned")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I have started rock climbing.", ["rock climbing"]),
        ("I go to the bouldering gym three times a week", ["bouldering gym"]),
        ("We've been going to the opera lately", ["opera"]),
        ("I am learning to play the piano", ["piano"]),
        ("I really enjoy painting, playing piano and tea tasting.", ["painting", "piano", "tea tasting"]),
        ("I'm a vegetarian", ["vegetarian"]),
        ("I work as a nurse", ["nurse"]),
        ("I'm obsessed with sourdough baking", ["sourdough baking"]),
        ("I’m obsessed with sourdough baking", ["sourdough baking"]),
        ("I'm looking for a mystery novel", ["mystery novel"]),
        ("my favourite composer is Erik Satie", ["Erik Satie"]),
        ("My hobbies include photography and hiking", ["photography", "hiking"]),
        ("I'm a huge fan of Studio Ghibli films", ["Studio Ghibli films"]),
        ('I\'m reading "The Name of the Wind" right now', ["The Name of the Wind"]),
        ("我最近迷上了攀岩，每周去三次岩馆。", ["攀岩", "岩馆"]),
        ("我的爱好是摄影和钓鱼", ["摄影", "钓鱼"]),
        ("我在学钢琴", ["钢琴"]),
        ("我最喜欢的电影是《霸王别姬》", ["霸王别姬"]),
        ("我喜歡爬山和聽爵士樂", ["爬山", "爵士樂"]),
        ("我喜欢玩 Minecraft 和 rock climbing", ["Minecraft", "rock climbing"]),
        ("I love 攀岩 and hiking", ["攀岩", "hiking"]),
    ],
)
def test_what_the_person_likes_or_does_is_stated(text: str, expected: list[str]) -> None:
    assert seen(text) == dict.fromkeys(expected, LIKED)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I can't stand jazz", "jazz"),
        ("I can’t stand jazz", "jazz"),
        ("I don't like spicy food", "spicy food"),
        ("I'm not a fan of country music", "country music"),
        ("I'm not into horror movies anymore", "horror movies"),
        ("I'm done with crypto", "crypto"),
        ("Please stop suggesting romantic comedies", "romantic comedies"),
        ("no more horror movies please", "horror movies"),
        ("I avoid dairy", "dairy"),
        ("I'm allergic to peanuts", "peanuts"),
        ("I don't eat meat", "meat"),
        ("Opera isn't for me", "Opera"),
        ("I quit smoking", "smoking"),
        ("I dislike strategy games that involve dice", "dice"),
        ("我不喜欢跑步", "跑步"),
        ("我受不了爵士乐", "爵士乐"),
        ("我討厭香菜", "香菜"),
        ("别再推荐恐怖片了", "恐怖片"),
        ("我对花生过敏", "花生"),
        ("我对足球没兴趣", "足球"),
        ("我不想看恐怖电影", "恐怖电影"),
    ],
)
def test_what_the_person_refuses_is_negative(text: str, expected: str) -> None:
    assert seen(text)[expected] == DISLIKED


@pytest.mark.parametrize(
    "text",
    [
        "I don't dislike jazz",
        "I can't get enough of jazz",
        "I can't live without jazz",
        "I wouldn't say I dislike jazz",
    ],
)
def test_two_negations_make_a_liking(text: str) -> None:
    assert seen(text) == {"jazz": LIKED}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I love hiking but hate crowds", {"hiking": LIKED, "crowds": DISLIKED}),
        ("I like jazz, not rock", {"jazz": LIKED, "rock": DISLIKED}),
        ("My sister loves chess, but I prefer poker.", {"poker": LIKED}),
        ("My sister and I love chess", {"chess": LIKED}),
        ("I prefer films without violence", {"films": LIKED, "violence": DISLIKED}),
        ("I love jazz. 我讨厌香菜。", {"jazz": LIKED, "香菜": DISLIKED}),
    ],
)
def test_each_clause_has_its_own_feeling_and_person(text: str, expected: Seen) -> None:
    assert seen(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("how do I sharpen a kitchen knife?", "kitchen knife"),
        ("Could you recommend a podcast about astronomy?", "astronomy"),
        ("Should I learn Rust?", "Rust"),
        ("推荐一部科幻电影", "科幻电影"),
        ("法国的首都是哪里？", "法国"),
    ],
)
def test_what_is_only_named_or_asked_about_is_mentioned(text: str, expected: str) -> None:
    assert seen(text)[expected] == MENTIONED


@pytest.mark.parametrize("text", ["if I liked opera I would go", "would you like some tea?", "如果我喜欢歌剧就好了"])
def test_nothing_supposed_is_stated(text: str) -> None:
    assert LIKED not in seen(text).values()
    assert DISLIKED not in seen(text).values()


@pytest.mark.parametrize(
    "text",
    [
        *(
            "thanks!",
            "hello",
            "ok",
            "yes",
            "hi my name is Bob",
            "How are you?",
            "what can you do?",
            "good morning!",
            "I'm tired",
        ),
        *("你好", "谢谢", "好的", "哈哈", "我叫张曼婷，很高兴认识你", "给我推荐点东西", "周末干什么好？"),
        *("my sister loves chess", "he likes golf", "My kids are into Minecraft", "My dad is a carpenter"),
        *("我朋友推荐我看动漫", "我妹妹喜欢下棋", "他喜欢高尔夫", "我妈爱跳广场舞"),
        *("I used to love techno", "As a kid I loved dinosaurs", "以前喜欢摇滚乐"),
        *("Suggest something to do this weekend.", "I had a long day", "I need some advice", "I love you", "I like it"),
        *("What is 15% of 80?", "2 + 2", "x^2 + 3x = 7", "", " \n\t"),
        *(
            "/mute jazz",
            "> I love opera",
            "`import jazz`",
            "```\nI love jazz\n```",
            "<interests>I love jazz</interests>",
        ),
        *("https://jazz.com/love-jazz", "bob@jazz.org", "ジャズが好きです", "Я люблю джаз", "أحب الجاز"),
    ],
)
def test_what_says_nothing_of_an_interest_gives_nothing(text: str) -> None:
    assert extract(text) == ()


def test_words_after_a_tag_or_a_quote_still_count() -> None:
    assert seen("<note>rock climbing</note> I love chess\n> opera\nI hate golf") == {"chess": LIKED, "golf": DISLIKED}


def test_a_less_than_sign_is_no_tag() -> None:
    assert seen("I <3 chess and I love golf")["golf"] == LIKED


def test_stated_phrases_go_first_when_there_are_too_many() -> None:
    asked = (
        "Compare "
        + ", ".join(f"{name} cake" for name in ("apple", "pear", "plum", "cherry", "lemon", "carrot", "almond", "fig"))
        + ". "
    )
    found = extract(asked + "I love jazz.")
    assert len(found) == MAX_PHRASES
    assert found[-1].text == "jazz"


def test_a_phrase_is_given_once() -> None:
    assert [phrase.text for phrase in extract("I love jazz. Tell me about jazz. Jazz!")] == ["jazz"]


_WORDS = [
    "I",
    "my",
    "sister",
    "he",
    "you",
    "don't",
    "can't",
    "never",
    "love",
    "hate",
    "like",
    "enjoy",
    "jazz",
    "rock",
    "climbing",
    "the",
    "of",
    "and",
    "but",
    "if",
    "used",
    "to",
    ",",
    ".",
    "?",
    "\n",
    "我",
    "不",
    "喜欢",
    "讨厌",
    "攀岩",
    "妹妹",
    "对",
    "过敏",
    "《",
    "》",
    "<",
    ">",
    "/",
    "`",
    "@",
    "http://x",
    "<b>",
    "</b>",
    "🎸",
    "\u202e",
    "\x00",
    chr(0xD800),
    "«é»",
    "ñandú",
]
_texts = st.one_of(
    st.text(st.characters(codec=None), max_size=200), st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join)
)


@settings(max_examples=300, deadline=None)
@given(_texts)
def test_any_text_gives_few_phrases_that_stand_in_it(text: str) -> None:
    found = extract(text)
    assert found == extract(text)
    assert len(found) <= MAX_PHRASES
    assert all(text[phrase.start : phrase.end] == phrase.text for phrase in found)
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))
    assert all(phrase.stance == "stated" for phrase in found if phrase.polarity < 0)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a" * 1_000_000,
            "I love jazz " * 90_000,
            "我喜欢攀岩" * 200_000,
            "<a>" * 300_000,
            "`" * 1_000_000,
            '"A' * 500_000,
        ),
        *(
            "a." * 500_000,
            "not " * 250_000,
            "very " * 200_000,
            "@a" * 500_000,
            "《a" * 500_000,
            "of the " * 150_000,
            "\U0001f3b8" * 1_000_000,
        ),
        *(
            "a-" * 500_000,
            "\n" * 1_000_000,
            " " * 1_000_000,
            "</a>" * 250_000,
            "攀" * 1_000_000,
            "my " * 300_000,
            "I do not " * 100_000,
        ),
    ],
    ids=lambda text: repr(text[:8]),
)
def test_a_megabyte_is_read_within_a_second(text: str) -> None:
    extract("我喜欢攀岩")  # the dictionary is loaded once, outside the clock
    began = time.perf_counter()
    assert len(extract(text)) <= MAX_PHRASES
    assert time.perf_counter() - began < 1.0


def test_jieba_is_loaded_at_the_first_chinese_text_and_needs_no_temporary_folder() -> None:
    script = (
        "import sys, tempfile; tempfile.tempdir = '/nonexistent'\n"
        "from penchant.memory.extraction import extract\n"
        "extract('I love jazz'); assert 'jieba' not in sys.modules\n"
        "assert extract('我喜欢攀岩')[0].text == '攀岩'"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True, capture_output=True)


def test_extract_is_an_extractor() -> None:
    extractor: Extractor = extract
    assert extractor("I love jazz")[0].text == "jazz"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I adore astronomy and 我讨厌香菜", [("astronomy", 1), ("香菜", -1)]),
        ("I like tea but 我不喜欢咖啡", [("tea", 1), ("咖啡", -1)]),
        ("我喜欢喝茶 but I hate coffee", [("喝茶", 1), ("coffee", -1)]),
        ("我喜欢听 jazz 和 blues", [("jazz", 1), ("blues", 1)]),
    ],
)
def test_a_clause_of_the_other_language_within_a_sentence_is_read_in_its_own(
    text: str, expected: list[tuple[str, int]]
) -> None:
    assert [(phrase.text, phrase.polarity) for phrase in extract(text)] == expected


@pytest.mark.parametrize(
    "text", ["I have diabetes.", "I want a divorce.", "I'd like a refund.", "我想请假。", "我想回家。"]
)
def test_what_a_person_has_to_bear_is_no_interest(text: str) -> None:
    assert extract(text) == ()
