"""The listed pastimes of an English sentence, and the words that say of one that it is over or was no pleasure.

The lists stand in `english_pastimes.txt`, the names in the singular.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from .english_lexicon import Part
from .english_sentence import Sentence
from .words import NOWHERE, sections, sections_of_words

_LONGEST: Final = 4
"""Words of a listed name."""
_NEAR: Final = 3
"""Words in front of a run where a negation is looked for."""


def pastimes_in(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the places of the first word of each listed pastime and behind its last, the longest name at each place."""
    names, at = _pastimes(), 0
    while at < sentence.size:
        end, whole = at + 1, names.get(sentence.lows[at])
        if whole is not None and not _is_verb(sentence, at):
            last = min(at + _LONGEST, sentence.size)
            end = next((stop for stop in range(last, at, -1) if sentence.lows[at:stop] in whole), at)
            if end > at:
                yield at, end
        at = max(end, at + 1)


def says(sentence: Sentence, section: str, first: int) -> bool:
    """Tell whether a run of a section is said of what begins at `first`: behind it, or before it without a pause, and not denied."""
    match = _runs(section).search(" ".join(sentence.lows))
    if match is None:
        return False
    at = match.string.count(" ", 0, match.start())
    denied = any(sentence.part(place) is Part.NEGATION for place in range(at - _NEAR, at))
    return not denied and not any(sentence.part(place) is Part.PAUSE for place in range(at, first))


def parts_with(sentence: Sentence, first: int) -> bool:
    """Tell whether the speaker gives up what begins at `first`: "sold the (golf clubs)", "threw out my (sourdough starter)"."""
    before = first
    while sentence.part(before - 1) in (Part.DETERMINER, Part.MY, Part.ADJECTIVE, Part.NOUN, Part.CAPITAL):
        before -= 1
    run = next((run for run in _partings() if sentence.lows[max(before - len(run), 0) : before] == run), ())
    return bool(run) and sentence.part(sentence.before(before - len(run))) is not Part.NEGATION


def told_by(word: str, *names: str) -> bool:
    """Tell whether a word stands in one of these sections of the list."""
    return not _lists().get(word, NOWHERE).isdisjoint(names)


@cache
def _lists() -> dict[str, frozenset[str]]:
    return sections_of_words("english_pastimes")


@cache
def _pastimes() -> dict[str, frozenset[tuple[str, ...]]]:
    """Return the listed names, in the singular and the plural, by their first words."""
    names: dict[str, set[tuple[str, ...]]] = {}
    for name in sections("english_pastimes")["pastime"]:
        for form in _numbers(name):
            words = tuple(form.split())
            names.setdefault(words[0], set()).add(words)
    return {first: frozenset(some) for first, some in names.items()}


def _numbers(name: str) -> Iterator[str]:
    """Yield a name in the singular and the plural: "orchestra", "bakery", "dance class"."""
    yield name
    yield name + ("es" if name.endswith(("s", "x", "ch", "sh")) else "s")
    if name.endswith("y"):
        yield name[:-1] + "ies"


def _is_verb(sentence: Sentence, at: int) -> bool:
    """Tell "(I) crochet (blankets)" from "my crochet"."""
    part = sentence.part(at)
    return part is Part.VERB or (part is Part.EITHER and sentence.part(sentence.before(at)) is Part.I)


@cache
def _runs(section: str) -> re.Pattern[str]:
    runs = sorted(sections("english_pastimes")[section], key=len, reverse=True)
    return re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, runs))})(?!\S)")


@cache
def _partings() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(run.split()) for run in sections("english_pastimes")["parts"])
