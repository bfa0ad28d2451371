"""Whose a Chinese interest is where no plain subject says it: "寿司是我室友的最爱", "爱钓鱼的爸爸", "隔壁老王天天跑步"."""

from __future__ import annotations

from typing import Final

from ..who import Who
from ..words import words
from .reading import Reading
from .sentence import Sentence
from .words import PAUSE, UNKNOWN, sections_of

SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾"
    "夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤小阿"
)
"""The hundred most common ones, and what stands before a first name among friends."""
_PREFIXES: Final = frozenset("老小阿")
_NO_PEOPLE: Final = frozenset({"机器人", "艺人", "雪人", "爱人", "木偶人"})
_BETWEEN: Final = ("degree", "often", "present", "not", "past")
_REACH: Final = 6


def acts(sentence: Sentence, at: int, *sections: str) -> bool:
    """Tell whether what stands at `at` does one of these things, adverbs aside: "(老王)天天跑"."""
    ahead = at + 1
    while sentence.listed(ahead, *_BETWEEN) and not sentence.listed(ahead, *sections):
        ahead += 1
    return sentence.listed(ahead, *sections) and not sentence.listed(ahead + 1, "me")


def is_somebody(reading: Reading, at: int) -> bool:
    """Tell whether a neighbour by name ("老王"), a people ("法国人") or a busy name ("王伟每天弹") is the subject here."""
    sentence = reading.sentence
    text, tag = sentence.text(at), sentence.tag(at)
    if reading.mood.who is not Who.UNSAID or sentence.listed(at, "generic", "kin", "do") or text in _NO_PEOPLE:
        return False
    if len(text) > 1 and text.endswith("人") and tag.startswith("n"):
        return acts(sentence, at, "like", "dislike", "want", "do")
    if tag == UNKNOWN and len(text) == 3 and text[0] in SURNAMES and "do" in sections_of(text[2]):
        return True  # jieba takes "王伟弹" for one word
    nicknamed = len(text) == 2 and text[0] in _PREFIXES and tag in (UNKNOWN, "nr")
    if nicknamed or (tag == "nr" and sentence.listed(at + 1, "often", "present")):
        return acts(sentence, at, "like", "dislike", "want", "do", "plain_verb")
    return False


_HELD_DEAR: Final = words("最爱 爱好 爱 喜欢 最喜欢 兴趣 菜 乐趣 强项 命 心头好 事")


def behind_given_away(reading: Reading, at: int) -> int:
    """Return the place behind "是我室友的最爱", 0 where none stands: what was named before "是" is someone else's."""
    sentence = reading.sentence
    if sentence.text(at) != "是" or not reading.pending or reading.mood.who is not Who.UNSAID:
        return 0
    person = at + 2 if sentence.listed(at + 1, "me") else at + 1
    if not sentence.listed(person, "kin", "others"):
        return 0
    if not any(sentence.text(place) in _HELD_DEAR for place in range(person + 1, person + 5)):
        return 0
    reading.retract(reading.pending[0].start)
    reading.begin(Who.OTHERS)
    return next((i for i in range(at, len(sentence.words)) if sentence.tag(i) == PAUSE), len(sentence.words))


def leave_to_owner(reading: Reading, at: int) -> None:
    """Drop what the person at `at` is said to like in front of them: "(我想给)爱钓鱼的爸爸", not "我喜欢的女生"."""
    sentence = reading.sentence
    if sentence.text(at - 1) != "的":
        return
    for place in range(at - 2, max(-1, at - 2 - _REACH), -1):
        if sentence.tag(place) == PAUSE or sentence.listed(place, "me", "dislike"):
            return
        if sentence.listed(place, "like"):
            before = place - 1
            while sentence.listed(before, "degree"):
                before -= 1
            if not sentence.listed(before, "me"):
                reading.retract(sentence.words[place].start)
                reading.mood.forget()
            return


_SEEMING: Final = frozenset({"好像", "仿佛", "似乎", "好似", "希望", "但愿", "巴不得", "当作", "就当", "当", "权当"})
_FOR_EXAMPLE: Final = frozenset({"比如", "比方", "比方说", "譬如", "例如", "比如说"})
_ELSEWHERE: Final = frozenset({"下辈子", "来世", "上辈子", "来生", "平行世界", "平行宇宙", "另一个世界", "梦里"})


def is_supposed(reading: Reading, at: int) -> bool:
    """Read "真希望我也喜欢", "好像我喜欢…似的", "比如我喜欢", "下辈子": what follows is only supposed."""
    sentence = reading.sentence
    text = sentence.text(at)
    if text in _ELSEWHERE:
        reading.supposed = True
        return True
    mine = sentence.listed(at + 1, "me") and _feels(sentence, at + 2)
    if mine and (text in _SEEMING or (text in _FOR_EXAMPLE and at == 0)):
        reading.mood.doubt = True
        return True
    return False


def _feels(sentence: Sentence, at: int) -> bool:
    while sentence.listed(at, "degree", "not"):
        at += 1
    return sentence.listed(at, "like", "dislike") or sentence.text(at) == "是"


_ADVICE: Final = frozenset({"应该", "得", "该", "可以", "要", "能", "必须", "需要"})
_KNOWING: Final = frozenset({"知道", "说", "觉得", "认为", "以为", "了解", "明白", "发现", "笑", "嫌", "晓得", "清楚"})


def is_known_to_feel(sentence: Sentence, at: int) -> bool:
    """Tell whether "我" at `at` is a subject behind another's verb: "她知道我有多喜欢", not "他说我应该"."""
    if sentence.text(at - 1) not in _KNOWING:
        return False
    ahead = at + 1
    while sentence.text(ahead) in ("有", "多", "多么") or sentence.listed(ahead, "degree", "not"):
        if sentence.text(ahead) in _ADVICE:
            return False
        ahead += 1
    return sentence.listed(ahead, "like", "dislike")
