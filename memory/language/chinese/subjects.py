"""Whom a Chinese clause is about: the speaker, someone else, the assistant."""

from __future__ import annotations

from typing import Final

from ..who import Who
from ..words import words
from .owners import SURNAMES, is_known_to_feel, is_somebody, leave_to_owner
from .reading import Reading
from .sentence import Sentence
from .words import PAUSE, UNKNOWN, sections_of

MINE: Final = words("最 爱好 最爱 乐趣 喜欢 最喜欢 兴趣 挚爱 偶像 本命 解压 快乐 命根子 慰藉 执念 续命")
"""Words that make a verdict of the speaker's, or a hobby of someone's."""

_DOCTORS: Final = frozenset({"医生", "大夫", "医嘱"})
"""Who they are about behind the comma goes on with whom it was about before: "医生说是糖尿病，甜的不吃了"."""
_BEFORE_OTHERS: Final = frozenset({"给", "对", "跟", "和", "的"})
_BEFORE_ME: Final = frozenset({"给", "为", "向", "跟", "帮", "让"})
_BEFORE_YOU: Final = frozenset({"给", "跟", "和", "向", "对", "陪", "谢谢", "问", "请"})
_AND: Final = ("和", "跟", "与")


def subject(reading: Reading, at: int) -> bool:
    """Tell whether a person stands here, and begin a clause about them where they are its subject."""
    sentence = reading.sentence
    if _is_named_person(reading, at) or is_somebody(reading, at) or _owns_a_hobby(sentence, at):
        reading.begin(Who.OTHERS)
        return True
    if _is_kin(reading, at) or sentence.listed(at, "others"):
        leave_to_owner(reading, at)
        if not _is_object(reading, at):
            with_speaker = sentence.text(at + 1) in _AND and sentence.listed(at + 2, "me")  # "妹妹和我"
            advised = reading.mood.who if sentence.text(at) in _DOCTORS else None
            reading.begin(Who.SPEAKER if with_speaker else Who.OTHERS)
            reading.mood.advised = advised
        return True
    if sentence.text(at) == "自己" and reading.mood.who is not Who.UNSAID:  # "我喜欢自己烘焙"
        return True
    if sentence.listed(at, "me"):
        _speaker(reading, at)
        return True
    if sentence.text(at) == "大家" and sentence.text(at + 1) == "都":
        reading.begin(Who.OTHERS)
        return True
    if sentence.listed(at, "you"):
        if sentence.text(at - 1) not in _BEFORE_YOU:
            reading.begin(Who.ASSISTANT)
        return True
    return False


def _is_kin(reading: Reading, at: int) -> bool:
    """Tell whether a relative stands here, with or without an owner in the same word ("妹妹", "我的妹妹", "我妈")."""
    sentence = reading.sentence
    if sentence.listed(at, "kin"):
        return True
    if (
        sentence.listed(at, "pet")
        and sentence.text(at - 1) in ("的", "家")
        and sentence.listed(at + 1, "like", "dislike", "do")
    ):
        return True
    if (
        sentence.text(at)[:1] == "家"
        and {"pet", "kin"} & sections_of(sentence.text(at)[1:])
        and sentence.listed(at - 1, "me", "you")
    ):
        return True  # "我家猫", "我家娃"
    if "kin" in sections_of(sentence.text(at).removesuffix("家")):
        return True
    if sentence.text(at)[:1] in SURNAMES and "kin" in sections_of(sentence.text(at)[1:]):  # "张老师"
        return True
    owner, owned = sentence.text(at)[:1], sentence.text(at)[1:]
    return owner in ("我", "你", "他", "她") and "kin" in sections_of(owned.removeprefix("的"))


def _is_named_person(reading: Reading, at: int) -> bool:
    """Tell whether someone's name is the subject of a feeling ("小明爱看书")."""
    sentence = reading.sentence
    ahead = at + 1
    while sentence.listed(ahead, "degree"):
        ahead += 1
    first = sentence.tag(at - 1) in ("", PAUSE) and sentence.tag(at) == UNKNOWN  # jieba knows few names of persons
    named = reading.mood.who is Who.UNSAID and (first or sentence.tag(at).startswith("nr"))
    named = named and not sentence.words[at].sections
    return named and sentence.listed(ahead, "like", "dislike", "want") and not sentence.listed(ahead + 1, "me")


