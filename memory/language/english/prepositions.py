"""English prepositions: some set a feeling ("into jazz") or put what follows aside ("rather than"), most lead away from an object."""

from __future__ import annotations

from typing import Final

from ..who import Who
from ..words import words
from .lexicon import BE, Part
from .names import extent
from .reading import Reading
from .sentence import BREAKS, NOUNS, OBJECTS, Sentence

_ENDS_A_VERB: Final = frozenset({Part.VERB, Part.GERUND, Part.AUXILIARY, Part.ADVERB})


def preposition(reading: Reading, at: int) -> int:
    """Read a preposition: some set a feeling or put what follows aside, most lead away from the object of a doing."""
    sentence, mood = reading.sentence, reading.mood
    low = sentence.low(at)
    if mood.ends and mood.sign < 0 and _is_purpose(sentence, at, named=mood.object):
        reading.begin(Who.SPEAKER)
        return at + 1
    if low == "into" and (sentence.low(at - 1), sentence.lemma(at - 2)) == ("me", "get"):  # "she got me into"
        reading.begin(Who.SPEAKER)
        mood = reading.mood
        mood.feel(1)
    elif low == "into" and _is_being_into(reading, at):
        mood.feel(1)
    elif low == "excluding":
        mood.without = True
    elif low == "for" and mood.sought and _is_for_someone(reading, at):
        reading.retract_last(at)
    elif low == "for" and _is_for_one_who_is(reading, at):
        mood.far = True
    elif _sets_aside(reading, at) or _tells_how_long(reading, at):
        mood.skip = True
    elif mood.object and mood.sign and (mood.ends or not mood.strong) and _leads_away(reading, at):
        mood.far = True
    elif mood.object and mood.sign < 0 and low in _PLACES and reading.names_up_to(at):
        mood.far = True  # "I hate raisins in cookies" refuses no cookies
    mood.aside = mood.aside or (mood.object and low in _WHERE)
    return at + 1


_FRAGMENT: Final = 4
"""Words of a sentence that does no more than name what the next one is about."""

_IT: Final = frozenset({"it", "them"})


def _tells_how_long(reading: Reading, at: int) -> bool:
    """Tell whether "(14 years) in Canada" only says how long, of what a fragment before named: "Snow again. … and I still hate it"."""
    sentence, last = reading.sentence, reading.last
    timed = sentence.low(at) == "in" and sentence.part(at - 1) is Part.TIME and sentence.part(at - 2) is Part.NUMBER
    topic = last is not None and len(last.named) == 1 and last.sentence.size <= _FRAGMENT
    return timed and topic and not _IT.isdisjoint(sentence.lows) and sentence.opens(at - 2)


_PLACES: Final = frozenset({"at", "in", "on", "during", "inside"})
_WHERE: Final = words(
    "at in on near along behind beside inside outside around across under by with from for during after before between"
    " through beneath within against"
)
"""Behind these and an object stands where, when or with whom it is done."""


_LEAD_ON: Final = words("try attempt learn want need hope plan begin start continue go get have look")


def _is_purpose(sentence: Sentence, at: int, *, named: bool) -> bool:
    """Tell "(I quit my job) to breed alpacas", "(I quit smoking) to run" from "(I gave up trying) to learn"."""
    whole = sentence.part(at - 1) is Part.GERUND and sentence.lemma(at - 1) not in _LEAD_ON
    whole = whole and not sentence.lemma_listed(at - 1, "like", "dislike")
    verb = sentence.part(sentence.after(at + 1)) in (Part.VERB, Part.EITHER)
    return sentence.low(at) == "to" and verb and (named or whole)


def _leads_away(reading: Reading, at: int) -> bool:
    """Tell "(I play chess) in the park" from "(stamps) of Japan" and "(maps drawn) by hand"."""
    sentence = reading.sentence
    low, following = sentence.low(at), sentence.part(at + 1)
    attached = low in ("like", "including", "of", "to", "about") or (low == "by" and following is Part.CAPITAL)
    return not attached and (sentence.part(at - 1) not in _ENDS_A_VERB or reading.names_up_to(at))


