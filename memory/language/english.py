"""Phrases of an English sentence: noun phrases and activities, with whose they are and whether they are liked.

There is no tagger behind this. Words outside the lists count as nouns, the lists say what every other word does, and one
pass from left to right keeps what the sentence has said so far: who speaks of what, and with which feeling.
"""

from __future__ import annotations

from typing import Final

from ..records import Phrase
from . import english_clauses as clauses
from .english_auxiliaries import auxiliary
from .english_lexicon import Part
from .english_negation import negation
from .english_reading import Reading, Step
from .english_sentence import Sentence
from .english_things import thing
from .english_verbs import gerund, noun_or_verb, verb
from .english_words import Word, sentences

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
    Part.RELATIVE: clauses.relative,
    Part.INTERJECTION: clauses.interjection,
    Part.PREPOSITION: clauses.preposition,
    Part.AUXILIARY: auxiliary,
    Part.NEGATION: negation,
    Part.VERB: verb,
    Part.EITHER: noun_or_verb,
    Part.GERUND: gerund,
    Part.ADVERB: clauses.skip,
    Part.POSSESSIVE: clauses.skip,
    Part.ODD: clauses.skip,
}
"""What reads a word of each part; any other part begins a thing."""


def phrases(source: str, start: int, end: int) -> list[Phrase]:
    """Return the phrases of the English in `source[start:end]`, in text order, spans counted in `source`."""
    return [phrase for words in sentences(source, start, end) for phrase in _read(words, source)]


def _read(words: list[Word], source: str) -> list[Phrase]:
    reading = Reading(Sentence(words), source)
    at = 0
    while at < len(words):
        at = _STEPS.get(words[at].part, thing)(reading, at)
    return reading.found
