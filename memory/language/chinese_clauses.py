"""How a Chinese clause turns: subjects, pauses, negations, feelings, requests and doings.

`step` reads the word at a place and returns the place where reading goes on; what says nothing of a person or a feeling
is left to the names.
"""

from __future__ import annotations

from typing import Final

from .chinese_mood import Mood
from .chinese_names import name
from .chinese_reading import Reading
from .chinese_sentence import Sentence
from .chinese_words import PAUSE, is_noun, sections_of
from .who import Who

_CALLED: Final = frozenset({"叫", "名叫", "叫做"})
_DOING_TAGS: Final = ("v", "x", "n", "p", "d")


def step(reading: Reading, at: int) -> int:
    """Read the word at `at` and return the place where reading goes on."""
    sentence, mood = reading.sentence, reading.mood
    if sentence.tag(at) == PAUSE:
        _pause(reading, at)
        return at + 1
    if sentence.listed(at, "hypothetical"):
        mood.doubt = True
        return at + 1
    if sentence.text(at) == "是" and _is_verdict_of_mine(reading, at):
        return len(sentence.words) if not _comma_behind(sentence, at) else _comma_behind(sentence, at)
    if _time(reading, at):
        return at + 1
    if _asks_whether(sentence, at):
        reading.asks = True
        return at + 2
    if _subject(reading, at):
        return at + 1
    if sentence.listed(at, "contrast"):
        mood.contrast()
        return at + 1
    if sentence.text(at) in _CALLED and _follows_speaker(reading, at):
        mood.muted = True
    return _word(reading, at)


def _pause(reading: Reading, at: int) -> None:
    if reading.sentence.text(at) == "、":  # goes on with the list
        return
    reading.mood.pause()
    reading.pending = []
    reading.asks = reading.sentence.asks(at + 1)


def _time(reading: Reading, at: int) -> bool:
    """Read "以前", which makes what follows past, "现在", which ends that, and "每天"; tell whether one of them stands here."""
    sentence = reading.sentence
    if sentence.listed(at, "past"):
        reading.mood.past = True
    elif sentence.listed(at, "present"):
        if not sentence.listed(at, "contrast"):
            reading.mood.now()
        reading.mood.past = False
    elif sentence.listed(at, "often"):
        reading.mood.do_often()
    return sentence.listed(at, "past", "present", "often") and not sentence.listed(at, "contrast", "join")


def _asks_whether(sentence: Sentence, at: int) -> bool:
    """Tell whether "喜不喜欢", "爱不爱" begins at `at`."""
    word = sentence.text(at)
    return bool(word) and sentence.text(at + 1) == "不" and sentence.text(at + 2).startswith(word)


_MINE: Final = frozenset({"最", "爱好", "最爱", "乐趣", "喜欢", "最喜欢", "兴趣", "挚爱", "偶像", "本命"})


def _is_verdict_of_mine(reading: Reading, at: int) -> bool:
    """Read "《红楼梦》是我最喜欢的小说": what was named before "是" is liked, the kind of thing it is names nothing."""
    sentence, mood = reading.sentence, reading.mood
    if mood.who is not Who.UNSAID or not reading.pending or not sentence.listed(at + 1, "me"):
        return False
    if not any(sentence.text(place) in _MINE for place in range(at + 2, at + 6)):
        return False
    reading.begin(Who.SPEAKER)
    mood = reading.mood
    mood.feel(-1 if any(sentence.listed(place, "dislike") for place in range(at + 2, at + 6)) else 1)
    reading.feel_for(reading.pending, at + 2)
    return True


def _comma_behind(sentence: Sentence, at: int) -> int:
    """Return the place of the next mark behind `at`, 0 where there is none."""
    return next((place for place in range(at, len(sentence.words)) if sentence.tag(place) == PAUSE), 0)


