"""Whose an English interest is where neither "I" nor a plain subject says it: "my aunt's love of opera", "chess is his thing"."""

from __future__ import annotations

from typing import Final

from ..who import Who
from .deeds import is_done_by_person, people_do
from .lexicon import BE, Part
from .names import extent
from .reading import Reading
from .sentence import Sentence

_BEFORE_A_CLAUSE: Final = frozenset(
    {
        *(Part.EDGE, Part.PAUSE, Part.CONJUNCTION, Part.CONTRAST, Part.BOUNDARY, Part.INTERJECTION, Part.DOUBT),
        *(Part.RELATIVE, Part.ADVERB, Part.PERSON),
    }
)
_IN_FRONT: Final = frozenset({Part.MY, Part.DETERMINER, Part.THEIR, Part.ADJECTIVE, Part.NUMBER, Part.NEGATION})
_GOES_ON: Final = frozenset(
    {Part.PREPOSITION, Part.TIME, Part.DETERMINER, Part.RELATIVE, Part.ADVERB, Part.NEGATION, Part.THEY, Part.VERB}
)
_LIKENED: Final = frozenset({Part.ME, Part.THEY, Part.YOU, Part.MY, Part.THEIR, Part.I})
_A_LONG_NAME: Final = 2


def is_told_of(reading: Reading, at: int, end: int) -> bool:
    """Tell whether the person at the start of a clause is what it is about: "the guy next door", "kids these days"."""
    sentence, mood = reading.sentence, reading.mood
    before = at - 1
    while sentence.part(before) in _IN_FRONT:
        before -= 1
    opens = sentence.part(before) in _BEFORE_A_CLAUSE and mood.open and not mood.sign
    if sentence.part(before) is Part.AUXILIARY and mood.asks and mood.who is Who.UNSAID:  # "why are teens so into"
        return True
    if (
        opens and sentence.part(end) is Part.PAUSE and sentence.part(at - 1) in (Part.MY, Part.DETERMINER)
    ):  # "my cousin, a keen sailor,"
        return sentence.part(end + 1) in (Part.DETERMINER, Part.RELATIVE)
    recommends = sentence.part(end) is Part.ADJECTIVE and sentence.low(end) in sentence.lemmas
    if opens and sentence.low(end) == "like" and sentence.part(end + 1) not in _LIKENED:  # "why do kids like slime"
        return True
    next_door = (sentence.low(end), sentence.low(end + 1)) == ("next", "door")
    return opens and (sentence.part(end) in _GOES_ON or next_door or recommends or is_done_by_person(sentence, end))


_TITLES: Final = frozenset({"mr", "mrs", "ms", "miss"})


def behind_called(reading: Reading, at: int) -> int:
    """Return the place behind a person with a name, "(my) cousin Pete", "Mr Lee (collects)", `at` where none is told of."""
    sentence, end = reading.sentence, at
    if sentence.part(at) is not Part.PERSON or sentence.listed(at, "name"):
        return at
    while end < at + _A_LONG_NAME and sentence.part(end + 1) is Part.CAPITAL:
        end += 1
    if end == at and _is_called_in_small_letters(sentence, at):
        return at + 2
    if end == at:
        return at
    if sentence.low(at) in _TITLES and not reading.mood.strong:  # "I love Mr Bean"
        return end + 1
    told = sentence.is_finite(end + 1) or is_told_of(reading, at, end + 1) or sentence.part(at - 1) is Part.MY
    return end + 1 if told else at


def _is_called_in_small_letters(sentence: Sentence, at: int) -> bool:
    """Tell "(my) roommate kai watches" from "my friend group is"."""
    verb = sentence.after(at + 2)
    named = sentence.part(at - 1) is Part.MY and sentence.part(at + 1) is Part.NOUN
    does = sentence.lemma_listed(verb, "do", "like", "dislike", "want") and sentence.low(verb).endswith("s")
    return named and does and sentence.low(verb) != sentence.lemma(verb)


def owner(sentence: Sentence, at: int, end: int) -> bool:
    """Tell whether a run begins with a person who owns the rest: "nephew's obsession"."""
    places = range(at, end - 1)
    return any(sentence.part(i) is Part.PERSON and sentence.part(i + 1) is Part.POSSESSIVE for i in places)


