"""Phrases of a Chinese sentence: nouns and verb-object words by jieba, with whose they are and whether they are liked.

One pass from left to right keeps what the sentence has said so far: who speaks of what, and with which feeling. A second look finds
what is told in passing of what the speaker does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...records import Phrase
from ..who import Who
from . import names
from .clauses import step
from .corrections import corrects
from .limits import spares
from .passing import passing
from .reading import Reading
from .reversals import turns_round
from .sentence import Sentence
from .words import Word, sentences

_LONGEST: Final = 300
"""Words of a sentence that are read together: what is looked for in the rest of a clause would be quadratic in longer ones."""


def phrases(source: str, start: int, end: int) -> list[Phrase]:
    """Return the phrases of the Chinese in `source[start:end]`, in text order, spans counted in `source`."""
    found: list[Phrase] = []
    last: Reading | None = None
    for words in sentences(source, start, end):
        for first in range(0, len(words), _LONGEST):
            last = _read(words[first : first + _LONGEST], source, found, last)
    return sorted(found, key=lambda phrase: phrase.start)


def everything(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the Chinese in `source[start:end]` names something, whoever it is of and whatever is said of it."""
    for words in sentences(source, start, end):
        for first, behind in names.everything(Sentence(words)):
            yield words[first].start, words[behind - 1].end


def _read(words: list[Word], source: str, found: list[Phrase], last: Reading | None) -> Reading:
    """Read a sentence into `found`, behind the one before it."""
    sentence = Sentence(words)
    reading = Reading(sentence, source, found=found, last=last, asks=sentence.asks(0))
    at, first = 0, len(found)
    while at < len(words):
        behind = step(reading, at)
        mood = reading.mood
        about = Who.OTHERS if mood.doubt or reading.supposed else mood.who
        reading.whose += [about] * (behind - at)
        at = behind
    passing(reading, first)
    spares(reading, first)
    turns_round(reading, first)
    corrects(reading, first)
    reading.last = None
    return reading
