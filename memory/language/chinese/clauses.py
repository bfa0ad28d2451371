"""How a Chinese clause turns: subjects, pauses, negations, feelings, requests and doings.

`step` reads the word at a place and returns the place where reading goes on; what says nothing of a person or a feeling
is left to the names.
"""

from __future__ import annotations

from itertools import islice
from typing import Final

from ..who import Who
from .asked import is_not_said_so, is_played, is_written
from .degree import clause
from .echoes import before, is_forced, of_the_deed
from .elided import (
    UNWILLING,
    begin_for_speaker,
    closes,
    does_so_often,
    is_compared,
    is_leading,
    is_unsaid,
    leads_its_clause,
    looks_back,
    refuses_for_speaker,
    wishes,
)
from .feelings import behind_feeling, feeling, would
from .mood import Mood
from .names import name
from .owners import behind_given_away, is_supposed
from .places import place
from .reading import RECENT, Named, Reading
from .sentence import Sentence
from .subjects import is_persons_name, subject
from .verdicts import LINKS, comma_behind, is_judged, is_verdict_of_mine, moves_me, say
from .words import PAUSE, SAYING, TITLE, is_noun, sections_of

_CALLED: Final = frozenset({"叫", "名叫", "叫做"})
_CAUSES: Final = frozenset({"所以", "因为", "因此"})
"""These turn to nothing new: "因为对花生过敏所以不吃"."""
_DOING_TAGS: Final = ("v", "x", "n", "p", "d", "z", "t")


def step(reading: Reading, at: int) -> int:
    """Read the word at `at` and return the place where reading goes on."""
    sentence, mood = reading.sentence, reading.mood
    tag = sentence.tag(at)
    if tag == PAUSE:
        _pause(reading, at)
        return at + 1
    if tag == SAYING:
        say(reading, at)
        return at + 1
    if sentence.listed(at, "hypothetical"):
        mood.doubt = True
        return at + 1
    if is_supposed(reading, at):
        return at + 1
    mine = sentence.listed(at, "me")
    reading.supposed = reading.supposed or (mine and is_written(sentence, at))
    if mine and is_not_said_so(sentence, at):
        mood.doubt = mood.unsaid = True
    if is_unsaid(reading, at) or is_played(sentence, at):
        mood.doubt = mood.unsaid = True
        return at + 1
    if behind := behind_given_away(reading, at):
        return behind
    if behind := moves_me(reading, at):
        return behind
    if sentence.text(at) == "成" and sentence.text(at + 1) == "了":
        at += 1
    if (sentence.text(at) in LINKS or sentence.text(at) == "不是") and is_verdict_of_mine(reading, at):
        return len(sentence.words) if not comma_behind(sentence, at) else comma_behind(sentence, at)
    if _time(reading, at):
        return at + 1
    if _asks_whether(sentence, at):
        reading.asks = mood.doubt = mood.unsaid = True
        return at + 2
    if tag != TITLE and subject(reading, at):
        return at + 1
    if sentence.listed(at, "contrast"):
        mood.contrast()
        if sentence.text(at) not in _CAUSES:
            reading.pending = []
        return at + 1
    if sentence.text(at) in _CALLED and _follows_speaker(reading, at):
        mood.muted = True
    return _behind_own_name(reading, at) or place(reading, at) or _word(reading, at)


def _behind_own_name(reading: Reading, at: int) -> int | None:
    """Return the place behind the speaker's own name in "我是陆琳", "叫我小琳吧", None where none is told."""
    sentence = reading.sentence
    if sentence.text(at) == "叫" and sentence.text(at + 1) == "我":
        return at + 3 if is_persons_name(sentence, at + 2) else None
    told = sentence.text(at) == "是" and _is_of_speaker(reading, at) and sentence.tag(at + 2) in ("", PAUSE)
    return at + 2 if told and is_persons_name(sentence, at + 1) else None


def _pause(reading: Reading, at: int) -> None:
    if reading.sentence.text(at) == "、":  # goes on with the list
        return
    reading.mood.pause()
    reading.pending = []
    reading.asks = reading.sentence.asks(at + 1)


