"""What a Chinese clause says of what it named first: "是我最喜欢的", "真难吃", "很治愈", "不适合我"."""

from __future__ import annotations

from typing import Final

from ..who import Who
from ..words import words
from .degree import clause
from .echoes import REACH, before, is_done, is_forced
from .elided import closes, is_leading, looks_back
from .reading import Named, Reading
from .sayings import LEADS
from .sentence import Sentence
from .subjects import MINE
from .words import PAUSE, SAYING, sections_of

LINKS: Final = frozenset({"了", "是", "就是", "算是", "成了", "成为", "成为了", "变成", "变成了"})
_MOVES: Final = frozenset({"让", "使", "令", "叫"})
_MOVED: Final = words(
    "快乐 平静 开心 放松 着迷 幸福 满足 上头 沉迷 安心 忘我 静心 治愈 兴奋 上瘾 欲罢不能 念念不忘 心安 愉快 入迷"
    " 神清气爽 解压"
)
_ACCLAIM: Final = frozenset({"绝了", "永远的神", "yyds", "YYDS", "天花板"})


def moves_me(reading: Reading, at: int) -> int:
    """Read "爬山让我很快乐": what was named before is liked; return the place behind, 0 where nobody is moved."""
    sentence, mood = reading.sentence, reading.mood
    if sentence.text(at) not in _MOVES or not sentence.listed(at + 1, "me") or not reading.pending or reading.asks:
        return 0
    ahead = at + 2
    while sentence.listed(ahead, "degree"):
        ahead += 1
    if sentence.text(ahead) not in _MOVED or not mood.who.may_be_speaker or mood.doubt:
        return 0
    mood.feel(1)
    reading.feel_for(reading.pending, ahead)
    mood.forget()
    return ahead + 1


def is_verdict_of_mine(reading: Reading, at: int) -> bool:
    """Read "《红楼梦》是我最喜欢的小说": what was named before "是" is liked, the kind of thing it is names nothing."""
    sentence, mood = reading.sentence, reading.mood
    named = reading.pending
    if mood.who not in (Who.UNSAID, Who.OTHERS) or not named or not sentence.listed(at + 1, "me") or reading.asks:
        return False
    if not any(sentence.text(place) in MINE for place in range(at + 2, at + 6)):
        return False
    denied = sentence.text(at) == "不是"
    if denied and not _describes(sentence, at + 2):
        return False
    reading.begin(Who.SPEAKER)
    mood = reading.mood
    disliked = any(sentence.listed(place, "dislike") for place in range(at + 2, at + 6))
    mood.feel(-1 if disliked != denied else 1)
    reading.feel_for(named, at + 2)
    return True


def _describes(sentence: Sentence, at: int) -> bool:
    """Tell "(足球不是我)最喜欢的(运动)", "的爱好" from "(足球不是我)不喜欢"."""
    if sentence.text(at) == "的":
        return sentence.text(at + 1) in MINE
    while sentence.listed(at, "degree"):
        at += 1
    return sentence.listed(at, "like", "dislike") and sentence.text(at + 1) == "的"


def comma_behind(sentence: Sentence, at: int) -> int:
    """Return the place of the next mark behind `at`, 0 where there is none."""
    return next((place for place in range(at, len(sentence.words)) if sentence.tag(place) == PAUSE), 0)


def is_judged(reading: Reading, at: int) -> bool:
    """Read a judgement of what was named before it: "香菜真难吃", "我觉得做菜很治愈", "看了沙丘，很无聊"."""
    sentence = reading.sentence
    acclaimed = sentence.text(at) in _ACCLAIM or sentence.text(at) + sentence.text(at + 1) in _ACCLAIM
    if not acclaimed and not sentence.listed(at, "dull", "drab", "bright"):
        return False
    if better := _is_better(reading, at):
        return _hold(reading, 1, better, at)
    very = sentence.listed(at - 1, "degree")
    dull = sentence.listed(at, "dull") or (very and sentence.listed(at, "drab") and not reading.mood.negated)
    bright = very and sentence.listed(at, "bright") and (not sentence.is_verb(at) or closes(sentence, at + 1))
    if not (dull or bright or acclaimed):
        return False
    sign = -1 if dull else 1
    named = _judged(reading, at, sign)
    return bool(named) and _hold(reading, sign, named, at)