def _follows_speaker(reading: Reading, at: int) -> bool:
    return reading.mood.who is Who.SPEAKER and reading.sentence.listed(at - 1, "me")


def _is_of_speaker(reading: Reading, at: int) -> bool:
    """Tell "我是", "我曾经是" from "我喜欢的是"."""
    sentence = reading.sentence
    before = at - 1
    while sentence.listed(before, "past", "degree"):
        before -= 1
    return reading.mood.who is Who.SPEAKER and sentence.listed(before, "me")


# Subjects

_BEFORE_OTHERS: Final = frozenset({"给", "对", "跟", "和", "的"})
_BEFORE_ME: Final = frozenset({"给", "为", "向", "跟", "帮", "让"})
_BEFORE_YOU: Final = frozenset({"给", "跟", "和", "向", "对", "陪", "谢谢", "问", "请"})
_AND: Final = ("和", "跟", "与")


def _subject(reading: Reading, at: int) -> bool:
    """Tell whether a person stands here, and begin a clause about them where they are its subject."""
    sentence = reading.sentence
    if _is_named_person(reading, at) or _owns_a_hobby(sentence, at):
        reading.begin(Who.OTHERS)
        return True
    if _is_kin(reading, at) or sentence.listed(at, "others"):
        if not _is_object(reading, at):
            with_speaker = sentence.text(at + 1) in _AND and sentence.listed(at + 2, "me")  # "妹妹和我"
            reading.begin(Who.SPEAKER if with_speaker else Who.OTHERS)
        return True
    if sentence.listed(at, "me"):
        _speaker(reading, at)
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
    if "kin" in sections_of(sentence.text(at).removesuffix("家")):
        return True
    owner, owned = sentence.text(at)[:1], sentence.text(at)[1:]
    return owner in ("我", "你", "他", "她") and "kin" in sections_of(owned.removeprefix("的"))


def _is_named_person(reading: Reading, at: int) -> bool:
    """Tell whether someone's name is the subject of a feeling ("小明爱看书")."""
    sentence = reading.sentence
    ahead = at + 1
    while sentence.listed(ahead, "degree"):
        ahead += 1
    named = reading.mood.who is Who.UNSAID and sentence.tag(at).startswith("nr") and not sentence.words[at].sections
    return named and sentence.listed(ahead, "like", "dislike", "want") and not sentence.listed(ahead + 1, "me")


def _owns_a_hobby(sentence: Sentence, at: int) -> bool:
    """Tell "她的爱好是" from "她的电影"."""
    owned = sentence.text(at + 1) == "的" and (sentence.listed(at + 2, "like") or sentence.text(at + 2) in _MINE)
    return owned and (sentence.listed(at, "others", "kin", "you"))


def _is_object(reading: Reading, at: int) -> bool:
    """Tell whether another person is no subject: beside the speaker, an owner ("他的"), or someone the feeling is for."""
    sentence = reading.sentence
    owner = sentence.text(at + 1) == "的" and not _is_kin(reading, at)
    felt_for = reading.mood.sign != 0 and sentence.text(at - 1) in _BEFORE_OTHERS
    return owner or felt_for or _is_beside_speaker(reading, at)


def _is_beside_speaker(reading: Reading, at: int) -> bool:
    """Tell whether a person stands with the speaker ("我和妹妹都喜欢")."""
    sentence = reading.sentence
    before = at - 1
    while before > at - 3 and sentence.text(before) in ("的", "一个", "我", "一些"):
        before -= 1
    return sentence.text(before) in (*_AND, "同", "陪") and reading.mood.who is Who.SPEAKER


