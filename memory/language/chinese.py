"""Phrases of a Chinese sentence: nouns and verb-object words by jieba, with whose they are and whether they are liked.

jieba is loaded at the first Chinese text. Its dictionary is read without its cache file: that lies in the shared
temporary folder, which may be read-only and is anyone's to write.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any, Final, Literal, NamedTuple

from ..records import Phrase
from .words import sections

MAX_CHARACTERS: Final = 10
"""A phrase made of several words grows to at most this many characters."""

_TOKEN: Final = re.compile(
    r"《(?P<title>[^《》\n]{1,40})》|(?P<han>[\u3400-\u9fff\uf900-\ufaff]+)"
    r"|(?P<latin>[A-Za-zÀ-ɏ][0-9A-Za-zÀ-ɏ&+#.'’-]*(?: [A-Za-zÀ-ɏ0-9][0-9A-Za-zÀ-ɏ&+#'’-]*)*)|(?P<mark>[^\w\s]|\n)"
)
_STOPS: Final = frozenset("。！？!?；;\n…")
_NOUN: Final = re.compile(r"^(?:n(?!rt)[a-z]*|vn|an|j|x|title|latin)$")
_PERSON: Final = re.compile(
    "(我的?(?:妈妈?|爸爸?|姐姐?|妹妹?|哥哥?|弟弟?|爷爷|奶奶)|(?:[我你您]|(?<![吉其])他|她)们?|咱们?|喜欢)"
)
"""Cut out before jieba is asked: its guess at unknown words takes "我想学吉他" for one."""
_RUN: Final = 200
_SMALL: Final = frozenset(
    "的是了这那些很会不没给过着得我你她它在也都就和与吗呢吧啊呀把被让向从到对想要去有太最挺还再又谁啥什么怎"
)
_lock = Lock()


class _Word(NamedTuple):
    """A word in simplified characters, its span in the source, and its part of speech in jieba's letters."""

    text: str
    start: int
    end: int
    tag: str


class _Jieba(NamedTuple):
    """jieba's tokenizer with the parts of speech of its dictionary."""

    tokenizer: Any
    tags: dict[str, str]


def _jieba() -> _Jieba:
    """Load jieba once, whichever thread asks first."""
    with _lock:
        return _loaded()


@cache
def _loaded() -> _Jieba:
    with warnings.catch_warnings():  # invalid escapes in its source, and pkg_resources, warn on import
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    frequencies: dict[str, int] = {}
    tags: dict[str, str] = {}
    total = 0
    with tokenizer.get_dict_file() as lines:
        for line in lines:
            word, count, tag = line.decode("utf-8").split()
            frequencies[word] = int(count)
            tags[word] = tag
            total += int(count)
            for end in range(1, len(word)):
                frequencies.setdefault(word[:end], 0)
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = frequencies, total, True
    return _Jieba(tokenizer, tags)


class _Lexicon(NamedTuple):
    """The word lists as sets, and the table from traditional to simplified characters."""

    sets: dict[str, frozenset[str]]
    folded: dict[int, str]


@cache
def _lexicon() -> _Lexicon:
    lists = sections("chinese")
    folded = {ord(pair[0]): pair[1] for pair in lists["folded"]}
    return _Lexicon({name: frozenset(words) for name, words in lists.items()}, folded)


def _cut(source: str, start: int, end: int) -> Iterator[_Word]:
    """Yield the words of a run of Han characters, marks of the lists' longer words joined."""
    jieba = _jieba()
    at = start
    for piece in _PERSON.split(source[start:end].translate(_lexicon().folded)):
        for offset in range(0, len(piece), _RUN):  # its search for unknown words is quadratic in the run
            for word in jieba.tokenizer.cut(piece[offset : offset + _RUN]):
                for part in _parted(word):
                    yield _Word(part, at, at + len(part), jieba.tags.get(part, "x" if len(part) > 1 else "z"))
                    at += len(part)


