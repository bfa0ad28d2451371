"""Which words that may be verbs are verbs: "like", and words that are nouns too ("dance"). Forms in -ing: gerunds.py.

There is no tagger, so each is told by its neighbours; what turns out to be no verb is read as a thing.
"""

from __future__ import annotations

from typing import Final

from ..who import Who
from .deeds import LOVE_IS_PART_OF, is_felt_by_another
from .diets import behind_cut
from .elided import begins_clause
from .lexicon import BE, Part
from .names import extent
from .others import feels_behind_a_clause, is_third_person, others_do
from .owners import is_contact
from .predicates import predicate
from .reading import Reading
from .sentence import OBJECTS, Sentence
from .things import thing


def verb(reading: Reading, at: int) -> int:
    """Read a verb, or a participle that only describes a noun."""
    sentence, mood = reading.sentence, reading.mood
    if sentence.low(at) == "like" and not _is_liking(reading, at):
        seems = sentence.lemma(sentence.before(at)) in _SEEMS and mood.who is not Who.SPEAKER
        if seems or _is_likened(reading, at):  # "it tastes like soap", "it came out like butter"
            mood.skip = True
        return at + 1
    if sentence.is_participle_before_noun(at) or sentence.is_bare_before_noun(at):
        return thing(reading, at)
    if is_third_person(reading, at):
        reading.begin(Who.OTHERS)
    if mood.who is Who.OTHERS or reading.mood.who is Who.OTHERS:
        return others_do(reading, at)
    if _is_used_to(reading, at):
        if mood.who is Who.UNSAID and begins_clause(reading, at):
            reading.begin(Who.SPEAKER)
        reading.mood.past = True
        return at + 2
    if mood.who is Who.UNSAID and sentence.opens(at) and _implies_speaker(reading, at):
        mood.who = Who.SPEAKER
    mood.infinitive = mood.infinitive or sentence.low(at - 1) == "to"
    return predicate(reading, at)


_SEEMS: Final = frozenset({"taste", "smell", "look", "sound", "feel"})


def _is_likened(reading: Reading, at: int) -> bool:
    """Tell whether "like" tells what a thing that was said to be so is compared with."""
    before = reading.sentence.before(at)
    verb = reading.sentence.lemma(before) in _BECOMES or reading.sentence.low(before) in BE
    return reading.mood.who is Who.THING and not reading.mood.asks and verb


_BECOMES: Final = frozenset({"come", "go", "turn", "work", "run"})
_LIKERS: Final = frozenset({Part.I, Part.YOU, Part.THEY, Part.NEGATION, Part.PERSON, Part.ME})


def _is_liking(reading: Reading, at: int) -> bool:
    """Tell the verb "like" from the preposition."""
    sentence = reading.sentence
    before = sentence.before(at)
    part, low = sentence.part(before), sentence.low(before)
    if sentence.lemma(before) == "feel" and reading.mood.who is Who.SPEAKER:  # "I feel like pizza"
        return True
    if part is Part.AUXILIARY:  # "would like", but not "is like"
        return low not in BE
    if part in (Part.CONJUNCTION, Part.CONTRAST):  # "I know and like"
        return sentence.part(before - 1) in (Part.VERB, Part.I)
    return part in _LIKERS or low == "to" or (before < 0 and sentence.low(at + 1) == "to")


def _is_used_to(reading: Reading, at: int) -> bool:
    """Tell "I used to" from "I am used to"."""
    sentence = reading.sentence
    used_to = sentence.low(at) == "used" and sentence.low(at + 1) == "to"
    return used_to and sentence.low(at - 1) not in BE and reading.mood.who.may_be_speaker


def _implies_speaker(reading: Reading, at: int) -> bool:
    """Tell whether a verb without subject speaks of the speaker ("Love hiking", "Went to the opera")."""
    sentence = reading.sentence
    low = sentence.low(at)
    is_past = low != sentence.lemma(at) and not low.endswith(("s", "ing")) and sentence.low(at + 1) != "by"
    is_past = is_past or _is_read(sentence, at)
    return is_past or low == "want" or sentence.lemma_listed(at, "like", "dislike")


def _is_read(sentence: Sentence, at: int) -> bool:
    """Tell "Read Wolf Hall for my book club" from "Read this", "read more"."""
    named = sentence.part(at + 1) in (Part.CAPITAL, Part.TITLE)
    return sentence.low(at) == "read" and named and sentence.opens(at) and not _is_ordered(sentence, at)


_PARTS_OF_A_TEXT: Final = frozenset({"chapter", "section", "act", "page", "part", "article"})


def _is_ordered(sentence: Sentence, at: int) -> bool:
    """Tell "Read Macbeth and give me a summary", "Read Chapter 3", "Read Smith before answering"."""
    if sentence.low(at + 1) in _PARTS_OF_A_TEXT or "before" in sentence.lows:
        return True
    joins = (place for place in range(at, sentence.size) if sentence.part(place) is Part.CONJUNCTION)
    return any(sentence.part(place + 1) in (Part.VERB, Part.EITHER) for place in joins)


# Nouns or verbs

