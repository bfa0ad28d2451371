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
            return _read(reading, name, at, end)
    return None


def _read(reading: Reading, name: str, at: int, end: int) -> int | None:
    mood = reading.mood
    if name == "dropping":
        if not is_dropped(reading, at, end):
            return None
        reading.mood = refusal(ends=True, open=False)
    elif name == "leaving" and _is_finished(reading, at, end):
        mood.forget()
    elif name == "leaving":
        _leave(reading)
    elif name == "delight":
        if mood.who is Who.THING:  # "there's nothing I love more than"
            reading.begin(Who.SPEAKER)
            mood = reading.mood
        mood.feel(1)
        mood.strength = STRONG
    elif name == "like_me":
        if not reading.sentence.opens(at):
            return None
        reading.begin(Who.SPEAKER)
    elif name == "helping":
        mood.forget()
        mood.strong = False
    elif name == "unexpected":
        if not reading.sentence.lemma_listed(end, "like"):
            return None
        reading.begin(Who.SPEAKER)
    elif name == "any_day":
        if not reading.sentence.opens(at) or reading.sentence.lows[-2:] != ("any", "day"):
            return None
        mood.feel(1)
    elif name in ("so_do_i", "not_mine", "hooked"):
        return end if echo(reading, name, at, end) else None
    elif name == "zeal":
        if not is_zealous(reading, at):
            return None
        mood.feel(1)
    elif name == "accepting":
        mood.feel(1)
        mood.strength = WEAK
    elif name == "refusing":
        if not mood.who.may_be_speaker or reading.sentence.part(end) is Part.EDGE:
            return None
        reading.mood = refusal()
    elif name == "reporting":
        reading.begin(Who.OTHERS)
        reading.told = True
    elif name == "being_rather":
        if mood.who is Who.UNSAID and reading.sentence.opens(at) and _is_of_a_person(reading, end):
            reading.begin(Who.SPEAKER)
            mood = reading.mood
        if mood.who is Who.SPEAKER and not mood.negated:
            mood.sign, mood.strong = 1, False
    elif name == "unlikely":
        mood.vague = True
    elif name == "denying":
        mood.distant = True
    elif name == "long_ago":
        mood.past = mood.frame = True
    elif name == "elsewhere":
        reading.supposed = True
    elif name == "supposing":
        if not reading.sentence.opens(at) and reading.sentence.low(at) in (
            "say",
            "pretend",
            "imagine",
        ):  # "people say I'm"
            return None
        reading.mood = Mood(doubt=True, asks=mood.asks)
        reading.doubted = True
    return end


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