def _speaker(reading: Reading, at: int) -> None:
    """Read "我": a subject, an object ("给我"), or an owner ("我的妹妹")."""
    sentence = reading.sentence
    is_verb = sentence.is_verb(at - 1) or sentence.listed(at - 1, "ask")
    is_verb = is_verb or sentence.text(at - 1).endswith(
        ("让", "叫", "逼", "劝", "教")
    )  # jieba takes "总让" for one word
    is_object = reading.mood.who is Who.OTHERS and is_verb  # "他送我"
    if is_object or sentence.text(at - 1) in _BEFORE_ME:
        return
    owned = at + 2 if sentence.text(at + 1) in ("的", "家", "有个", "那") else at + 1
    if sentence.listed(owned, "kin"):
        return
    reading.begin(Who.SPEAKER)
    if sentence.text(at + 1) == "的" and sentence.listed(owned, "like"):  # "我的爱好是"
        reading.mood.feel(1)


# Everything else


def _word(reading: Reading, at: int) -> int:
    """Read a word that is no subject: a feeling, a negation, a request, a doing, or a name of something."""
    sentence, mood = reading.sentence, reading.mood
    sign = _feeling(reading, at) if mood.who.may_be_speaker else 0
    if sign:
        _feel(reading, at, sign)
    elif _is_judged(reading, at):
        pass
    elif sentence.listed(at, "not"):
        mood.negated = not mood.negated if sentence.listed(at - 1, "not") else True
        if sentence.text(at) == "不要" and mood.who is Who.UNSAID and _is_leading(reading, at):
            _decline(reading, at)
        return at + 2 if sentence.text(at + 1) == "再" else at + 1
    elif sentence.listed(at, "ask") and mood.who is not Who.OTHERS:
        _request(reading, at)
    elif sentence.listed(at, "want") and mood.who is Who.SPEAKER:
        mood.want()
    elif _is_doing(reading, at):
        _do(reading, at)
    elif _holds_its_object(reading, at):
        mood.do(refuses=_refuses(reading, at))
        mood.often = mood.often or mood.sign != 0
        return name(reading, at)
    elif sentence.text(at) == "是" and not mood.felt and _is_of_speaker(reading, at):  # "我是素食者"
        mood.sign, mood.negated = (0 if mood.negated else 1), False
    elif not sentence.listed(at, "degree", "join", "wh"):
        return name(reading, at)
    return at + 1


_REFUSALS: Final = frozenset(
    {
        *("受不了", "没兴趣", "没有兴趣", "没什么兴趣", "不耐受"),
        *("看不惯", "忍不了", "吃不了", "吃不惯", "喝不惯"),
    }
)
"""Of two words each, where jieba cuts them apart."""
_ALWAYS_FELT: Final = frozenset({"喜欢", "最爱", "喜爱", "热爱"})


def _feeling(reading: Reading, at: int) -> int:
    """Return the feeling that the word says, 1 or -1, 0 if none; "爱的" only describes ("爱的故事")."""
    sentence = reading.sentence
    text, following = sentence.text(at), sentence.text(at + 1)
    if text == "兴趣" and reading.pending and "有" in (sentence.text(at - 1), sentence.text(at - 2)):
        return 1
    if text + following in _REFUSALS or sentence.listed(at, "dislike"):
        return -1
    if sentence.listed(at, "like") and (following != "的" or text in _ALWAYS_FELT):
        return 1
    return 0


def _feel(reading: Reading, at: int, sign: int) -> None:
    """Set a feeling, also for what was named before it behind 对 ("对爵士乐没兴趣", "对花生过敏")."""
    mood = reading.mood
    if mood.who is Who.UNSAID and not reading.pending and not _is_leading(reading, at):
        return
    mood.feel(sign)
    mood.ends = mood.ends or (sign < 0 and reading.sentence.listed(at, "ending"))
    if not reading.pending and reading.named and _closes(reading, at + 1):
        reading.feel_for(reading.named[-1:], at)
    reading.feel_for(reading.pending, at)
    takes_object = reading.sentence.listed(at, "like") or reading.sentence.text(at) in ("讨厌", "怕", "害怕")
    if reading.pending and not takes_object:
        mood.forget()
    reading.pending = []


