"""The listed pastimes of an English sentence, and the words that say of one that it is over or was no pleasure.

The lists stand in `pastimes.txt`, the names in the singular.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from ..words import NOWHERE, sections, sections_of_words
from .lexicon import Part
from .sentence import Sentence

_LONGEST: Final = 4
"""Words of a listed name."""
_NEAR: Final = 3
"""Words in front of a run where a negation is looked for."""
_AFAR: Final = 6
"""Words that may stand between such a run and what it is said of."""
_NAMES: Final = ("pastime", "owned")
_BEFORE_IT: Final = frozenset({Part.DETERMINER, Part.MY, Part.ADJECTIVE, Part.ADVERB, Part.CAPITAL, Part.IT})
_WITHIN: Final = frozenset({"at", "in", "of", "during", "through", "with", "doing", "playing", "going", "to", "about"})
_ELSEWHERE: Final = frozenset({"when", "while", "after", "until"})
_ONCE: Final = frozenset({"today", "tonight", "tomorrow", "now", "early", "week", "until", "till"})


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
    """Tell whether a run of a section is said of what begins at `first`: behind it, or close before it, and not denied."""
    match = _runs(section).search(sentence.text())
    if match is None:
        return False
    at, behind = (match.string.count(" ", 0, place) for place in (match.start(), match.end()))
    behind += 1
    if any(sentence.part(place) is Part.NEGATION for place in range(at - _NEAR, at)):
        return False
    if section == "ends" and is_for_once(sentence, behind):
        return False
    if at < first:
        return behind + _AFAR > first and all(_leads_to_it(sentence, place) for place in range(behind, first))
    noted = sentence.part(behind) in (Part.NOUN, Part.CAPITAL)
    return not noted and _ELSEWHERE.isdisjoint(sentence.lows[first:at])


def _leads_to_it(sentence: Sentence, place: int) -> bool:
    led = sentence.part(place) in _BEFORE_IT or sentence.low(place) in _WITHIN
    return led and sentence.low(place) != "missing"


def is_for_once(sentence: Sentence, at: int) -> bool:
    """Tell whether what is said from a place on is so for once: "(done with choir) for today", "(is over) at nine"."""
    places = range(at, at + _AFAR)
    timed = any(sentence.low(place) in ("at", "@") and sentence.part(place + 1) is Part.NUMBER for place in places)
    return timed or not _ONCE.isdisjoint(sentence.lows[at : at + _AFAR])


def parts_with(sentence: Sentence, first: int, end: int) -> bool:
    """Tell whether the speaker gives up what begins at `first`: "sold the (golf clubs)", "threw out my (sourdough starter)"."""
    before = first
    while sentence.part(before - 1) in (Part.DETERMINER, Part.MY, Part.ADJECTIVE, Part.NOUN, Part.CAPITAL):
        before -= 1
    between = sentence.lows[before:first]
    if _runs("anew").search(sentence.text()) or between[:1] in (("a",), ("an",)):
        return False
    run = _run_before(sentence, before, "parts") or _split(sentence, before, end)
    if not run and between in ((), ("the",)) and not is_for_once(sentence, end):
        run = _run_before(sentence, before, "drops")
        run = () if between and run != ("stopped",) else run
    told = before - len(run)
    held_back = not {"nearly", "almost", "should", "shall"}.isdisjoint(sentence.lows[max(told - 2, 0) : told])
    return bool(run) and not held_back and sentence.part(sentence.before(told)) is not Part.NEGATION


_AWAY: Final = {
    **dict.fromkeys(("gave", "given", "giving"), ("away",)),
    **dict.fromkeys(("threw", "thrown", "chucked"), ("away", "out")),
    **dict.fromkeys(("handed", "passed"), ("on", "down")),
}


def _split(sentence: Sentence, before: int, end: int) -> tuple[str, ...]:
    """Return the verb of "gave my (guitar) away", "handed my (chess set) on", () where none stands around what is the speaker's."""
    verb = sentence.low(before - 1)
    gone = sentence.low(end) in _AWAY.get(verb, ()) and sentence.part(before) is Part.MY
    return (verb,) if gone else ()


_GIVEN_AWAY: Final = re.compile(
    r"\b(?:gave|given|giving|passed|handed) (?:\S+ ){0,4}?(?:away|on|down)\b|\bdonated\b|\bsold\b"
)


def is_given_away(sentence: Sentence) -> bool:
    """Tell whether a thing is given away: that ends what was done with it, and is hardly a dislike."""
    return _GIVEN_AWAY.search(sentence.text()) is not None


def _run_before(sentence: Sentence, at: int, section: str) -> tuple[str, ...]:
    runs = _partings(section)
    return next((run for run in runs if sentence.lows[max(at - len(run), 0) : at] == run), ())


def told_by(word: str, *names: str) -> bool:
    """Tell whether a word stands in one of these sections of the list."""
    return not _lists().get(word, NOWHERE).isdisjoint(names)


@cache
def _lists() -> dict[str, frozenset[str]]:
    return sections_of_words("english/pastimes")


@cache
def _pastimes() -> dict[str, frozenset[tuple[str, ...]]]:
    """Return the listed names, in the singular and the plural, by their first words."""
    names: dict[str, set[tuple[str, ...]]] = {}
    for name in (name for section in _NAMES for name in sections("english/pastimes")[section]):
        for form in _numbers(name):
            words = tuple(form.split())
            names.setdefault(words[0], set()).add(words)
    return {first: frozenset(some) for first, some in names.items()}


def counts_only_owned(name: str) -> bool:
    """Tell whether a name is a pastime only where it is the speaker's own: "my roses", not "roses"."""
    return name in _owned()


@cache
def _owned() -> frozenset[str]:
    return frozenset(form for name in sections("english/pastimes")["owned"] for form in _numbers(name))


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
    runs = sorted(sections("english/pastimes")[section], key=len, reverse=True)
    return re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, runs))})(?!\S)")


@cache
def _partings(section: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(run.split()) for run in sections("english/pastimes")[section])