def _time(reading: Reading, at: int) -> bool:
    """Read "以前", which makes what follows past, "现在", which ends that, and "每天"; tell whether one of them stands here."""
    sentence = reading.sentence
    if sentence.listed(at, "past") and not _is_a_school(sentence, at):
        reading.mood.past = True
    elif sentence.listed(at, "present"):
        if not sentence.listed(at, "contrast"):
            reading.mood.now()
        reading.mood.past = False
    elif sentence.listed(at, "often"):
        reading.mood.do_often()
    return sentence.listed(at, "past", "present", "often") and not sentence.listed(at, "contrast", "join")


def _is_a_school(sentence: Sentence, at: int) -> bool:
    """Tell "小学语文老师" from "小学就喜欢": what stands before a noun says which, not when."""
    return sentence.text(at) == "小学" and sentence.tag(at + 1).startswith("n")


def _asks_whether(sentence: Sentence, at: int) -> bool:
    """Tell whether "喜不喜欢", "爱不爱" begins at `at`."""
    word = sentence.text(at)
    return bool(word) and sentence.text(at + 1) == "不" and sentence.text(at + 2).startswith(word)


def _follows_speaker(reading: Reading, at: int) -> bool:
    return reading.mood.who is Who.SPEAKER and reading.sentence.listed(at - 1, "me")


def _is_of_speaker(reading: Reading, at: int) -> bool:
    """Tell "我是", "我曾经是" from "我喜欢的是"."""
    sentence = reading.sentence
    before = at - 1
    while sentence.listed(before, "past", "degree"):
        before -= 1
    return reading.mood.who is Who.SPEAKER and sentence.listed(before, "me")


# Everything else


def _word(reading: Reading, at: int) -> int:
    """Read a word that is no subject: a feeling, a negation, a request, a doing, or a name of something."""
    sentence, mood = reading.sentence, reading.mood
    if refuses_for_speaker(reading, at) or _does_with_its_object(reading, at):
        mood = begin_for_speaker(reading)
    sign = feeling(reading, at) if mood.who.may_be_speaker else 0
    if sentence.text(at) in ("是", "而是", "就是"):
        mood.go_on()
    if sign < 0 and mood.negated and sentence.listed(at, "ailing"):
        mood.forget()
        mood.negated, mood.undone = False, True
    elif sign:
        _feel(reading, at, sign)
    elif is_judged(reading, at):
        pass
    elif sentence.text(at) == "不是" and mood.felt:
        mood.leave_out()
    elif sentence.text(at) == "不是" and (sentence.listed(at + 1, "dislike") or sentence.text(at + 1) == "对"):
        mood.doubt = mood.unsaid = True  # "我不是讨厌猫"
    elif _is_more(sentence, at):
        return at + 2
    elif sentence.listed(at, "seldom") and (_is_doing(reading, at + 1) or _holds_its_object(reading, at + 1)):
        mood.negated, mood.carried = True, mood.felt
    elif sentence.listed(at, "not"):
        mood.carried = mood.felt and (mood.carried or bool(reading.pending)) and not _describes(sentence, at)
        mood.negated = not mood.negated if sentence.listed(at - 1, "not") else True
        if sentence.text(at) in ("不要", "别") and mood.who is Who.UNSAID and leads_its_clause(reading, at):
            _decline(reading, at)
        return at + 2 if sentence.text(at + 1) == "再" else at + 1
    elif sentence.text(at) == "给" and sentence.listed(at + 1, "kin", "others"):  # "给家人做饭"
        return at + 2
    elif sentence.listed(at, "ask") and mood.who is not Who.OTHERS:
        _request(reading, at)
    elif sentence.listed(at, "want") and (mood.who is Who.SPEAKER or wishes(reading, at)):
        reading.mood.want()
    elif _is_doing(reading, at):
        _do(reading, at)
    elif _holds_its_object(reading, at):
        if not _goes_on_refusing(reading, at):  # "不想去爬山"
            mood.do(refuses=_refuses(reading, at))
            _spare_the_forced(reading, at)
        mood.often = mood.often or mood.sign != 0
        return name(reading, at)
    elif _is_unwanted(reading, at):  # "不想跟团"
        mood.do(refuses=True)
        return name(reading, at)
    elif sentence.text(at) == "是" and not mood.felt and _is_of_speaker(reading, at):  # "我是素食者"
        mood.sign, mood.negated = (0 if mood.negated else 1), False
    elif not sentence.listed(at, "degree", "join", "wh"):
        return name(reading, at)
    return at + 1


