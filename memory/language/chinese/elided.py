"""What a Chinese clause leaves unsaid and the speaker means: "最近迷上了陶艺", "天天刷剧", "…,很喜欢"."""

from __future__ import annotations

from typing import Final

from ..who import Who
from ..words import words
from .echoes import REACH, before, is_anothers
from .feelings import behind_feeling
from .mood import Mood
from .reading import Reading
from .sentence import Sentence
from .words import LATIN, PAUSE, SAYING, TITLE, UNKNOWN, sections_of

_PARTICLES: Final = words("了 的 呢 啊 吧 过 极了 死了 上 啦 呀 得 很 不得了")
_NAMING_TAGS: Final = ("n", UNKNOWN, LATIN, TITLE)
_TELLS_OF_SOMETHING: Final = frozenset({"有", "开", "当", "出", "来"})


def closes(sentence: Sentence, at: int) -> bool:
    """Tell whether nothing but particles stand from `at` to the end of the clause: the feeling has no object of its own."""
    last = at + REACH
    while at < last and (
        sentence.text(at) in _PARTICLES
        or sentence.tag(at) == SAYING
        or (sentence.text(at) in ("它", "它们") and sentence.listed(at - 1, "like"))
    ):
        at += 1
    return at >= len(sentence.words) or sentence.tag(at) == PAUSE


def is_leading(reading: Reading, at: int) -> bool:
    """Tell whether nothing that could be a subject stands before `at`: the speaker is meant without "我" ("其实很喜欢")."""
    sentence = reading.sentence
    for place in range(at - 1, -1, -1):
        if sentence.listed(place, "kin", "others", "you", "past"):
            return False
        small = sentence.listed(place, "degree", "not", "courtesy", "present", "often")
        named = sentence.tag(place) == "nr" or not reading.mood.felt
        if not small and named and sentence.tag(place).startswith(_NAMING_TAGS):
            return False
    return True


def is_compared(sentence: Sentence, at: int) -> bool:
    """Tell whether what is named at `at` is only what something else is liked more than: "比起咖啡", "跟咖啡比"."""
    before, behind = sentence.text(at - 1), sentence.text(at + 1)
    opens = before in ("相比", "相较", "相比于", "相较于") and sentence.tag(at - 2) in ("", PAUSE)
    beside = before in ("跟", "和", "与", "同") and behind in ("比", "相比", "比起来", "相比之下")
    return before in ("比起", "较之") or opens or beside


_SAYING: Final = frozenset({"说", "讲", "提", "说过", "讲过", "提过"})
_UNSAID: Final = frozenset({"没", "没有", "从没", "从未", "未", "未曾", "不曾", "从来没", "从来没有"})


def is_unsaid(reading: Reading, at: int) -> bool:
    """Tell whether what the speaker feels is denied to be said, or theirs: "我没说过我喜欢足球", "不是我喜欢打麻将"."""
    sentence = reading.sentence
    text = sentence.text(at)
    if text == "不是":
        first = sentence.tag(at - 1) in ("", PAUSE) or sentence.text(at - 1) in ("又", "也", "其实", "并")
        return first and sentence.listed(at + 1, "me") and _feels_something(sentence, at + 2)
    said = text in _SAYING and sentence.text(at - 1) in _UNSAID
    said = said or (text[:1] == "没" and text.removeprefix("没").removeprefix("有") in _SAYING)
    if not said:
        return False
    ahead = at + 1
    while sentence.text(ahead) in _PARTICLES:
        ahead += 1
    return reading.mood.who is Who.SPEAKER and sentence.listed(ahead, "me")


def _feels_something(sentence: Sentence, at: int) -> bool:
    """Tell "(我)不太喜欢打麻将" from "(我)喜欢的"."""
    while sentence.listed(at, "degree", "not"):
        at += 1
    return sentence.listed(at, "like", "dislike") and sentence.text(at + 1) != "的"


def leads_its_clause(reading: Reading, at: int) -> bool:
    """Tell whether `is_leading` holds, or would if the sentence began behind the last comma: "推荐电影，不要恐怖片"."""
    sentence = reading.sentence
    before = at - 1
    while sentence.listed(before, "degree", "not", "present", "often"):
        before -= 1
    return sentence.tag(before) in ("", PAUSE) or is_leading(reading, at)