def _is_being_into(reading: Reading, at: int) -> bool:
    """Tell "I'm really into jazz", "I'm not into jazz", "got into jazz" from "drove into town"."""
    sentence = reading.sentence
    before = sentence.before(at)
    while sentence.part(before) in (Part.NEGATION, Part.ADVERB) or sentence.low(before) in ("so", "more", "super"):
        before -= 1
    if sentence.low(before) in ("anyone", "anybody"):  # "anyone else into birdwatching"
        return reading.mood.who is Who.SPEAKER
    if reading.mood.strong and sentence.part(before) in (Part.CONJUNCTION, Part.CONTRAST, Part.PAUSE):
        return True  # "into jazz and into soul"
    if reading.mood.who is Who.UNSAID and (before < 0 or (before == 0 and sentence.low(0) in ("big", "heavily"))):
        return True  # "Super into jazz"
    return reading.mood.who.may_be_speaker and (sentence.low(before) in BE or sentence.lemma(before) == "get")


def _is_for_someone(reading: Reading, at: int) -> bool:
    """Tell "(perfume) for my mother" from "(a jacket) for me", "for my kitchen"."""
    sentence = reading.sentence
    at += 1
    while sentence.part(at) in (Part.MY, Part.DETERMINER, Part.THEIR, Part.ADJECTIVE):
        at += 1
    one = sentence.part(at) is Part.PERSON and not sentence.low(at).endswith("s") and sentence.low(at) != "family"
    return (one and extent(sentence, at) == at + 1) or sentence.low(at) in ("him", "her", "someone", "somebody")


def _is_for_one_who_is(reading: Reading, at: int) -> bool:
    """Tell "(I cook) for a vegan", "for vegan friends" from "(I shop) for vegan cheese"."""
    sentence = reading.sentence
    first = at + 1
    while sentence.part(first) in (Part.DETERMINER, Part.NUMBER, Part.THEIR):
        first += 1
    following = sentence.part(first + 1)
    alone = first > at + 1 and following in (Part.EDGE, Part.PAUSE, Part.CONJUNCTION)
    return sentence.listed(first, "being") and (alone or following is Part.PERSON)


_MOVES: Final = words(
    "go listen come get return travel drive commute walk move fly cycle run ride look speak talk write relate adapt switch"
    " stick sing dance send head contribute subscribe belong play swim bike row sail"
)
"""Behind the forms in -ing of these, "to" tells whereto: "I prefer walking to work"."""


def is_less_liked(sentence: Sentence, at: int) -> bool:
    """Tell whether "to" leads to what something is preferred to: "I prefer hiking to running", not "I prefer to run", "walking to work"."""
    ahead = at + 2 if sentence.part(at + 1) in (Part.DETERMINER, Part.MY) else at + 1
    doing = sentence.part(at - 1) is Part.GERUND
    if doing and sentence.part(ahead) is not Part.GERUND and sentence.lemma(at - 1) in _MOVES:
        return False
    named = sentence.part(ahead) in OBJECTS and (doing or sentence.part(at - 1) in NOUNS)
    verb = at - 1
    while sentence.part(verb) not in BREAKS and sentence.lemma(verb) != "prefer":
        verb -= 1
    return named and sentence.lemma(verb) == "prefer" and verb < at - 1


def _sets_aside(reading: Reading, at: int) -> bool:
    """Tell whether what follows is only compared: "rather than", "instead of", "I prefer tea over coffee"."""
    sentence, mood = reading.sentence, reading.mood
    low = sentence.low(at)
    if low == "over":
        return mood.strong and mood.sign > 0
    if low == "to":
        return mood.strong and mood.sign > 0 and is_less_liked(sentence, at)
    return low == "than" or (sentence.low(at - 1), low) in (("instead", "of"), ("compared", "to"))
