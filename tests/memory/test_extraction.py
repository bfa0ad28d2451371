"""What the extractor keeps of a person's words, and what it leaves."""

from __future__ import annotations

import itertools
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from penchant.memory.extraction import MAX_CANDIDATES, MAX_CHARACTERS, MAX_PHRASES, Extractor, candidates, extract
from penchant.memory.records import Phrase

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
        *("I used to hate techno", "以前喜欢摇滚乐", "if I liked jazz I would go", "imagine I were a chess player"),
        *(
            "my wife says I should take up golf",
            "everyone at work is into padel",
            "我朋友问我喜不喜欢瑜伽",
            "我的猫喜欢三文鱼",
        ),
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


def test_candidates_are_more_of_the_same_phrases() -> None:
    text = "I like " + ", ".join(
        f"{name} cake"
        for name in ["apple", "pear", "plum", "cherry", "lemon", "carrot", "almond", "fig", "date", "nut"]
    )
    found = candidates(text)
    assert MAX_PHRASES < len(found) <= MAX_CANDIDATES
    assert found[:MAX_PHRASES] == extract(text)


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
            "</a>" * 250_000,
            "攀" * 1_000_000,
            "my " * 300_000,
            "I do not " * 100_000,
            "jazz? no thanks. " * 60_000,
            "对爵士乐没兴趣" * 100_000,
        ),
    ],
    ids=lambda text: repr(text[:8]),
)
def test_a_megabyte_is_read_as_its_beginning_and_without_running_away(text: str) -> None:
    began = time.thread_time()
    found = extract(text)
    assert time.thread_time() - began < 20  # not a speed: a pattern that backtracks takes minutes here
    assert len(found) <= MAX_PHRASES
    assert found == extract(text[:MAX_CHARACTERS])


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
    "text", ["I have asthma.", "I want a divorce.", "I'd like a refund.", "我想请假。", "我想回家。"]
)
def test_what_a_person_has_to_bear_is_no_interest(text: str) -> None:
    assert extract(text) == ()


def only(text: str) -> Phrase:
    (phrase,) = extract(text)
    return phrase


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm done with crypto", "crypto"),
        ("I am so done with dating apps", "dating apps"),
        ("I'm over Star Wars", "Star Wars"),
        ("please stop suggesting musicals", "musicals"),
        ("Stop recommending restaurants", "restaurants"),
        ("no more zombie films please", "zombie films"),
        ("I don't play tennis any more", "tennis"),
        ("I no longer play golf", "golf"),
        ("I quit smoking", "smoking"),
        ("I've lost interest in stamp collecting", "stamp collecting"),
        ("No way I'm ever eating oysters again", "oysters"),
        ("别再推荐恐怖片了", "恐怖片"),
        ("我已经不玩原神了", "原神"),
        ("我戒了咖啡", "咖啡"),
        ("我再也不追星了", "追星"),
        ("我对比特币不感兴趣了", "比特币"),
    ],
)
def test_words_that_end_an_interest_say_so(text: str, expected: str) -> None:
    phrase = only(text)
    assert (phrase.text, phrase.polarity, phrase.stance, phrase.ends) == (expected, -1, "stated", True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I used to love jazz", "jazz"),
        ("I used to love jazz (but not any more)", "jazz"),
        ("As a kid I loved dinosaurs", "dinosaurs"),
        ("Back in college I was a huge Coldplay fan", "Coldplay"),
        ("我以前喜欢摇滚乐", "摇滚乐"),
        ("我以前喜欢摇滚乐现在不了", "摇滚乐"),
    ],
)
def test_what_was_liked_once_ends_and_says_little_against_it(text: str, expected: str) -> None:
    phrase = only(text)
    assert (phrase.text, phrase.polarity, phrase.ends) == (expected, -1, True)
    assert phrase.strength < 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I used to hate olives, now I love them", "olives"),
        ("I used to hate olives, I love them now", "olives"),
        ("I hated running at first, but these days I love it", "running"),
        ("My girlfriend hates spicy food, but I love it", "spicy food"),
        ("Any good recipes with chickpeas? I adore them.", "chickpeas"),
        ("我以前讨厌橄榄，现在喜欢了", "橄榄"),
        ("起初我不喜欢京剧，后来慢慢爱上了", "京剧"),
        ("我爸妈喜欢跳舞，我也喜欢", "跳舞"),
        ("我不是不喜欢吃辣", "辣"),
        ("我一天不喝奶茶就难受", "奶茶"),
    ],
)
def test_the_present_beats_the_past_and_a_pronoun_stands_for_what_was_named(text: str, expected: str) -> None:
    assert seen(text) == {expected: LIKED}
    assert not only(text).ends