@cache
def _small() -> frozenset[str]:
    """Return the words of one character that say how, whether or who, and never what."""
    sets = _lexicon().sets
    return frozenset(word for name in ("not", "want", "like", "do", "degree") for word in sets[name] if len(word) == 1)


def _parted(word: str) -> tuple[str, ...]:
    """Return "不吃", "爱听", "想学" as two words each."""
    known = len(word) == 2 and word[0] in _small() and word[1] in _small()
    return tuple(word) if known and not any(word in words for words in _lexicon().sets.values()) else (word,)


def _sentences(source: str, start: int, end: int) -> Iterator[list[_Word]]:
    sentence: list[_Word] = []
    for match in _TOKEN.finditer(source, start, end):
        group = match.lastgroup
        if group == "han":
            sentence.extend(_cut(source, match.start(), match.end()))
        elif group in ("title", "latin"):
            sentence.append(_Word(match.group(group), *match.span(group), group))
        else:
            sentence.append(_Word(match.group(), match.start(), match.end(), ","))
            if match.group() in _STOPS:
                yield sentence
                sentence = []
    yield sentence


@dataclass(slots=True)
class _Mood:
    """What the sentence has said so far."""

    who: str = ""  # I, U, O, or "" while nobody was named
    sign: int = 0
    negated: bool = False
    past: bool = False
    doubt: bool = False
    muted: bool = False
    felt: bool = False  # the sign comes from a feeling, not from a doing


