"""Words that are verbs because of who stands before them: "my flatmate devours", "Keiko runs marathons"."""

from __future__ import annotations

from typing import Final

from ..words import words
from .lexicon import BE, Part
from .sentence import OBJECTS, Sentence

_OBJECTS: Final = frozenset(
    {
        *(*OBJECTS, Part.DETERMINER, Part.MY, Part.ME, Part.IT, Part.YOU, Part.THEIR, Part.THEY, Part.PERSON),
        *(Part.PREPOSITION, Part.NUMBER, Part.ADVERB),
    }
)
_SUBJECTS: Final = frozenset({Part.NOUN, Part.EITHER, Part.CAPITAL, Part.ADJECTIVE, Part.TIME, Part.GERUND})
_BEFORE_A_SUBJECT: Final = frozenset(
    {
        *(Part.DETERMINER, Part.MY, Part.THEIR, Part.NUMBER, Part.EDGE, Part.PAUSE, Part.INTERJECTION),
        *(Part.CONTRAST, Part.BOUNDARY),
    }
)
LOVE_IS_PART_OF: Final = words(
    "song songs story stories letter letters life affair affairs interest interests poem poems triangle triangles island actually"
)


def is_felt_by_another(sentence: Sentence, at: int) -> bool:
    """Tell the verb of "our new postman loves techno", "the patients love bingo" from the noun of "the love song"."""
    low, last = sentence.low(at), sentence.before(at)
    if low not in ("loves", "hates", "love", "hate") or sentence.part(at + 1) not in _OBJECTS:
        return False
    if sentence.low(at + 1) in LOVE_IS_PART_OF or sentence.low(at + 1) in ("of", "for", "is", "as"):
        return False
    while sentence.part(last) is Part.TIME:  # "a passenger today loves"
        last -= 1
    many = sentence.low(last).endswith("s") and not sentence.low(last).endswith(("ss", "us", "is"))
    if sentence.part(last) not in (Part.NOUN, Part.EITHER) or (not low.endswith("s") and not many):
        return False
    first = last
    while sentence.part(first) in _SUBJECTS:
        first -= 1
    return sentence.part(first) in _BEFORE_A_SUBJECT or sentence.low(first) == "of"


_OF_THINGS_TOO: Final = frozenset({"done", "drawn", "turned", "fed", "sensitive", "fluent", "nuts", "crazy"})
"""Cues that are said of things too: "the blanket is done in wool"."""
_BEFORE_A_CUE: Final = frozenset({Part.DETERMINER, Part.ADJECTIVE, Part.ADVERB})
_FEELERS: Final = frozenset({Part.MY, Part.DETERMINER, Part.THEIR})


def feels_something(sentence: Sentence, first: int, end: int, verb: int) -> bool:
    """Tell whether a common noun does what only somebody does: "our postman (loves)", "the vet (is obsessed with)"."""
    last = end - 1
    if sentence.listed(last, "larder", "fare", "body") or sentence.low(last) in ("body", "system"):
        return False  # "my tomatoes love the sun", "my skin is allergic to nickel"
    if sentence.low(verb) in BE or sentence.part(verb) is Part.POSSESSIVE:
        ahead = sentence.after(verb + 1)
        while sentence.part(ahead) in _BEFORE_A_CUE and sentence.low(ahead) not in sentence.cues:
            ahead += 1
        cued = sentence.low(ahead) in sentence.cues and sentence.low(ahead) not in _OF_THINGS_TOO
        owned = sentence.part(sentence.before(first)) in _FEELERS
        return owned and (cued or sentence.low(ahead) == "into") and sentence.part(ahead + cued) is Part.PREPOSITION
    if is_role(sentence, last) and (people_do(sentence, verb) or _does(sentence, verb)):
        return True
    return sentence.part(verb) in (Part.VERB, Part.EITHER) and sentence.lemma(verb) in _FELT


def _does(sentence: Sentence, at: int) -> bool:
    """Tell "(my hairdresser) does pottery" from "does not"."""
    return sentence.low(at) == "does" and sentence.part(at + 1) in OBJECTS


_FELT: Final = words("love like enjoy adore prefer crave hate dislike detest despise loathe dread")


def is_role(sentence: Sentence, at: int) -> bool:
    """Tell whether somebody is named by their work: "(my) hairdresser", "(two) nurses"."""
    first = at
    while sentence.part(first - 1) in _SUBJECTS:
        first -= 1
    role = sentence.listed(at, "role") or sentence.lemma_listed(at, "role")
    return role and sentence.part(first - 1) in _FEELERS


def is_done_by_role(sentence: Sentence, at: int) -> bool:
    """Tell whether a word that may be a noun is what somebody named by their work does: "(my hairdresser) plays golf"."""
    return people_do(sentence, at) and is_role(sentence, at - 1) and sentence.part(at + 1) in _OBJECTS


def is_done_by_person(sentence: Sentence, at: int) -> bool:
    """Tell whether a word outside the lists is what a person does: "(my flatmate) devours romance novels"."""
    low = sentence.low(at)
    person = sentence.listed(at - 1, "kin") and not sentence.low(at - 1).endswith("s")
    verb = sentence.part(at) is Part.NOUN and low.endswith("s") and not low.endswith(("ss", "us"))
    return person and verb and sentence.part(at + 1) in (*OBJECTS, Part.DETERMINER, Part.THEIR, Part.MY)


def people_do(sentence: Sentence, verb: int) -> bool:
    """Tell whether a verb in the third person is one of people's: "(Keiko) runs marathons", not "(the museum) runs"."""
    third = sentence.low(verb).endswith("s") and sentence.low(verb) != sentence.lemma(verb)
    return (third and sentence.lemma_listed(verb, "pursuit", "heavy", "activity")) or sentence.low(verb) in (
        "plays",
        "watches",
    )


def is_verb_of_a_name(sentence: Sentence, at: int) -> bool:
    """Tell whether "runs" in "Keiko runs marathons" is a verb: behind a lone first capital, in front of an object."""
    lone = at == 1 and sentence.part(0) is Part.CAPITAL and sentence.words[at].raw.islower()
    return lone and people_do(sentence, at) and sentence.part(at + 1) in (*OBJECTS, Part.DETERMINER)
