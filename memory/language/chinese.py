"""Phrases of a Chinese sentence: nouns and verb-object words by jieba, with whose they are and whether they are liked.

One pass from left to right keeps what the sentence has said so far: who speaks of what, and with which feeling.
"""

from __future__ import annotations

from ..records import Phrase
from .chinese_clauses import step
from .chinese_reading import Named, Reading
from .chinese_sentence import Sentence
from .chinese_verdicts import carried
from .chinese_words import Word, sentences


def phrases(source: str, start: int, end: int) -> list[Phrase]:
    """Return the phrases of the Chinese in `source[start:end]`, in text order, spans counted in `source`."""
    found: list[Phrase] = []
    before: list[Named] = []
    for words in sentences(source, start, end):
        if words:
            before = _read(words, source, found, before)
    return sorted(found, key=lambda phrase: phrase.start)


def _read(words: list[Word], source: str, found: list[Phrase], before: list[Named]) -> list[Named]:
    """Read a sentence into `found`, and return what a verdict in the next one would be on."""
    sentence = Sentence(words)
    reading = Reading(sentence, source, found=found, before=before, asks=sentence.asks(0))
    at = 0
    while at < len(words):
        at = step(reading, at)
    return carried(reading)
