"""English negation: "not", "never", "no", "can't", "without".

It turns the feeling in force where a noun follows ("I like jazz, not rock"), and waits for the verb elsewhere. "I can't"
makes a feeling of verbs that have none ("can't stand opera").
"""

from __future__ import annotations

from typing import Final

from ..degrees import STRONG, WEAK
from ..who import Who
from ..words import words
from .elided import denies_for_speaker
from .lexicon import Part, listed
from .mood import refusal
from .names import extent, is_head, joined, trimmed
from .reading import ALLERGIC, Reading
from .refusals import sees_nothing_in
from .sentence import OBJECTS, Sentence
from .unable import never_could
from .zeal import is_kind_of_person

_UNABLE: Final = {
    **dict.fromkeys(
        ("stand", "bear", "tolerate", "abide", "handle", "deal", "eat", "have", "digest", "stomach", "drink"), -1
    ),
    **dict.fromkeys(("get", "live", "wait", "stop", "resist", "help", "beat"), 1),
}
"""Behind "can't", what these verbs say: "can't stand opera", "can't get enough of jazz"."""
_ENDS_A_DIET: Final = frozenset({Part.EDGE, Part.PAUSE, Part.CONTRAST, Part.ADVERB})
_TOLD_OF: Final = frozenset({"that", "this", "it", "the", "i", "you", "he", "she", "they", "we"})
_IDIOM_TAIL: Final = frozenset({"enough", "into", "of", "without", "with", "to", "for", "a", "life", "myself"})


def negation(reading: Reading, at: int) -> int:
    """Read "not", "never", "no", "without": it turns the feeling in force, or waits for the verb."""
    if denies_for_speaker(reading, at):
        reading.begin(Who.SPEAKER)
    if end := sees_nothing_in(reading, at):
        return end
    if end := _says_else(reading, at) or _likes(reading, at):
        return end
    if end := _rejects(reading, at):
        return end
    sentence, mood = reading.sentence, reading.mood
    ahead = sentence.after(at + 1)
    if sentence.low(at) == "no" and _refuses(reading, at):
        reading.mood = refusal(ends=True)
        return at + 2
    if _does_without_it(reading, at):
        mood.feel(-1)
        return at + 1
    if sentence.low(at) == "without" and not mood.negated and _names_what_is_left_out(sentence, at, ahead):
        mood.without = True
        return at + 1
    if sentence.opens(at) and is_kind_of_person(sentence, ahead):  # "not a coffee person"
        reading.mood = refusal()
        return ahead
    if sentence.opens(at) and sentence.listed(ahead, "being") and sentence.part(ahead + 1) in _ENDS_A_DIET:
        reading.mood = refusal(ends=sentence.lapses(ahead))  # "not vegan anymore"
        return ahead
    if sentence.part(at + 1) is not Part.PAUSE:
        _negate(reading, at, ahead)
    return at + 1


def _says_else(reading: Reading, at: int) -> int:
    """Read a negation that is none of what follows, "not only", "no longer", and return the place behind it; 0 where it is one."""
    sentence, mood = reading.sentence, reading.mood
    if sentence.low(at) == "no" and sentence.low(at + 1) == "longer":  # "I no longer play"
        mood.negated = mood.ends = True
        return at + 2
    if sentence.low(at) == "no" and (sentence.low(at + 1) in _TOLD_OF or sentence.low(at + 1) == "not"):
        return at + 1  # "no that's crazy", "no not jazz"
    if sentence.low(at + 1) in ("only", "just", "necessarily", "sure", "bad"):  # "not only jazz", "not bad"
        return at + 2
    if sentence.low(at + 1) == "that" and sentence.part(sentence.after(at + 2)) is Part.I:
        mood.doubt = True  # "it's not that I hate jazz"
        return at + 2
    return 0


_NO: Final = frozenset({"no", "nope", "nah", "naw", "noo", "nooo", "ugh", "god", "please", "oh", "wait", "sorry", ","})
_BEHIND_WHAT_IS_REJECTED: Final = frozenset(
    {
        *(
            Part.EDGE,
            Part.PAUSE,
            Part.INTERJECTION,
            Part.ADVERB,
            Part.CONTRAST,
            Part.BOUNDARY,
            Part.I,
            Part.CONJUNCTION,
        ),
        *(Part.THEY, Part.IT, Part.YOU),
    }
)