def is_persons_name(sentence: Sentence, at: int) -> bool:
    """Tell whether a person's name stands here: jieba has it as one, or it has a surname and nobody knows the word."""
    text = sentence.text(at)
    unknown = sentence.tag(at) == UNKNOWN and len(text) in (2, 3) and not sentence.words[at].sections
    return sentence.tag(at) == "nr" or (unknown and text[0] in SURNAMES)


def _owns_a_hobby(sentence: Sentence, at: int) -> bool:
    """Tell "她的爱好是" from "她的电影"."""
    owned = sentence.text(at + 1) == "的" and (sentence.listed(at + 2, "like") or sentence.text(at + 2) in MINE)
    return owned and (sentence.listed(at, "others", "kin", "you"))


def _is_object(reading: Reading, at: int) -> bool:
    """Tell whether another person is no subject: beside the speaker, an owner ("他的"), or someone the feeling is for."""
    sentence = reading.sentence
    owner = sentence.text(at + 1) == "的" and not _is_kin(reading, at)
    felt_for = reading.mood.sign != 0 and sentence.text(at - 1) in _BEFORE_OTHERS
    cooked = reading.mood.felt and sentence.is_verb(at + 1) and sentence.text(at + 2) == "的"  # "最爱吃妈妈做的红烧肉"
    return owner or felt_for or cooked or _is_beside_speaker(reading, at)


def _is_beside_speaker(reading: Reading, at: int) -> bool:
    """Tell whether a person stands with the speaker ("我和妹妹都喜欢")."""
    sentence = reading.sentence
    before = at - 1
    while before > at - 3 and sentence.text(before) in ("的", "一个", "我", "一些"):
        before -= 1
    beside = sentence.text(before) in (*_AND, "同", "陪", "跟着", "带着", "陪着", "带")
    return (beside and reading.mood.who is Who.SPEAKER) or _goes_along(reading, at)


_ALONG: Final = frozenset({"跟", "跟着", "和", "与", "同", "约", "约了", "约上"})
_FAR: Final = 5


def _goes_along(reading: Reading, at: int) -> bool:
    """Tell whether an unsaid subject does something with the person at `at`: "昨天跟拳馆的教练练了泰拳"."""
    sentence, first = reading.sentence, max(0, at - _FAR)
    before = next((place for place in range(at - 1, first - 1, -1) if sentence.text(place) in _ALONG), None)
    if reading.mood.who is not Who.UNSAID or before is None:
        return False
    while before > 0 and (sentence.tag(before - 1).startswith(("t", "d", "c")) or sentence.listed(before - 1, "often")):
        before -= 1
    return sentence.tag(before - 1) in ("", PAUSE) and any(
        sentence.listed(place, "do") for place in range(at + 1, at + _FAR)
    )


_DONE_TO_ME: Final = (
    "让",
    "叫",
    "逼",
    "劝",
    "教",
    "约",
    "邀",
    "喊",
    "拉",
    "求",
    "陪",
    "缠",
    "催",
    "问",
    "请",
    "推坑",
    "安利",
    "怂恿",
    "忽悠",
    "鼓励",
)


def _speaker(reading: Reading, at: int) -> None:
    """Read "我": a subject, an object ("给我"), or an owner ("我的妹妹")."""
    sentence = reading.sentence
    is_verb = sentence.is_verb(at - 1) and not sentence.listed(at - 1, "contrast")
    is_verb = (is_verb or sentence.listed(at - 1, "ask")) and not is_known_to_feel(sentence, at)
    is_verb = is_verb or sentence.text(at - 1).endswith(_DONE_TO_ME)  # jieba takes "总让" for one word
    begged = sentence.text(at - 1) in ("了", "过", "着") and sentence.text(at - 2).endswith(
        _DONE_TO_ME
    )  # "求了我一个月"
    is_object = reading.mood.who is Who.OTHERS and (is_verb or begged)  # "他送我"
    forbidden = reading.mood.felt and reading.mood.ends and sentence.listed(at - 1, "ask")  # "不要再推荐我播客"
    if is_object or forbidden or sentence.text(at - 1) in _BEFORE_ME:
        return
    owned = at + 2 if sentence.text(at + 1) in ("的", "家", "有个", "那") else at + 1
    if sentence.listed(owned, "kin"):
        return
    reading.begin(Who.SPEAKER)
    if sentence.text(at + 1) == "的" and sentence.listed(owned, "like"):  # "我的爱好是"
        reading.mood.feel(1)