def looks_back(reading: Reading, at: int) -> bool:
    """Tell whether a clause of a feeling alone is about what the speaker named before: "上周去冲浪了,超爱"."""
    sentence = reading.sentence
    if not closes(sentence, behind_feeling(sentence, at)) or not (reading.named or before(reading)):
        return False
    first, reach = at - 1, range(max(0, at - REACH), at)
    while first in reach and (
        sentence.listed(first, "degree", "not", "present", "me") or sentence.tag(first) in ("c", "d", SAYING)
    ):
        first -= 1
    if sentence.tag(at) == SAYING:  # "去了一次就不想去了"
        while first in reach and (sentence.tag(first) == "m" or sentence.listed(first, "do", "degree")):
            first -= 1
    others = any(is_anothers(sentence, place) for place in reach if place < first)
    return sentence.tag(first) == (PAUSE if reading.named else "") and not others


_WISHES: Final = ("想", "好想", "超想", "盼", "惦记", "心心念念")


def wishes(reading: Reading, at: int) -> bool:
    """Tell whether a wish without a subject is the speaker's, and begin a clause of theirs: "好想学吉他"."""
    mine = reading.mood.who is Who.UNSAID and not reading.asks and reading.sentence.text(at).startswith(_WISHES)
    if not mine or reading.pending or not is_leading(reading, at) or _tells_of_people(reading.sentence, at):
        return False
    begin_for_speaker(reading)
    return True


def begin_for_speaker(reading: Reading) -> Mood:
    """Begin a clause of the speaker's where none was named, and return its mood; what was negated and often stays so."""
    old = reading.mood
    reading.begin(Who.SPEAKER)
    reading.mood.negated, reading.mood.often = old.negated, old.often
    return reading.mood


def does_so_often(reading: Reading, at: int) -> bool:
    """Tell whether a doing without a subject is what the speaker does these days: "最近在追三体", "天天刷剧"."""
    sentence, mood = reading.sentence, reading.mood
    if mood.who is not Who.UNSAID or reading.asks or reading.pending or mood.doubt:
        return False
    leading = is_leading(reading, at) or (mood.past and _follows_past(sentence, at))
    if sentence.text(at) in _TELLS_OF_SOMETHING or not leading or _tells_of_people(sentence, at):
        return False
    return any(_is_these_days(sentence, place) for place in range(at))


_REFUSING: Final = frozenset({"不", "不能", "从不", "从来不", "绝不", "不肯", "不愿", "不愿意", "不想"})
UNWILLING: Final = frozenset({"不想", "不愿", "不愿意", "不肯"})
_OF_THE_MOUTH: Final = frozenset({"吃", "喝", "碰"})


def refuses_for_speaker(reading: Reading, at: int) -> bool:
    """Tell whether a negation without a subject is the speaker's: "不吃香菜", "不想跟团", and "海鲜不能吃" of what was named before."""
    sentence, mood = reading.sentence, reading.mood
    if sentence.text(at) not in _REFUSING or mood.who is not Who.UNSAID or reading.asks or mood.doubt:
        return False
    if reading.pending:
        food = sentence.text(at + 1) in _OF_THE_MOUTH and closes(sentence, at + 2)
        return food and not sentence.listed(reading.pending[-1].at, "pet", "kin", "others")
    denied = sentence.text(at) in UNWILLING or _is_refusable(sentence, at + 1)
    return leads_its_clause(reading, at) and denied and not _tells_of_people(sentence, at)


def _is_refusable(sentence: Sentence, at: int) -> bool:
    """Tell whether a doing that people refuse stands here, alone or with its object: "吃", "喝咖啡"."""
    return sentence.listed(at, "refusable") or (
        len(sentence.text(at)) > 1
        and "refusable" in sections_of(sentence.text(at)[0])
        and not sentence.listed(at, "generic")
    )


def _is_these_days(sentence: Sentence, at: int) -> bool:
    lasting = sentence.listed(at, "often", "present") and not sentence.listed(at, "contrast")
    lasting = lasting or sentence.text(at).startswith(("从来不", "从不"))
    lasting = lasting or (sentence.text(at) in ("早就", "早已", "已经") and sentence.text(at + 1) == "不")
    again = sentence.text(at) == "又" and sentence.listed(at + 1, "do") and sentence.text(at + 2) in ("上", "回", "起")
    return again or (lasting and sentence.text(at) not in ("今天", "今年", "后来"))


def _follows_past(sentence: Sentence, at: int) -> bool:
    """Tell whether only "以前" and how often stand before a doing: "以前天天打篮球"."""
    return all(sentence.listed(place, "past", "often", "degree") for place in range(at))


def _tells_of_people(sentence: Sentence, at: int) -> bool:
    """Tell whether the clause around `at` only says which people are meant: "想尝试冲浪的人"."""
    while at < len(sentence.words) and sentence.tag(at) != PAUSE:
        if sentence.text(at) == "的" and sentence.listed(at + 1, "kin", "others"):
            return True
        at += 1
    return False
