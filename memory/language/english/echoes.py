"""What English speakers say of the thing named before without naming it again: "so do I", "not for me", "I'm hooked"."""

from __future__ import annotations

from typing import Final

from ..degrees import STRONG
from ..who import Who
from .lapsed import is_left
from .lexicon import Part
from .mood import Mood
from .reading import Named, Reading
from .sayings import Said, judgement, said_of_it
from .sentence import Sentence
from .zeal import is_zealous

_ENDS: Final = frozenset({Part.EDGE, Part.PAUSE, Part.INTERJECTION, Part.CONTRAST, Part.ADVERB})
_BEFORE: Final = frozenset({Part.EDGE, Part.PAUSE, Part.CONTRAST, Part.CONJUNCTION, Part.INTERJECTION, Part.BOUNDARY})


def echo(reading: Reading, name: str, at: int, end: int) -> bool:
    """Read an echo of the section `name` from `at` to `end`; tell whether it is one, and something was named for it."""
    sentence = reading.sentence
    named = reading.referent(plural=False)
    if named is None or sentence.part(end) not in _ENDS or reading.mood.doubt or reading.mood.asks:
        return False
    if name == "hooked":
        opens = sentence.opens(at - 1 if sentence.low(at - 1) == "so" else at)
        mine = is_zealous(reading, at) or opens or sentence.part(sentence.before(at)) is Part.I
        sells = sentence.part(sentence.after(end)) not in _ENDS  # "sold also the grinder"
        if not mine or sells or reading.mood.negated:
            return False
    elif sentence.part(sentence.before(at)) not in _BEFORE or _is_said_by_others(sentence, end):
        return False
    refused = name == "not_mine" or (name == "so_do_i" and _is_disliked(reading, at))
    reading.begin(Who.SPEAKER)
    reading.mood.feel(-1 if refused else 1)
    reading.mood.strength = STRONG if name == "hooked" else 0.0
    reading.feel_for(named, end)
    reading.mood.forget()
    return True


def judged(reading: Reading, at: int) -> int:
    """Read what "it" or "they" at `at` is said to be, of the thing named before; return the place behind, 0 where nothing is."""
    sentence, mood = reading.sentence, reading.mood
    if mood.asks or mood.doubt or mood.past or sentence.part(sentence.before(at)) not in _BEFORE:
        return 0
    behind = sentence.after(at + 2 if sentence.lows[at : at + 2] == ("its", "been") else at + 1)
    told = judgement(sentence, behind) if sentence.low(at) == "its" else said_of_it(sentence, behind)
    return told.end if _hold(reading, told, reading.judged(plural=sentence.low(at) == "they")) else 0


def judged_behind(reading: Reading, at: int) -> int:
    """Read what a clause from `at` on says of the thing named before it: "saw it twice, boring as hell"; 0 where nothing."""
    if not reading.named or reading.mood.asks or reading.mood.doubt:
        return 0
    told = judgement(reading.sentence, at)
    return told.end if _hold(reading, told, reading.judged(plural=False)) else 0


def judges_the_last(reading: Reading, last: Reading) -> bool:
    """Tell whether a sentence says no more than what the thing was like that the one before it named: "Absolutely magical."."""
    told = judgement(reading.sentence, 0)
    whole = told.end >= reading.sentence.size
    return whole and not last.mood.asks and not last.mood.doubt and _hold(reading, told, reading.judged(plural=False))


def _hold(reading: Reading, told: Said, named: Named | None) -> bool:
    """Let what is said hold for a thing, if anything is; a dislike only of what the speaker did and has not just called liked."""
    if named is None or not told.sign or (told.sign < 0 and (named.loved or named.made)):
        return False
    if not named.felt and (told.sign < 0 or told.mild):
        return False
    if told.sign > 0 and is_left(reading, plural=False, ended=True):  # "(I gave up cheese.) Best decision ever"
        return False
    reading.begin(Who.SPEAKER)
    reading.mood.feel(told.sign)
    reading.feel_for(named, told.end)
    reading.mood = Mood(Who.THING, open=False)
    return True


def _is_said_by_others(sentence: Sentence, at: int) -> bool:
    """Tell whether a verdict is another's: "(never again), she says"."""
    return sentence.part(at + 1) in (Part.THEY, Part.PERSON) and sentence.low(at + 2) in ("says", "said")


def _is_disliked(reading: Reading, at: int) -> bool:
    """Tell whether a dislike or a negation stands before "me too": "my sister hates olives, me too"."""
    sentence = reading.sentence
    denies = sentence.low(at) in ("neither", "nor") or sentence.low(at + 1) == "neither"
    return denies or any(sentence.lemma_listed(i, "dislike") for i in range(at))
