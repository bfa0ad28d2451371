"""Words that are verbs because of who stands before them: "my flatmate devours", "Keiko runs marathons"."""

from __future__ import annotations

from .lexicon import Part
from .sentence import OBJECTS, Sentence


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
