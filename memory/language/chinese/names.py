"""Where a Chinese phrase begins and ends, and which phrases name an interest.

Nouns that touch make one phrase ("科幻电影"), and so does a longer verb alone ("攀岩"). General words go from both ends
unless they close a longer name; a lone verb or a noun of one character counts only where it is liked or done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ...records import Phrase
from ..english import lexicon as english
from ..who import Who
from .reading import Reading
from .sentence import Sentence
from .words import LATIN, PAUSE, TITLE, UNKNOWN, Word, is_common, is_noun, sections_of

MAX_CHARACTERS: Final = 10
"""A phrase made of several words grows to at most this many characters."""
_LONGEST: Final = 60

_NOUN: Final = re.compile(rf"^(?:n(?!rt)[a-z]*|vn|an|j|{UNKNOWN}|{TITLE}|{LATIN})$")
_ACTIVITY: Final = frozenset({"v", "l", "i", "vi", "nz"})
_ALONE: Final = frozenset({TITLE, LATIN, "nr", "v", "l", "i", "vi"})
"""Words of these parts make no longer name with their neighbours: titles, names of persons, activities."""
_NOUN_ENDINGS: Final = frozenset("舞课剧片馆展")
"""Behind a noun these make a longer one, whatever jieba takes them for: "香港 片"."""
_SMALL_WORDS: Final = frozenset(
    "的是了这那些个很会不没给过着得我你她它在也都就和与吗呢吧啊呀把被让向从到对想要去有太最挺还再又谁啥什么怎总刚才更另每其并但却仍即已曾将于至往"
)
"""Characters that jieba's guesses at unknown words swallow, and that no name holds."""
_NEVER_IN_A_NAME: Final = (
    "degree", "join", "like", "dislike", "not", "kin", "me", "you", "others", "wh", "courtesy", "contrast", "dull", "bright", "fans",
)  # fmt: skip
_NAMELESS: Final = frozenset({english.Part.ADJECTIVE, english.Part.ADVERB, english.Part.INTERJECTION})
_NO_LABELS: Final = frozenset(
    {
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
        "get",
        "say no",
        "weekend",
        "weekends",
    }
)


def name(reading: Reading, at: int, stop: int | None = None) -> int:
    """Read the noun phrase or activity that begins at `at` and ends by `stop`, or step over a word that names nothing."""
    sentence = reading.sentence
    reading.mood.deny_carried()
    if not _is_nominal(sentence, at):
        if sentence.is_verb(at):
            _plain(reading, at)
        return at + 1
    end = _extent(sentence, at, len(sentence.words) if stop is None else stop)
    if _only_describes(sentence, at, end):
        return end + 1
    if not _is_heading(sentence, at, end):
        _keep(reading, at, end)
    return end


def _plain(reading: Reading, at: int) -> None:
    """Let a verb that neither feels nor does end what was done; "是" and its like only link."""
    mood = reading.mood
    mood.negated = False
    if not mood.felt and reading.sentence.text(at) not in ("是", "来", "到", "完", "成为"):
        mood.sign = 0


