"""Forms in -ing: an activity ("hiking"), part of a name ("rock climbing"), or a verb ("playing chess")."""

from __future__ import annotations

from typing import Final

from ..who import Who
from ..words import words
from .diets import behind_cut
from .lexicon import BE, Part
from .predicates import do, plain
from .prepositions import is_less_liked
from .reading import Reading
from .sentence import OBJECTS
from .things import thing
from .verbs import loves, verb


def gerund(reading: Reading, at: int) -> int:
    """Read a form in -ing: an activity ("hiking"), part of a name ("rock climbing"), or a verb ("playing chess")."""
    sentence = reading.sentence
    named = sentence.part(at - 1) in (Part.NOUN, Part.CAPITAL) and not sentence.listed(at - 1, "generic")
    leads_on = sentence.part(at + 1) in (Part.PREPOSITION, Part.ADVERB)  # "(rust) coming from Go"
    leads_on = leads_on and sentence.lemma_listed(at, "light")
    if named and not leads_on:
        return thing(reading, at)
    if _is_lasting(reading, at):
        reading.mood.sign, reading.mood.strong = 1, False
        reading.keep(at, at + 1)
        return at + 1
    if sentence.low(at) not in sentence.lemmas:
        return at + 1 if _is_progressive(reading, at) else thing(reading, at)
    if sentence.lemma_listed(at, "like", "dislike", "want") or behind_cut(sentence, at):
        return verb(reading, at)
    if _opens_for_speaker(reading, at):
        reading.mood.who = Who.SPEAKER
    if _is_seeking(reading, at):
        do(reading, "seek", at, base=False)
        reading.mood.far = False
        return at + 2
    if (end := _felt_with_its_manner(reading, at)) > at:
        reading.keep(at, end)
        return end
    if _is_under_way(reading, at):
        return _progressive(reading, at)
    if _is_activity(reading, at):
        return thing(reading, at)
    return _progressive(reading, at)


_MANNERS: Final = words(
    "up early late home still wet cold hot dirty lost alone indoors outdoors outside inside barefoot abroad sweaty rushed stuck"
)
_OUT_OR_IN: Final = {
    "sleeping": ("in",),
    "staying": ("in", "up"),
    "eating": ("out", "in"),
    "going": ("out",),
    "dressing": ("up",),
}
_CLOSES: Final = frozenset(
    {Part.EDGE, Part.PAUSE, Part.CONJUNCTION, Part.CONTRAST, Part.BOUNDARY, Part.INTERJECTION, Part.ADVERB, Part.TIME}
)


def _felt_with_its_manner(reading: Reading, at: int) -> int:
    """Return the place behind "getting up early", "being late", "eating out" where that is what is felt, `at` elsewhere."""
    sentence, mood = reading.sentence, reading.mood
    if not (mood.strong and mood.sign and mood.who is Who.SPEAKER) or sentence.part(at - 1) is Part.AUXILIARY:
        return at
    end = at + 1
    while sentence.low(end) in _MANNERS or sentence.low(end) in _OUT_OR_IN.get(sentence.low(at), ()):
        end += 1
    timed = sentence.low(end) in ("at", "before", "in", "on")
    timed = timed and Part.TIME in (sentence.part(end + 1), sentence.part(end + 2))
    numbered = sentence.low(end) in ("at", "before") and sentence.part(end + 1) is Part.NUMBER
    return end if end > at + 1 and (sentence.part(end) in _CLOSES or timed or numbered) else at


_LONG: Final = frozenset({"years", "months", "ages", "decades"})


def _is_lasting(reading: Reading, at: int) -> bool:
    """Tell "I've been quilting since I was ten", "been climbing for years" from "I've been looking for a gift"."""
    sentence, mood = reading.sentence, reading.mood
    been = sentence.low(sentence.before(at)) == "been" and mood.who is Who.SPEAKER and not (mood.sign or mood.negated)
    place = sentence.counted(at + 2)
    place += sentence.part(place) in (Part.DETERMINER, Part.NUMBER)
    lasts = sentence.low(at + 1) == "since" or (sentence.low(at + 1) == "for" and sentence.part(place) is Part.TIME)
    lasts = lasts and not sentence.low(place).startswith(("hour", "minute"))
    for_long = sentence.part(at + 2) in (Part.I, Part.MY, Part.NUMBER) or sentence.low(place) in _LONG
    unlisted = (
        sentence.low(at) not in sentence.lemmas and for_long
    )  # "quilting for years", not "vomiting since Tuesday"
    pastime = unlisted or sentence.lemma_listed(at, "pursuit", "activity", "heavy")
    return been and lasts and pastime


def _is_under_way(reading: Reading, at: int) -> bool:
    """Tell "I've been collecting stamps" (the stamps are meant) from "I love collecting stamps"."""
    sentence, mood = reading.sentence, reading.mood
    progressive = sentence.low(sentence.before(at)) in BE and mood.who is Who.SPEAKER and not mood.sign
    return progressive and sentence.part(at + 1) in (*OBJECTS, Part.DETERMINER)