def _feel(reading: Reading, at: int, sign: int) -> None:
    """Set a feeling, also for what was named before it behind 对 ("对爵士乐没兴趣", "对花生过敏")."""
    mood = reading.mood
    if mood.who is Who.UNSAID and (reading.asks or not _is_speakers(reading, at)):
        return
    takes_object = reading.sentence.listed(at, "like") or reading.sentence.text(at) in ("讨厌", "怕", "害怕")
    reading.pending = _open(reading, at, takes_object=takes_object)
    mood.doubt = mood.doubt or (would(reading.sentence, at) and not reading.sentence.listed(at, "ailing"))
    mood.feel(sign)
    mood.ends = mood.ends or (sign < 0 and reading.sentence.listed(at, "ending"))
    last = reading.named[-1:] or (before(reading) if looks_back(reading, at) else [])
    if last and (theirs := _felt_by_another(reading, last[0])):
        last = theirs
    if behind_feeling(reading.sentence, at) == at + 2 and reading.sentence.listed(at + 1, "do"):  # "我也爱吃"
        last = of_the_deed(reading, at + 1)
    if not reading.pending and last and closes(reading.sentence, behind_feeling(reading.sentence, at)):
        reading.feel_for([one for one in last if not is_compared(reading.sentence, one.at)], at)
    reading.feel_for(reading.pending, at)
    if reading.pending and not takes_object:
        mood.forget()
    reading.pending = []


def _open(reading: Reading, at: int, *, takes_object: bool) -> list[Named]:
    """Return what was named in this clause and the feeling at `at` is about.

    Of "对爵士乐没兴趣" that stands behind 对; what another feeling took before is kept as that has it: "我喜欢猫不喜欢狗".
    """
    sentence = reading.sentence
    pending = [one for one in reading.pending if not is_compared(sentence, one.at)]
    if closes(sentence, behind_feeling(sentence, at)):
        toward = next((place for place in range(at, -1, -1) if sentence.text(place) in _TOWARD), -1)
        return [one for one in pending if one.at > toward] or pending
    if reading.mood.felt or takes_object:
        stated = {phrase.start for phrase in reading.found[-RECENT:] if phrase.stance == "stated"}
        pending = [one for one in pending if one.start not in stated]
    return pending


def _is_seldom(sentence: Sentence, at: int) -> bool:
    """Tell whether "很少", "不经常" ends at `at`."""
    often = sentence.listed(at, "often") or sentence.text(at) == "常"
    return sentence.listed(at, "seldom") or (often and sentence.listed(at - 1, "not"))


def _is_more(sentence: Sentence, at: int) -> bool:
    """Tell whether "不只", "不光" stands at `at`, which deny nothing."""
    return sentence.text(at) == "不" and sentence.text(at + 1) in ("只", "仅", "光", "单", "止", "仅仅")


def _describes(sentence: Sentence, at: int) -> bool:
    """Tell whether what is denied at `at` only says of which kind a thing is: "我喜欢安静，不吵的咖啡馆"."""
    return any(
        sentence.text(place) == "的" and sentence.tag(place + 1) not in ("", PAUSE) for place in range(at + 2, at + 5)
    )


def _felt_by_another(reading: Reading, last: Named) -> list[Named]:
    """Return what somebody else likes of what was named in their clauses: "我女朋友超爱K-pop，贴满海报，(我完全无感)"."""
    sentence, whose = reading.sentence, reading.whose
    theirs = [one for one in reading.named if 0 <= one.at < len(whose) and whose[one.at] is Who.OTHERS]
    if last not in theirs:
        return []
    liked = (
        one for one in reversed(theirs) if any(sentence.listed(one.at - back, "like", "dislike") for back in (1, 2))
    )
    return list(islice(liked, 1))


_TOWARD: Final = frozenset({"对", "对于"})


def _is_speakers(reading: Reading, at: int) -> bool:
    """Tell whether a feeling without a subject is the speaker's."""
    if reading.pending:
        return not is_persons_name(reading.sentence, reading.pending[0].at)
    return is_leading(reading, at) or looks_back(reading, at)


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


