"""Which English names are no interest where they stand: too general, said by the way, or a role before a name."""

from __future__ import annotations

from typing import Final

from ..who import Who
from ..words import words
from .lexicon import Part, is_stretched
from .names import is_owned_body, names_an_interest, swells
from .reading import Reading
from .sentence import Sentence


def names_nothing(reading: Reading, at: int, end: int, dropped: str) -> bool:
    """Tell whether a trimmed run is empty, too general, or only said by the way."""
    sentence = reading.sentence
    if at == end or not names_an_interest(sentence, at, end) or _is_passing(reading, at, end):
        return True
    if end - at == 1 and _is_an_occasion(sentence, at):
        return True
    if _is_a_unit(sentence, end - 1):
        return True
    if end - at == 1 and (_is_a_task(reading, at) or swells(sentence, at)):
        return True
    if end - at == 1 and is_owned_body(sentence, at):
        return True
    if end - at == 1 and (_is_exclaimed(reading, at) or _is_how(sentence, at)):
        return True
    return end - at == 1 and dropped not in sentence.cues and _is_aside(reading, at)


_TASKS: Final = words(
    "letter letters email emails e-mail e-mails mail poster posters flyer flyers leaflet leaflets"
    " memo minutes draft invitation invitations council councils cv"
)


_TEXTS: Final = words(
    "poem poems haiku haikus limerick limericks sonnet sonnets joke jokes riddle riddles story stories rap pun puns"
)


def _is_a_task(reading: Reading, at: int) -> bool:
    """Tell whether a lone word that is neither felt nor done by the speaker names what is to be written, or to whom: "a letter"."""
    sentence = reading.sentence
    if sentence.low(at) in _TEXTS and not reading.mood.strong:
        first = next((place for place in range(at - 1, -1, -1) if sentence.lemma(place) in _MADE), at)
        done = sentence.part(first) is Part.GERUND or (
            sentence.part(sentence.before(first)) is Part.I and sentence.lemma(first) not in ("want", "need")
        )
        return first < at <= first + 5 and not done
    return not reading.mood.sign and sentence.low(at) in _TASKS


_MADE: Final = words("tell write compose give make draft create rewrite want need")
_OCCASIONS: Final = words("commute lunch break drive shift bath shower visit journey trip ride meal meeting lesson")


def _is_an_occasion(sentence: Sentence, at: int) -> bool:
    """Tell whether a lone word behind "every" only says how often: "I listen to one every commute"."""
    often = sentence.low(at - 1) in ("every", "each") and sentence.low(at) in _OCCASIONS
    return often and sentence.part(at - 2) not in (Part.VERB, Part.EDGE)


def _is_a_unit(sentence: Sentence, at: int) -> bool:
    """Tell "5 stone", "in ten letters" from "a stone", "I wrote ten letters"."""
    counted = sentence.part(at - 1) is Part.NUMBER or sentence.listed(at - 1, "number")
    asked = sentence.part(at - 2) in (Part.EDGE, Part.PAUSE) or sentence.low(at - 2) in ("in", "of", "with", "has")
    return counted and (sentence.low(at) in ("stone", "stones") or (sentence.low(at) == "letters" and asked))


def without_role(sentence: Sentence, at: int, end: int) -> int:
    """Return a later start where a general word stands before a name: "(director) Danny Boyle"."""
    first = at
    if sentence.low(end - 1) == "tv":  # "reality TV"
        return at
    while first < end and sentence.part(first) is not Part.CAPITAL and sentence.listed(first, "generic"):
        first += 1
    return first if first < end and sentence.part(first) is Part.CAPITAL else at


_DETERMINES: Final = words("the these those any other another more new different your some")


def _is_passing(reading: Reading, at: int, end: int) -> bool:
    """Tell whether a lone general word names no interest here: "(the) movies", unless the speaker likes "movies"."""
    sentence, mood = reading.sentence, reading.mood
    if end - at > 1 or not sentence.listed(at, "solo"):
        return False
    return not (mood.strong and mood.sign and mood.who is Who.SPEAKER) or sentence.low(at - 1) in _DETERMINES


def _is_exclaimed(reading: Reading, at: int) -> bool:
    """Tell whether a drawn-out word that no list knows is a cry and not what is felt: "Grrr!", unlike "I hate jazzzz"."""
    return not reading.mood.sign and is_stretched(reading.sentence.words[at].raw)


def _is_how(sentence: Sentence, at: int) -> bool:
    """Tell whether a lone word that ends a clause says how something is, whatever it is: "too toxic", "very demure"."""
    closes = sentence.part(at + 1) in (Part.EDGE, Part.PAUSE, Part.CONJUNCTION, Part.CONTRAST, Part.INTERJECTION)
    closes = closes or (sentence.low(at + 1), sentence.low(at + 2)) == ("for", "me")
    return closes and sentence.low(at - 1) in ("too", "very") and sentence.part(at) is Part.NOUN


_GOOD_AT: Final = frozenset({"good", "better", "great", "bad", "terrible", "best", "look"})
_TURNED_TO: Final = words("listen similar related compared similarly close regard trip go guide introduction")


_MEASURES: Final = words("time times skill skills ability abilities level experience proficiency knowledge")
_MEASURED_BY: Final = frozenset(
    {
        *(("comes", "to"), ("terms", "of"), ("experienced", "with"), ("experienced", "in"), ("experience", "with")),
        *(
            ("experience", "in"),
            ("skilled", "at"),
            ("skilled", "in"),
            ("skills", "in"),
            ("spend", "on"),
            ("time", "on"),
        ),
    }
)


def _is_measured(sentence: Sentence, at: int) -> bool:
    """Tell whether a lone activity only says how long or how well: "cooking time", "when it comes to cooking"."""
    if sentence.part(at) is not Part.GERUND:
        return False
    behind = sentence.low(at + 1) in _MEASURES
    return (
        behind or (sentence.low(at - 2), sentence.low(at - 1)) in _MEASURED_BY or sentence.low(at - 1) == "experience"
    )


def _is_aside(reading: Reading, at: int) -> bool:
    """Tell whether a lone word is only said by the way: "in my oven", "at college", "a hint of", "cooking time"."""
    sentence, mood = reading.sentence, reading.mood
    if _is_measured(sentence, at):
        return True
    if mood.sign:
        return False
    if sentence.part(at) not in (Part.NOUN, Part.EITHER, Part.GERUND) or sentence.low(at + 1) == "of":
        return sentence.part(at) is not Part.CAPITAL and sentence.low(at + 1) == "of"
    before, earlier = sentence.low(at - 1), {sentence.low(at - 2), sentence.lemma(at - 2)}
    if before == "at":
        return not earlier & _GOOD_AT
    if before == "to":
        return not earlier & _TURNED_TO
    if reading.judges_found(at + 1):  # "I find boxing dull"
        return False
    told = not mood.asks and mood.who in (Who.SPEAKER, Who.THING)
    return told and (sentence.part(at - 1) is Part.MY or sentence.part(at) is Part.GERUND)
