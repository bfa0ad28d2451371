"""What people paste and quote says nothing of them: code, logs, letters to be corrected, other people's words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from penchant.memory.extraction import MAX_CHARACTERS, extract, prose
from penchant.memory.reading.pasted import pasted
from penchant.memory.reading.quotations import quotations


def words(text: str) -> set[str]:
    return {phrase.text for phrase in extract(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Traceback (most recent call last):\n  File "main.py", line 10\nValueError: bad\nI love chess', {"chess"}),
        ("def fib(n):\n    if n < 2:\n        return n\n\nI enjoy hiking", {"hiking"}),
        ("SELECT u.id FROM users u JOIN orders o ON o.id = u.id;\nI like jazz", {"jazz"}),
        ('{"name": "penchant", "dependencies": {"react": "^18"}}\nI like jazz', {"jazz"}),
        ("2023-11-02 12:33:41 ERROR [worker-3] Connection reset by peer\nI like jazz", {"jazz"}),
        ("git rebase -i HEAD~3 fails\nI like jazz", {"jazz"}),
        ("I renamed src/app.tsx and get_user() for XJ4K9P, but I love chess", {"chess"}),
        ("Subject: Fwd: Hotel Astoria\nI love chess", {"chess"}),
    ],
)
def test_code_and_logs_name_no_interest(text: str, expected: set[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "If I had to choose (and I hate choosing): jazz.",
        "I import tea from China; class is in session.",
        "for my kids: something easy!",
        "Return the book (unread) to me.",
        "We went to Rome, Paris/London and Node.js conferences.",
        "我喜欢 Python、C++ 和 Node.js。",
    ],
)
def test_prose_is_left_as_it_is(text: str) -> None:
    assert prose(text) == text


def test_stretches_do_not_overlap_and_stand_in_order() -> None:
    text = "x = f(a);\nsee src/a.py and b_c and d.py\n    return x\nthen main() for 1.2.3.4:80"
    spans = list(pasted(text))
    assert spans == sorted(spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert {text[a:b] for a, b in spans} >= {"x = f(a);", "src/a.py", "b_c", "d.py", "main()"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"I love jazz," he said.', set()),
        ('He told me, "I can\'t live without poker." I said "I love chess".', {"chess"}),
        ('I love "The National".', {"The National"}),
        ("Translate this into French: The weather is nice and I like ice cream.", set()),
        ("Here is my letter: I enjoy archery.", set()),
        ("他说：“我最喜欢摇滚。”", set()),
        ("我说：“我最喜欢摇滚。”", {"摇滚"}),
        ("帮我翻译成英文：我喜欢喝茶。", set()),
    ],
)
def test_other_peoples_words_and_what_is_to_be_worked_on_are_not_the_speakers(text: str, expected: set[str]) -> None:
    assert words(text) == expected


def test_a_text_in_quotation_marks_as_a_whole_is_no_quotation() -> None:
    assert list(quotations('"I love jazz"')) == []


@pytest.mark.parametrize("piece", ["A", ".", "a-", "if (", '"', "A1", "translate ", "a/", "a_", "^", "I "])
def test_no_text_makes_the_look_for_them_run_away(piece: str) -> None:
    """A pattern whose work grew with the square of the text would keep the suite waiting for minutes here."""
    text = (piece * MAX_CHARACTERS)[:MAX_CHARACTERS]
    assert len(prose(text)) == MAX_CHARACTERS
    assert all(0 <= start < end <= len(text) for start, end in [*pasted(text), *quotations(text)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What do you think of this article:\n\nI love golf.\n", set()),
        ("From: Bo <b@example.org>\nSubject: weekend\n\nHi, I love golf.", set()),
        ("-----Original Message-----\nI love golf", set()),
        ("On Mon, 5 Jan 2026, Bo Lee wrote:\nI love golf", set()),
        ("My sister's e-mail:\nI love golf", set()),
        ('I like tea.\n"""\nI love golf\n"""', {"tea"}),
        ("I like tea\nUser: I love golf\nAssistant: fine", {"tea"}),
        ("[12:30] Bo: I love golf\nI like tea", {"tea"}),
        ("“I love golf.\nI play it daily.”\nI like tea", {"tea"}),
        ("The website says: I love golf\nI like tea", {"tea"}),
        ("<tool_result>I love golf</tool_result> I like tea", {"tea"}),
        ("这篇文章写道：\n我喜欢打高尔夫", set()),
        ("发件人：小王\n主题：周末\n\n我喜欢打高尔夫", set()),
    ],
)
def test_what_somebody_else_has_written_is_not_the_person_speaking(text: str, expected: set[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My notes:\nI love chess", {"chess"}),
        ("Hobbies:\n- chess\n- tea", {"chess", "tea"}),
        ("I love two things: jazz and tea", {"jazz", "tea"}),
        ("I read a lot:\nI love novels", {"novels"}),
        ("Subject: Fwd: Hotel Astoria\nI love chess", {"chess"}),
        ("我的爱好：\n攀岩", {"攀岩"}),
        ("我说：\n我喜欢茶", {"茶"}),
    ],
)
def test_what_a_person_announces_of_their_own_is_theirs(text: str, expected: set[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Sum this up? From: Erika <erika@example.org> Subject: Hiking. Dear all, I love hiking and hate crowds.",
            set(),
        ),
        ("I love trains. From: Paris, to: London, how long?", {"trains"}),
        ("My friend wrote me this, what do I reply?\nHey, I'm totally obsessed with CrossFit and I hate carbs.", set()),
        ("How do I reply to this?\nHey, I love CrossFit!", set()),
        ("translate this into Spanish\nI love hiking", set()),
        ("My friend wrote me yesterday, what do I reply?\nI hate CrossFit.", {"CrossFit"}),
        ("got this message from Ann, thoughts?\nI love CrossFit", set()),
        ("I got this from the library. I love chess.\nI hate carbs.", {"chess", "carbs"}),
    ],
)
def test_what_is_handed_on_is_somebody_elses(text: str, expected: set[str]) -> None:
    assert {phrase.text for phrase in extract(text) if phrase.stance == "stated"} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('My mother-in-law\'s recipe: "Two eggs. My favourite is with plum jam!" Can you convert it?', set()),
        ('Our review: "My favourite is the plum jam."', {"plum jam"}),
        ("Lyrics: 'I love rock n roll, it is my life' who sang it?", set()),
        ("My plan: 'I love rock, it's my life' on a shirt", {"rock"}),
        ("Lyrics: I don't know them, but I love rock, it's Tina's", {"rock"}),
    ],
)
def test_a_text_that_is_announced_and_quoted_is_somebody_elses(text: str, expected: set[str]) -> None:
    assert {phrase.text for phrase in extract(text) if phrase.stance == "stated"} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("why does this fail?\n# I love tabs, hate spaces\nx = 1\ny = 2", set()),
        ("x = f(3);\n# I love tabs\n# and hate spaces\n\nI like chess", {"chess"}),
        ("# I love hiking\nIt is the best there is.\n\nx = 1", {"hiking"}),
        ("# My hobbies\nI love hiking and chess.", {"hiking", "chess"}),
    ],
)
def test_a_comment_is_code_and_a_heading_is_not(text: str, expected: set[str]) -> None:
    assert {phrase.text for phrase in extract(text) if phrase.stance == "stated"} == expected


def test_many_comments_alone_are_no_code() -> None:
    assert not list(pasted("# love\n" * (MAX_CHARACTERS // 7)))


@pytest.mark.parametrize(
    "text",
    [
        "make this sound better: I love golf and I play the piano every day.",
        "does this sound ok: I love golf",
        "Does this read well? I love golf and my piano.",
        "can you check my english? I love golf and hate dogs.",
        "improve: I love golf.",
        "reply to this: Hey! I love golf",
        "How do I answer this: I love golf, want to come?",
        "tl;dr this\n\nI love golf. I hate dogs.",
        "Can you proofread this?\n\nI love golf and hate dogs.",
        "Could you shorten my cover letter: I love golf.",
        "Corrige esto: I love skiing and I hate dogs",
        "Corrige este texto:\nMe encanta el golf.",
        "Puedes revisar mi texto: Me encanta el golf.",
        "Corrige mon anglais : I love skiing",
        "Résume ce texte :\nJ'adore le golf.",
        "Kannst du das übersetzen: I love horse riding and I hate dogs",
        "Korrigier mal: Ich liebe Segeln. Ich spiele jeden Tag Klavier.",
        "Fasse zusammen: Ich spiele jeden Tag Klavier.",
        "翻譯：我很喜歡打高爾夫，每天都彈鋼琴。",
        "幫我改一下：我很喜歡打高爾夫",
        "潤飾一下這封信：我很喜歡打高爾夫",
        "帮我看看这篇作文：我很喜欢打高尔夫",
        "检查一下语法：我很喜欢打高尔夫",
        "幫我 review 一下這封 cover letter：我很喜歡打高爾夫",
        "帮我改一下这段英文：I love hiking and I hate dogs.",
        "下面这封邮件怎么回：我很喜欢打高尔夫",
        "請幫我把這段翻成英文：我很喜歡打高爾夫",
        "這句話對嗎：我很喜歡打高爾夫",
    ],
)
def test_a_text_to_work_on_and_the_request_name_nothing(text: str) -> None:
    assert words(text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Check this out: I love golf!", "golf"),
        ("I'll tell you this: I love golf.", "golf"),
        ("Recommend something based on this: I love golf.", "golf"),
        ("Does this sound like me? I love golf.", "golf"),
        ("Correct me if I'm wrong: I love golf, right?", "golf"),
        ("My hobbies are easy to explain: I love golf.", "golf"),
        ("make my tinder bio less boring: nurse, I love netball", "netball"),
        ("Fix: 'the sheeps was here'. And recommend a book, I love golf.", "golf"),
        ("J'améliore mon jeu : j'adore le golf.", "golf"),
        ("怎么回事：我很喜欢打高尔夫却没人陪", "打高尔夫"),
        ("我来回答：我很喜欢打高尔夫", "打高尔夫"),
        ("看看我的爱好：我很喜欢打高尔夫", "打高尔夫"),
        ("我的简历里写了：我很喜欢打高尔夫", "打高尔夫"),
        ("幫我改改這篇自我介紹：我很喜歡打高爾夫", "打高爾夫"),
    ],
)
def test_what_only_looks_like_such_a_request_is_the_speakers(text: str, expected: str) -> None:
    assert expected in words(text)