def _do(reading: Reading, at: int) -> None:
    """Read a doing; one without an object is about what was named before, where it is given up or is done every day."""
    mood, sentence = reading.mood, reading.sentence
    if does_so_often(reading, at):
        mood = begin_for_speaker(reading)
    gives_up = mood.negated and mood.who is Who.SPEAKER and sentence.text(at + 1) in ("了", "啦")
    if _goes_on_refusing(reading, at):  # "不想去看恐怖片"
        return
    fronted = _refuses_what_stands_before(reading, at)
    mood.do(refuses=gives_up or fronted or _refuses(reading, at))
    _spare_the_forced(reading, at)
    if fronted and mood.sign < 0:
        reading.feel_for(of_the_deed(reading, at) or reading.pending, at)
    elif gives_up and reading.named and not reading.pending and closes(sentence, at + 1):
        reading.feel_for(of_the_deed(reading, at) or reading.named[-1:], at)
    elif mood.often and mood.sign > 0 and closes(sentence, at + 1):  # "火锅我天天都能吃"
        reading.feel_for(reading.pending, at)


def _spare_the_forced(reading: Reading, at: int) -> None:
    """Let what the speaker has to do, or is ill from, be no liking: "不得不读尤利西斯", "吃一口嘴就肿"."""
    mood, sentence, places = reading.mood, reading.sentence, clause(reading.sentence, at)
    ails = any("肿" in sentence.text(place) for place in places)
    if mood.sign > 0 and not mood.felt and (ails or is_forced(sentence, at, places.start)):
        mood.sign = 0


def _goes_on_refusing(reading: Reading, at: int) -> bool:
    """Tell whether a doing right behind a refused one is refused with it."""
    mood = reading.mood
    return mood.sign < 0 and not mood.felt and reading.sentence.listed(at - 1, "do")


def _refuses_what_stands_before(reading: Reading, at: int) -> bool:
    """Tell whether a doing without an object is refused of what was named before it: "烤肉我不吃", "广场舞我从不跳"."""
    sentence = reading.sentence
    denied = reading.mood.negated and sentence.text(at - 1) in ("不", "从不", "从来不", "不能")
    mine = reading.mood.who is Who.SPEAKER and not reading.asks and bool(reading.pending)
    return denied and mine and closes(sentence, at + 1)


def _holds_its_object(reading: Reading, at: int) -> bool:
    """Tell whether one word says a doing and its object ("喝咖啡", "打篮球")."""
    sentence, text = reading.sentence, reading.sentence.text(at)
    if reading.mood.who is not Who.SPEAKER or len(text) < 2 or sentence.words[at].sections:
        return False
    return "do" in sections_of(text[0]) and is_noun(text[1:])


def _does_with_its_object(reading: Reading, at: int) -> bool:
    """Tell whether one word says what the speaker does often and to what: "以前天天打篮球"."""
    text = reading.sentence.text(at)
    held = len(text) > 2 and "do" in sections_of(text[0]) and is_noun(text[1:])
    return held and does_so_often(reading, at)


def _is_unwanted(reading: Reading, at: int) -> bool:
    """Tell whether a word that the lists lack says what the speaker does not want to do."""
    sentence, mood = reading.sentence, reading.mood
    unwilling = mood.who is Who.SPEAKER and mood.negated and sentence.text(at - 1) in UNWILLING
    return unwilling and not sentence.words[at].sections


def _decline(reading: Reading, at: int) -> None:
    """Read "不要辣": what is named behind it is refused; "不要忘记" is not."""
    behind = reading.sentence.text(at + 1)
    if behind in ("放", "加") or reading.sentence.tag(at + 1).startswith(("n", "a")):
        reading.mood = Mood(who=Who.SPEAKER, sign=-1, felt=True)


def _is_doing(reading: Reading, at: int) -> bool:
    sentence = reading.sentence
    spoken = reading.mood.who.may_be_speaker and sentence.listed(at, "do")
    return spoken and sentence.tag(at).startswith(_DOING_TAGS)


def _refuses(reading: Reading, at: int) -> bool:
    """Tell "我不吃肉" from "我没吃肉"."""
    sentence = reading.sentence
    by_chance = sentence.text(at - 1) in ("没", "没有", "从没", "从未") or _is_seldom(sentence, at - 1)
    if sentence.text(at + 1) not in ("了", "") and any(
        sentence.text(place) in _ELSE_BAD for place in range(at + 1, at + 6)
    ):  # "一天不喝奶茶就难受"
        reading.mood.negated = False
        return False
    refusable = (
        sentence.listed(at, "refusable")
        or sentence.text(at - 1) in UNWILLING
        or (not sentence.words[at].sections and not by_chance)
    )
    return refusable and reading.mood.who is Who.SPEAKER and not by_chance