def theirs(reading: Reading, end: int) -> int:
    """Read what someone else has, up to `end`: what they have it for is theirs too ("her passion for pottery")."""
    sentence = reading.sentence
    leads_on = reading.mood.open and sentence.part(end) is Part.PREPOSITION
    felt = sentence.low(end - 1) in sentence.cues or sentence.listed(end - 1, "category")
    if sentence.is_finite(end) or leads_on or (felt and sentence.part(end) is Part.PREPOSITION):
        reading.begin(Who.OTHERS)
    return end


_BEHIND_BE: Final = frozenset({Part.ADVERB, Part.NEGATION, Part.TIME})


def belongs_to_others(sentence: Sentence, at: int) -> bool:
    """Tell whether what stands behind "is" at `at` gives the subject away: "my brother's thing", "what he eats", "her hobby"."""
    if sentence.low(at) not in BE and sentence.part(at) is not Part.POSSESSIVE:
        return False
    at += 1
    while sentence.part(at) in _BEHIND_BE:
        at += 1
    if sentence.part(at) is Part.RELATIVE or sentence.low(at) == "all":
        return _is_other(sentence, at + 1) and not sentence.is_finite(at + 1)
    if sentence.part(at) is Part.THEIR:
        return not sentence.low(at).startswith(("y", "ur")) and sentence.part(at + 1) is not Part.EDGE
    end = extent(sentence, at + 1 if sentence.part(at) in (Part.MY, Part.DETERMINER) else at)
    return owner(sentence, at, end)


def _is_other(sentence: Sentence, at: int) -> bool:
    while sentence.part(at) in (Part.MY, Part.DETERMINER, Part.THEIR, Part.ADJECTIVE):
        at += 1
    return sentence.part(at) in (Part.PERSON, Part.THEY) and sentence.low(at) not in ("people", "everyone", "everybody")


def gives_away(sentence: Sentence) -> bool:
    """Tell whether a sentence says of the one before that it is someone else's: "(Golf?) That's what my boss does"."""
    told_of = sentence.part(0) in (Part.MY, Part.THEY, Part.PERSON) and not any(
        w.part is Part.I for w in sentence.words
    )
    if told_of and sentence.low(sentence.size - 1) in ("it", "them", "that"):  # "My sister won't stop preaching it"
        return True
    first = 3 if (sentence.low(0), sentence.low(1)) == ("not", "me") else 0
    if sentence.low(first) not in ("that", "it", "this"):
        return False
    person = extent(sentence, first + 3) - 1
    is_person = (
        sentence.part(first + 2) is Part.MY
        and sentence.listed(person, "kin")
        and sentence.part(person + 1) is Part.EDGE
    )
    return belongs_to_others(sentence, first + 1) or is_person


def tells_of_someone_named(sentence: Sentence, at: int, end: int, verb: int) -> bool:
    """Tell whether a lone name is learning, into or a fan of something, or does what only people do: "Keiko runs"."""
    if sentence.low(end - 1) in ("character", "characters"):
        return True
    if (
        end - at != 1
        or sentence.part(at) is not Part.CAPITAL
        or not (sentence.opens(at) or sentence.low(at - 1) == "that")
    ):
        return False
    if sentence.low(verb) in ("is", "was", "'s") or sentence.part(verb) is Part.POSSESSIVE:
        ahead = sentence.after(verb + 1)
        is_into = sentence.low(ahead) == "into" or sentence.low(ahead) in sentence.cues
        doing = sentence.part(ahead) is Part.GERUND and sentence.lemma_listed(ahead, "activity", "pursuit")
        return is_into or doing or sentence.low(ahead) == "learning"
    return people_do(sentence, verb)


def has_a_feeling(sentence: Sentence, at: int) -> bool:
    """Tell whether what only people have stands here: "a secret love of", "a keen interest in"."""
    end = extent(sentence, at + 1 if sentence.part(at) is Part.DETERMINER else at)
    felt = sentence.cues.get(sentence.low(end - 1), 0) or sentence.low(end - 1) in ("love", "obsession", "fondness")
    return bool(felt) and sentence.part(end) is Part.PREPOSITION


def is_contact(sentence: Sentence, at: int) -> bool:
    """Tell whether "I" stands right behind a person in front of the verb at `at`: "the girl I'm seeing is"."""
    first = next((place for place in range(at - 1, 0, -1) if sentence.part(place) is Part.I), 0)
    before = first - 2
    while sentence.part(before) in _IN_FRONT:
        before -= 1
    return first > 0 and sentence.part(first - 1) is Part.PERSON and sentence.low(before) != "as"
