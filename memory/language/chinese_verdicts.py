"""What a Chinese clause says of what it named first: "是我最喜欢的", "真难吃", "很治愈", "不适合我"."""

from __future__ import annotations

from typing import Final

from .chinese_elided import looks_back
from .chinese_reading import Reading
from .chinese_sentence import Sentence
from .chinese_subjects import MINE
from .chinese_words import PAUSE
from .who import Who

LINKS: Final = frozenset({"了", "是", "就是", "算是", "成了", "成为", "成为了", "变成", "变成了"})
_MOVES: Final = frozenset({"让", "使", "令", "叫"})
_MOVED: Final = frozenset(
    [
        "快乐",
        "平静",
        "开心",
        "放松",
        "着迷",
        "幸福",
        "满足",
        "上头",
        "沉迷",
        "安心",
        "忘我",
        "静心",
        "治愈",
        "兴奋",
        "上瘾",
        "欲罢不能",
        "念念不忘",
        "心安",
        "愉快",
        "入迷",
        "神清气爽",
        "解压",
    ]
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
    """Read a judgement of what was named before it: "香菜真难吃", "我觉得做菜很治愈", "瑜伽不适合我"."""
    sentence, mood = reading.sentence, reading.mood
    suits = sentence.text(at) == "适合" and mood.negated and sentence.listed(at + 1, "me")
    acclaimed = sentence.text(at) in _ACCLAIM or sentence.text(at) + sentence.text(at + 1) in _ACCLAIM
    dull, bright = sentence.listed(at, "dull") or suits, acclaimed or sentence.listed(at, "bright")
    if not (dull or bright) or reading.asks or sentence.text(at + 1) == "的":
        return False
    named = reading.pending or (reading.named[-1:] if bright and looks_back(reading, at) else [])
    if not named:
        return False
    if not mood.who.may_be_speaker or (bright and not acclaimed and not sentence.listed(at - 1, "degree")):
        return False
    mood.negated = mood.negated and not suits
    mood.feel(-1 if dull else 1)
    reading.feel_for(named, at)
    reading.pending = []
    mood.forget()
    return True
