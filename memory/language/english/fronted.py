"""What an English sentence puts in front of "I": "jazz I love", "sushi I could eat every day"."""

from __future__ import annotations

from typing import Final

from ..who import Who
from .lexicon import BE, Part
from .reading import Named, Reading
from .sentence import BOUNDS, Sentence

_BEFORE_A_NAME: Final = frozenset({Part.DETERMINER, Part.ADJECTIVE, Part.MY})


def fronted(reading: Reading, at: int) -> Named | None:
    """Return what was named right before "I" at `at` and opens its clause, None where nothing was."""
    sentence = reading.sentence
    linked = sentence.low(at - 1) in ("that", "which") and reading.names_up_to(at - 1)  # "it's jazz that I like"
    taken_up = sentence.low(at - 1) in ("that", "those", "this") and sentence.part(at - 2) is Part.PAUSE
    last = at - 2 if taken_up and not linked else at  # "a good detective film, that I enjoy"
    if not linked and not reading.names_up_to(last):
        return None
    named, first = reading.named[-1], last - 1
    while first > 0 and sentence.words[first].start > named.start:
        first -= 1
    while sentence.part(first - 1) in _BEFORE_A_NAME:
        first -= 1
    is_it = sentence.low(first - 1) in ("'s", "is", "was") and sentence.low(first - 2) == "it"  # "it's jazz I like"
    return named if is_it or (not linked and sentence.part(first - 1) in BOUNDS) else None


def denied(reading: Reading, at: int) -> Named | None:
    """Return what "it's not jazz" names right before "I (like)" or "that I (like)" at `at`, None where nothing is denied so."""
    sentence = reading.sentence
    last = at - 1 if sentence.low(at - 1) in ("that", "which") else at
    if not reading.names_up_to(last):
        return None
    named, first = reading.named[-1], last - 1
    while first > 0 and sentence.words[first].start > named.start:
        first -= 1
    while sentence.part(first - 1) in _BEFORE_A_NAME:
        first -= 1
    linked = sentence.low(first - 2) in BE and sentence.low(first - 3) in ("it", "that", "this")
    linked = linked or (sentence.low(first - 2) in ("its", "isnt") or sentence.low(first - 2) == "'s")
    return named if sentence.part(first - 1) is Part.NEGATION and linked else None


def feel_for_fronted(reading: Reading, at: int) -> None:
    """Let a feeling that ends at `at` without an object hold for what was put in front."""
    sentence, mood = reading.sentence, reading.mood
    if sentence.part(at) is Part.PAUSE and not mood.sign:
        reading.fronted = None
    if reading.fronted is not None and sentence.low(at - 1) == "touch" and _is_denied(sentence, at - 1):
        mood.sign = -1
    if (
        reading.fronted is None
        or mood.who is not Who.SPEAKER
        or not (mood.sign and (mood.strong or _is_left(reading, at)))
    ):
        return
    so_often = sentence.low(at) in ("every", "all") and sentence.part(at + 1) is Part.TIME
    if so_often or sentence.part(at) in BOUNDS:
        reading.feel_for(reading.fronted, at)
        if not mood.strong:  # "meat I don't eat, fish I do"
            mood.forget()
    reading.fronted = None


def _is_left(reading: Reading, at: int) -> bool:
    """Tell "(olives) I never touch", "(golf) I don't play any more" from "(jazz) I play"."""
    sentence = reading.sentence
    verb = at - 1 if sentence.part(at - 1) is not Part.PREPOSITION else at - 2
    return reading.mood.sign < 0 and _is_denied(sentence, verb) and sentence.lemma_listed(verb, "drop")


def _is_denied(sentence: Sentence, verb: int) -> bool:
    """Tell "(I) never touch", "do not touch" from "did not touch"."""
    before = sentence.before(verb)
    return sentence.part(before) is Part.NEGATION and sentence.low(before - 1) != "did"


def announces(reading: Reading) -> bool:
    """Tell whether a sentence asks what the next one answers: "You know what I love? (Rainy days.)"."""
    sentence, mood = reading.sentence, reading.mood
    felt = (
        mood.who is Who.SPEAKER
        and mood.sign
        and mood.strong
        and sentence.lemma_listed(sentence.size - 1, "like", "dislike")
    )
    return bool(felt) and "what" in sentence.lows[-5:] and not reading.found
