"""Words of a Chinese text, sentence by sentence, each with its place in the source and its part of speech.

Text is folded to simplified characters and cut by jieba, with persons cut out before it. A title in 《》 is one word, and
so is a run of Latin script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from ..words import NOWHERE, sections, sections_of_words
from .dictionary import dictionary
from .regional import mandarin
from .sayings import apart

PAUSE: Final = ","
TITLE: Final = "title"
LATIN: Final = "latin"
SAYING: Final = "saying"
UNKNOWN: Final = "x"
_UNKNOWN_CHARACTER: Final = "z"
"""These tags stand beside jieba's: any mark, and words that its dictionary lacks."""

_TOKEN: Final = re.compile(
    r"《(?P<title>[^《》\n]{1,40})》|(?P<han>[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)"
    r"|(?P<latin>[A-Za-zÀ-ɏ][0-9A-Za-zÀ-ɏ&+#.'’-]*(?: [A-Za-zÀ-ɏ0-9][0-9A-Za-zÀ-ɏ&+#'’-]*)*)|(?P<mark>[^\w\s]|\n)"
)
_BLANK: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff][ \u3000]")
_STOPS: Final = frozenset("。！？!?；;\n…")
_PERSON: Final = re.compile(
    "(我的?(?:妈妈?|爸爸?|姐姐?|妹妹?|哥哥?|弟弟?|爷爷|奶奶)|(?:[我你您]|(?<![吉其结])他|她)们?|咱们?|喜欢|(?<=[我欢爱])一个人|(?<![鱼仁的])对(?=虾(?!仁).{0,6}(?:过敏|敏感|没兴趣|不耐))|(?<=[不没就爱最憎要想去意])食(?![物品谱堂欲用疗指材])|(?<=[想要去来再][买喝吃看听玩学练做写画读打弹])点(?![心评菜餐歌赞球穴钞])|(?<=[不能敢])碰(?=[^到巧撞面见触瓷壁头杯上])|滴(?=酒不沾)|不系|最(?=[憎烦怕恨][^的就是])|不常(?=[去来看听吃喝玩打跑做练])"
    "|(?<![特分区级识])别(?=[放加])|不要(?=[放加])|(?<=不要)[放加]|(?<=别)[放加]|戒(?=[了掉酒烟糖肉茶奶咖甜]))"
)
"""Cut out before jieba is asked: its guess at unknown words takes "我想学吉他" for one."""
_RUN: Final = 200
"""jieba is given at most this many characters: its search for unknown words is quadratic in them."""


_COMMON: Final = 20
"""A word that is this often in the dictionary's texts is a name that people use; most that it lists are there three times."""


class Word(NamedTuple):
    """A word in simplified characters, with its span in the source."""

    text: str
    start: int
    end: int
    tag: str
    """The part of speech, in jieba's letters or one of the names above."""
    sections: frozenset[str]
    """The sections of the lists in which it stands."""


class Lexicon(NamedTuple):
    """The word lists, ready to be asked."""

    sections: dict[str, frozenset[str]]
    """Every listed word, with the names of the sections in which it stands."""
    folded: dict[int, str]
    """Traditional characters and the simplified ones that stand for them."""
    small: frozenset[str]
    """Words of one character that say how, whether or who, and never what."""


@cache
def lexicon() -> Lexicon:
    """Read the lists once, at the first Chinese text."""
    words = sections("chinese/lexicon")
    folded = {ord(pair[0]): pair[1] for pair in words["folded"]}
    small = {word for name in ("not", "want", "like", "do", "degree") for word in words[name] if len(word) == 1}
    return Lexicon(sections_of_words("chinese/lexicon"), folded, frozenset(small))


def sections_of(word: str) -> frozenset[str]:
    """Return the names of the sections in which a word stands."""
    return lexicon().sections.get(word, NOWHERE)


def is_noun(word: str) -> bool:
    """Tell whether jieba's dictionary has the word as a noun of any kind."""
    return dictionary().tags.get(word, "").startswith(("n", "z")) and word not in lexicon().small


def is_common(word: str) -> bool:
    """Tell whether the dictionary's texts have a word so often that it is a name of its own: "人工智能", "北京大学"."""
    return bool(dictionary().tokenizer.FREQ.get(word, 0) >= _COMMON)


def sentences(source: str, start: int, end: int) -> Iterator[list[Word]]:
    """Yield the sentences of a stretch of the source as lists of words, some of them empty."""
    sentence: list[Word] = []
    for match in _TOKEN.finditer(source, start, end):
        group = match.lastgroup
        if group == "han":
            if sentence and _BLANK.match(source, match.start() - 2):  # as people type a comma
                sentence.append(Word(PAUSE, match.start() - 1, match.start(), PAUSE, NOWHERE))
            sentence.extend(_cut(source, match.start(), match.end()))
        elif group == TITLE:
            sentence.append(_whole(match, group, group, NOWHERE))
        elif group == LATIN:
            sentence.extend(_latin(match))
        else:
            sentence.append(_whole(match, "mark", PAUSE, sections_of(match.group())))
            if match.group() in _STOPS:
                yield sentence
                sentence = []
    yield sentence