def _rejects(reading: Reading, at: int) -> int:
    """Return the place behind what a sentence opens with that is not meant: "no not Catan", "not the beach, …"; 0 elsewhere.

    Who says so corrects what was offered; of the thing itself nothing is felt, in the rest of the sentence neither.
    """
    sentence = reading.sentence
    first = at
    while sentence.low(first - 1) in _NO:
        first -= 1
    if sentence.low(at) != "not" or first > 0:
        return 0
    ahead = sentence.after(at + 1)
    while sentence.part(ahead) is Part.DETERMINER:
        ahead += 1
    end = joined(sentence, ahead, extent(sentence, ahead))
    described = any(low in sentence.cues or listed(low, "being", "category") for low in sentence.lows[ahead:end])
    done = sentence.part(ahead) in (Part.EITHER, Part.GERUND, Part.VERB) and (at == first or end - ahead > 1)
    if end <= ahead or described or done or sentence.part(end) not in _BEHIND_WHAT_IS_REJECTED:
        return 0
    start, stop = trimmed(sentence, ahead, end)
    if start == stop or not is_head(sentence, stop - 1) or sentence.is_finite(end) or sentence.part(stop) is Part.TIME:
        return 0
    reading.note(start, stop)
    reading.rejected = " ".join(sentence.lows[start:stop])
    return end


def _likes(reading: Reading, at: int) -> int:
    """Read a feeling that is a verb and its negation, "can't stand", "never get tired of", and return the place behind it, else 0."""
    sentence, mood = reading.sentence, reading.mood
    verb = sentence.after(at + 1)
    if _is_unable(reading, at) and sentence.low(verb) in _UNABLE:
        shut_out = sentence.lows[verb : verb + 2] in (("get", "into"), ("get", "through"))
        sign, end = -1 if shut_out else _UNABLE[sentence.low(verb)], _behind_idiom(reading, verb)
    elif end := never_could(reading, at):
        return end
    elif (end := _behind_lasting(sentence, verb)) and mood.who is Who.SPEAKER and sentence.low(at - 1) != "did":
        sign = 1
    else:
        return 0
    mood.negated = False
    mood.feel(sign)
    mood.strength = STRONG
    return end


def _does_without_it(reading: Reading, at: int) -> bool:
    """Tell whether "without" ends a clause about what stands in front: "television I can do without"."""
    does = reading.sentence.lows[at - 2 : at + 1] in (("can", "do", "without"), ("could", "do", "without"))
    return does and reading.fronted is not None and reading.sentence.part(at + 1) in _ENDS_A_DIET


_WAYS: Final = frozenset({"how", "way", "ways"})


def _names_what_is_left_out(sentence: Sentence, at: int, ahead: int) -> bool:
    """Tell "(a film) without gore" from "without giving offence", "eight years without default", "how to kill slugs without pellets"."""
    timed = sentence.part(at - 1) is Part.TIME or sentence.low(at - 1) == "doing"
    end = extent(sentence, ahead)
    low = sentence.low(end - 1)
    eaten = any(
        listed(form, "larder", "fare", "allergen") for form in (low, low.removesuffix("s"), low.removesuffix("es"))
    )
    means = not _WAYS.isdisjoint(sentence.lows[:at]) and not eaten
    return sentence.names_something(ahead) and sentence.part(ahead) is not Part.GERUND and not (timed or means)


def _is_unable(reading: Reading, at: int) -> bool:
    sentence = reading.sentence
    unable = sentence.low(at) in ("cannot", "cant", "couldnt") or sentence.low(at - 1) in ("ca", "can", "could")
    return unable and reading.mood.who.may_be_speaker


def _behind_idiom(reading: Reading, at: int) -> int:
    """Return the place behind "get enough of", "live without", "deal with", "wait to"."""
    end = at + 1
    while reading.sentence.low(end) in _IDIOM_TAIL:
        end += 1
    return end


def _refuses(reading: Reading, at: int) -> bool:
    """Tell whether "no more" speaks for the speaker."""
    mood = reading.mood
    return reading.sentence.low(at + 1) == "more" and (mood.who.may_be_speaker or mood.who is Who.THING)


def _negate(reading: Reading, at: int, ahead: int) -> None:
    sentence, mood = reading.sentence, reading.mood
    if mood.sign and not mood.strong and sentence.listed(ahead, "being"):  # "I'm dairy free but not vegan"
        mood.skip = True
    elif sentence.low(at) == "no" and mood.sign < 0 and sentence.part(at - 1) in (Part.PAUSE, Part.CONJUNCTION):
        pass  # "no gluten, no wheat"
    elif sentence.low(at) == "nor" and mood.sign < 0:
        pass  # "I don't like running, nor swimming"
    elif mood.sign < 0 and sentence.names_something(ahead) and not ALLERGIC.isdisjoint(sentence.lows[:at]):
        mood.sign = 0  # "I'm allergic to nuts, not dairy"
    elif mood.sign > 0 and _leaves_off(sentence, at):
        mood.sign, mood.strength, mood.spared = -1, WEAK, False
    elif mood.sign and sentence.names_something(ahead):  # "I like jazz, not rock"
        mood.sign = -mood.sign
    elif mood.who is Who.UNSAID and _rules_out(sentence, at, ahead):
        reading.mood = refusal()
    else:
        mood.negated = not mood.negated


