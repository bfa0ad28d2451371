"""What is done for pleasure, in Spanish, German and French: the pastimes of the lists, and the lessons, rehearsals and clubs for them."""

from __future__ import annotations

from functools import cache
from typing import Final, Literal, NamedTuple

from .sentence import Thing, thing
from .words import Language, Word, language

_NAMES: Final = ("pastimes", "sports", "activities")
_LONG: Final = 5
"""Letters of a pastime that is told at the end of a compound too."""
_STEM: Final = 3
"""Letters that the stem of a pastime has at the least in front of an event: "Malkurs"."""
_BETWEEN: Final = 2
"""Letters that may stand between the two: "Gesangsunterricht", "Gitarrenstunde"."""


class Pastime(NamedTuple):
    """A pastime that was named, and whether with an event that one attends again and again: a course, a rehearsal."""

    thing: Thing
    event: bool


def pastime_at(read: Language, words: list[Word], at: int, capitals: bool) -> Pastime | None:
    """Return the pastime that is named from `at` on, None for anything else."""
    event = read.listed(words[at], "courses", "events")
    first = _behind_links(read, words, at) if event else at
    if first == len(words) or (words[first].low,) in read.lists["stops"]:
        return None
    word = words[first]
    length = read.longest(words, first, *_NAMES)
    compound = None if length else _compound(read, word)
    if not (length or compound) or not _may_be_noun(read, word, capitals):
        return None
    end = first + (length or 1)
    return Pastime(Thing(word.start, words[end - 1].end, end, article=False), event or compound == "event")


def _behind_links(read: Language, words: list[Word], at: int) -> int:
    """Return the place of what a course or an event is of, the end where it is of nothing: "cours de poterie"."""
    first = at + 1
    while first < len(words) and read.listed(words[first], "links", "articles"):
        first += 1
    return first if first > at + 1 else len(words)


def _may_be_noun(read: Language, word: Word, capitals: bool) -> bool:
    return word.capital or not capitals or "subjects" not in read.lists or read.listed(word, "activities")


def pastime(read: Language, words: list[Word], one: Thing) -> Thing | None:
    """Return the pastime that a thing is, or what it is a course of; None for any other thing."""
    named = words_of(words, one)
    at = words.index(named[0])
    if read.listed(words[at], "courses", "events"):
        at = _behind_links(read, words, at)
        return thing(read, words, at, capitals=False) if at < len(words) else None
    return one if is_pastime(read, named) else None


def words_of(words: list[Word], one: Thing) -> list[Word]:
    """Return the words that name a thing."""
    return [word for word in words if one.start <= word.start and word.end <= one.end]


def is_pastime(read: Language, words: list[Word]) -> bool:
    """Tell whether one of the words is something done for pleasure."""
    return any(names_pastime(read, word) for word in words) or any(
        read.longest(words, at, *_NAMES) for at in range(len(words))
    )


def is_event(read: Language, words: list[Word]) -> bool:
    """Tell whether words name what one attends again and again: "Chorprobe", "ensayo del coro"."""
    return read.listed(words[0], "courses", "events") or any(_compound(read, word) == "event" for word in words)


def names_pastime(read: Language, word: Word) -> bool:
    """Tell whether a word alone is something done for pleasure."""
    return read.listed(word, *_NAMES) or _compound(read, word) is not None


def _compound(read: Language, word: Word) -> Literal["event", "pastime"] | None:
    """Tell whether a German word is an event of a pastime ("Chorprobe") or ends with a pastime or a course ("Hallenfußball")."""
    if "course_ends" not in read.lists or read.listed(word, "everyday"):
        return None
    stems, events, ends = _parts()
    if word.low.endswith(events):
        end = max((one for one in events if word.low.endswith(one)), key=len)
        before = word.low.removesuffix(end)
        if any(before[: len(before) - more] in stems for more in range(_BETWEEN + 1)):
            return "event"
    return "pastime" if word.low.endswith(ends) and word.low not in ends else None


@cache
def _parts() -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    """Return what German compounds are made of: the stems of pastimes, the events behind them, and what ends a pastime's word."""
    lists = language("german").lists
    names = {word for name in _NAMES for (word, *more) in lists[name] if not more}
    verbs = {word for (word, *_) in lists["activities"]}
    stems = {stem for word in names for stem in (word, *_stems(word)) if len(stem) >= _STEM}
    ends = {word for (word, *more) in lists["pastimes"] if not more and len(word) >= _LONG and word not in verbs}
    courses = {word for (word,) in lists["course_ends"]}
    return frozenset(stems), tuple(word for (word,) in lists["event_ends"]), tuple(sorted(ends | courses))


def _stems(word: str) -> tuple[str, ...]:
    return tuple(word.removesuffix(end) for end in ("en", "n", "e") if word.endswith(end))