@pytest.mark.parametrize(
    "text",
    [
        "I'm not done with jazz",
        "I haven't lost interest in jazz",
        "I can't get enough of jazz",
        "I am over 40",
        "我太不喜欢香菜了",
    ],
)
def test_what_does_not_end_an_interest_does_not_say_so(text: str) -> None:
    assert not any(phrase.ends for phrase in extract(text))


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("I'm obsessed with tea", "I like tea"),
        ("I like tea", "I tried tea once"),
        ("I really love tea", "I kind of like tea"),
        ("I can't stand tea", "I don't like tea"),
        ("I drink tea every day", "I drink tea sometimes"),
        ("我痴迷于喝茶", "我喜欢喝茶"),
        ("我喜欢喝茶", "我有点喜欢喝茶"),
    ],
)
def test_some_words_make_more_of_an_interest_than_others(more: str, less: str) -> None:
    assert only(more).strength > only(less).strength


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm not only into chess but also into poker", {"chess": LIKED, "poker": LIKED}),
        ("Skiing? No thanks", {"Skiing": DISLIKED}),
        ("I love The National", {"The National": LIKED}),
        ("My favourite horror film is The Thing", {"The Thing": LIKED}),
        ("I hate The Who and The Stuff", {"The Who": DISLIKED, "The Stuff": DISLIKED}),
        ("I play Warhammer 40k", {"Warhammer 40k": LIKED}),
        ("I have a peanut and tree nut allergy", {"peanut": DISLIKED, "tree nut": DISLIKED}),
        ("I loved Requiem for a Dream", {"Requiem for a Dream": LIKED}),
        ("I like Christmas movies with Emma Stone", {"Christmas movies": LIKED, "Emma Stone": LIKED}),
        ("I want something really scary, nothing too gory", {"scary": LIKED, "gory": DISLIKED}),
        ("Anything but country music", {"country music": DISLIKED}),
        ("Pineapple on pizza is disgusting", {"Pineapple": DISLIKED}),
        ("I need to renew my passport", {}),
        ("What is the boiling point of water?", {}),
        ("《红楼梦》是我最喜欢的小说", {"红楼梦": LIKED}),
        ("香菜真难吃", {"香菜": DISLIKED}),
        ("我从来不喝酒", {"喝酒": DISLIKED}),
    ],
)
def test_what_was_once_read_wrongly(text: str, expected: Seen) -> None:
    assert {name: what for name, what in seen(text).items() if what != MENTIONED} == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Haah I see",
            "HAhahahhah",
            "Ahhahha, really!?",
            "O.O",
            "XD",
            "Omgosh yes!",
            "Ikr!",
            "Welllll",
            "Yeaaaa",
            "Grrrr!",
        ),
        *("lemme see", "I dunno", "til next time", "Thank you for your companionship and communication."),
        *("你好，我是陆琳。", "你可以叫我小琳吧", "我是张伟", "这是生命", "他所带来的"),
    ],
)
def test_cries_and_the_speakers_own_name_are_no_interests(text: str) -> None:
    assert extract(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I loooove jazz", {"jazz": LIKED}),
        ("I hate jazzzz", {"jazzzz": DISLIKED}),
        ("I'm a fan of World War III novels", {"World War III novels": LIKED}),
        ("Ahhhh I love Grrrl music", {"Grrrl music": LIKED}),
        ("gimme some teaaa, I love chess", {"chess": LIKED}),
        ("Can't wait til my studio starts welcoming dancers", {}),
        ("I went rock climbing again", {"rock climbing": LIKED}),
        ("OK but not lentils", {"lentils": DISLIKED}),
        ("我是周杰伦的粉丝", {"周杰伦": LIKED}),
        ("我是学霸", {"学霸": LIKED}),
        ("我朋友叫我学吉他，我很喜欢吉他", {"吉他": LIKED}),
    ],
)
def test_what_a_later_look_at_conversations_found(text: str, expected: Seen) -> None:
    assert {name: what for name, what in seen(text).items() if what != MENTIONED} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I gave up whisky and im drinking kombucha", {"whisky": DISLIKED, "kombucha": LIKED}),
        ("ive been collecting stamps", {"stamps": LIKED}),
        ("I stopped eating pork but still love chorizo", {"pork": DISLIKED, "chorizo": LIKED}),
        ("It's not that I hate jazz, I prefer blues", {"blues": LIKED}),
        ("I quit tennis, too stressful", {"tennis": DISLIKED}),
        ("I enjoy chess, I mean checkers", {"chess": LIKED, "checkers": MENTIONED}),
        ("ok pottery then", {"pottery": MENTIONED}),
    ],
)
def test_what_people_who_write_in_haste_mean(text: str, expected: Seen) -> None:
    assert seen(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我对股市毫无兴趣", {"股市": DISLIKED}),
        ("我对京剧一点兴趣都没有", {"京剧": DISLIKED}),
        ("我对京剧很有兴趣", {"京剧": LIKED}),
        ("羊肉我不吃", {"羊肉": DISLIKED}),
        ("京剧我从不听的", {"京剧": DISLIKED}),
        ("我不想去滑雪", {"滑雪": DISLIKED}),
        ("我不想去看话剧", {"话剧": DISLIKED}),
        ("我不想当律师", {"律师": DISLIKED}),
        ("早就不听摇滚了", {"摇滚": DISLIKED}),
        ("别给我推荐相声，真受不了", {"相声": DISLIKED}),
        ("我家娃特别喜欢恐龙", {}),
        ("我每天练吉他练到崩溃", {"吉他": LIKED}),
        ("火锅太贵了", {"火锅": MENTIONED}),
    ],
)
def test_what_chinese_says_by_the_order_of_its_words(text: str, expected: Seen) -> None:
    assert seen(text) == expected