class _Reader:
    """Reads one sentence and collects its phrases."""

    def __init__(self, words: list[_Word], source: str) -> None:
        self.words = words
        self.source = source
        self.sets = _lexicon().sets
        self.mood = _Mood()
        self.found: list[Phrase] = []
        self.pending: list[int] = []  # phrases named before the feeling: "对爵士乐没兴趣"
        self.asks = self._asking(0)

    def read(self) -> list[Phrase]:
        """Return the sentence's phrases in text order."""
        at = 0
        while at < len(self.words):
            at = self._step(at)
        return self.found

    def _asking(self, at: int) -> bool:
        """Tell whether the clause that begins here is a question."""
        for word in self.words[at:]:
            if word.text in self.sets["wh"] or word.text in "？?":
                return True
            if word.tag == ",":
                return False
        return False

    def _in(self, at: int, section: str) -> bool:
        return 0 <= at < len(self.words) and self.words[at].text in self.sets[section]

    def _tag(self, at: int) -> str:
        return self.words[at].tag if 0 <= at < len(self.words) else ""

    def _text(self, at: int) -> str:
        return self.words[at].text if 0 <= at < len(self.words) else ""

    def _step(self, at: int) -> int:
        text, mood = self.words[at].text, self.mood
        if self.words[at].tag == ",":
            return self._pause(at)
        if text in self.sets["hypothetical"]:
            mood.doubt = True
            return at + 1
        self._when(text)
        if self._subject(at):
            return at + 1
        if text in self.sets["contrast"]:
            mood.sign, mood.negated, mood.felt, mood.doubt = 0, False, False, False
            return at + 1
        if text in ("叫", "名叫", "叫做") and mood.who == "I" and self._text(at - 1) in self.sets["me"]:
            mood.muted = True
        return self._said(at)

    def _pause(self, at: int) -> int:
        mood = self.mood
        if self.words[at].text != "、":
            mood.negated = mood.muted = False
            self.pending = []
            self.asks = self._asking(at + 1)
            if not mood.felt:
                mood.sign = 0
            if mood.who == "U":
                mood.who = ""
        return at + 1

    def _when(self, text: str) -> None:
        if text in self.sets["past"]:
            self.mood.past = True
        elif text in self.sets["present"]:
            self.mood.past = False

    def _subject(self, at: int) -> bool:
        """Note a new subject; a person that belongs to someone is someone else."""
        text, mood = self.words[at].text, self.mood
        kin = text in self.sets["kin"] or (text[:1] in "我你他她" and text[1:].removeprefix("的") in self.sets["kin"])
        if kin or text in self.sets["others"]:
            if (
                self._beside(at)
                or (self._text(at + 1) == "的" and not kin)
                or (self._text(at - 1) in ("给", "对", "跟", "和", "的") and mood.sign)
            ):
                return True
            self._begin("I" if self._text(at + 1) in ("和", "跟", "与") and self._in(at + 2, "me") else "O")
            return True
        if text in self.sets["me"]:
            object_ = self._text(at - 1) in ("给", "为", "向", "跟", "帮", "让") or (
                mood.who == "O" and self._tag(at - 1)[:1] == "v"
            )
            if not object_ and not self._possessive(at):
                self._begin("I")
            return True
        if text in self.sets["you"]:
            if self._text(at - 1) not in ("给", "跟", "和", "向", "对", "陪", "谢谢", "问", "请"):
                self._begin("U")
            return True
        return False

    def _begin(self, who: str) -> None:
        old = self.mood
        self.mood = _Mood(who=who, past=old.past, doubt=old.doubt)
        self.pending = []

    def _beside(self, at: int) -> bool:
        """Tell whether a person stands with the speaker ("我和妹妹都喜欢")."""
        before = at - 1
        while before >= 0 and self._text(before) in ("的", "一个", "我", "一些") and before > at - 3:
            before -= 1
        return self._text(before) in ("和", "跟", "与", "同", "陪") and self.mood.who == "I"

    def _possessive(self, at: int) -> bool:
        """Tell "我(的)妹妹" from "我", and keep "我的爱好是"."""
        ahead = at + 2 if self._text(at + 1) in ("的", "家", "有个", "那") else at + 1
        if self._in(ahead, "kin"):
            return True
        if self._in(ahead, "like") and self._text(at + 1) == "的":
            self._begin("I")
            self._feel(1)
            return True
        return False

    def _feel(self, sign: int) -> None:
        mood = self.mood
        mood.sign = -sign if mood.negated else sign
        mood.who = mood.who or "I"
        mood.negated, mood.felt = False, True

    def _said(self, at: int) -> int:
        """Read a word that is no subject: negation, feeling, doing, request, or a name of something."""
        text, mood = self.words[at].text, self.mood
        if self._negative_idiom(at):
            return at + 1
        if text in self.sets["dislike"] and mood.who in ("I", ""):
            return self._back(at, -1)
        if text in self.sets["like"] and self._verbal(at) and mood.who in ("I", ""):
            return self._back(at, 1)
        if text in self.sets["not"]:
            mood.negated = True
            return at + (2 if self._text(at + 1) in ("再",) else 1)
        if text in self.sets["ask"] and mood.who != "O":
            return self._request(at)
        if text in self.sets["want"] and mood.who == "I":
            self._want()
            return at + 1
        if (
            text in self.sets["do"]
            and mood.who in ("I", "")
            and self.words[at].tag.startswith(("v", "x", "n", "p", "d"))
        ):
            self._do(at)
            return at + 1
        if text == "是" and mood.who == "I" and not mood.felt and self._text(at - 1) in self.sets["me"]:
            mood.sign, mood.negated = 0 if mood.negated else 1, False
            return at + 1
        if text in self.sets["degree"] or text in self.sets["join"] or text in self.sets["wh"]:
            return at + 1
        return self._name(at)

    def _verbal(self, at: int) -> bool:
        """Tell whether "爱" and its like feel something, and are not a noun ("爱的故事")."""
        return self._text(at + 1) != "的" or self._text(at) in ("喜欢", "最爱", "喜爱", "热爱")

    def _negative_idiom(self, at: int) -> bool:
        """Read "受 不了", "没 兴趣", "不 感兴趣", where jieba cuts them apart."""
        pair = self._text(at) + self._text(at + 1)
        if pair in (
            "受不了",
            "没兴趣",
            "没有兴趣",
            "没什么兴趣",
            "不耐受",
            "看不惯",
            "忍不了",
            "吃不了",
            "吃不惯",
            "喝不惯",
        ) and self.mood.who in ("I", ""):
            self._back(at, -1)
            return True
        return False

    def _back(self, at: int, sign: int) -> int:
        """Set a feeling, also for what was named before it behind 对 ("对爵士乐没兴趣", "对花生过敏")."""
        mood, text = self.mood, self.words[at].text
        unsaid = (
            mood.who == ""
            and self.words[0].start != self.words[at].start
            and not self._leading(at)
            and not self.pending
        )
        if unsaid:
            return at + 1
        self._feel(sign)
        for index in self.pending:
            old = self.found[index]
            self.found[index] = self._phrase(old.start, old.end)
        if self.pending and text not in self.sets["like"] | {"讨厌", "怕", "害怕"}:
            mood.sign, mood.felt = 0, False
        self.pending = []
        return at + 1

    def _leading(self, at: int) -> bool:
        """Tell whether only small words stand before `at` in its clause."""
        return all(
            self._in(i, "degree")
            or self._in(i, "not")
            or self._in(i, "courtesy")
            or self._in(i, "present")
            or self._tag(i) in (",", "t", "c", "d", "y", "o", "e")
            for i in range(at)
        )

    def _request(self, at: int) -> int:
        mood = self.mood
        if mood.negated and mood.who in ("", "U"):
            self.mood = _Mood(who="I", sign=-1, felt=True)
        elif not (mood.felt and mood.sign < 0):
            mood.sign, mood.felt = 0, False
            if mood.who == "I" and self.words[at].text not in ("写",):
                mood.who = "U"
        return at + 1

    def _want(self) -> None:
        mood = self.mood
        if mood.felt:
            return
        mood.sign, mood.felt = (-1 if mood.negated else 1), mood.negated
        mood.negated = False

    def _do(self, at: int) -> None:
        mood = self.mood
        if mood.felt:
            return
        if mood.negated:
            mood.sign = (
                -1
                if self._in(at, "refusable")
                and mood.who == "I"
                and self._text(at - 1) not in ("没", "没有", "从没", "从未")
                else 0
            )
            mood.negated = False
        elif mood.who == "I":
            mood.sign = 1

    # Phrases

    def _nominal(self, at: int) -> bool:
        """Tell whether a word can stand in a phrase."""
        if at >= len(self.words) or self._any(
            at, "degree", "join", "like", "dislike", "not", "kin", "me", "you", "others", "wh", "courtesy", "contrast"
        ):
            return False
        word = self.words[at]
        if (word.text in self.sets["do"] and word.tag[:1] == "v") or self._guessed(word):
            return False
        tail = word.text in "舞课剧片馆展" and at > 0 and bool(_NOUN.match(self.words[at - 1].tag))
        return bool(_NOUN.match(word.tag)) or self._activity(at) or tail

    def _guessed(self, word: _Word) -> bool:
        """Tell whether jieba only guessed at a word, and took small words into it."""
        return word.tag == "x" and any(character in _SMALL for character in word.text)

    def _any(self, at: int, *names: str) -> bool:
        return any(self._in(at, name) for name in names)

    def _activity(self, at: int) -> bool:
        """Tell whether a verb of two or more characters names something to do ("攀岩")."""
        word = self.words[at]
        return (
            word.tag in ("v", "l", "i", "vi", "nz")
            and len(word.text) >= 2
            and not self._any(at, "plain_verb", "want", "ask", "do")
        )

    def _name(self, at: int) -> int:
        if not self._nominal(at):
            if self._tag(at)[:1] == "v":
                self._plain(at)
            return at + 1
        end = at + 1
        while (
            self._nominal(end) and self._adjoins(end) and self.words[end].end - self.words[at].start <= MAX_CHARACTERS
        ):
            end += 1
        if self._text(end) == "的" and self._nominal(end + 1) and self.words[at].tag not in ("title", "latin"):
            return end + 1  # what stands before 的 only describes
        if (
            self._text(end) in ("是", "有", "叫", "就是", "包括")
            and self._text(at - 1) == "的"
            and self._any(at - 2, "like", "dislike")
        ):
            return end  # "我最喜欢的电影是": what comes is meant
        self._keep(at, end)
        return end

    def _plain(self, at: int) -> None:
        mood = self.mood
        mood.negated = False
        if not mood.felt and self._text(at) not in ("是", "来", "到", "成为"):
            mood.sign = 0

    def _adjoins(self, at: int) -> bool:
        """Tell whether a word and the one before it make one name: plain nouns do, titles and names of persons do not."""
        alone = ("title", "latin", "nr", "v", "l", "i", "vi")
        return (
            self.words[at].tag not in alone
            and self.words[at - 1].tag not in alone
            and self.words[at].start == self.words[at - 1].end
        )

    def _keep(self, at: int, end: int) -> None:
        described = self._text(at - 1) == "的" and self._tag(at - 2) in ("a", "an") and self.mood.felt
        if described and end - at == 1 and self._any(at, "generic") and self._any(at, "compound"):
            at -= 2  # "辣的食物"
        while end > at and self._any(end - 1, "generic") and not self._whole(at, end):
            end -= 1
        while at < end and self._any(at, "generic") and end - at > 1:
            at += 1
        if at == end or self.mood.who == "O" or self.mood.past or self.mood.muted:
            return
        start, stop = self.words[at].start, self.words[end - 1].end
        word = self.words[at]
        if (
            (stop - start < 2 and not self._small_thing(at))
            or (word.tag == "latin" and not self._presentable(word))
            or stop - start > 60
        ):
            return
        if end - at == 1 and not _NOUN.match(word.tag) and not (self.mood.felt or (self.mood.sign and self._led(at))):
            return
        self.found.append(self._phrase(start, stop))
        self.pending.append(len(self.found) - 1)

    def _small_thing(self, at: int) -> bool:
        """Tell whether a noun of one character names something here ("喜欢猫", "养了一只猫")."""
        if self.words[at].tag != "n":
            return False
        if self._text(at - 1) == "对":  # "对猫过敏"
            return True
        return self.mood.felt or (
            bool(self.mood.sign) and any(self._text(i) in "养骑吃喝学" for i in range(max(at - 4, 0), at))
        )

    def _led(self, at: int) -> bool:
        """Tell whether an activity stands right behind its cue ("想去徒步旅行")."""
        return self._any(at - 1, "do", "want", "join") or self._text(at - 1) in ("去", "了", "、")

    def _presentable(self, word: _Word) -> bool:
        return len(word.text) >= 2 and word.text.lower() not in (
            "ai",
            "hi",
            "hello",
            "ok",
            "okay",
            "bye",
            "app",
            "thanks",
            "haha",
            "yes",
            "no",
        )

    def _whole(self, at: int, end: int) -> bool:
        """Tell whether a general word may end the phrase: "科幻电影", or "音乐" behind a feeling."""
        if end - at > 1:
            return not self._any(end - 2, "generic") and self._any(end - 1, "compound")
        return self._any(at, "solo") and self.mood.felt

    def _phrase(self, start: int, end: int) -> Phrase:
        mood = self.mood
        stated = mood.who == "I" and mood.sign != 0 and not mood.doubt and not (self.asks and not mood.felt)
        polarity: Literal[1, -1] = -1 if stated and mood.sign < 0 else 1
        return Phrase(self.source[start:end], start, end, polarity, "stated" if stated else "mentioned")


def phrases(source: str, start: int, end: int) -> list[Phrase]:
    """Return the phrases of the Chinese in `source[start:end]`, in text order, spans counted in `source`."""
    found: list[Phrase] = []
    for sentence in _sentences(source, start, end):
        if sentence:
            found.extend(_Reader(sentence, source).read())
    return found
