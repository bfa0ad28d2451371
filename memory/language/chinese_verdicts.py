"""What a Chinese clause says of what it named first: "是我最喜欢的", "真难吃", "很治愈", "不适合我"."""

from __future__ import annotations

from .chinese_reading import Reading
from .chinese_sentence import Sentence
from .chinese_subjects import MINE
from .chinese_words import PAUSE
from .who import Who


def is_verdict_of_mine(reading: Reading, at: int) -> bool:
    """Read "《红楼梦》是我最喜欢的小说": what was named before "是" is liked, the kind of thing it is names nothing."""
    sentence, mood = reading.sentence, reading.mood
    if mood.who is not Who.UNSAID or not reading.pending or not sentence.listed(at + 1, "me"):
        return False
    if not any(sentence.text(place) in MINE for place in range(at + 2, at + 6)):
        return False
    reading.begin(Who.SPEAKER)
    mood = reading.mood
    mood.feel(-1 if any(sentence.listed(place, "dislike") for place in range(at + 2, at + 6)) else 1)
    reading.feel_for(reading.pending, at + 2)
    return True


def comma_behind(sentence: Sentence, at: int) -> int:
    """Return the place of the next mark behind `at`, 0 where there is none."""
    return next((place for place in range(at, len(sentence.words)) if sentence.tag(place) == PAUSE), 0)


def is_judged(reading: Reading, at: int) -> bool:
    """Read a judgement of what was named before it: "香菜真难吃", "我觉得做菜很治愈", "瑜伽不适合我"."""
    sentence, mood = reading.sentence, reading.mood
    suits = sentence.text(at) == "适合" and mood.negated and sentence.listed(at + 1, "me")
    dull, bright = sentence.listed(at, "dull") or suits, sentence.listed(at, "bright")
    if not (dull or bright) or not reading.pending or reading.asks or sentence.text(at + 1) == "的":
        return False
    if not mood.who.may_be_speaker or (bright and not sentence.listed(at - 1, "degree")):
        return False
    mood.negated = mood.negated and not suits
    mood.feel(-1 if dull else 1)
    reading.feel_for(reading.pending, at)
    reading.pending = []
    mood.forget()
    return True