_FAR: Final = 6


def _is_better(reading: Reading, at: int) -> list[Named]:
    """Return what is said to be better than another thing: 篮球 of "我觉得篮球比足球好看"."""
    sentence = reading.sentence
    than = next((place for place in range(at - 1, max(-1, at - _FAR), -1) if sentence.text(place) == "比"), -1)
    if than < 0 or not sentence.listed(at, "bright") or reading.mood.negated:
        return []
    return [one for one in _judged(reading, at, 1) if one.at < than][-1:]


_SIGNS: Final = {"lifts": 1, "dear": 1, "framed": 1, "suits": 1, "grates": -1, "jars": -1, "ending": -1}


def say(reading: Reading, at: int) -> None:
    """Read a saying about what was named before it: "久石让治愈了我", "看了沙丘，浪费时间"."""
    sentence, mood = reading.sentence, reading.mood
    section = next(iter(sentence.words[at].sections))
    sign, denied = _SIGNS.get(section, 0), mood.negated
    mood.negated = False
    if not sign or (denied and section != "suits") or sentence.listed(at + 1, "kin"):
        return
    if section in ("framed", "jars") and not any(sentence.listed(i, LEADS) for i in clause(sentence, at)):
        return
    if named := _judged(reading, at, -sign if denied else sign):
        _hold(reading, -sign if denied else sign, named, at)
    elif sign < 0 and _takes_an_object(reading, at):
        mood.feel(sign)
        mood.ends = section == "ending"


def _takes_an_object(reading: Reading, at: int) -> bool:
    """Tell whether a saying of the speaker's has what it is on behind it: "我喝不惯咖啡", "退坑原神了"."""
    sentence, mood = reading.sentence, reading.mood
    mine = mood.who is Who.SPEAKER or (mood.who is Who.UNSAID and is_leading(reading, at))
    takes = _says_a_deed(sentence, at) or sentence.text(at).startswith(("退坑", "弃坑", "卸载", "弃剧"))
    noun = sentence.tag(at + 1).startswith(("n", "x", "latin", "title")) and not sentence.listed(
        at + 1, "generic", "kin"
    )
    return mine and takes and noun and not reading.asks and not mood.doubt


def _judged(reading: Reading, at: int, sign: int) -> list[Named]:
    """Return what a verdict at `at` is on; a dislike is none of circumstances, nor of what nobody did for themselves."""
    sentence, mood = reading.sentence, reading.mood
    if reading.asks or mood.doubt or not mood.who.may_be_speaker or sentence.text(at + 1) == "的":
        return []
    if any(sentence.listed(place, "hearsay") for place in range(max(0, at - REACH), at)):
        return []
    last = reading.named[-1:] or before(reading)
    here = reading.pending or [one for one in last if not mood.negated and one.at in clause(sentence, at)]
    named = here or (last if looks_back(reading, at) else [])
    if any(
        sentence.listed(place, "circumstance") for one in named[:1] for place in range(max(one.at, at - REACH, 0), at)
    ):
        return []
    if sign > 0:
        return named
    done = here or _says_a_deed(sentence, at) or all(is_done(sentence, one.at) for one in named)
    liked = mood.felt and mood.sign > 0 and not here  # "我喜欢吃辣，辣得我想哭"
    return named if done and not liked and not is_forced(sentence, at) else []


def _says_a_deed(sentence: Sentence, at: int) -> bool:
    """Tell whether a saying tells itself that the speaker does so: "喝不来", "看不下去"."""
    return sentence.tag(at) == SAYING and "do" in sections_of(sentence.text(at)[0])


def _hold(reading: Reading, sign: int, named: list[Named], at: int) -> bool:
    """Let a verdict hold for what was named."""
    reading.mood.feel(sign)
    reading.feel_for(named, at)
    reading.pending = []
    reading.mood.forget()
    return True