_LEADING_TAGS: Final = frozenset({PAUSE, "t", "c", "d", "y", "o", "e"})


def _is_leading(reading: Reading, at: int) -> bool:
    """Tell whether only small words stand before `at` ("其实 很 喜欢"): the speaker is meant without "我"."""
    sentence = reading.sentence
    return all(
        sentence.tag(i) in _LEADING_TAGS or sentence.listed(i, "degree", "not", "courtesy", "present")
        for i in range(at)
    )


def _request(reading: Reading, at: int) -> None:
    """Read "推荐": what it names is mentioned, what it forbids ("别再推荐恐怖片") is refused."""
    mood = reading.mood
    if mood.negated and mood.who in (Who.UNSAID, Who.ASSISTANT):
        reading.mood = Mood(who=Who.SPEAKER, sign=-1, felt=True, ends=True)
    elif not mood.felt or mood.sign >= 0:
        mood.forget()
        if mood.who is Who.SPEAKER and reading.sentence.text(at) != "写":
            mood.who = Who.ASSISTANT


_ELSE_BAD: Final = frozenset({"难受", "不行", "不舒服", "浑身", "受不了"})
_PARTICLES: Final = frozenset({"了", "的", "呢", "啊", "吧", "过", "极了", "死了", "上", "啦", "呀"})


def _closes(reading: Reading, at: int) -> bool:
    """Tell whether nothing but particles stand from `at` to the end of the clause: the feeling has no object of its own."""
    sentence = reading.sentence
    while sentence.text(at) in _PARTICLES:
        at += 1
    return at >= len(sentence.words) or sentence.tag(at) == PAUSE


def _do(reading: Reading, at: int) -> None:
    """Read a doing; one that is given up and has no object is about what was named before ("我玩原神，后来不玩了")."""
    mood = reading.mood
    gives_up = mood.negated and mood.who is Who.SPEAKER and reading.sentence.text(at + 1) in ("了", "啦")
    mood.do(refuses=gives_up or _refuses(reading, at))
    if gives_up and reading.named and not reading.pending and _closes(reading, at + 1):
        reading.feel_for(reading.named[-1:], at)


def _holds_its_object(reading: Reading, at: int) -> bool:
    """Tell whether one word says a doing and its object ("喝咖啡", "打篮球")."""
    sentence, text = reading.sentence, reading.sentence.text(at)
    if reading.mood.who is not Who.SPEAKER or len(text) < 2 or sentence.words[at].sections:
        return False
    return "do" in sections_of(text[0]) and is_noun(text[1:])


def _decline(reading: Reading, at: int) -> None:
    """Read "不要辣": what is named behind it is refused; "不要忘记" is not."""
    behind = reading.sentence.text(at + 1)
    if behind in ("放", "加") or reading.sentence.tag(at + 1).startswith(("n", "a")):
        reading.mood = Mood(who=Who.SPEAKER, sign=-1, felt=True)


def _is_judged(reading: Reading, at: int) -> bool:
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


def _is_doing(reading: Reading, at: int) -> bool:
    sentence = reading.sentence
    spoken = reading.mood.who.may_be_speaker and sentence.listed(at, "do")
    return spoken and sentence.tag(at).startswith(_DOING_TAGS)


def _refuses(reading: Reading, at: int) -> bool:
    """Tell "我不吃肉" from "我没吃肉"."""
    sentence = reading.sentence
    by_chance = sentence.text(at - 1) in ("没", "没有", "从没", "从未")
    if sentence.text(at + 1) not in ("了", "") and any(
        sentence.text(place) in _ELSE_BAD for place in range(at + 1, at + 6)
    ):  # "一天不喝奶茶就难受"
        reading.mood.negated = False
        return False
    refusable = sentence.listed(at, "refusable") or (not sentence.words[at].sections and not by_chance)
    return refusable and reading.mood.who is Who.SPEAKER and not by_chance
