"""Phrases of an English sentence: noun phrases and activities, with whose they are and whether they are liked.

There is no tagger behind this. Words outside the lists count as nouns, the lists say what every other word does, and one
pass from left to right keeps what the sentence has said so far: who speaks of what, and with which feeling.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...records import Phrase
from ..who import Who
from . import clauses, names
from .auxiliaries import auxiliary
from .corrections import corrects
from .courtesies import interjection
from .dropped import unsays
from .echoes import judges_the_last
from .endings import ends_the_named
from .fronted import announces, feel_for_fronted
from .gerunds import gerund
from .idioms import idiom
from .lexicon import Part
from .limits import spares
from .listed import judged_together, list_head
from .mishaps import tells_of_a_mishap
from .mood import Mood
from .negation import answers, negation
from .outgrown import outgrows
from .overturned import overturns
from .owners import gives_away
from .parted import parts
from .passing import in_passing
from .preferred import prefers
from .prepositions import preposition
from .reading import Reading, Step
from .relatives import relative
from .retracted import is_retraction, retracts
from .reversals import turns_round
from .sentence import Sentence
from .tails import felt_alike, goes_on
from .things import thing
from .titles import with_titles
from .verbs import noun_or_verb, verb
from .without import does_without
from .words import Word, sentences

_STEPS: Final[dict[Part, Step]] = {
    Part.I: clauses.speaker,
    Part.ME: clauses.speaker_as_object,
    Part.YOU: clauses.assistant,
    Part.THEY: clauses.others,
    Part.IT: clauses.pronoun,
    Part.MY: clauses.my,
    Part.THEIR: clauses.their,
    Part.DETERMINER: clauses.determiner,
    Part.PAUSE: clauses.pause,
    Part.CONJUNCTION: clauses.conjunction,
    Part.CONTRAST: clauses.contrast,
    Part.DOUBT: clauses.condition,
    Part.BOUNDARY: clauses.boundary,
    Part.RELATIVE: relative,
    Part.INTERJECTION: interjection,
    Part.PREPOSITION: preposition,
    Part.AUXILIARY: auxiliary,
    Part.NEGATION: negation,
    Part.VERB: verb,
    Part.EITHER: noun_or_verb,
    Part.GERUND: gerund,
    Part.ADVERB: clauses.adverb,
    Part.POSSESSIVE: clauses.skip,
    Part.ODD: clauses.skip,
}
"""What reads a word of each part; any other part begins a thing."""


_LONGEST: Final = 300
"""Words of a sentence that are read together: what is looked for in the rest of a clause would be quadratic in longer ones."""


def phrases(source: str, start: int, end: int) -> list[Phrase]:
    """Return the phrases of the English in `source[start:end]`, in text order, spans counted in `source`."""
    found: list[list[Phrase]] = []
    last: Reading | None = None
    for words in sentences(source, start, end):
        for first in range(0, len(words), _LONGEST):
            last = _read(with_titles(words[first : first + _LONGEST], source), source, last)
            found.append(last.found)
    return [phrase for sentence in found for phrase in sentence]


def everything(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the English in `source[start:end]` names something, whoever it is of and whatever is said of it."""
    for words in sentences(source, start, end):
        for first, behind in names.everything(Sentence(words)):
            yield words[first].start, words[behind - 1].end


def going_on(source: str, start: int, end: int, before: list[Phrase], here: list[Phrase]) -> list[Phrase]:
    """Return the phrases `here` of a stretch that may only go on with what another language said `before`: "我对花生过敏 and shellfish"."""
    said = before[-1] if before else None
    first = next(filter(None, sentences(source, start, end)), [])
    if said is None or said.stance != "stated" or source[said.end : start].count("\n"):
        return here
    return felt_alike(Sentence(first), said, here)


def _read(words: list[Word], source: str, last: Reading | None) -> Reading:
    """Read a sentence, with the one before it at hand: "Skiing? No thanks", "I tried skiing. I loved it"."""
    reading = Reading(Sentence(words), source, last)
    before = reading.referent(plural=False)
    answer = answers(reading)
    if answer and last and before and len(last.sentence.words) <= _LONGEST_OFFER:
        last.again(before.start, answer)
        reading.found.extend(phrase for phrase in last.found if phrase.start == before.start)
    if last and before and len(last.sentence.words) <= _LONGEST_OFFER and gives_away(reading.sentence):
        last.found[:] = [phrase for phrase in last.found if phrase.start != before.start]
    if last is not None and not is_retraction(reading.sentence) and judges_the_last(reading, last):
        return reading
    if last is not None and announces(last):
        reading.mood = Mood(Who.SPEAKER, last.mood.sign, strong=True, heading=True)
    at = list_head(reading)
    while at < len(words):
        end = idiom(reading, at) or _STEPS.get(words[at].part, thing)(reading, at)
        reading.grade(at, end)
        at = max(end, at + 1)  # a step that reads nothing must not hold the reader up
        if reading.fronted is not None:
            feel_for_fronted(reading, at)
    in_passing(reading)
    does_without(reading)
    ends_the_named(reading)
    parts(reading)
    prefers(reading)
    spares(reading)
    tells_of_a_mishap(reading)
    judged_together(reading)
    goes_on(reading)
    overturns(reading)
    unsays(reading)
    turns_round(reading)
    outgrows(reading)
    retracts(reading)
    corrects(reading)
    return reading


_LONGEST_OFFER: Final = 5
"""Words of a question that "no thanks" may answer in the same breath."""
