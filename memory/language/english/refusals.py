"""What an English speaker does without, told by a verb: "lactose intolerant", "cut out dairy", "went off coffee", "eat less meat"."""

from __future__ import annotations

from typing import Final

from ..degrees import PLAIN, WEAK
from ..who import Who
from .diets import behind_cut, is_off
from .lexicon import Part
from .mood import refusal
from .names import extent
from .reading import Reading
from .reversals import is_taken_back
from .sentence import Sentence


def keep_intolerances(reading: Reading, named: list[tuple[int, int]]) -> int:
    """Keep what the speaker does not stand, unless that is denied, or no more, and return the place behind "intolerant"."""
    mood = reading.mood
    if not mood.negated or mood.ends or is_taken_back(reading.sentence, named[-1][1]):
        mood.feel(-1)
        for first, end in named:
            reading.keep(first, end)
    mood.forget()
    return named[-1][1] + 1


def leaves_out(reading: Reading, at: int) -> int | None:
    """Return the place behind "cut out", "cut down on", "went off", the refusal set, None where none of them stands."""
    sentence, mood = reading.sentence, reading.mood
    if (parted := _parts_with(sentence, at)) and mood.who.may_be_speaker and not mood.negated:
        reading.mood = refusal(ends=True, doubt=mood.doubt, open=False)
        return parted
    went_off = sentence.lemma(at) == "go" and is_off(sentence, at + 1)
    end = at + 2 if went_off else behind_cut(sentence, at)
    if not end or mood.negated or not mood.who.may_be_speaker or (went_off and mood.who is not Who.SPEAKER):
        return None
    less = sentence.low(end - 1) == "on"
    reading.mood = refusal(ends=not less, doubt=mood.doubt, open=False)
    reading.mood.asks = mood.asks
    reading.mood.strength = WEAK if less else PLAIN
    return end


_MEMBERSHIPS: Final = frozenset({"membership", "subscription", "pass", "classes", "lessons"})


def _parts_with(sentence: Sentence, at: int) -> int:
    """Return the place behind what parts with the thing behind it: "sold all my", "uninstalled", "cancelled my" before a membership.

    "knocked" does where "on the head" follows, "deleted" before an app; 0 elsewhere.
    """
    if sentence.lemma(at) == "sell" and sentence.lows[at + 1 : at + 3] in (("all", "my"), ("off", "my")):
        return at + 3
    if sentence.low(at) in ("uninstalled", "uninstalling"):
        again = "reinstalled" in sentence.lows or sentence.part(at + 1) is Part.DETERMINER
        return 0 if again else at + 1
    if sentence.low(at) == "deleted" and sentence.listed(at + 1, "exertion"):  # "deleted instagram"
        return at + 1
    if sentence.low(at) in ("cancelled", "canceled") and sentence.part(at + 1) is Part.MY:
        return at + 2 if sentence.low(extent(sentence, at + 2) - 1) in _MEMBERSHIPS else 0
    over = any(sentence.lows[place : place + 3] == ("on", "the", "head") for place in range(at + 2, at + 8))
    return at + 1 if sentence.lemma(at) == "knock" and over else 0


_MAY_BE_LESS: Final = frozenset({Part.NOUN, Part.EITHER, Part.GERUND, Part.PAUSE})


def eats_less(reading: Reading, at: int) -> bool:
    """Tell "(I eat) less meat", "less, meat above all" from "less expensive wine"; what comes is then refused a little."""
    sentence, mood = reading.sentence, reading.mood
    named = sentence.part(at + 2) in _MAY_BE_LESS or sentence.low(at + 2) == "red"
    less = sentence.low(at + 1) in ("less", "fewer") and named
    if less and mood.sign > 0:
        mood.sign, mood.strong, mood.strength = -1, False, WEAK
    return less


_SEES: Final = frozenset({"understand", "get", "see", "saw", "seen", "got", "gotten", "understood"})
_IN_IT: Final = frozenset({"of", "in", "with", "about", "around", "over", "behind", "to"})
_NOTHING: Final = frozenset({"never", "n't", "not", "cannot"})


def sees_nothing_in(reading: Reading, at: int) -> int:
    """Return the place behind "(do)n't see the point of", "never understood the hype around", the refusal set; 0 elsewhere."""
    sentence, mood = reading.sentence, reading.mood
    sees = sentence.after(at + 1)
    end = sees + 3
    fails = (sentence.low(at), sentence.low(at + 1)) == ("fail", "to")
    denied = sentence.low(at) in _NOTHING or fails
    sees, end = (sees + 1, end + 1) if fails else (sees, end)
    told = sentence.low(sees) in _SEES and sentence.low(sees + 1) == "the" and sentence.listed(sees + 2, "unmoved")
    task = sentence.low(end + 1) in ("this", "that", "these", "those")
    task = task or (sentence.low(sees + 2) in ("point", "appeal") and sentence.low(end + 1) == "the")
    if not denied or not told or task or sentence.low(end) not in _IN_IT or not mood.who.may_be_speaker or mood.asks:
        return 0
    reading.mood = refusal(doubt=mood.doubt, open=False)
    return end + 1