def everything(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the places of all names in a sentence, whoever they are of and whatever is said of them; general words at their ends go."""
    at = 0
    while at < len(sentence.words):
        if not _is_nominal(sentence, at):
            at += 1
            continue
        first, behind = at, _extent(sentence, at, len(sentence.words))
        at = end = behind
        while end > first and sentence.listed(end - 1, "generic"):
            if end - first > 1 and sentence.listed(end - 1, "compound"):
                break
            end -= 1
        while end - first > 1 and sentence.listed(first, "generic"):
            first += 1
        if first < end:
            yield first, end


# What can stand in a phrase


def _is_nominal(sentence: Sentence, at: int) -> bool:
    if at >= len(sentence.words) or sentence.listed(at, *_NEVER_IN_A_NAME):
        return False
    word = sentence.words[at]
    if word.tag == LATIN and _is_english_quality(word.text):
        return False
    if sentence.listed(at, "want") or (sentence.listed(at, "do") and sentence.is_verb(at)) or _is_guess(word):
        return False
    ends_noun = word.text in _NOUN_ENDINGS and _is_noun(sentence, at - 1)
    return ends_noun or _is_noun(sentence, at) or _is_activity(sentence, at)


def _is_noun(sentence: Sentence, at: int) -> bool:
    return bool(_NOUN.match(sentence.tag(at)))


def _is_english_quality(text: str) -> bool:
    """Tell whether English words among Chinese ones name nothing: "addicted了", "不要太crowded", "haha thanks"."""
    return text.islower() and all(english.lexicon().parts.get(word) in _NAMELESS for word in text.split())


def _is_guess(word: Word) -> bool:
    """Tell whether jieba only guessed at a word, and took small words into it."""
    return word.tag == UNKNOWN and not _SMALL_WORDS.isdisjoint(word.text)


def _is_activity(sentence: Sentence, at: int) -> bool:
    """Tell whether a verb of two or more characters names something to do ("攀岩"); one behind 所 tells of something else."""
    long_verb = sentence.tag(at) in _ACTIVITY and len(sentence.text(at)) >= 2 and sentence.text(at - 1) != "所"
    return long_verb and not sentence.listed(at, "plain_verb", "want", "ask", "do")


# How far it goes


def _extent(sentence: Sentence, at: int, stop: int) -> int:
    """Return where the name that begins at `at` ends, `stop` at the latest."""
    start, end = sentence.words[at].start, at + 1
    while end < stop and _is_nominal(sentence, end) and _adjoins(sentence, end):
        if sentence.words[end].end - start > MAX_CHARACTERS:
            break
        end += 1
    return end


def _adjoins(sentence: Sentence, at: int) -> bool:
    """Tell whether a word and the one before it make one name."""
    before, word = sentence.words[at - 1], sentence.words[at]
    if word.tag == before.tag == "ns":  # "大理", "丽江"
        return False
    return word.tag not in _ALONE and before.tag not in _ALONE and word.start == before.end


def _only_describes(sentence: Sentence, at: int, end: int) -> bool:
    """Tell whether a phrase stands before 的 and describes the next one ("爵士乐的历史"); a title or a foreign word stays."""
    described = sentence.text(end) == "的" and _is_nominal(sentence, end + 1)
    if described and sentence.listed(end + 1, "generic"):  # "榴莲的味道", "周杰伦的粉丝"
        return False
    return described and sentence.tag(at) not in (TITLE, LATIN)


def _is_heading(sentence: Sentence, at: int, end: int) -> bool:
    """Tell "我最喜欢的电影是" from other phrases: what comes is meant."""
    links = sentence.text(end) in ("是", "有", "叫", "就是", "包括")
    return links and sentence.text(at - 1) == "的" and sentence.listed(at - 2, "like", "dislike")


# What is kept of it


def _keep(reading: Reading, at: int, end: int) -> None:
    """Trim a phrase and keep it, if it names an interest and the mood lets it count."""
    sentence, mood = reading.sentence, reading.mood
    at, end = _trimmed(reading, at, end)
    if at == end or (end - at == 1 and sentence.tag(at) == "an"):  # "麻烦", "困难" say how something is
        return
    start, stop = sentence.words[at].start, sentence.words[end - 1].end
    if end - at == 1 and _says_an_aspect(sentence.words[at]):
        stop -= 2
        head = sentence.words[at].text[:-2]
        if "generic" in sections_of(head) or not is_noun(head):
            return
    if _is_ailment(reading, at, end):
        return
    if stop - start > _LONGEST or (stop - start < 2 and not _is_small_thing(reading, at)):
        return
    if sentence.tag(at) == LATIN and (found := _INTOLERANT.match(sentence.text(at))) and mood.who is Who.SPEAKER:
        stop, mood.sign, mood.negated = start + found.end("what"), 0 if mood.negated else -1, False
        reading.keep(start, stop, at)
        mood.forget()
        return
    if sentence.tag(at) == LATIN and not _is_presentable(sentence.text(at)):
        return
    if mood.felt and sentence.listed(at - 1, "wh") and reading.asks:  # "我喜欢什么运动？"
        reading.found.append(Phrase(reading.source[start:stop], start, stop))
        return
    alone = end - at == 1 and not _is_noun(sentence, at)
    if alone and sentence.text(at - 1) in ("到", "得") and sentence.tag(at - 2) != PAUSE:  # "刷到崩溃"
        return
    if alone and not (mood.felt or mood.often or mood.past or _is_done(reading, at) or mood.who is Who.OTHERS):
        reading.note(start, stop, at)
        return
    reading.keep(start, stop, at)


_INTOLERANT: Final = re.compile(
    r"(?P<what>[\w -]{2,30}?)[ -](?:intolerant|intolerance|allergic|allergy)$", re.IGNORECASE
)
"""What is not borne, in English words: "我是lactose intolerant"."""
_AILMENT: Final = re.compile(
    "(?:症|[^毛生]病|炎|癌|瘤|综合征|痛风|哮喘|湿疹|贫血|抑郁|焦虑|脂肪肝|结节|三高|高血[压脂糖]|低血[压糖]|血[压脂糖]高|近视|痔疮|腰椎间盘突出|骨质疏松|甲亢|甲减)$"
)
_HAS: Final = frozenset({"有", "得了", "患", "患有", "患了", "犯", "犯了", "查出", "确诊", "有点", "得过"})


def _is_ailment(reading: Reading, at: int, end: int) -> bool:
    """Tell "我有痛风", "我血糖高", which name an illness, from "我对抑郁症感兴趣"."""
    sentence = reading.sentence
    text = sentence.said(at, end)
    had = sentence.listed(at - 1, "me") or any(sentence.text(place) in _HAS for place in range(max(0, at - 4), at))
    return had and not reading.mood.felt and _AILMENT.search(text) is not None


def _trimmed(reading: Reading, at: int, end: int) -> tuple[int, int]:
    """Return a phrase without the general words at both ends ("电影 推荐"); it may come out empty."""
    sentence = reading.sentence
    if end - at == 1 and _is_described(reading, at):
        at -= 2
    while end > at and sentence.listed(end - 1, "generic") and not _is_whole(reading, at, end):
        end -= 1
    while end - at > 1 and sentence.listed(at, "generic"):
        at += 1
    return at, end


def _says_an_aspect(word: Word) -> bool:
    """Tell whether one word of the dictionary is a thing and a general word: "艺术风格", "故事情节"."""
    return len(word.text) == 4 and word.tag.startswith("n") and _is_general(word.text[2:]) and not is_common(word.text)


def _is_general(text: str) -> bool:
    listed = sections_of(text)
    return "generic" in listed and "compound" not in listed


def _is_described(reading: Reading, at: int) -> bool:
    """Tell whether an adjective makes an interest of a general word ("喜欢清淡的食物")."""
    sentence = reading.sentence
    described = sentence.text(at - 1) == "的" and sentence.tag(at - 2) in ("a", "an") and reading.mood.felt
    return described and sentence.listed(at, "generic") and sentence.listed(at, "compound")


def _is_whole(reading: Reading, at: int, end: int) -> bool:
    """Tell whether a general word may end the phrase: "科幻电影", or "音乐" behind a feeling."""
    sentence = reading.sentence
    if end - at > 1:
        return not sentence.listed(end - 2, "generic") and sentence.listed(end - 1, "compound")
    if sentence.text(at - 1) == "的" and sentence.tag(at - 2) in (LATIN, TITLE):  # "Taylor Swift 的歌"
        return False
    return sentence.listed(at, "solo") and reading.mood.felt


_TAKES_A_SMALL_THING: Final = frozenset({"食", "饮", "养", "骑", "吃", "喝", "学", "吃喝"})


def _is_small_thing(reading: Reading, at: int) -> bool:
    """Tell whether a noun of one character names something here ("喜欢猫", "养了一只猫", "对猫过敏")."""
    sentence, mood = reading.sentence, reading.mood
    if sentence.tag(at) != "n":
        return False
    done = mood.sign != 0 and any(sentence.text(i) in _TAKES_A_SMALL_THING for i in range(at - 4, at))
    return sentence.text(at - 1) == "对" or mood.felt or done or _makes_ill(sentence, at)


_AILS: Final = frozenset({"过敏", "不耐受"})


def _makes_ill(sentence: Sentence, at: int) -> bool:
    """Tell whether what is named at `at` is what somebody cannot bear: "我虾过敏", "我对虾和蟹都过敏"."""
    place = at + 1
    while sentence.listed(place, "join", "degree") or (len(sentence.text(place)) == 1 and sentence.tag(place) == "n"):
        place += 1
    return sentence.text(place) in _AILS


def _is_done(reading: Reading, at: int) -> bool:
    """Tell whether an activity stands right behind its cue ("想去徒步旅行")."""
    sentence = reading.sentence
    cued = sentence.listed(at - 1, "do", "want", "join") or sentence.text(at - 1) in ("去", "了", "、")
    return reading.mood.sign != 0 and cued


def _is_presentable(latin: str) -> bool:
    return len(latin) >= 2 and latin.lower() not in _NO_LABELS and not set(latin.lower()) <= set("hax")