def _is_progressive(reading: Reading, at: int) -> bool:
    """Tell "prices are skyrocketing" from "my hobbies are kitesurfing" and "I am kitesurfing"."""
    sentence, mood = reading.sentence, reading.mood
    return sentence.low(sentence.before(at)) in BE and mood.who is not Who.SPEAKER and not mood.heading


def _opens_for_speaker(reading: Reading, at: int) -> bool:
    """Tell whether an -ing form without subject speaks of the speaker ("Looking for", "Trying to")."""
    sentence, mood = reading.sentence, reading.mood
    if mood.who is not Who.UNSAID or not mood.open or not sentence.opens(at):
        return False
    these_days = sentence.low(at - 1) in _THESE_DAYS  # "Currently reading Borges"
    under_way = sentence.low(at) == "learning" and sentence.low(at + 1) not in _OF_A_COURSE and loves(sentence, at)
    return these_days or under_way or sentence.low(at) == "looking" or sentence.low(at + 1) == "to"


_THESE_DAYS: Final = frozenset({"currently", "just", "finally", "still", "lately"})
_OF_A_COURSE: Final = words("curve curves goals objectives outcomes styles difficulties disabilities")


def _is_seeking(reading: Reading, at: int) -> bool:
    sentence = reading.sentence
    seeks = sentence.low(at) in ("looking", "searching", "hunting") and sentence.low(at + 1) == "for"
    return seeks and reading.mood.who is Who.SPEAKER


_ENDS_AN_ACTIVITY: Final = frozenset(
    {
        *(Part.EDGE, Part.PAUSE, Part.CONJUNCTION, Part.CONTRAST, Part.INTERJECTION, Part.ADVERB, Part.TIME),
        *(Part.BOUNDARY, Part.NUMBER),
    }
)
_BEGINS_MORE: Final = frozenset({Part.DETERMINER, Part.MY, Part.ME, Part.IT, Part.THEIR})
_BEGINS_MORE_WORDS: Final = frozenset({"to", "at", "about", "for", "on", "out"})


def _is_activity(reading: Reading, at: int) -> bool:
    """Tell whether an -ing form is an interest: alone ("hiking"), or with its object ("collecting stamps")."""
    sentence, mood = reading.sentence, reading.mood
    following = sentence.part(at + 1)
    has_object = following in OBJECTS and sentence.part(at + 2) is not Part.TIME  # "fencing last year"
    turned_out = sentence.lows[at + 1 : at + 3] == ("turned", "out")
    has_object = has_object and not sentence.is_acclaim(at + 1) and not turned_out
    found = reading.judges_found(at + 1)  # "I find running dull"
    has_object = has_object and not found
    if _is_felt_alone(reading, at) or (found and sentence.lemma_listed(at, "activity", "heavy")):
        return True
    if mood.strong and following is Part.NOUN and not sentence.lemma_listed(at, "do", "report", "ask", "heavy"):
        return True  # "dating apps"
    if has_object and mood.who is not Who.OTHERS and sentence.lemma_listed(at, "heavy"):
        return True
    if sentence.low(at + 1) in _BEGINS_MORE_WORDS and not _is_gone_for(reading, at):
        return False
    each_time = following is Part.DETERMINER and sentence.part(at + 2) is Part.TIME  # "camping every weekend"
    alone = not has_object and (following not in _BEGINS_MORE or each_time)
    return alone and sentence.lemma_listed(at, "pursuit")


def _is_gone_for(reading: Reading, at: int) -> bool:
    """Tell "went kayaking on the lake" from "reading on the subject"."""
    sentence = reading.sentence
    if Part.TIME in (sentence.part(at + 2), sentence.part(at + 3)):  # "on Sunday"
        return True
    goes = sentence.lemma(sentence.before(at)) == "go" or sentence.low(sentence.before(at)) == "been"
    return goes and sentence.low(at + 1) in ("at", "on", "for", "to", "out")


def _is_felt_alone(reading: Reading, at: int) -> bool:
    """Tell whether an -ing form is all that a feeling is about ("I hate driving", "I'm keen on driving")."""
    sentence, mood = reading.sentence, reading.mood
    if mood.who is not Who.SPEAKER or not mood.strong or not mood.sign:
        return False
    much = sentence.lows[at + 1 : at + 3] in (("this", "much"), ("that", "much"), ("so", "much"))
    if (
        not much
        and sentence.part(at + 1) not in _ENDS_AN_ACTIVITY
        and sentence.low(at + 1) not in ("in", "on", "at", "with", "for")
        and not is_less_liked(sentence, at + 1)
    ):
        return False
    return sentence.part(at - 1) is not Part.AUXILIARY and not sentence.lemma_listed(at, "report", "ask", "light")


def _progressive(reading: Reading, at: int) -> int:
    """Read an -ing form as a verb: the speaker does it ("I'm learning Spanish"), or it says nothing."""
    sentence, mood = reading.sentence, reading.mood
    if mood.who is Who.SPEAKER and sentence.lemma_listed(at, "do"):
        do(reading, sentence.lemma(at), at, base=True)
    elif mood.who is not Who.OTHERS:
        plain(reading, at)
    return at + 1