def _latin(match: re.Match[str]) -> Iterator[Word]:
    """Yield a run of Latin words; a feeling and an "and" are what they say in Chinese: "我超 hate 香菜", "jazz and 摇滚"."""
    text, (start, end) = match.group(), match.span()
    if text in ("and", "or"):
        yield Word("和", start, end, "c", sections_of("和"))
        return
    if felt := _FELT_IN_ENGLISH.fullmatch(text):
        said = next(_FEELINGS[name] for name, words in felt.groupdict().items() if words)
        yield Word(said, start, end, "v", sections_of(said))
        return
    cut = len(text) - len(text.removesuffix(" and").removesuffix(" or"))
    named = text[: len(text) - cut]
    yield Word(named, start, end - cut, LATIN, sections_of(named))
    if cut:
        yield Word("和", end - cut + 1, end, "c", sections_of("和"))


_FEELINGS: Final = {"likes": "喜欢", "dislikes": "讨厌", "bored": "没兴趣"}
_FELT_IN_ENGLISH: Final = re.compile(
    r"(?:(?:super|so|really|totally|very|quite|just|still|also|am|be)\s+)*(?:"
    r"(?P<likes>love|enjoy|into|addicted to|obsessed with|crazy about|keen on|(?:a )?(?:big |huge )?fan of)"
    r"|(?P<bored>(?:have )?no interest(?: in)?|not (?:that |so |really )?interested(?: in)?)"
    r"|(?P<dislikes>hate|dislike|don['’]?t like|can['’]?t stand|not (?:that |so |really )?into|not a (?:big )?fan of|sick of|tired of))"
)
"""A feeling in English among Chinese words; with a name behind it in the same run it may be a title: "love letter"."""


def _whole(match: re.Match[str], group: str, tag: str, listed: frozenset[str]) -> Word:
    return Word(match[group], *match.span(group), tag, listed)


def _cut(source: str, start: int, end: int) -> Iterator[Word]:
    """Yield the words of a run of Han characters."""
    tags = dictionary().tags
    at = start
    for piece, saying in apart(mandarin(source[start:end], lexicon().folded)):
        if saying:
            yield Word(piece, at, at + len(piece), SAYING, frozenset({saying}))
            at += len(piece)
            continue
        for text in _pieces(piece):
            tag = tags.get(text, UNKNOWN if len(text) > 1 else _UNKNOWN_CHARACTER)
            yield Word(text, at, at + len(text), tag, sections_of(text))
            at += len(text)


def _pieces(text: str) -> Iterator[str]:
    tokenizer = dictionary().tokenizer
    for piece in _PERSON.split(text):
        if piece == "一个人":  # alone
            yield piece
            continue
        for offset in range(0, len(piece), _RUN):
            for word in tokenizer.cut(piece[offset : offset + _RUN]):
                yield from _parted(word)


def _is_unbearable(rest: str) -> bool:
    """Tell whether a longer dislike stands behind a "very"."""
    return len(rest) > 2 and "dislike" in sections_of(rest)


def _is_too_much(word: str) -> bool:
    """Tell "太贵", "太难" from names that begin so ("太极", "太湖"): the second character is an adjective, and no name is known."""
    tags = dictionary().tags
    return (
        len(word) == 2
        and word[0] == "太"
        and tags.get(word, UNKNOWN) in ("nr", UNKNOWN)
        and tags.get(word[1], "")[:1] == "a"
    )


def _behind_a_start(word: str) -> tuple[str, ...]:
    """Return the parts of a run that jieba only guessed at: "想带", "(看)完三体", "超爱芋"; none where it has no such start."""
    if word[0] == "改" and "do" in sections_of(word[1:2]):  # "改练书法"
        return (word[0], word[1], word[2:]) if len(word) > 2 else (word[0], word[1])
    if word.startswith(("没再", "不再")) and len(word) > 2:
        return (word[0], "再", word[2:])
    if word[0] == "完" or (word[0] == "想" and dictionary().tags.get(word[1:2], "").startswith("v")):
        return (word[0], word[1:]) if len(word) > 1 else ()
    return (word[0], "爱", word[2:]) if word[0] in "超巨贼好真很最" and word[1:2] == "爱" and len(word) > 2 else ()


def _parted(word: str) -> tuple[str, ...]:
    """Return "不吃", "爱听", "想学" as two words each, unless the lists know them as one."""
    if word[0] in "太超巨贼好真很" and word not in lexicon().sections:
        if _is_unbearable(word[1:]) or _is_too_much(word):  # "真受不了", "太贵"
            return (word[0], word[1:])
        rest = word[1:].removesuffix("了")
        if {"bright", "dull", "drab"} & sections_of(rest):  # "太爽了"
            return (word[0], rest, "了") if word.endswith("了") else (word[0], rest)
    small = lexicon().small
    known = word in lexicon().sections
    if word == "太行":  # "不太行"; the mountains are 太行山
        return ("太", "行")
    if word == "不系":  # "唔係"
        return ("不是",)
    if not known and word not in dictionary().tags and (parts := _behind_a_start(word)):
        return parts
    if len(word) == 2:
        return tuple(word) if word[0] in small and word[1] in small and not known else (word,)
    if word[0] in "不没" and "do" in sections_of(word[1:]) and not known:  # "没吃过"
        return (word[0], word[1:])
    guessed = len(word) == 3 and not known and word not in dictionary().tags and "do" in sections_of(word[0])
    return (word[0], word[1:]) if guessed else (word,)  # "追三体", which jieba takes for one word