_BEFORE_A_VERB: Final = frozenset({Part.I, Part.YOU, Part.THEY, Part.IT, Part.AUXILIARY, Part.NEGATION, Part.PERSON})
_BETWEEN_CLAUSES: Final = frozenset({Part.CONJUNCTION, Part.CONTRAST, Part.EDGE, Part.PAUSE})
_BEGINS_AN_OBJECT: Final = frozenset(
    {
        *(Part.DETERMINER, Part.MY, Part.THEIR, Part.ME, Part.PREPOSITION, Part.IT, Part.YOU, Part.RELATIVE),
        *(Part.THEY, Part.PERSON),
    }
)


def noun_or_verb(reading: Reading, at: int) -> int:
    """Read a word that is a noun in one place ("a dance") and a verb in another ("I dance")."""
    return verb(reading, at) if _is_verb(reading, at) else thing(reading, at)


def _is_verb(reading: Reading, at: int) -> bool:
    sentence = reading.sentence
    if _seems(sentence, at):
        return True
    before = sentence.before(at)
    part, low = sentence.part(before), sentence.low(before)
    if _is_done_by_another(reading, at):
        return True
    if is_felt_by_another(sentence, at) or feels_behind_a_clause(reading, at):
        return True
    if sentence.lemma(at) in ("start", "stop") and sentence.part(at + 1) is Part.GERUND:
        return True
    if _is_read(sentence, at):
        return True
    if part is Part.AUXILIARY and low in BE and sentence.low(before - 1) != "let":  # "it is work", but "let's work"
        return False
    if low in ("both", "all") and sentence.part(before - 1) in (Part.I, Part.YOU, Part.THEY):  # "we both play"
        return True
    if behind_cut(sentence, at):
        return True
    if (
        low in ("have", "'ve", "had") and sentence.low(at) == sentence.lemma(at) and sentence.low(at) != "read"
    ):  # "I often have toast"
        return False
    if part is Part.RELATIVE and low in ("who", "that"):  # "people who love opera"
        return True
    if sentence.lemma(before) == "go" and sentence.lemma_listed(at + 1, "pursuit"):  # "I went rock climbing"
        return False
    if part in _BEFORE_A_VERB or _leads_to_verb(reading, before):
        return not _denies_a_noun(reading, before)
    if sentence.opens(at) and sentence.part(at + 1) is Part.GERUND and sentence.lemma_listed(at, "like", "dislike"):
        return True  # "Love making ramen"
    if sentence.low(at) in ("love", "hate") and _may_begin(sentence, at) and loves(sentence, at):
        return True
    return part in _BETWEEN_CLAUSES and _object_follows(reading, at)


def _is_done_by_another(reading: Reading, at: int) -> bool:
    """Tell "the guy I'm training plays (rap)" from "the guy I owe games"."""
    sentence = reading.sentence
    third = sentence.low(at).endswith("s") and sentence.lemma_listed(at, "do", "like", "dislike")
    behind = sentence.part(at - 1) in (Part.GERUND, Part.VERB) and sentence.part(at + 1) is not Part.EDGE
    return third and behind and reading.mood.who is Who.SPEAKER and is_contact(sentence, at)


def _may_begin(sentence: Sentence, at: int) -> bool:
    """Tell whether a verb without a subject of its own may stand here: "Love jazz", "but still love jazz"."""
    return sentence.opens(at) or sentence.part(sentence.before(at)) is Part.CONTRAST


def loves(sentence: Sentence, at: int) -> bool:
    """Tell "Love bread baking", "Really hate olives" from "Love songs are", "Love stories"."""
    told = sentence.part(at + 1) in OBJECTS and sentence.low(at + 1) not in LOVE_IS_PART_OF
    return told and not sentence.is_finite(extent(sentence, at + 1))


def _seems(sentence: Sentence, at: int) -> bool:
    """Tell whether "smells" says how something seems, and is no noun: "it smells like soap", "Looks great"."""
    seems = sentence.lemma(at) in _SEEMS and sentence.low(at).endswith("s")
    return seems and (sentence.low(at + 1) == "like" or sentence.opens(at) or sentence.low(at - 1) in ("that", "this"))


def _leads_to_verb(reading: Reading, at: int) -> bool:
    """Tell whether a verb follows the word at `at`: "to dance" and "go dance", but "go to work", "keen to work"."""
    sentence = reading.sentence
    if sentence.low(at) == "to":
        moves = sentence.lemma(at - 1) in ("go", "listen", "come", "get", "return", "travel")
        return not moves and (sentence.low(at - 1) not in sentence.cues or _object_follows(reading, at + 1))
    return sentence.part(at) is Part.VERB and sentence.lemma(at) in ("go", "come", "let", "help")


def _denies_a_noun(reading: Reading, at: int) -> bool:
    """Tell "no work", "not work" from "do not work"."""
    sentence = reading.sentence
    helped = sentence.low(at - 1) in ("do", "does", "did", "would")
    denies = sentence.part(at) is Part.NEGATION and sentence.low(at) in ("no", "not") and not helped
    return denies and sentence.low(at + 1) != "longer"


def _object_follows(reading: Reading, at: int) -> bool:
    sentence = reading.sentence
    return sentence.part(at + 1) in _BEGINS_AN_OBJECT and sentence.low(at + 1) != "that"
