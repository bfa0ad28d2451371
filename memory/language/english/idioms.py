"""Runs of English words that say together what none of them says alone: "lost interest in", "no way", "up my alley"."""

from __future__ import annotations

from ..degrees import STRONG, WEAK
from ..who import Who
from .dropped import is_dropped
from .echoes import echo
from .lexicon import Part
from .mood import Mood, refusal
from .names import extent
from .reading import Reading
from .zeal import PERSONS, is_zealous


def idiom(reading: Reading, at: int) -> int | None:
    """Read the idiom that begins at `at` and return the place behind it, None where none begins."""
    sentence = reading.sentence
    candidates = sentence.idioms.get(sentence.low(at))
    if candidates is None:
        return None
    for words, name in candidates:
        end = at + len(words)
        if sentence.lows[at:end] == words:
            return end if _read(reading, name, at, end) else None
    return None


def _read(reading: Reading, name: str, at: int, end: int) -> bool:
    """Read an idiom; return whether it is meant where it stands."""
    if name in ("so_do_i", "not_mine", "hooked"):
        return echo(reading, name, at, end)
    if not _is_meant(reading, name, at, end):
        return False
    mood = reading.mood
    match name:
        case "dropping":
            reading.mood = refusal(ends=True, open=False)
        case "leaving" if not _is_finished(reading, at, end):
            _leave(reading)
        case "leaving":
            mood.forget()
        case "delight":
            if mood.who is Who.THING:  # "there's nothing I love more than"
                reading.begin(Who.SPEAKER)
            reading.mood.feel(1)
            reading.mood.strength = STRONG
        case "like_me" | "unexpected":
            reading.begin(Who.SPEAKER)
        case "helping":
            mood.forget()
            mood.strong = False
        case "any_day" | "zeal":
            mood.feel(1)
        case "accepting":
            mood.feel(1)
            mood.strength = WEAK
        case "refusing":
            reading.mood = refusal()
        case "reporting":
            reading.begin(Who.OTHERS)
            reading.told = True
        case "being_rather":
            _be_rather(reading, at, end)
        case "unlikely":
            mood.vague = True
        case "denying":
            mood.distant = True
        case "long_ago":
            mood.past = mood.frame = True
        case "elsewhere":
            reading.supposed = True
        case "supposing":
            reading.mood = Mood(doubt=True, asks=mood.asks)
            reading.doubted = True
    return True


def _is_meant(reading: Reading, name: str, at: int, end: int) -> bool:
    """Tell whether an idiom says here what it says elsewhere."""
    sentence = reading.sentence
    match name:
        case "dropping":
            return is_dropped(reading, at, end)
        case "like_me":
            return sentence.opens(at)
        case "unexpected":
            return sentence.lemma_listed(end, "like")
        case "any_day":
            return sentence.opens(at) and sentence.lows[-2:] == ("any", "day")
        case "zeal":
            return is_zealous(reading, at)
        case "refusing":
            return reading.mood.who.may_be_speaker and sentence.part(end) is not Part.EDGE
        case "supposing":  # not "people say I'm"
            return sentence.opens(at) or sentence.low(at) not in ("say", "pretend", "imagine")
    return True


def _be_rather(reading: Reading, at: int, end: int) -> None:
    """Read "more of a (cat person)", which likes what follows."""
    if reading.mood.who is Who.UNSAID and reading.sentence.opens(at) and _is_of_a_person(reading, end):
        reading.begin(Who.SPEAKER)
    if reading.mood.who is Who.SPEAKER and not reading.mood.negated:
        reading.mood.sign, reading.mood.strong = 1, False


def _is_finished(reading: Reading, at: int, end: int) -> bool:
    """Tell whether work is done: "done with my thesis", "finished with the dishes", not "so done with my thesis"."""
    sentence = reading.sentence
    work = sentence.part(end) in (Part.MY, Part.DETERMINER) and sentence.listed(extent(sentence, end + 1) - 1, "task")
    return work and sentence.low(at) in ("done", "through", "finished") and sentence.low(at - 1) != "so"


def _is_of_a_person(reading: Reading, at: int) -> bool:
    """Tell "(more of a) cat person (than a dog person)" from "(more of a) challenge"."""
    end = extent(reading.sentence, at)
    return not PERSONS.isdisjoint(reading.sentence.lows[at : end + 1])


def _leave(reading: Reading) -> None:
    """Read "moved on from": the speaker refuses what follows, and an old interest in it ends; "not done with" says nothing."""
    mood = reading.mood
    if mood.who is Who.OTHERS or mood.who is Who.ASSISTANT:
        return
    if mood.negated:
        mood.negated = False
        return
    reading.mood = refusal(ends=True, doubt=mood.doubt, open=False)
    reading.mood.asks = mood.asks
