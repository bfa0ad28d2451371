"""What an English clause leaves unsaid and the speaker means: "can't do dairy anymore", "won't eat olives", "used to run"."""

from __future__ import annotations

from typing import Final

from ..who import Who
from .lexicon import Part
from .reading import Reading
from .sentence import Sentence

_DENIALS: Final = frozenset(
    {
        *("cant", "cannot", "couldnt", "wont", "havent", "didnt", "never"),
        *(("ca", "n't"), ("can", "not"), ("could", "n't"), ("wo", "n't"), ("have", "n't"), ("did", "n't")),
    }
)
_ORDERS: Final = frozenset({"dont", ("do", "n't"), ("do", "not")})
"""Nearly always said to the assistant, but of what only a person does."""
_ONLY_PEOPLE: Final = frozenset({"eat", "drink", "smoke", "listen"})
_OF_A_SPEAKER: Final = frozenset({"do", "been", "stand", "bear", "handle", "stomach", "get", "click", "care"})


def denies_for_speaker(reading: Reading, at: int) -> bool:
    """Tell whether a negation at `at` without a subject is the speaker's: "(can)'t do dairy", "never eat meat"."""
    sentence = reading.sentence
    first = at - 1 if sentence.part(at - 1) is Part.AUXILIARY else at
    denial = (sentence.low(first), sentence.low(at)) if first < at else sentence.low(at)
    if reading.mood.who is not Who.UNSAID or not begins_clause(reading, first):
        return False
    verb = sentence.after(at + 1)
    if denial in _ORDERS:
        return sentence.low(verb) in _ONLY_PEOPLE
    return denial in _DENIALS and _is_of_a_person(sentence, verb)


def _is_of_a_person(sentence: Sentence, at: int) -> bool:
    """Tell "(can't) eat", "(never) been", "(never) clicked" from "(can't) hurt", "(can't) go wrong"."""
    if sentence.lemma(at) in _OF_A_SPEAKER or sentence.low(at) in _OF_A_SPEAKER:
        return True
    said = sentence.lemma_listed(at, "do", "drop", "want", "like", "dislike") and not sentence.lemma_listed(at, "ask")
    return said and sentence.lemma(at) != "go"


def begins_clause(reading: Reading, at: int) -> bool:
    """Tell whether nothing stands before `at` in its clause that the verb there could be said of."""
    sentence = reading.sentence
    behind = sentence.part(sentence.before(at))
    return sentence.opens(at) or (behind in (Part.PAUSE, Part.CONTRAST) and not reading.named)


def restarts(sentence: Sentence, at: int) -> bool:
    """Tell whether the speaker goes on at `at` without "I", and no new subject stands before: "(I eat fish) just don't eat ham"."""
    goes_on = sentence.low(at) == "just" and sentence.low(at + 1) in ("do", "ca", "can", "wo", "have")
    return goes_on and sentence.part(at + 2) is Part.NEGATION


_ALLOWED: Final = frozenset({"only", "ok", "okay", "okey", "fine", "instead", "alright"})
_ENDS_AN_ITEM: Final = frozenset({Part.EDGE, Part.PAUSE, Part.CONTRAST, Part.CONJUNCTION})


def allows(sentence: Sentence, at: int) -> bool:
    """Tell whether what begins at `at` is allowed without a verb, up to the next pause: "(no beef,) chicken only", "fish ok"."""
    end = at
    while sentence.part(end) not in _ENDS_AN_ITEM:
        if sentence.part(end) is Part.NEGATION:
            return False
        end += 1
    while end > at + 1 and sentence.low(end - 1) in ("please", "pls", "plz", "thanks", "tho", "though"):
        end -= 1
    return end > at + 1 and sentence.low(end - 1) in _ALLOWED


_GOES_ON_AGAINST: Final = frozenset({"also", "especially", "particularly", "even", "mostly", "mainly"})


def turns_to(sentence: Sentence, at: int) -> int:
    """Return the feeling behind a refusal and "but" at `at`: 1 in "(not vegan) but still vegetarian", -1 in "but also rap", else 0."""
    ahead = sentence.after(at + 1)
    if sentence.part(at + 1) is Part.NEGATION or sentence.low(at + 1) in _GOES_ON_AGAINST:
        return -1
    return int(sentence.listed(ahead, "being"))