def _leaves_off(sentence: Sentence, at: int) -> bool:
    """Tell whether a thing is not liked on another: "(I love pizza but) not with anchovies", and not "not with my boss"."""
    after = sentence.part(at - 1) in (Part.CONTRAST, Part.PAUSE) or sentence.low(at - 1) == "just"
    return after and sentence.low(at + 1) == "with" and sentence.part(at + 2) in OBJECTS


def _rules_out(sentence: Sentence, at: int, ahead: int) -> bool:
    """Tell whether a thing is refused without a verb: "No mushrooms", "OK but not lentils"."""
    if sentence.low(at) == "no":
        if (
            sentence.listed(ahead, "wording")
            or sentence.listed(extent(sentence, ahead) - 1, "wording")
            or is_missing(sentence, extent(sentence, ahead))
        ):
            return False
        return sentence.opens(at) or _is_asked_at_the_end(sentence, at)
    return sentence.low(at) == "not" and sentence.part(at - 1) is Part.CONTRAST and sentence.names_something(ahead)


_AT_HAND: Final = words("fridge freezer house cupboard pantry shop shops kitchen bottle tin store stores")


def is_missing(sentence: Sentence, end: int) -> bool:
    """Tell whether what ends at a place is not there, or not for others: "no milk in the fridge", "no wine for grandma"."""
    there = sentence.low(end) in ("in", "at") and not _AT_HAND.isdisjoint(sentence.lows[end + 1 : end + 3])
    others = sentence.low(end) == "for" and Part.PERSON in (sentence.part(end + 1), sentence.part(end + 2))
    return (
        there
        or others
        or sentence.low(end - 1) in ("today", "anywhere")
        or sentence.low(end) in ("left", "yet", "allowed", "today")
    )


def _is_asked_at_the_end(sentence: Sentence, at: int) -> bool:
    """Tell "(turn based is fine,) just no roguelikes", "(a pie,) no nuts please" from "(nice hotel,) no complaints"."""
    first = sentence.before(at)
    if sentence.part(first) not in (Part.PAUSE, Part.CONTRAST):
        return False
    many = sentence.low(at + 1).endswith("s") or sentence.listed(at + 1, "larder")
    just = sentence.low(at - 1) in ("just", "only", "please") or (sentence.low(at - 1) == "but" and many)
    end = at
    while sentence.part(end) not in (Part.PAUSE, Part.EDGE):
        end += 1
    return just or sentence.low(end - 1) in ("please", "pls", "plz")


_REFUSING: Final = frozenset({"no", "nope", "nah", "pass", "never", "ugh", "yuck", "ew", "eww"})
_DECLINING: Final = words("no_thanks no_thank no_way not_for hard_pass hard_no not_my not_interested count_me")
_SLIGHTLY: Final = frozenset(
    {("not", "so", "much"), ("not", "really"), ("not", "at", "all"), ("not", "for", "me"), ("hate", "it")}
)
"""To a question that only names a thing: "Sashimi? Not so much."."""
_ACCEPTING: Final = frozenset({"yes please", "sign me", "count me", "hell yes"})


def answers(reading: Reading) -> int:
    """Return the feeling of a sentence that only answers the one before: -1 in "No thanks", 1 in "Yes please", else 0."""
    sentence = reading.sentence
    first, both = sentence.low(0), f"{sentence.low(0)} {sentence.low(1)}"
    if both in _ACCEPTING:
        return 1
    asked = reading.last is not None and reading.last.is_question()
    declines = both in _DECLINING or (asked and sentence.lows in _SLIGHTLY)
    alone = len(sentence.words) == 1 and first in _REFUSING
    return -1 if declines or alone else 0


_WEARY: Final = frozenset({"tired", "bored", "sick", "weary"})
_WITH: Final = frozenset({"of", "with"})


def _behind_lasting(sentence: Sentence, verb: int) -> int:
    """Return the place behind "get tired of", "tire of", "get enough of" at `verb`, which denied are a liking; 0 elsewhere."""
    following, third = sentence.low(verb + 1), sentence.low(verb + 2)
    if sentence.low(verb) in ("tire", "weary") and following == "of":
        return verb + 2
    becomes = sentence.lemma(verb) in ("get", "grow", "become") or sentence.low(verb) == "be"
    if becomes and following in _WEARY and third in _WITH:
        return verb + 3
    return verb + 3 if sentence.low(verb) in ("get", "have") and (following, third) == ("enough", "of") else 0
